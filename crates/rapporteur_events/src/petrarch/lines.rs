//! Lines of a dictionary, without comments.

/// The lines that hold something, each with its number, counted from 1. A comment begins with `#` and ends with the line,
/// or stands between `<!--` and `-->`, over several lines at times.
pub(crate) struct Lines<'t> {
    lines: std::iter::Enumerate<std::str::Lines<'t>>,
    is_comment: bool,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { lines: text.trim_start_matches('\u{feff}').lines().enumerate(), is_comment: false }
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (at, mut line) = self.lines.next()?;
            if self.is_comment {
                let Some((_, rest)) = line.split_once("-->") else { continue };
                line = rest;
                self.is_comment = false;
            }
            while let Some(rest) = line.trim_start().strip_prefix("<!--") {
                match rest.split_once("-->") {
                    Some((_, rest)) => line = rest,
                    None => {
                        self.is_comment = true;
                        line = "";
                    }
                }
            }
            if let Some((before, comment)) = line.split_once("<!--") {
                self.is_comment = !comment.contains("-->");
                line = before;
            }
            let line = line.split('#').next().unwrap_or_default().trim_end();
            if !line.is_empty() {
                return Some((at + 1, line));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_left_out() {
        let text = "A # one\n<!-- two -->B\n<!-- three\nC -->\n\n  D <!-- four\nE\n--> F\n# five";
        let lines: Vec<_> = Lines::new(text).collect();
        assert_eq!(lines, [(1, "A"), (2, "B"), (6, "  D"), (8, " F")]);
    }
}
