//! Lines that hold a date, perhaps a place, and nothing else.

/// Whether a text is a dateline: a date with at most a few words that are no sentence: "Port Sund, 8 May 2017",
/// "4th May 2017, Port Sund, Norland", "2022-11-12", "9 Dec 2019 Posted in Press releases".
pub(crate) fn is_dateline(text: &str) -> bool {
    const MAX_BYTES: usize = 120;
    const MAX_OTHER_WORDS: usize = 9;
    if text.len() > MAX_BYTES || text.ends_with([':', ';']) {
        return false;
    }
    let mut date = Date::default();
    let mut others: Vec<&str> = Vec::new();
    for word in words(text) {
        if !date.take(word) {
            others.push(word);
        }
    }
    date.is_whole() && others.len() <= MAX_OTHER_WORDS && others.iter().all(|word| may_stand_beside(word))
}

/// How many parts of a date of each kind were seen.
#[derive(Debug, Default)]
struct Date {
    months: usize,
    days: usize,
    years: usize,
    numeric: usize,
}

impl Date {
    /// Takes a word that belongs to a date or a time.
    fn take(&mut self, word: &str) -> bool {
        if is_numeric_date(word) {
            self.numeric += 1;
        } else if is_month(word) {
            self.months += 1;
        } else if is_year(word) {
            self.years += 1;
        } else if is_day(word) {
            self.days += 1;
        } else {
            return is_weekday(word) || is_time(word);
        }
        true
    }

    fn is_whole(&self) -> bool {
        self.numeric > 0 || (self.months > 0 && self.days + self.years > 0)
    }
}

/// Words, ranges of days taken apart: "14-18 October".
fn words(text: &str) -> impl Iterator<Item = &str> {
    let pieces = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '|' | ';'));
    pieces.flat_map(|word| {
        let word = word.trim_matches(['.', '*', '_', '[', ']', ':']);
        let range = word.split(['-', '–', '—']).all(|part| is_day(part) || is_month(part));
        let parts: Vec<&str> = if range { word.split(['-', '–', '—']).collect() } else { vec![word] };
        parts.into_iter().filter(|part| part.contains(char::is_alphanumeric))
    })
}

/// "2022-11-12", "12/11/2022", "12.11.2022".
fn is_numeric_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    let figures = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let n_long = parts.iter().filter(|part| part.len() == 4).count();
    parts.len() == 3 && figures && n_long == 1 && parts.iter().all(|part| part.len() <= 4)
}

fn is_month(word: &str) -> bool {
    rapporteur_record::month_number(word).is_some()
}

fn is_weekday(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    let begins = |day: &&str| day.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    rapporteur_record::weekday_number(word).is_some()
        || ((3..=4).contains(&word.len()) && rapporteur_record::WEEKDAYS.iter().any(begins))
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1800..2200).contains(&year))
}

/// "8", "08", "1st", "22nd".
fn is_day(word: &str) -> bool {
    let n_digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let ending = word[n_digits..].to_lowercase();
    let number = word[..n_digits].parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    number && matches!(ending.as_str(), "" | "st" | "nd" | "rd" | "th")
}

/// "14:30", "9am", "GMT".
fn is_time(word: &str) -> bool {
    let clock = word.contains(':') && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let half = digits > 0 && matches!(word[digits..].to_lowercase().as_str(), "am" | "pm" | "h" | "hrs");
    clock || half || matches!(word, "GMT" | "UTC" | "EST" | "EDT" | "CET" | "a.m" | "p.m" | "AM" | "PM")
}

/// Whether a word may stand in a dateline beside its date: a name, or what press offices write before one. Words of a
/// title may not.
fn may_stand_beside(word: &str) -> bool {
    const SMALL: [&str; 22] = [
        "of",
        "the",
        "at",
        "in",
        "on",
        "and",
        "day",
        "this",
        "posted",
        "released",
        "issued",
        "date",
        "dated",
        "for",
        "updated",
        "published",
        "to",
        "from",
        "last",
        "by",
        "de",
        "delivered",
    ];
    const OF_TITLES: [&str; 25] = [
        "briefing",
        "schedule",
        "transcript",
        "interview",
        "anniversary",
        "statement",
        "communique",
        "communiqué",
        "declaration",
        "meeting",
        "summit",
        "visit",
        "readout",
        "remarks",
        "talks",
        "conference",
        "session",
        "agreement",
        "call",
        "speech",
        "dialogue",
        "joint",
        "ministers",
        "leaders",
        "resolution",
    ];
    let lower = word.to_lowercase();
    if OF_TITLES.contains(&lower.as_str()) {
        return false;
    }
    word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        || SMALL.contains(&lower.as_str())
        || lower == "releases"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines() {
        for text in [
            "May 14, 2022",
            "2022-11-12",
            "4th May 2017, Port Sund, Norland",
            "Port Sund, 08 May 2017",
            "9 Dec 2019 Posted in Press releases",
            "Thai House, Port Sund\n21 March 2017",
            "CANBERRA, 1st February, 1963.",
            "Port Sund, 15-16 November 2022",
            "Monday, 3 June 2019 14:30 GMT",
            "(Port Sund, 5 Sept. 2020)",
        ] {
            assert!(is_dateline(text), "{text}");
        }
    }

    #[test]
    fn no_datelines() {
        for text in [
            "Joint Statement of 5 May 2017",
            "Press Briefing – June 3, 2021",
            "The Ministers met on 5 May 2017.",
            "Norland 2022",
            "Second Summit, May 2022",
            "April 25, 2020, marks the anniversary",
            "In May 2020:",
            "May the peace hold",
        ] {
            assert!(!is_dateline(text), "{text}");
        }
    }
}
