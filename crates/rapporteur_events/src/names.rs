//! What words name: countries, peoples, bodies, persons, places, dates and numbers, by the world and the tags.
//!
//! The coder needs no more of a name than its kind, so it goes without the language model's entity recogniser, which is
//! slow and knows no more countries than the world does.

use std::ops::Range;

use rapporteur_language::{EntityLabel, Pos, Tag, Token};
use rapporteur_record::{month_number, weekday_number};
use rapporteur_world::{AliasKind, Kind, World};

use crate::actor::agent;

/// Words of a name that is looked up in the world, at most.
const LONGEST: usize = 10;

/// What each token is part of a name of.
pub(crate) fn labels(world: &World, text: &str, tokens: &[Token]) -> Vec<Option<EntityLabel>> {
    let words: Vec<&str> = tokens.iter().map(|token| &text[token.span.range()]).collect();
    let mut names = Names { world, tokens, words, labels: vec![None; tokens.len()] };
    let mut at = 0;
    while at < tokens.len() {
        let (length, label) = names.at(at);
        if let Some(label) = label {
            names.labels[at..at + length].fill(Some(label));
        }
        at += length.max(1);
    }
    names.labels
}

struct Names<'t> {
    world: &'t World,
    tokens: &'t [Token],
    words: Vec<&'t str>,
    labels: Vec<Option<EntityLabel>>,
}

impl Names<'_> {
    /// How many tokens the name at a token takes, and what it names; nothing where none begins there.
    fn at(&self, i: usize) -> (usize, Option<EntityLabel>) {
        if let Some(found) = self.number(i).or_else(|| self.day(i)) {
            return found;
        }
        if !starts_with_capital(self.words[i]) {
            return (1, None);
        }
        self.known(i).or_else(|| self.unknown(i)).unwrap_or((1, None))
    }

    fn lower(&self, i: usize) -> String {
        self.words.get(i).map(|word| word.to_lowercase()).unwrap_or_default()
    }

    fn is_number(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|token| token.tag == Tag::Cd)
    }

    /// A number with what it counts, where that is money, time or a share.
    fn number(&self, i: usize) -> Option<(usize, Option<EntityLabel>)> {
        let is_sign = matches!(self.words[i], "$" | "€" | "£" | "¥");
        if !self.is_number(i + usize::from(is_sign)) {
            return None;
        }
        let n = 1 + (i + 1..self.tokens.len()).take_while(|&at| self.is_number(at)).count();
        let next = self.lower(i + n);
        let label = match next.as_str() {
            _ if is_sign => EntityLabel::Money,
            "dollar" | "dollars" | "euro" | "euros" | "yen" | "pounds" | "rubles" | "rupees" => EntityLabel::Money,
            "%" | "percent" | "per" => EntityLabel::Percent,
            next if is_span(next.trim_end_matches('s')) => {
                let is_past = self.lower(i + n + 1) == "ago";
                return Some((n + 1 + usize::from(is_past), Some(EntityLabel::Date)));
            }
            "hour" | "hours" | "minute" | "minutes" | "a.m." | "p.m." => return Some((n + 1, Some(EntityLabel::Time))),
            next if is_month(next) => {
                let has_year = self.words.get(i + n + 1).is_some_and(|word| is_year(word));
                return Some((n + 1 + usize::from(has_year), Some(EntityLabel::Date)));
            }
            _ if n == 1 && is_year(self.words[i]) => EntityLabel::Date,
            _ => EntityLabel::Cardinal,
        };
        Some((n, Some(label)))
    }

    /// A day, a month, or a stretch of time seen from the day of the text.
    fn day(&self, i: usize) -> Option<(usize, Option<EntityLabel>)> {
        let word = self.lower(i);
        let date = |n| Some((n, Some(EntityLabel::Date)));
        match word.as_str() {
            "yesterday" | "today" | "tomorrow" | "tonight" => date(1),
            "last" | "next" | "this" | "past" | "recent" | "earlier" | "late" | "early" | "mid" => {
                let next = self.lower(i + 1);
                let is_time = is_span(next.trim_end_matches('s')) || is_weekday(&next) || is_month(&next);
                if is_time { date(2) } else { None }
            }
            word if is_weekday(word) && starts_with_capital(self.words[i]) => {
                let n = if matches!(self.lower(i + 1).as_str(), "night" | "morning" | "evening" | "afternoon") {
                    2
                } else {
                    1
                };
                date(n)
            }
            word if is_month(word) && starts_with_capital(self.words[i]) => {
                let mut end = i + 1;
                if self.is_number(end) {
                    end += 1;
                    if self.words.get(end) == Some(&",") && self.words.get(end + 1).is_some_and(|word| is_year(word)) {
                        end += 2;
                    }
                }
                // "May" and "March" alone are months behind a preposition only, "Jan" and "Marc" are names.
                let is_placed = i > 0 && self.tokens[i - 1].pos == Pos::Adp;
                let is_other = match word {
                    "may" | "march" => !is_placed,
                    word => word.len() <= 4 && !matches!(word, "june" | "july"),
                };
                if end == i + 1 && is_other { None } else { date(end - i) }
            }
            _ => None,
        }
    }

    /// A name that the world knows.
    fn known(&self, i: usize) -> Option<(usize, Option<EntityLabel>)> {
        let before = if i > 0 { self.words[i - 1] } else { "" };
        let found = self.world.longest_match_after(before, &self.words[i..self.words.len().min(i + LONGEST)])?;
        let label = |kind, alias| match (kind, alias) {
            (Kind::Country, AliasKind::Demonym | AliasKind::Adjective) | (Kind::People, _) => Some(EntityLabel::Norp),
            (Kind::Country | Kind::Place, _) => Some(EntityLabel::Gpe),
            (Kind::Region, _) => Some(EntityLabel::Loc),
            (Kind::Person, _) => Some(EntityLabel::Person),
            (Kind::Issue | Kind::Instrument, _) => None,
            _ => Some(EntityLabel::Org),
        };
        let kinds = found.hits.iter().map(|hit| (self.world.entity(hit.entity).kind, hit.alias_kind));
        // A name of several things is that of the first in this order.
        let order = |label: &EntityLabel| {
            use EntityLabel::{Gpe, Loc, Norp, Org};
            [Norp, Gpe, Org, Loc].iter().position(|known| known == label).unwrap_or(4)
        };
        let label = kinds.filter_map(|(kind, alias)| label(kind, alias)).min_by_key(order)?;
        Some((found.n_words, Some(label)))
    }

    /// A name that the world does not know: of a body where a word or its letters say so, else of a person.
    fn unknown(&self, i: usize) -> Option<(usize, Option<EntityLabel>)> {
        let is_name =
            |at: usize| self.tokens[at].pos == Pos::Propn && agent(self.words[at]).is_none() && self.words[at] != "'s";
        if !is_name(i) {
            return None;
        }
        let range: Range<usize> = i..(i..self.tokens.len()).find(|&at| !is_name(at)).unwrap_or(self.tokens.len());
        let is_acronym = |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_uppercase() || c == '.');
        let words = &self.words[range.clone()];
        let is_body = words.iter().any(|word| BODIES.contains(&word.to_lowercase().as_str()))
            || words.iter().any(|word| is_acronym(word) && !word.ends_with('.'));
        let label = if is_body { EntityLabel::Org } else { EntityLabel::Person };
        Some((range.len(), Some(label)))
    }
}

/// Words that names of bodies have.
const BODIES: [&str; 40] = [
    "agency",
    "alliance",
    "army",
    "assembly",
    "association",
    "authority",
    "bank",
    "brigade",
    "bureau",
    "center",
    "centre",
    "coalition",
    "commission",
    "committee",
    "company",
    "congress",
    "corp.",
    "council",
    "court",
    "department",
    "federation",
    "force",
    "forces",
    "foundation",
    "front",
    "group",
    "house",
    "inc.",
    "institute",
    "league",
    "ministry",
    "mission",
    "movement",
    "network",
    "office",
    "organization",
    "party",
    "senate",
    "union",
    "university",
];

fn starts_with_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1800..2100).contains(&year))
}

/// Whether a word in the singular is a stretch of time of a day or more.
fn is_span(word: &str) -> bool {
    matches!(word, "day" | "week" | "month" | "year" | "decade" | "night" | "weekend" | "century" | "spring" | "summer")
}

fn is_weekday(word: &str) -> bool {
    weekday_number(word).is_some()
}

fn is_month(word: &str) -> bool {
    month_number(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_language::Pipeline;

    fn check(text: &str) -> String {
        let analysis = Pipeline::embedded().analyse(text);
        let labels = labels(World::embedded(), text, &analysis.tokens);
        let mut told: Vec<String> = Vec::new();
        for (token, label) in analysis.tokens.iter().zip(labels) {
            if let Some(label) = label {
                told.push(format!("{} {}", &text[token.span.range()], label.as_str()));
            }
        }
        told.join(", ")
    }

    #[test]
    fn names_have_kinds() {
        assert_eq!(check("Norway told Swedish police about Oslo."), "Norway GPE, Swedish NORP, Oslo GPE");
        assert_eq!(
            check("The United Nations thanked Marit Kvalberg."),
            "United ORG, Nations ORG, Marit PERSON, Kvalberg PERSON"
        );
        assert_eq!(check("They may march."), "");
    }

    #[test]
    fn days_and_numbers_have_kinds() {
        assert_eq!(check("Jan Kvalberg left."), "Jan PERSON, Kvalberg PERSON");
        assert_eq!(check("Twelve people left on Friday."), "Twelve CARDINAL, Friday DATE");
        assert_eq!(check("It began on May 4, 2017."), "May DATE, 4 DATE, , DATE, 2017 DATE");
        assert_eq!(check("They paid $3 million last year."), "$ MONEY, 3 MONEY, million MONEY, last DATE, year DATE");
    }
}
