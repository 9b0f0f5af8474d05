//! Lines of a page: wrapped, indented, styled.

use anstyle::{AnsiColor, Style};
use rapporteur::record::Family;
use textwrap::core::display_width;

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();

/// What an act's family looks like.
pub(crate) fn family_style(family: Family) -> Style {
    let color = match family {
        Family::Position => AnsiColor::Cyan,
        Family::Ask => AnsiColor::Yellow,
        Family::Promise => AnsiColor::Green,
        Family::Refusal => AnsiColor::Red,
        Family::Deed => AnsiColor::Magenta,
    };
    color.on_default()
}

/// A text in a style.
pub(crate) fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// A text on one line.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A page under way.
pub(crate) struct Page {
    width: usize,
    text: String,
}

impl Page {
    /// An empty page of so many columns.
    pub(crate) fn new(width: usize) -> Self {
        Self { width, text: String::new() }
    }

    /// Adds a paragraph, every line of it indented.
    pub(crate) fn line(&mut self, indent: usize, text: &str) {
        self.hanging(indent, indent, text);
    }

    /// Adds a paragraph, its first line indented otherwise than the rest.
    pub(crate) fn hanging(&mut self, first: usize, rest: usize, text: &str) {
        let (first, rest) = (" ".repeat(first), " ".repeat(rest));
        let options = textwrap::Options::new(self.width).initial_indent(&first).subsequent_indent(&rest);
        // A word with a hyphen is quoted whole.
        let options = options.word_splitter(textwrap::WordSplitter::NoHyphenation);
        self.text.push_str(&textwrap::fill(text, options));
        self.text.push('\n');
    }

    /// Begins a part: its head, with an empty line before it where something stands above.
    pub(crate) fn part(&mut self, head: &str) {
        if !self.text.is_empty() {
            self.gap();
        }
        self.line(0, head);
    }

    /// Adds an empty line.
    pub(crate) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// As much of a text as fits on one line with this indent.
    pub(crate) fn cut(&self, indent: usize, text: &str) -> String {
        let room = self.width.saturating_sub(indent);
        if display_width(text) <= room {
            return text.to_owned();
        }
        let mut cut = String::new();
        for word in text.split_inclusive(' ') {
            if display_width(&cut) + display_width(word.trim_end()) + 1 > room {
                break;
            }
            cut.push_str(word);
        }
        format!("{}…", cut.trim_end())
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}
