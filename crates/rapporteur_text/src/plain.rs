//! Plain text to parts: lines, empty lines, wrapped lines, quotations, tables, end marks.

use std::borrow::Cow;
use std::ops::Range;

use crate::draft::{Draft, Joint, Line, Part, Shape};
use crate::wrap::{self, Look};

/// Takes plain text apart.
pub(crate) fn draft(text: &str) -> Draft<'_> {
    let lines = lines(text, 0..text.len());
    let mut draft = Draft { characters: Cow::Borrowed(text), ..Draft::default() };
    push_parts(text, &lines, &mut draft.parts);
    draft
}

/// Adds the parts that a run of lines makes; lines without length are the empty ones.
pub(crate) fn push_parts(text: &str, lines: &[Line], parts: &mut Vec<Part>) {
    let width = document_width(text, lines);
    for stanza in lines.split(|line| line.range.is_empty()).filter(|stanza| !stanza.is_empty()) {
        push_stanza(text, stanza, width, parts);
    }
}

/// The lines of a stretch of text without the blanks around them. Lines end at LF, CR LF, CR, form feed, vertical
/// tab and the Unicode line and paragraph separators; a form feed leaves an empty line.
pub(crate) fn lines(text: &str, within: Range<usize>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = within.start;
    let mut before = ' ';
    for (at, c) in text[within.clone()].char_indices().map(|(at, c)| (at + within.start, c)) {
        if is_line_end(c) {
            if !(c == '\n' && before == '\r' && start == at) {
                lines.push(line(text, start..at));
            }
            if c == '\u{c}' {
                lines.push(line(text, at..at));
            }
            start = at + c.len_utf8();
        }
        before = c;
    }
    lines.push(line(text, start..within.end));
    lines
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn line(text: &str, range: Range<usize>) -> Line {
    let whole = &text[range.clone()];
    let trimmed = whole.trim_start_matches(is_blank);
    let indent = whole[..whole.len() - trimmed.len()].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let start = range.end - trimmed.len();
    let range = start..start + trimmed.trim_end_matches(is_blank).len();
    Line { range, joint: Joint::Hard, strong: false, emphasised: false, indent }
}

/// Blanks and what is invisible or stray at the ends of a line.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || crate::assemble::is_invisible(c)
}

/// The width of all lines that another line follows directly.
fn document_width(text: &str, lines: &[Line]) -> Option<usize> {
    let followed = lines.windows(2).filter(|pair| !pair[0].range.is_empty() && !pair[1].range.is_empty());
    wrap::width(followed.map(|pair| text[pair[0].range.clone()].chars().count()).collect())
}

fn push_stanza(text: &str, stanza: &[Line], width: Option<usize>, parts: &mut Vec<Part>) {
    let words = |line: &Line| &text[line.range.clone()];
    if stanza.iter().all(|line| words(line).starts_with('>')) {
        return push_quotation(text, stanza, parts);
    }
    if is_table(&stanza.iter().map(words)) {
        parts.push(Part::new(Shape::Table, stanza.to_vec()));
        return;
    }
    for run in stanza.split_inclusive(|line| is_rule(words(line)) || is_end_mark(words(line))) {
        let (marks, run): (Vec<_>, Vec<_>) =
            run.iter().partition(|line| is_rule(words(line)) || is_end_mark(words(line)));
        push_groups(text, &run, width, parts);
        parts.extend(marks.into_iter().map(|line| {
            let shape = if is_end_mark(words(line)) { Shape::Ornament } else { Shape::Rule };
            Part::new(shape, vec![line.clone()])
        }));
    }
}

fn push_groups(text: &str, run: &[&Line], width: Option<usize>, parts: &mut Vec<Part>) {
    let looks: Vec<_> = run.iter().map(|line| Look::new(&text[line.range.clone()], line.indent)).collect();
    for group in wrap::groups(&looks, width) {
        let lines = group.lines.clone().map(|at| Line {
            joint: if group.kept.binary_search(&at).is_ok() { Joint::Hard } else { Joint::Soft },
            ..run[at].clone()
        });
        parts.push(Part::new(Shape::Text, lines.collect()));
    }
}

/// Lines that each begin with ">".
fn push_quotation(text: &str, stanza: &[Line], parts: &mut Vec<Part>) {
    let inner: Vec<Line> = stanza
        .iter()
        .map(|line| {
            let start = text[line.range.clone()].find(|c| c != '>' && c != ' ').unwrap_or(line.range.len());
            Line { range: line.range.start + start..line.range.end, joint: Joint::Soft, ..line.clone() }
        })
        .collect();
    for lines in inner.split(|line| line.range.is_empty()).filter(|lines| !lines.is_empty()) {
        let mut part = Part::new(Shape::Quote, lines.to_vec());
        part.level = 1;
        parts.push(part);
    }
}

/// Two or more lines that all have cells: parted by tabs or bars.
fn is_table<'s>(lines: &(impl Iterator<Item = &'s str> + Clone)) -> bool {
    let n_cells = |line: &str, by: char| line.split(by).filter(|cell| !cell.trim().is_empty()).count();
    let rows = |by: char| {
        let mut lines = lines.clone().filter(|line| line.contains(char::is_alphanumeric));
        let first = lines.next().map_or(0, |line| n_cells(line, by));
        let mut n_more = 0;
        first >= 2
            && lines.all(|line| {
                n_more += 1;
                n_cells(line, by) == first
            })
            && n_more >= 1
    };
    let numbered = lines.clone().all(|line| crate::marker::parse(line).is_some());
    rows('|') || (!numbered && rows('\t'))
}

/// A line that only draws: "***", "-----", "* * *". It says nothing and is left out.
pub(crate) fn is_rule(line: &str) -> bool {
    let drawing = |c: char| matches!(c, '*' | '-' | '_' | '=' | '~' | '–' | '—' | '.' | '·' | '•' | ' ');
    let n_drawn = || line.chars().filter(|c| *c != ' ').count();
    let n_least = if line.starts_with(['–', '—']) { 2 } else { 3 };
    line.chars().all(drawing) && n_drawn() >= n_least
}

/// The mark that a press text is over: "###", "# # #", "- End -", "ENDS", "-30-".
pub(crate) fn is_end_mark(line: &str) -> bool {
    const MAX_BYTES: usize = 48;
    if line.len() > MAX_BYTES {
        return false;
    }
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let core = bare.trim_matches(['-', '–', '—', '*', '/', '[', ']', '.', ':']).to_lowercase();
    let hashes = bare.len() >= 2 && bare.bytes().all(|byte| byte == b'#');
    let dots = !bare.is_empty() && bare.chars().all(|c| matches!(c, '●' | '■' | '◆' | '▪' | '•' | '♦'));
    hashes || dots || matches!(core.as_str(), "end" | "ends" | "endoftext" | "endtext" | "30" if bare != "30")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        let draft = draft(text);
        let shown = draft.parts.iter().filter(|part| part.shape != Shape::Rule);
        shown.map(|part| [format!("{:?}", part.shape), format!("{:?}\n", part.text(text))].join(" ")).collect()
    }

    #[test]
    fn line_ends_of_every_kind() {
        let n = |text: &str| lines(text, 0..text.len()).iter().filter(|line| !line.range.is_empty()).count();
        assert_eq!([n("a\nb"), n("a\r\nb"), n("a\rb"), n("a\u{2028}b"), n("a\u{c}b")], [2; 5]);
        assert_eq!(lines("a\r\n\r\nb", 0..6).len(), 3);
    }

    #[test]
    fn rules_and_end_marks() {
        assert_eq!(check("One.\n***\nTwo.\n\n# # #"), "Text \"One.\"\nText \"Two.\"\nOrnament \"# # #\"\n");
        assert!(is_end_mark("- End -") && is_end_mark("End text.") && is_end_mark("ENDS") && !is_end_mark("Ending"));
    }

    #[test]
    fn quotations_and_tables() {
        assert_eq!(check("> We will\n> act."), "Quote \"We will\\n> act.\"\n");
        assert!(check("Norland\t5\nSudland\t7").starts_with("Table"));
        assert!(check("1.\tWe met.\n2.\tWe act.").starts_with("Text"));
    }
}
