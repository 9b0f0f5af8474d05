//! Treaties, resolutions and schemes: by name, and by the grammar of their citations.

use crate::image::Section;
use crate::kinds::Kind;
use crate::normal;
use crate::schema::INSTRUMENT_KINDS;
use crate::world::{EntityId, World};

/// An instrument of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instrument<'w> {
    /// Its number in this world.
    pub entity: EntityId,
    /// Its written id.
    pub id: &'w str,
    /// Its usual name.
    pub name: &'w str,
    /// treaty, convention, agreement, mou, resolution, declaration, scheme or other.
    pub kind: &'w str,
    /// The year of its adoption.
    pub year: Option<u16>,
}

/// An instrument cited at the head of a sequence of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstrumentMatch<'w> {
    /// The number of words of the citation.
    pub n_words: usize,
    /// The entry of the tables, where there is one.
    pub instrument: Option<Instrument<'w>>,
    /// treaty, convention, agreement, mou, resolution, declaration, scheme or other.
    pub kind: &'w str,
    /// A name by which citations of one instrument agree.
    pub name: String,
    /// The year cited, or that of the entry.
    pub year: Option<u16>,
}

impl World {
    /// Returns an instrument by its number, `None` where the entity is none.
    pub fn instrument(&self, entity: EntityId) -> Option<Instrument<'_>> {
        let known = self.entity(entity);
        let code = self.image.word(Section::Entities, entity.0 as usize, 11);
        (known.kind == Kind::Instrument).then(|| Instrument {
            entity,
            id: known.id,
            name: known.name,
            kind: INSTRUMENT_KINDS.get((code >> 16) as usize).copied().unwrap_or("other"),
            year: u16::try_from(code & 0xffff).ok().filter(|&year| year > 0),
        })
    }

    /// Finds the instrument whose citation starts with the first of `words`.
    ///
    /// Reads names of the tables, citations of resolutions of the United Nations ("UNSC resolution 2270 (2016)",
    /// "S/RES/2270", "resolutions 1718 (2006)"), and names that begin with what they are ("the 2002 Memorandum of
    /// Understanding on Repatriation", "the 1951 Convention").
    pub fn instrument_at(&self, words: &[&str]) -> Option<InstrumentMatch<'_>> {
        let article = usize::from(words.first().is_some_and(|word| word.eq_ignore_ascii_case("the")));
        let rest = &words[article..];
        let found = [self.named(rest), self.resolution(rest), described(rest)];
        let longest = found.into_iter().flatten().rev().max_by_key(|found| found.n_words)?;
        Some(InstrumentMatch { n_words: longest.n_words + article, ..longest })
    }

    /// A name of the tables, with the year before or behind it.
    fn named(&self, words: &[&str]) -> Option<InstrumentMatch<'_>> {
        let before = words.first().and_then(|word| year(word));
        let start = usize::from(before.is_some());
        let found = self.longest_match(&words[start..])?;
        let mut instruments = found.hits.iter().filter_map(|hit| self.instrument(hit.entity));
        let instrument = instruments.next()?;
        let mut n_words = start + found.n_words;
        let behind = bracketed_year(&words[n_words..]);
        n_words += behind.map_or(0, |(n_words, _)| n_words);
        Some(InstrumentMatch {
            n_words,
            instrument: Some(instrument),
            kind: instrument.kind,
            name: instrument.name.to_owned(),
            year: instrument.year.or(before).or(behind.map(|(_, year)| year)),
        })
    }

    /// A citation of a resolution of the United Nations, with its entry where the tables have one.
    fn resolution(&self, words: &[&str]) -> Option<InstrumentMatch<'_>> {
        let cited = symbol(words).or_else(|| spelled_out(words))?;
        let instrument = self.look_up(&cited.name).iter().find_map(|hit| self.instrument(hit.entity));
        let year = cited.year.or(instrument.and_then(|instrument| instrument.year));
        Some(InstrumentMatch { instrument, year, ..cited })
    }
}

/// A name that begins with what it is: "Memorandum of Understanding on X", "1951 Convention".
fn described(words: &[&str]) -> Option<InstrumentMatch<'static>> {
    let before = words.first().and_then(|word| year(word));
    let start = usize::from(before.is_some());
    let (head, kind) = head(&words[start..])?;
    let topic = topic(&words[start + head..]);
    if topic == 0 && before.is_none() {
        return None;
    }
    let n_words = start + head + topic;
    let name = words[start..n_words].join(" ").replace(" - ", "-").replace(" 's", "'s");
    let behind = bracketed_year(&words[n_words..]);
    Some(InstrumentMatch {
        n_words: n_words + behind.map_or(0, |(n_words, _)| n_words),
        instrument: None,
        kind,
        name,
        year: before.or(behind.map(|(_, year)| year)),
    })
}

/// What an instrument is, by the words its name begins with; the number of words.
fn head(words: &[&str]) -> Option<(usize, &'static str)> {
    const HEADS: &[(&str, &str)] = &[
        ("memorandum of understanding", "mou"),
        ("memoranda of understanding", "mou"),
        ("memorandum of agreement", "mou"),
        ("memorandum of cooperation", "mou"),
        ("mou", "mou"),
        ("free trade agreement", "agreement"),
        ("framework agreement", "agreement"),
        ("agreement", "agreement"),
        ("treaty", "treaty"),
        ("convention", "convention"),
        ("covenant", "convention"),
        ("protocol", "treaty"),
        ("additional protocol", "treaty"),
        ("addendum", "other"),
        ("charter", "treaty"),
        ("pact", "treaty"),
        ("declaration", "declaration"),
        ("joint declaration", "declaration"),
        ("joint communique", "declaration"),
        ("accord", "agreement"),
        ("accords", "agreement"),
        ("plan of action", "other"),
        ("action plan", "other"),
        ("code of conduct", "declaration"),
    ];
    if !words.first()?.starts_with(char::is_uppercase) && !words.first()?.eq_ignore_ascii_case("addendum") {
        return None;
    }
    let longest = words.len().min(4);
    // A mark behind the head is no part of it.
    let ends_in_word = |count: &usize| words[count - 1].chars().any(char::is_alphanumeric);
    let forms =
        (1..=longest).rev().filter(ends_in_word).map(|count| (count, normal::normalise(&words[..count].join(" "))));
    let mut found =
        forms.filter_map(|(count, form)| HEADS.iter().find(|(head, _)| *head == form).map(|(_, kind)| (count, *kind)));
    found.next()
}

/// The words of "on X", "for X", "relating to X" behind the head of a name, X with capitals. "and its 2003 addendum" is
/// another instrument.
fn topic(words: &[&str]) -> usize {
    let links =
        |word: &str| matches!(word, "on" | "for" | "of" | "against" | "concerning" | "regarding" | "between" | "to");
    let small = |word: &str| {
        matches!(word, "of" | "the" | "and" | "on" | "in" | "for" | "to" | "against" | "with" | "-" | "'s")
    };
    if !words.first().is_some_and(|word| links(word)) {
        return 0;
    }
    let mut taken = 0;
    for (index, word) in words.iter().enumerate().skip(1) {
        if word.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit()) {
            taken = index + 1;
        } else if !small(word) {
            break;
        }
    }
    taken
}

/// "S/RES/2270", "S/RES/2270 (2016)", "A/RES/68/262"; the slashes may be tokens of their own.
fn symbol(words: &[&str]) -> Option<InstrumentMatch<'static>> {
    let mut text = String::new();
    let (mut found, mut n_words) = (None, 0);
    for (index, word) in words.iter().take(7).enumerate() {
        text.push_str(word);
        let parts: Vec<&str> = text.split('/').collect();
        let numbered = parts.len() >= 3
            && parts[1] == "RES"
            && parts[2..].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
        match parts.first() {
            Some(&"S") if numbered && parts.len() == 3 => {
                found = Some(format!("United Nations Security Council resolution {}", parts[2]));
            }
            Some(&"A") if numbered && parts.len() <= 4 => {
                found = Some(format!("United Nations General Assembly resolution {}", parts[2..].join("/")));
            }
            Some(&("S" | "A")) => continue,
            _ => break,
        }
        n_words = index + 1;
    }
    Some(cited(found?, n_words, words))
}

/// "United Nations Security Council Resolution 2270 (2016)", "UNSCR 1718", "resolution 68/262".
fn spelled_out(words: &[&str]) -> Option<InstrumentMatch<'static>> {
    let at = words.iter().take(6).position(|word| {
        matches!(normal::normalise(word).as_str(), "resolution" | "resolutions" | "unscr" | "unscrs" | "unga")
    })?;
    let organ = normal::normalise(&words[..=at].join(" "));
    let number_at =
        at + 1 + usize::from(words.get(at + 1).is_some_and(|word| matches!(*word, "No." | "no." | "No" | "number")));
    let number = *words.get(number_at)?;
    let plain = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'/');
    if !plain || !number.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let organ = match organ.as_str() {
        "un general assembly resolution"
        | "united nations general assembly resolution"
        | "unga resolution"
        | "general assembly resolution" => "General Assembly",
        "resolution" | "resolutions" if number.contains('/') => "General Assembly",
        "resolution" | "resolutions" | "unscr" | "unscrs" => "Security Council",
        _ if organ.contains("security council") || organ.starts_with("unsc ") || organ.starts_with("un resolution") => {
            "Security Council"
        }
        _ => return None,
    };
    Some(cited(format!("United Nations {organ} resolution {number}"), number_at + 1, words))
}

fn cited(name: String, n_words: usize, words: &[&str]) -> InstrumentMatch<'static> {
    let behind = bracketed_year(&words[n_words..]);
    InstrumentMatch {
        n_words: n_words + behind.map_or(0, |(n_words, _)| n_words),
        instrument: None,
        kind: "resolution",
        name,
        year: behind.map(|(_, year)| year),
    }
}

fn year(word: &str) -> Option<u16> {
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| word.parse().ok())?.filter(|year| (1600..2200).contains(year))
}

/// The year of "(2016)" and the number of its words.
fn bracketed_year(words: &[&str]) -> Option<(usize, u16)> {
    if let ["(", number, ")", ..] = words {
        return year(number).map(|year| (3, year));
    }
    let number = words.first()?.strip_prefix('(')?.strip_suffix(')')?;
    year(number).map(|year| (1, year))
}
