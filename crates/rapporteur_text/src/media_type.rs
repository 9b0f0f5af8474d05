//! What sort of source it is.

/// The media types that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum MediaType {
    /// `text/plain`.
    Plain,
    /// `text/markdown`.
    Markdown,
}

impl MediaType {
    /// The name as registered: `text/plain`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "text/plain",
            Self::Markdown => "text/markdown",
        }
    }

    /// The type that a media type's name stands for; parameters (`; charset=…`) are passed over.
    pub fn parse(name: &str) -> Option<Self> {
        let essence = name.split(';').next().unwrap_or_default().trim();
        [Self::Plain, Self::Markdown].into_iter().find(|known| essence.eq_ignore_ascii_case(known.as_str()))
    }

    /// The type that a file name's ending stands for.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdown" | "mkd" => Some(Self::Markdown),
            "txt" | "text" => Some(Self::Plain),
            _ => None,
        }
    }

    /// The type that the text itself suggests: Markdown only where two of its marks are seen that plain text hardly
    /// ever bears.
    pub(crate) fn sniff(text: &str) -> Self {
        let head = text.get(..text.floor_char_boundary(SNIFFED_BYTES)).unwrap_or(text);
        let n_marks: usize = head.lines().map(n_markdown_marks).sum();
        if n_marks >= 2 { Self::Markdown } else { Self::Plain }
    }
}

impl std::fmt::Display for MediaType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How much of a text is looked at for marks of Markdown.
const SNIFFED_BYTES: usize = 64 << 10;

/// The marks of Markdown on one line: a heading, a pair of `**`, a link, an escaped `#`.
fn n_markdown_marks(line: &str) -> usize {
    let hashes = line.bytes().take_while(|&byte| byte == b'#').count();
    let heading =
        (1..=6).contains(&hashes) && line[hashes..].starts_with(' ') && line[hashes..].contains(char::is_alphabetic);
    let strong = line.matches("**").count() >= 2 && line.contains(char::is_alphabetic);
    let link = line.find("](").is_some_and(|at| line[..at].contains('[') && line[at..].contains(')'));
    usize::from(heading) + usize::from(strong) + usize::from(link) + usize::from(line.starts_with("\\#"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_decides_before_the_text() {
        assert_eq!(MediaType::of_name("a/b.MD"), Some(MediaType::Markdown));
        assert_eq!(MediaType::of_name("note.txt"), Some(MediaType::Plain));
        assert_eq!(MediaType::of_name("README"), None);
        assert_eq!(MediaType::parse("text/markdown; charset=utf-8"), Some(MediaType::Markdown));
    }

    #[test]
    fn markdown_is_sniffed_with_care() {
        assert_eq!(MediaType::sniff("# Visit\n\nThe **Minister** came."), MediaType::Markdown);
        assert_eq!(MediaType::sniff("VISIT\n\n# # #\n* a star\n- a dash"), MediaType::Plain);
        assert_eq!(MediaType::sniff("Tel. **555\nItem #1"), MediaType::Plain);
    }
}
