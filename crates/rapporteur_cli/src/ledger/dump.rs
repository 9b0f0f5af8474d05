//! Files of many documents: one JSON object a line, plain (`.jsonl`) or packed (`.jsonl.gz`).
//!
//! Of an object these fields are used: `text`, which it must have; `url` or `id`, the name under which the document is
//! kept; `title` and `date`, which are put before a text that does not begin with them, since a reader looks for them
//! there. `date` (ISO 8601) also says when the text stood at its place. Other fields are left aside.

use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::path::Path;

use anyhow::Context as _;
use flate2::read::MultiGzDecoder;
use rapporteur_ledger::{Content, Day, DayRange, Input, Timestamp};
use serde::Deserialize;

/// What a line may have besides its text: names, and the escapes of JSON.
const OVERHEAD: usize = 1 << 16;

/// In the beginning of a text, so many bytes are searched for its title and date.
const BEGINNING: usize = 600;

/// Whether a file's name says that it holds many documents.
pub(super) fn is_dump(path: &Path) -> bool {
    let name = path.to_string_lossy().to_ascii_lowercase();
    [".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"].iter().any(|ending| name.ends_with(ending))
}

/// The documents of a file, line by line.
pub(super) struct Dump {
    lines: Box<dyn BufRead + Send>,
    /// The file's whole path.
    path: String,
    seen: Timestamp,
    max_bytes: usize,
    n_lines: usize,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    id: Option<serde_json::Value>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    date: Option<String>,
}

impl Dump {
    /// Opens a file that stands there since `seen`.
    pub(super) fn open(path: &Path, name: String, seen: Timestamp, max_bytes: usize) -> anyhow::Result<Self> {
        let remedy = || format!("{}: cannot be opened; check the path and its permissions", path.display());
        let file = File::open(path).with_context(remedy)?;
        let is_packed = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz"));
        let lines: Box<dyn BufRead + Send> = if is_packed {
            Box::new(BufReader::new(MultiGzDecoder::new(file)))
        } else {
            Box::new(BufReader::new(file))
        };
        Ok(Self { lines, path: name, seen, max_bytes, n_lines: 0 })
    }

    fn line(&mut self) -> anyhow::Result<Option<String>> {
        let limit = self.max_bytes.saturating_mul(2).saturating_add(OVERHEAD);
        let mut bytes = Vec::new();
        let (path, n) = (&self.path, self.n_lines + 1);
        let failed = || format!("{path}: line {n} cannot be read; the file may be cut short");
        let n_read = (&mut self.lines).take(limit as u64).read_until(b'\n', &mut bytes).with_context(failed)?;
        self.n_lines += 1;
        anyhow::ensure!(n_read < limit, "{path}: line {n} is too long; split it or raise --max-bytes");
        let line = String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("{path}: line {n} is not UTF-8"))?;
        Ok((n_read > 0).then_some(line))
    }

    fn input(&self, line: &str) -> anyhow::Result<Input> {
        let place = || format!("{}: line {}", self.path, self.n_lines);
        let line: Line = serde_json::from_str(line).map_err(|e| {
            anyhow::anyhow!(
                "{}: {e}; a line is an object with a `text`, and maybe `url`, `id`, `title`, `date`",
                place()
            )
        })?;
        anyhow::ensure!(
            line.text.len() <= self.max_bytes,
            "{}: its text is over the limit of {}",
            place(),
            self.max_bytes
        );
        let id = line.id.as_ref().map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        let source = match (&line.url, id) {
            (Some(url), _) => url.clone(),
            (None, Some(id)) => format!("{}#{id}", self.path),
            (None, None) => format!("{}#{}", self.path, self.n_lines),
        };
        let seen = line.date.as_deref().and_then(seen_on).unwrap_or(self.seen);
        Ok(Input { source, seen, content: Content::Bytes(headed(line).into_bytes()) })
    }
}

impl Iterator for Dump {
    type Item = anyhow::Result<Input>;

    /// The next document, or what is wrong with its line. After a line that cannot be read there is none.
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.line() {
                Ok(None) => return None,
                Ok(Some(line)) if line.trim().is_empty() => {}
                Ok(Some(line)) => return Some(self.input(&line)),
                Err(error) => {
                    self.lines = Box::new(std::io::empty());
                    return Some(Err(error));
                }
            }
        }
    }
}

/// When a text dated so stood there: at the beginning of the instant or day given.
fn seen_on(date: &str) -> Option<Timestamp> {
    Timestamp::parse(date).or_else(|| DayRange::parse(date).map(|range| range.first.start()))
}

/// The text under its title and date, where it does not begin with them.
fn headed(line: Line) -> String {
    let beginning = line.text.get(..line.text.floor_char_boundary(BEGINNING)).unwrap_or(&line.text).to_lowercase();
    let date = line.date.map(|date| {
        let day = date.get(..10).and_then(Day::parse);
        day.map_or(date, Day::in_words)
    });
    let mut head = String::new();
    for part in [line.title, date].into_iter().flatten() {
        let part = part.trim();
        if !part.is_empty() && !beginning.contains(&part.to_lowercase()) {
            head.push_str(part);
            head.push_str("\n\n");
        }
    }
    head + &line.text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_headed_by_what_it_does_not_say_itself() {
        let line = |json: &str| serde_json::from_str::<Line>(json).expect("a line");
        assert_eq!(headed(line(r#"{"text": "Norland met Sudmark."}"#)), "Norland met Sudmark.");
        let both = r#"{"text": "Norland met Sudmark.", "title": "A Visit", "date": "2031-05-04T10:00:00Z"}"#;
        assert_eq!(headed(line(both)), "A Visit\n\n4 May 2031\n\nNorland met Sudmark.");
        let neither =
            r#"{"text": "A visit\n\n4 May 2031: Norland met Sudmark.", "title": "A Visit", "date": "2031-05-04"}"#;
        assert_eq!(headed(line(neither)), "A visit\n\n4 May 2031: Norland met Sudmark.");
    }
}
