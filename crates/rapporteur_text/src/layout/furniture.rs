//! What pages bear beside the text: running titles, symbols, page numbers, job codes, editors' notes, "<…>".

use super::letterhead::is_symbol;
use super::plain_words;
use crate::BlockKind;
use crate::draft::{Part, Shape};

/// The shortest running title, in words.
const MIN_WORDS: usize = 4;

/// Marks the furniture among the parts from `start` as [`BlockKind::Other`]. The parts before are the frame above the
/// text, whose title and subtitles run on over the pages. Where a lost line end joined a running title to the text
/// after it, it is cut off.
pub(super) fn mark(characters: &str, parts: &mut Vec<Part>, start: usize) {
    let titled = parts[..start].iter().filter(|part| matches!(part.kind, BlockKind::Title | BlockKind::Subtitle));
    let printed: Vec<&str> = titled.map(|part| part.text(characters)).collect();
    let titles: Vec<String> = printed.iter().map(|title| plain_words(title)).collect();
    for mut part in parts.split_off(start) {
        let text = part.text(characters);
        if part.shape == Shape::Text && is_furniture(text, &titles) {
            (part.kind, part.shape) = (BlockKind::Other, Shape::Ornament);
        } else if let Some(len) = running_title_len(text, &printed).filter(|_| part.shape == Shape::Text) {
            parts.push(cut(characters, &mut part, len));
        }
        parts.push(part);
    }
}

/// Cuts the first `len` bytes off a part; they lie on its first line.
fn cut(characters: &str, part: &mut Part, len: usize) -> Part {
    let mut title = Part { lines: part.lines[..1].to_vec(), ..part.clone() };
    let line = &mut part.lines[0];
    title.lines[0].range.end = line.range.start + len;
    let rest = &characters[line.range.start + len..line.range.end];
    line.range.start = line.range.end - rest.trim_start().len();
    (title.kind, title.shape) = (BlockKind::Other, Shape::Ornament);
    title
}

/// The bytes of a title of several words, with the symbol before or after it, at the start of a line that goes on.
fn running_title_len(text: &str, titles: &[&str]) -> Option<usize> {
    let line = text.lines().next()?;
    let symbol = |text: &str| {
        let word = text.trim_start().split(' ').next().unwrap_or_default();
        let len = text.len() - text.trim_start().len() + word.len();
        if is_symbol(word) { len } else { 0 }
    };
    let before = symbol(line);
    let rest = line[before..].trim_start();
    let long = |title: &&&str| title.split(' ').count() >= MIN_WORDS;
    let title = titles.iter().filter(long).find(|title| rest.starts_with(**title))?;
    let end = line.len() - rest.len() + title.len();
    let len = end + symbol(&line[end..]);
    (line.len() > len && line[len..].starts_with(' ')).then_some(len)
}

fn is_furniture(text: &str, titles: &[String]) -> bool {
    let says_nothing = !text.contains(char::is_alphanumeric);
    says_nothing
        || is_page_number(text)
        || is_job_code(text)
        || is_symbol(text)
        || is_note_of_editor(text)
        || runs_on(text, titles)
}

/// The title again, perhaps with a symbol before it and a page number after it.
fn runs_on(text: &str, titles: &[String]) -> bool {
    const MAX_BYTES: usize = 360;
    if text.len() > MAX_BYTES {
        return false;
    }
    let coded = |word: &&str| word.bytes().any(|byte| byte.is_ascii_digit());
    let words: Vec<&str> = text.split_whitespace().skip_while(coded).collect();
    let n = words.iter().rposition(|word| !coded(word)).map_or(0, |last| last + 1);
    let words = plain_words(&words[..n].join(" "));
    words.split(' ').count() >= MIN_WORDS && titles.iter().any(|title| title.ends_with(&words))
}

/// "2", "- 2 -", "2/7", "Page 2 of 7".
fn is_page_number(text: &str) -> bool {
    const MAX_BYTES: usize = 16;
    let words = text.split(|c: char| c.is_whitespace() || "-–—/|[]().".contains(c)).filter(|word| !word.is_empty());
    let of_pages =
        |word: &str| word.bytes().all(|byte| byte.is_ascii_digit()) || matches!(word, "Page" | "page" | "of" | "p");
    text.len() <= MAX_BYTES && text.bytes().any(|byte| byte.is_ascii_digit()) && words.clone().all(of_pages)
}

/// "18-18418 (E)", "*1818418*": a word of five figures or more, and nothing but figures and single letters.
fn is_job_code(text: &str) -> bool {
    const MAX_BYTES: usize = 24;
    const MIN_DIGITS: usize = 5;
    let n_digits = text.bytes().filter(u8::is_ascii_digit).count();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let coded = |word: &str| word.len() <= 1 || word.bytes().all(|byte| byte.is_ascii_digit());
    text.len() <= MAX_BYTES && n_digits >= MIN_DIGITS && words.clone().all(coded) && !text.contains(['+', ','])
}

/// "[matter omitted]", "[Footnotes not printed.]".
fn is_note_of_editor(text: &str) -> bool {
    const MAX_BYTES: usize = 80;
    text.len() <= MAX_BYTES && text.starts_with('[') && text.ends_with(']') && text.matches('[').count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture() {
        let titles = ["agreement between norland and sudland".to_owned()];
        for text in [
            "2",
            "Page 2 of 7",
            "- 3 -",
            "18-18418 (E)",
            "*1818418*",
            "[matter omitted]",
            "N/RES/7/2",
            "N/RES/7/2 Agreement between Norland and Sudland 3/4",
        ] {
            assert!(is_furniture(text, &titles), "{text}");
        }
        for text in ["5,000", "The Council,", "Norland", "+47 22 22 22 22", "[a] treaty [b]"] {
            assert!(!is_furniture(text, &titles), "{text}");
        }
    }
}
