//! HTML inside Markdown, or a page that was given as plain text: words and line ends without tags.

use std::borrow::Cow;
use std::ops::Range;

use crate::draft::{Draft, Joint, Line, Origin};
use crate::plain;

/// A stretch of words and the stretch of the source that it comes from.
#[derive(Debug)]
pub(crate) struct Piece<'s> {
    pub(crate) text: Cow<'s, str>,
    pub(crate) range: Range<usize>,
}

/// Whether a text is an HTML page or a piece of one: it begins with a tag that pages begin with.
pub(crate) fn is_page(text: &str) -> bool {
    const OPENERS: [&str; 10] = ["html", "head", "body", "div", "p", "article", "section", "main", "table", "h1"];
    let head = text.trim_start();
    let is_doctype = head.get(..14).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype html"));
    let (name, closing) = tag_name(&head[..head.floor_char_boundary(16)]);
    is_doctype || (head.starts_with('<') && !closing && OPENERS.contains(&name.as_str()) && head.contains('>'))
}

/// Takes a page apart: its words, a line for each element that is set as a block, an empty line between them.
pub(crate) fn draft(source: &str) -> Draft<'static> {
    let (mut characters, mut origins, mut lines) = (String::new(), Vec::new(), Vec::new());
    each_line(source, 0..source.len(), &mut |pieces: &[Piece<'_>]| {
        let start = characters.len();
        for piece in pieces {
            let (at, len) = (characters.len(), piece.text.len());
            origins.push(Origin { at, len, source: piece.range.start, source_len: piece.range.len() });
            characters.push_str(&piece.text);
        }
        for at in [start..characters.len(), characters.len()..characters.len()] {
            lines.push(Line { range: at, joint: Joint::Hard, strong: false, emphasised: false, indent: 0 });
        }
        characters.push('\n');
    });
    let mut draft = Draft { origins, ..Draft::default() };
    for line in &mut lines {
        let words = &characters[line.range.clone()];
        let start = line.range.end - words.trim_start().len();
        line.range = start..start + words.trim().len();
    }
    plain::push_parts(&characters, &lines, &mut draft.parts);
    draft.characters = Cow::Owned(characters);
    draft
}

/// Hands over the words of a stretch of HTML line by line. Comments, scripts, styles and the page's head are left
/// out, character references are decoded.
pub(crate) fn each_line<'s>(source: &'s str, range: Range<usize>, take: &mut impl FnMut(&[Piece<'s>])) {
    let mut line: Vec<Piece<'s>> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let rest = &source[at..range.end];
        // After an unclosed tag the rest is words, a lost "<" and all.
        if let Some(len) = tag_len(rest) {
            let (name, _) = tag_name(rest);
            at += len;
            if is_block(&name) && line.iter().any(|piece| !piece.text.trim().is_empty()) {
                take(&std::mem::take(&mut line));
            }
        } else {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let to_end = is_tag_start(rest);
            let len = if to_end { rest.len() } else { first + rest[first..].find('<').unwrap_or(rest.len() - first) };
            push_words(&rest[..len], at, &mut line);
            at += len;
        }
    }
    if line.iter().any(|piece| !piece.text.trim().is_empty()) {
        take(&line);
    }
}

fn is_tag_start(rest: &str) -> bool {
    rest.strip_prefix('<')
        .is_some_and(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!' || c == '?'))
}

/// The bytes of a tag, with what it hides: a comment, a script. `None` where no tag begins or it never ends.
fn tag_len(rest: &str) -> Option<usize> {
    if !is_tag_start(rest) {
        return None;
    }
    let up_to = |end: &str| rest.find(end).map(|at| at + end.len());
    if rest.starts_with("<!--") {
        return up_to("-->");
    }
    let (name, closing) = tag_name(rest);
    if !closing && matches!(name.as_str(), "script" | "style" | "head" | "template") {
        return up_to(&format!("</{name}>"));
    }
    up_to(">")
}

/// The name of a tag in lower case, and whether it closes.
pub(crate) fn tag_name(tag: &str) -> (String, bool) {
    let inner = tag.trim_start_matches('<');
    let closing = inner.starts_with('/');
    let name = inner.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    (name.to_ascii_lowercase(), closing)
}

fn is_block(name: &str) -> bool {
    !matches!(
        name,
        "" | "a"
            | "abbr"
            | "b"
            | "cite"
            | "code"
            | "em"
            | "font"
            | "i"
            | "img"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
            | "wbr"
    )
}

/// Adds words to a line: line ends of the source are blanks, character references are decoded one by one.
fn push_words<'s>(words: &'s str, start: usize, line: &mut Vec<Piece<'s>>) {
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        let len = match reference_len(rest) {
            Some(len) => {
                let text = html_escape::decode_html_entities(&rest[..len]);
                line.push(Piece { text, range: start + at..start + at + len });
                len
            }
            None => {
                let first = rest.chars().next().map_or(1, char::len_utf8);
                let len = first + rest[first..].find('&').unwrap_or(rest.len() - first);
                line.push(Piece { text: Cow::Borrowed(&rest[..len]), range: start + at..start + at + len });
                len
            }
        };
        at += len;
    }
}

/// The bytes of a character reference at the start of a text: `&amp;`, `&#x25cf;`.
fn reference_len(text: &str) -> Option<usize> {
    let name = text.strip_prefix('&')?;
    let len = name.bytes().take(32).take_while(|&byte| byte.is_ascii_alphanumeric() || byte == b'#').count();
    (len > 0 && name.as_bytes().get(len) == Some(&b';')).then_some(len + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str) -> Vec<String> {
        let mut lines = Vec::new();
        each_line(source, 0..source.len(), &mut |pieces: &[Piece<'_>]| {
            lines.push(pieces.iter().map(|piece| piece.text.as_ref()).collect::<String>());
        });
        lines
    }

    #[test]
    fn words_without_tags() {
        assert_eq!(
            check("<p>The <b>Council</b> &amp; we</p><script>x < 1</script><p>a < b<br/>c</p>"),
            ["The Council & we", "a < b", "c"]
        );
        assert_eq!(check("<!-- a --> <"), [" <"]);
    }
}
