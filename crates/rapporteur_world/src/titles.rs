//! Titles to roles: "Secretary of State", "Deputy Minister for Trade", "Foreign Ministers".

use crate::image::Section;
use crate::matching::{records, walk};
use crate::normal;
use crate::world::World;

/// A title at the head of a sequence of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleMatch<'w> {
    /// The number of words that it takes, qualifier and portfolio included.
    pub n_words: usize,
    /// The role, a key of the table of roles: "foreign-minister".
    pub role: &'w str,
    /// The PLOVER sector of who holds it.
    pub sector: Option<&'w str>,
    /// Whether it names several holders: "Foreign Ministers".
    pub plural: bool,
    /// What stands before it and bears on the date.
    pub qualifier: Option<Qualifier>,
}

/// A word before a title that bears on when or how it is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Qualifier {
    /// "former", "ex-", "late": held before.
    Former,
    /// "then": held at the time spoken of.
    Then,
    /// "acting", "interim", "caretaker".
    Acting,
    /// "incoming", "designate", "-elect": will be held.
    Incoming,
    /// "outgoing": held still.
    Outgoing,
}

/// How a title reads on, in the order of [`crate::schema::TITLE_READS`].
const WHOLE: u32 = 0;
const PORTFOLIO: u32 = 1;

/// A title phrase without what follows it.
#[derive(Clone, Copy)]
struct Phrase<'w> {
    n_words: usize,
    role: &'w str,
    sector: &'w str,
    reads: u32,
    plural: bool,
}

impl World {
    /// Finds the longest title that starts with the first of `words`, read as in `country` where titles differ.
    ///
    /// Takes in a qualifier before it ("former", "acting"), a rank ("Deputy", "Senior") and the portfolios after "of",
    /// "for" or "in charge of", as far as their words are known; a name or a country after it is not taken.
    /// Without a country, a title whose reading depends on it has its common reading, or none where there is none.
    ///
    /// # Examples
    ///
    /// ```
    /// let world = rapporteur_world::World::embedded();
    /// let words = ["Secretary", "of", "State", "Rex", "Tillerson"];
    /// let title = world.role_of_title(&words, Some("USA")).expect("a title");
    /// assert_eq!((title.n_words, title.role), (3, "foreign-minister"));
    /// ```
    pub fn role_of_title(&self, words: &[&str], country: Option<&str>) -> Option<TitleMatch<'_>> {
        let (qualifier, skipped) = qualifier(words);
        let rest = &words[skipped..];
        let mut title = self.title(rest, country)?;
        title.n_words += skipped;
        title.qualifier = qualifier;
        if title.qualifier.is_none() {
            let after = words.get(title.n_words..).unwrap_or_default();
            if let Some(taken) = designate(after) {
                title.qualifier = Some(Qualifier::Incoming);
                title.n_words += taken;
            }
        }
        Some(title)
    }

    /// The label of a role: "foreign minister".
    pub fn role_label(&self, role: &str) -> Option<&str> {
        self.role_record(role).map(|record| self.image.text(Section::Roles, record, 1))
    }

    /// The standing of a role in protocol, 1 for heads of state; larger is lower.
    pub fn role_rank(&self, role: &str) -> Option<u32> {
        self.role_record(role).map(|record| self.image.word(Section::Roles, record, 3)).filter(|&rank| rank > 0)
    }

    /// Every role of the tables, in the order of the alphabet.
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        (0..self.image.count(Section::Roles)).map(|record| self.image.text(Section::Roles, record, 0))
    }

    pub(crate) fn role_record(&self, role: &str) -> Option<usize> {
        let at = self.image.partition(Section::Roles, |record| self.image.text(Section::Roles, record, 0) < role);
        (at < self.image.count(Section::Roles) && self.image.text(Section::Roles, at, 0) == role).then_some(at)
    }

    pub(crate) fn role_name(&self, number: u32) -> &str {
        self.image.text(Section::Roles, number as usize, 0)
    }

    /// The longest of the readings; of equally long ones that of the longest phrase.
    fn title(&self, words: &[&str], country: Option<&str>) -> Option<TitleMatch<'_>> {
        let by_phrase = self.phrases(words, country).map(|phrase| self.with_portfolio(phrase, words));
        by_phrase
            .chain(self.portfolio_first(words, country))
            .reduce(|longest, other| if other.n_words > longest.n_words { other } else { longest })
    }

    /// The phrases of the table of titles, the longest first.
    fn phrases(&self, words: &[&str], country: Option<&str>) -> impl Iterator<Item = Phrase<'_>> {
        let found = walk(&self.titles, words);
        found.into_iter().rev().filter_map(move |(n_words, value)| {
            let record = self.reading(records(value), country)?;
            let code = self.image.word(Section::Titles, record, 1);
            Some(Phrase {
                n_words,
                role: self.role_name(code & 0xffff),
                sector: self.image.text(Section::Titles, record, 2),
                reads: (code >> 16) & 0xff,
                plural: code >> 24 == 1,
            })
        })
    }

    /// The reading of a phrase in a country: its own, else the common one, else the one all countries share.
    fn reading(&self, mut found: std::ops::Range<usize>, country: Option<&str>) -> Option<usize> {
        let of = |record| self.image.text(Section::Titles, record, 3);
        let all = found.clone();
        if let Some(own) = all.clone().find(|&record| country == Some(of(record))) {
            return Some(own);
        }
        if let Some(common) = all.clone().find(|&record| of(record).is_empty()) {
            return Some(common);
        }
        let role = |record| self.image.word(Section::Titles, record, 1) & 0xffff;
        let first = found.next()?;
        found.all(|record| role(record) == role(first)).then_some(first)
    }

    /// Reads on after a phrase that takes a portfolio.
    fn with_portfolio<'w>(&'w self, phrase: Phrase<'w>, words: &[&str]) -> TitleMatch<'w> {
        let mut title = TitleMatch {
            n_words: phrase.n_words,
            role: phrase.role,
            sector: self.sector(phrase.role, phrase.sector),
            plural: phrase.plural,
            qualifier: None,
        };
        if phrase.reads == WHOLE {
            return title;
        }
        let link = linked(&words[title.n_words..]);
        if let Some((n_words, role, sector)) = self.portfolios(&words[title.n_words + link..]).filter(|_| link > 0) {
            title.n_words += link + n_words;
            if phrase.reads == PORTFOLIO {
                (title.role, title.sector) = (role, self.sector(role, sector));
            }
        }
        title
    }

    /// A title that begins with its portfolio: "Foreign Minister", "Trade and Industry Minister".
    fn portfolio_first(&self, words: &[&str], country: Option<&str>) -> Option<TitleMatch<'_>> {
        let rank = usize::from(words.first().is_some_and(|word| is_rank(word)));
        let (n_words, role, sector) = self.portfolios(&words[rank..])?;
        let head = self.phrases(&words[rank + n_words..], country).next()?;
        let head_role = match words.first().filter(|_| rank > 0).map(|word| normal::normalise(word)).as_deref() {
            Some("deputy" | "vice" | "assistant" | "junior" | "parliamentary") => "deputy-minister",
            _ => head.role,
        };
        if head.reads != PORTFOLIO {
            return None;
        }
        let decided = head_role == head.role;
        let role = if decided { role } else { head_role };
        Some(TitleMatch {
            n_words: rank + n_words + head.n_words,
            role,
            sector: self.sector(role, if decided { sector } else { "" }),
            plural: head.plural,
            qualifier: None,
        })
    }

    /// Reads a list of portfolios. The first that has a ministry of its own decides the role.
    fn portfolios(&self, words: &[&str]) -> Option<(usize, &str, &str)> {
        let mut decided: Option<(&str, &str)> = None;
        let mut taken = 0;
        let mut at = usize::from(words.first().is_some_and(|word| word.eq_ignore_ascii_case("the")));
        while let Some((n_words, value)) = walk(&self.portfolios, words.get(at..).unwrap_or_default()).pop() {
            let record = records(value).start;
            let role = self.role_name(self.image.word(Section::Portfolios, record, 1));
            if decided.is_none_or(|(known, _)| known == "minister" && role != "minister") {
                decided = Some((role, self.image.text(Section::Portfolios, record, 2)));
            }
            taken = at + n_words;
            at = taken + joined(&words[taken..]);
            if at == taken {
                break;
            }
        }
        decided.map(|(role, sector)| (taken, role, sector))
    }

    fn sector<'w>(&'w self, role: &str, own: &'w str) -> Option<&'w str> {
        let of_role = || self.role_record(role).map_or("", |record| self.image.text(Section::Roles, record, 2));
        Some(if own.is_empty() { of_role() } else { own }).filter(|sector| !sector.is_empty())
    }
}

/// The qualifier before a title and the words it takes.
fn qualifier(words: &[&str]) -> (Option<Qualifier>, usize) {
    let Some(first) = words.first() else { return (None, 0) };
    let found = match normal::normalise(first).as_str() {
        "former" | "ex" | "late" | "erstwhile" | "onetime" => Qualifier::Former,
        "then" => Qualifier::Then,
        "acting" | "interim" | "caretaker" | "transitional" | "provisional" => Qualifier::Acting,
        "incoming" | "designate" => Qualifier::Incoming,
        "outgoing" => Qualifier::Outgoing,
        _ => return (None, 0),
    };
    let hyphen = words.get(1).is_some_and(|word| matches!(*word, "-" | "\u{2011}" | "\u{2013}"));
    (Some(found), 1 + usize::from(hyphen))
}

/// The words of "-elect" or "designate" after a title.
fn designate(words: &[&str]) -> Option<usize> {
    let hyphen = words.first().is_some_and(|word| matches!(*word, "-" | "\u{2011}" | "\u{2013}"));
    let word = words.get(usize::from(hyphen))?;
    matches!(normal::normalise(word).as_str(), "elect" | "designate").then_some(1 + usize::from(hyphen))
}

/// The words that lead from a title to its portfolio.
fn linked(words: &[&str]) -> usize {
    let at = |index: usize| words.get(index).map(|word| normal::normalise(word)).unwrap_or_default();
    match (at(0).as_str(), at(1).as_str(), at(2).as_str()) {
        ("of", "state", "for") | ("in", "charge", "of") => 3,
        ("responsible" | "delegate" | "attached", "for" | "to", _) => 2,
        ("of" | "for" | "on", ..) => 1,
        _ => 0,
    }
}

/// The words that join one portfolio to the next.
fn joined(words: &[&str]) -> usize {
    let joins = |word: &&&str| {
        matches!(**word, "," | ";") || matches!(normal::normalise(word).as_str(), "and" | "the" | "for" | "of")
    };
    words.iter().take(3).take_while(joins).count()
}

/// Whether a word before a portfolio is a rank: "Deputy Foreign Minister".
fn is_rank(word: &str) -> bool {
    const RANKS: [&str; 12] = [
        "deputy",
        "vice",
        "assistant",
        "junior",
        "parliamentary",
        "senior",
        "first",
        "union",
        "federal",
        "cabinet",
        "state",
        "principal",
    ];
    RANKS.contains(&normal::normalise(word).as_str())
}
