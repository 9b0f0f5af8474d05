//! What stands around a person's name: titles, honorifics, the body they are of.

use crate::kinds::AliasKind;
use crate::matching::Match;
use crate::people::name::Name;
use crate::titles::Qualifier;
use crate::world::{EntityId, World};

/// A name as it was asked for.
pub(crate) struct Asked<'w> {
    pub(crate) name: Name,
    /// The name as written.
    pub(crate) written: String,
    /// The titles as written, without qualifiers of time.
    pub(crate) title: String,
    pub(crate) roles: Vec<&'w str>,
    pub(crate) qualifier: Option<Qualifier>,
    /// The country or organization that the person acts for.
    pub(crate) body: Option<EntityId>,
}

impl World {
    /// Parts a name from its titles.
    pub(crate) fn read_person(&self, text: &str, country: Option<&str>) -> Asked<'_> {
        let tokens = tokens(text);
        let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
        let mut asked = Asked {
            name: Name::default(),
            written: String::new(),
            title: String::new(),
            roles: Vec::new(),
            qualifier: None,
            body: country.and_then(|code| self.country(code)),
        };
        let mut name: Vec<&str> = Vec::new();
        for (index, part) in words.split(|word| *word == ",").enumerate() {
            let rest = self.take_titles(part, country, &mut asked);
            // What stands behind a comma and is no title is no part of the name: "Jr.", a place, another person.
            if index == 0 || name.is_empty() {
                name = part[rest..].to_vec();
            }
        }
        asked.written = name.join(" ");
        asked.name = Name::read(&asked.written);
        asked
    }

    /// Takes titles, honorifics and bodies off the head of a name; the number of words taken.
    fn take_titles<'w>(&'w self, words: &[&str], country: Option<&str>, asked: &mut Asked<'w>) -> usize {
        let mut taken = usize::from(words.first().is_some_and(|word| word.eq_ignore_ascii_case("the")));
        loop {
            let rest = &words[taken..];
            let country = asked.body.and_then(|body| self.entity(body).country).or(country);
            if let Some(mut title) = self.role_of_title(rest, country) {
                self.note_body_before(&rest[..title.n_words], asked);
                self.note_body(&rest[..title.n_words], asked);
                let behind = self.note_body(&rest[title.n_words..], asked);
                // "The President of Iran" is what Iran means by it, not what the issuer's country does.
                let own = asked.body.and_then(|body| self.entity(body).country);
                if let Some(read) =
                    self.role_of_title(rest, own.or(country)).filter(|read| read.n_words == title.n_words)
                {
                    title = read;
                }
                asked.roles.push(title.role);
                if !asked.title.is_empty() {
                    asked.title.push_str(" and ");
                }
                asked.title.push_str(&rest[..title.n_words].join(" "));
                asked.qualifier = asked.qualifier.or(title.qualifier);
                taken += title.n_words + behind;
            } else if let Some(found) = self.honorifics(rest).filter(|found| found.n_words < rest.len()) {
                taken += found.n_words;
            } else if let Some(n_words) = self.take_bearer(rest, asked) {
                taken += n_words;
            } else if rest.first().is_some_and(|word| matches!(*word, "and" | "&")) && !asked.roles.is_empty() {
                taken += 1;
            } else {
                return taken;
            }
        }
    }

    /// Takes the body before a title: "Cambodian Foreign Minister", "NATO Secretary General".
    fn take_bearer(&self, words: &[&str], asked: &mut Asked<'_>) -> Option<usize> {
        let found = self.longest_match(words)?;
        let body = self.acting(&found)?;
        let code = self.entity(body).country;
        self.role_of_title(&words[found.n_words..], code)?;
        asked.body = Some(body);
        Some(found.n_words)
    }

    /// Notes the body that a title itself begins with: "UN Secretary-General".
    fn note_body_before(&self, title: &[&str], asked: &mut Asked<'_>) {
        let found = self.longest_match(title).filter(|found| found.n_words < title.len());
        if let Some(body) = found.and_then(|found| self.acting(&found)) {
            asked.body = Some(body);
        }
    }

    /// Notes the body of "of the United Kingdom" or "President of the European Commission"; the words up to its end.
    fn note_body(&self, words: &[&str], asked: &mut Asked<'_>) -> usize {
        let Some(of) = words.iter().position(|word| matches!(*word, "of" | "to")) else { return 0 };
        let behind = of + 1 + usize::from(words.get(of + 1).is_some_and(|word| word.eq_ignore_ascii_case("the")));
        let Some(found) = self.longest_match(words.get(behind..).unwrap_or_default()) else { return 0 };
        let Some(body) = self.acting(&found) else { return 0 };
        asked.body = Some(body);
        if of == 0 { behind + found.n_words } else { 0 }
    }

    /// The country or organization among the entities of a name that has offices.
    fn acting(&self, found: &Match<'_>) -> Option<EntityId> {
        let named = found.hits.iter().filter(|hit| !matches!(hit.alias_kind, AliasKind::Capital | AliasKind::Seat));
        let mut bodies = named.map(|hit| hit.entity);
        bodies.find(|&body| self.tenures_of(body, None).next().is_some())
    }
}

/// The words of a text, commas among them.
fn tokens(text: &str) -> Vec<String> {
    let spaced = text.replace(',', " , ").replace(['(', ')'], " , ").replace("-elect", " - elect");
    let spaced = spaced.replace("-designate", " - designate");
    spaced.split_whitespace().map(str::to_owned).collect()
}
