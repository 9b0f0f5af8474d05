//! Documents that people send: their names made harmless, then read and kept.

use std::sync::Arc;

use rapporteur_ledger::{AddOptions, AddReport, AuditEntry, Content, Input};

use crate::desk::Desk;
use crate::fault::Fault;
use crate::visitor::Visitor;
use crate::writer::News;

/// One document sent.
pub(crate) struct Sent {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// What became of what was sent.
pub(crate) struct Kept {
    pub(crate) report: AddReport,
    /// The hashes of those that are in the ledger now.
    pub(crate) hashes: Vec<String>,
}

/// Reads and keeps what was sent, and who sent it.
pub(crate) async fn keep(desk: &Arc<Desk>, visitor: &Visitor, sent: Vec<Sent>) -> Result<Kept, Fault> {
    let (own, who) = (Arc::clone(desk), visitor.name.clone());
    desk.writer
        .write(move |ledger| {
            let at = own.now();
            let n_all = sent.len();
            let mut hashes = Vec::new();
            let mut inputs = Vec::new();
            for one in sent {
                let source = format!("upload/{}", harmless(&one.name));
                hashes.push((source.clone(), rapporteur_ledger::DocumentHash::of(&one.bytes).to_string()));
                inputs.push(Input { source, seen: at, content: Content::Bytes(one.bytes) });
            }
            let read = |bytes: &[u8], name: &str| own.read(bytes, name).map(|r| r.record).map_err(|f| f.detail);
            let options = AddOptions { n_threads: 2, batch: 8 };
            let clock = Arc::clone(&own.options.clock);
            let report = ledger.add(inputs.into_iter(), &read, options, &|| clock(), &mut |progress| {
                own.writer.tell(News { kind: "ingest", n_done: progress.n_done, n_all, n_failed: progress.n_failed });
            })?;
            hashes.retain(|(source, _)| !report.failures.iter().any(|f| f.source == *source));
            for (source, hash) in &hashes {
                let entry = AuditEntry {
                    at,
                    who: who.clone(),
                    what: "upload".to_owned(),
                    subject: hash.clone(),
                    detail: source.clone(),
                };
                ledger.note(&entry)?;
            }
            Ok(Kept { report, hashes: hashes.into_iter().map(|(_, hash)| hash).collect() })
        })
        .await
}

/// A file's name without folders and without signs that a path, a log or a header could trip over.
pub(crate) fn harmless(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .take(120)
        .collect();
    let kept = kept.trim().trim_start_matches('.').to_owned();
    if kept.is_empty() { "document.txt".to_owned() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_walk_or_inject() {
        assert_eq!(harmless("../../etc/passwd"), "passwd");
        assert_eq!(harmless("..\\..\\boot.ini"), "boot.ini");
        assert_eq!(harmless("a\r\nSet-Cookie: x.md"), "a__Set-Cookie_ x.md");
        assert_eq!(harmless("<script>.md"), "_script_.md");
        assert_eq!(harmless(".."), "document.txt");
        assert_eq!(harmless(""), "document.txt");
        assert_eq!(harmless("Communiqué 2026.md"), "Communiqué 2026.md");
    }
}
