//! The shared corpus of official documents, where it is at hand.

use std::fs;
use std::path::{Path, PathBuf};

use rapporteur_record::Span;
use rapporteur_text::{BlockKind, Options, read};

use super::assert_sound;

/// The files of a folder beside the project, in their order; `None` where it is not there.
fn files(folder: &str) -> Option<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(folder);
    let entries = fs::read_dir(folder).ok()?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt" || ending == "md"));
    files.retain(|path| path.file_name().is_some_and(|name| name != "README.md"));
    files.sort();
    Some(files)
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn official_documents_are_read_whole() {
    let Some(files) = files("corpora/diplomatic") else {
        eprintln!("skipped: the corpus is not beside the project");
        return;
    };
    assert!(!files.is_empty());
    let mut n_titled = 0;
    for path in &files {
        let bytes = fs::read(path).unwrap();
        let name = path.to_string_lossy();
        let (document, diagnostics) = read(&bytes, &Options { name: Some(&name), ..Options::default() }).unwrap();
        assert_sound(&document);
        assert_eq!(document.encoding, "UTF-8", "{name}");
        assert!(diagnostics.is_empty(), "{name}: {diagnostics:?}");
        let n_titles = document.blocks_of(BlockKind::Title).count();
        assert!(n_titles <= 1, "{name}");
        n_titled += n_titles;
        let n_body: usize = document.body_blocks().map(|block| block.span.len()).sum();
        assert!(n_body * 10 >= document.text.len() * 6, "{name}: most of a document is its text");
        let source = String::from_utf8(bytes).unwrap();
        for (at, c) in document.text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let from = &source[document.source_span(Span::new(at, at + c.len_utf8()))];
            assert!(from.starts_with([c, '&']), "{name}: {c:?} from {from:?}");
        }
    }
    assert!(n_titled * 10 >= files.len() * 9, "{n_titled} of {} have a title", files.len());
}
