//! The characters that Markdown leaves, line by line, and where they come from.

use std::ops::Range;

use crate::draft::{Joint, Line, Origin};

/// What has been written so far.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) characters: String,
    pub(super) origins: Vec<Origin>,
    lines: Vec<Line>,
    line: Ink,
    /// A mark of emphasis that has not found its other half stands before the line.
    stray: bool,
}

/// The line being written: where it begins and how its letters are set.
#[derive(Debug, Default, Clone, Copy)]
struct Ink {
    start: usize,
    /// How the line follows the one before; `None` where no line is begun.
    joint: Option<Joint>,
    n_letters: usize,
    n_strong: usize,
    n_emphasised: usize,
}

/// How letters are set.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Setting {
    pub(super) strong: bool,
    pub(super) emphasised: bool,
}

impl Sheet {
    pub(super) fn with_capacity(n_bytes: usize) -> Self {
        Self { characters: String::with_capacity(n_bytes), ..Self::default() }
    }

    /// Where the line being written begins; it is begun if it was not.
    pub(super) fn begin_line(&mut self) -> usize {
        if self.line.joint.is_none() {
            self.line = Ink { start: self.characters.len(), joint: Some(Joint::Hard), ..Ink::default() };
        }
        self.line.start
    }

    /// What stands on the line being written.
    pub(super) fn line_so_far(&mut self) -> &str {
        let start = self.begin_line();
        &self.characters[start..]
    }

    /// Adds words to the line being written.
    pub(super) fn push(&mut self, text: &str, source: Range<usize>, set: Setting) {
        self.begin_line();
        let n_letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        self.line.n_letters += n_letters;
        self.line.n_strong += if set.strong { n_letters } else { 0 };
        self.line.n_emphasised += if set.emphasised { n_letters } else { 0 };
        self.push_unset(text, source);
    }

    /// Adds words whose setting says nothing of the line's: a list number.
    pub(super) fn push_unset(&mut self, text: &str, source: Range<usize>) {
        self.begin_line();
        let (at, len) = (self.characters.len(), text.len());
        self.characters.push_str(text);
        let next = Origin { at, len, source: source.start, source_len: source.len() };
        match self.origins.last_mut() {
            Some(last) if last.goes_on_with(&next) => {
                last.len += len;
                last.source_len += len;
            }
            _ => self.origins.push(next),
        }
    }

    /// Adds characters that the source does not have.
    pub(super) fn push_separator(&mut self, text: &str) {
        self.begin_line();
        self.characters.push_str(text);
    }

    /// Ends the line being written; the next one follows it by `joint`. Lines without length stay: an empty line
    /// between two forced line ends parts paragraphs.
    pub(super) fn end_line(&mut self, joint: Joint) {
        self.begin_line();
        let ink = std::mem::take(&mut self.line);
        let whole = &self.characters[ink.start..];
        let (words, stray) = self.without_stray_marks(whole);
        let start = ink.start + (words.as_ptr() as usize - whole.as_ptr() as usize);
        let all = |n: usize| n == ink.n_letters && n > 0;
        self.lines.push(Line {
            range: start..start + words.len(),
            joint: ink.joint.unwrap_or(Joint::Hard),
            strong: all(ink.n_strong) || stray,
            emphasised: all(ink.n_emphasised),
            indent: whole.len() - whole.trim_start().len(),
        });
        self.stray = stray && !whole.trim_end().ends_with("**");
        self.characters.push('\n');
        self.line = Ink { start: self.characters.len(), joint: Some(joint), ..Ink::default() };
    }

    /// A line without the blanks around it and without marks of emphasis that never found their other half, and
    /// whether such a mark makes it bold.
    fn without_stray_marks<'l>(&self, line: &'l str) -> (&'l str, bool) {
        let line = line.trim();
        let opened = line.trim_start_matches('*');
        let begins = line.starts_with("**") && opened.contains(char::is_alphanumeric);
        let line = if begins { opened.trim_start() } else { line };
        let line = if line.ends_with("**") { line.trim_end_matches('*').trim_end() } else { line };
        (line, begins || self.stray)
    }

    /// Ends the lines of a part and hands them over.
    pub(super) fn take_lines(&mut self) -> Vec<Line> {
        if self.line.joint.is_some() {
            self.end_line(Joint::Hard);
        }
        self.stray = false;
        self.line = Ink::default();
        std::mem::take(&mut self.lines)
    }
}
