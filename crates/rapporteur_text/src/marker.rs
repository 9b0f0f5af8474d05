//! List markers and paragraph numbers as printed: `1.`, `(a)`, `iv)`, `•`.

/// A marker at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marker {
    /// Its length in bytes, without the blank after it.
    pub(crate) len: usize,
    pub(crate) style: Style,
    /// The number it stands for; 0 for bullets.
    pub(crate) value: u32,
}

/// How a marker is written. Markers of one list share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Bullet(char),
    Decimal(Close),
    LowerLetter(Close),
    UpperLetter(Close),
    LowerRoman(Close),
    UpperRoman(Close),
    /// `1.2`, `1.2.3.`: how many numbers.
    Section(u8),
    /// A number without punctuation; only its place in a sequence shows that it is a marker.
    Bare,
}

/// What closes a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Close {
    Dot,
    Parenthesis,
    Parentheses,
}

impl Marker {
    /// Whether the marker may as well be something else: "A. Smith", "V. Brandt".
    pub(crate) fn is_weak(&self) -> bool {
        matches!(self.style, Style::Bare | Style::UpperLetter(Close::Dot))
            || (matches!(self.style, Style::UpperRoman(Close::Dot)) && self.len == 2)
    }

    pub(crate) fn is_bullet(&self) -> bool {
        matches!(self.style, Style::Bullet(_))
    }

    /// Whether it is a dash or a star, which may stand in running text as well.
    pub(crate) fn is_dash(&self) -> bool {
        matches!(self.style, Style::Bullet('-' | '–' | '—' | '*' | '·' | '§'))
    }

    /// Whether it numbers paragraphs rather than items: `1.`, `1.2`, `12)` do so where no stem introduces them.
    pub(crate) fn may_number_paragraphs(&self) -> bool {
        matches!(self.style, Style::Decimal(Close::Dot | Close::Parenthesis) | Style::Section(_) | Style::Bare)
            || matches!(self.style, Style::UpperRoman(Close::Dot))
    }

    /// The same marker read as the letter that it also is: `(i)` after `(h)`.
    pub(crate) fn as_letter(self) -> Option<Self> {
        let (close, lower) = match self.style {
            Style::LowerRoman(close) => (close, true),
            Style::UpperRoman(close) => (close, false),
            _ => return None,
        };
        let n_letters = self.len - if close == Close::Parentheses { 2 } else { 1 };
        let value = match (n_letters, self.value) {
            (1, 1) => 9,
            (1, 5) => 22,
            (1, 10) => 24,
            _ => return None,
        };
        let style = if lower { Style::LowerLetter(close) } else { Style::UpperLetter(close) };
        Some(Self { style, value, ..self })
    }
}

const BULLETS: &[char] =
    &['•', '·', '-', '–', '—', '*', '▪', '■', '●', '○', '◦', '‣', '⁃', '►', '➢', '✓', '§', '\u{F0B7}', '\u{F0A7}'];

/// The marker at the start of a line that begins with no blank. A marker that stands alone on its line counts.
pub(crate) fn parse(line: &str) -> Option<Marker> {
    bullet(line).or_else(|| section(line)).or_else(|| enumerator(line)).or_else(|| bare(line))
}

fn bullet(line: &str) -> Option<Marker> {
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    let printed = BULLETS.contains(&first) && (starts_blank(rest) || (!first.is_ascii() && !"–—·§".contains(first)));
    let typed = first == 'o' && (rest.starts_with('\t') || (starts_blank(rest) && starts_upper(rest.trim_start())));
    (printed || typed).then_some(Marker { len: first.len_utf8(), style: Style::Bullet(first), value: 0 })
}

/// `1.2`, `3.1.4.`: numbers joined by dots, two or more.
fn section(line: &str) -> Option<Marker> {
    let len = line.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let numbers: Vec<&str> = line[..len].trim_end_matches('.').split('.').collect();
    let plausible =
        (2..=5).contains(&numbers.len()) && numbers.iter().all(|n| (1..=2).contains(&n.len()) && *n != "00");
    let rest = &line[len..];
    // A decimal number ("2.5 million") is followed by a small letter or a sign.
    let followed = starts_blank(rest) && starts_upper(rest.trim_start());
    let value = numbers.last().and_then(|n| n.parse().ok()).unwrap_or(0);
    let depth = u8::try_from(numbers.len()).unwrap_or(u8::MAX);
    (plausible && followed).then_some(Marker { len, style: Style::Section(depth), value })
}

/// `1.`, `12)`, `(3)`, `a.`, `b)`, `(c)`, `iv.`, `(iv)`, `IV.`.
fn enumerator(line: &str) -> Option<Marker> {
    let open = usize::from(line.starts_with('('));
    let body_len = line[open..].bytes().take_while(u8::is_ascii_alphanumeric).count();
    let body = &line[open..open + body_len];
    let close = match (open, line.as_bytes().get(open + body_len)?) {
        (1, b')') => Close::Parentheses,
        (0, b')') => Close::Parenthesis,
        (0, b'.') => Close::Dot,
        _ => return None,
    };
    let len = open + body_len + 1;
    let rest = &line[len..];
    let tight = close != Close::Dot || (starts_upper(rest) && body.bytes().all(|byte| byte.is_ascii_digit()));
    if !(starts_blank(rest) || (tight && !rest.starts_with([')', ',', '.', ';']))) {
        return None;
    }
    let (style, value) = number(body, close)?;
    Some(Marker { len, style, value })
}

fn number(body: &str, close: Close) -> Option<(Style, u32)> {
    let bytes = body.as_bytes();
    if bytes.iter().all(u8::is_ascii_digit) {
        return (1..=3).contains(&body.len()).then(|| Some((Style::Decimal(close), body.parse().ok()?)))?;
    }
    let lower = bytes.iter().all(u8::is_ascii_lowercase);
    if !lower && !bytes.iter().all(u8::is_ascii_uppercase) {
        return None;
    }
    if let Some(value) = roman(body)
        && (body.len() > 1 || matches!(bytes[0] | 0x20, b'i' | b'v' | b'x'))
    {
        return Some((if lower { Style::LowerRoman(close) } else { Style::UpperRoman(close) }, value));
    }
    let value = u32::from((bytes[0] | 0x20).checked_sub(b'a')?) + 1;
    let style = if lower { Style::LowerLetter(close) } else { Style::UpperLetter(close) };
    (body.len() == 1).then_some((style, value))
}

/// The value of a Roman number up to 89, in its usual spelling.
fn roman(body: &str) -> Option<u32> {
    const TENS: [&str; 9] = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx"];
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    if body.is_empty() || body.len() > 8 {
        return None;
    }
    let body = body.to_ascii_lowercase();
    let n_tens = body.bytes().take_while(|byte| matches!(byte, b'x' | b'l')).count();
    // The x of "ix" belongs to the ones; that of "xl" to the tens.
    let tens = TENS.iter().position(|&tens| tens == &body[..n_tens])?;
    let ones = ONES.iter().position(|&ones| ones == &body[n_tens..])?;
    u32::try_from(tens * 10 + ones).ok()
}

fn bare(line: &str) -> Option<Marker> {
    let len = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[len..];
    let plausible = (1..=3).contains(&len) && starts_blank(rest) && starts_upper(rest.trim_start());
    plausible.then(|| Some(Marker { len, style: Style::Bare, value: line[..len].parse().ok()? }))?
}

fn starts_blank(text: &str) -> bool {
    text.chars().next().is_none_or(char::is_whitespace)
}

fn starts_upper(text: &str) -> bool {
    text.trim_start_matches(['“', '"', '‘', '\'', '[']).starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str) -> String {
        parse(line).map_or("none".to_owned(), |m| format!("{} {:?} {}", &line[..m.len], m.style, m.value))
    }

    #[test]
    fn numbers_letters_romans_bullets() {
        assert_eq!(check("1. We met"), "1. Decimal(Dot) 1");
        assert_eq!(check("12) to act"), "12) Decimal(Parenthesis) 12");
        assert_eq!(check("(a) to act"), "(a) LowerLetter(Parentheses) 1");
        assert_eq!(check("(iv) to act"), "(iv) LowerRoman(Parentheses) 4");
        assert_eq!(check("i. to act"), "i. LowerRoman(Dot) 1");
        assert_eq!(check("XLIX. RIVERS"), "XLIX. UpperRoman(Dot) 49");
        assert_eq!(check("IX. RIVERS"), "IX. UpperRoman(Dot) 9");
        assert_eq!(check("c) to act"), "c) LowerLetter(Parenthesis) 3");
        assert_eq!(check("2.1 Trade"), "2.1 Section(2) 1");
        assert_eq!(check("• trade"), "• Bullet('•') 0");
        assert_eq!(check("o Trade"), "o Bullet('o') 0");
        assert_eq!(check("7."), "7. Decimal(Dot) 7");
        assert_eq!(check("1.We met"), "1. Decimal(Dot) 1");
    }

    #[test]
    fn what_only_looks_like_a_marker() {
        for line in [
            "2.5 million",
            "U.S. policy",
            "2002. The",
            "-based",
            "*note",
            "(PRC) is",
            "vivid",
            "mix. The",
            "1,500 men",
            "(i.e. x)",
        ] {
            assert_eq!(check(line), "none", "{line}");
        }
    }

    #[test]
    fn a_roman_one_is_also_the_ninth_letter() {
        let i = parse("(i) to act").unwrap().as_letter().unwrap();
        assert_eq!((i.style, i.value), (Style::LowerLetter(Close::Parentheses), 9));
    }
}
