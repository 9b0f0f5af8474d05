//! Names in running text: persons with their titles, countries, organizations, places.

use std::cell::OnceCell;
use std::ops::Range;

use rapporteur_language::{EntityLabel, Pos};
use rapporteur_world::{AliasKind, EntityId, Kind, World};

use crate::lexicon::{Head, Lexicon};
use crate::tree::Tree;

/// The longest name or title that is looked for, in words.
const LONGEST: usize = 24;

/// One name as it stands in the text, before it is known whose it is.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub(crate) words: Range<usize>,
    pub(crate) what: Named,
}

/// What a name names.
#[derive(Debug, Clone)]
pub(crate) enum Named {
    /// A person by name, with the titles around it.
    Person { name: Range<usize>, titles: Vec<Title> },
    /// An office-holder by title alone.
    Office(Title),
    /// An entry of the world: a country, an organization, a place.
    Entity { entity: EntityId, alias_kind: AliasKind },
    /// An organization that the world does not know.
    Unlisted,
}

/// A title with whatever tells whose it is.
#[derive(Debug, Clone)]
pub(crate) struct Title {
    pub(crate) words: Range<usize>,
    /// The role's id in the world's table, where it has one.
    pub(crate) role: Option<String>,
    pub(crate) sector: Option<String>,
    /// The country or organization that the title names.
    pub(crate) of: Option<EntityId>,
    pub(crate) plural: bool,
    /// Former holders are background.
    pub(crate) former: bool,
}

/// Finds the names of one sentence, left to right. None overlap. `home` is the country in whose sense bare titles are
/// read ("Secretary of State").
pub(crate) fn names_in(tree: &Tree<'_>, world: &World, sentence: Range<usize>, home: Option<&str>) -> Vec<Name> {
    let n_words = sentence.len();
    let scan = Scan {
        tree,
        world,
        start: sentence.start,
        end: sentence.end,
        home,
        words: sentence.clone().map(|i| tree.word(i)).collect(),
        matches: vec![OnceCell::new(); n_words],
        titled: vec![OnceCell::new(); n_words],
    };
    let mut names = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        match scan.name_at(at, sentence.start) {
            Some(name) => {
                at = name.words.end.max(at + 1);
                names.push(name);
            }
            None => at += 1,
        }
    }
    names
}

struct Scan<'s, 't> {
    tree: &'s Tree<'t>,
    world: &'s World,
    start: usize,
    end: usize,
    home: Option<&'s str>,
    /// The words of the sentence as printed.
    words: Vec<&'t str>,
    /// For each word the longest name that begins there, once it has been asked for: rules ask many times.
    matches: Vec<OnceCell<Option<rapporteur_world::Match<'s>>>>,
    /// For each word the length of the title that begins there, likewise.
    titled: Vec<OnceCell<Option<usize>>>,
}

impl Scan<'_, '_> {
    fn name_at(&self, at: usize, start: usize) -> Option<Name> {
        if self.tree.words[at].pos == Pos::Space {
            return None;
        }
        let person = self.person_at(at);
        let entity = self.entity_at(at);
        match (person, entity) {
            (Some(person), Some(entity)) if entity.words.end > person.words.end => Some(entity),
            (Some(person), _) => Some(person),
            (None, Some(entity)) => Some(entity),
            (None, None) => self.unlisted_at(at, start),
        }
    }

    /// "In Norland Minister Varga met": the country is where he did, not whose he is.
    fn is_where(&self, at: usize) -> bool {
        let before = if at > self.start { self.tree_lower(at - 1) } else { "" };
        let adjective = self
            .longest(at)
            .is_some_and(|m| m.hits.iter().any(|h| matches!(h.alias_kind, AliasKind::Adjective | AliasKind::Demonym)));
        matches!(before, "in" | "at") && !adjective
    }

    fn printed(&self, from: usize) -> &[&str] {
        let first = from.saturating_sub(self.start).min(self.words.len());
        &self.words[first..self.words.len().min(first + LONGEST)]
    }

    /// A person by name or an office-holder by title. A title may begin with its country: "Cambodian Foreign Minister".
    fn person_at(&self, at: usize) -> Option<Name> {
        let mut next = at + self.honorifics(at);
        let honoured = next > at;
        let mut titles = Vec::new();
        let mut body = None;
        if let Some((n_words, entity)) = self.body_at(next).or_else(|| self.town_at(next))
            && !self.is_where(next)
            && self.title_at(next + n_words, Some(entity)).is_some()
        {
            body = Some(entity);
            next += n_words;
        }
        while let Some(title) = self.title_at(next, body) {
            // "the Prime Minister and President Varga" are two.
            if titles.last().is_some_and(|before| leads(before) && leads(&title) && before.role != title.role) {
                break;
            }
            next = title.words.end;
            titles.push(title);
            next += self.joins_titles(next);
        }
        if let Some(last) = titles.last() {
            // "Minister and" without a second title gives the joint back.
            next = last.words.end;
        }
        let after = next;
        // "the Minister of Justice, Mr Hiroshi Hiraguchi"
        let honoured_behind = self.honorifics(next + 1) > 0;
        // "the Prime Minister-designate, Anna Varga, to form"
        let named_behind =
            self.personal_name(next + 1, false).is_some_and(|n| n.len() > 1 && self.title_word(n.start).is_none());
        if !titles.is_empty() && self.tree_lower(next) == "," && (honoured_behind || named_behind) {
            next += 1;
        }
        next += self.honorifics(next);
        let known = !titles.is_empty() || honoured || next > after;
        // "the Ambassadors Fund"
        let plural = titles.last().is_some_and(|t| t.plural && t.words.end == next);
        let personal = self.personal_name(next, known && !plural);
        if let Some(name) = personal {
            let mut end = name.end;
            self.country_behind(&mut end, &mut titles);
            self.titles_behind(&mut end, &mut titles);
            return Some(Name { words: at..end, what: Named::Person { name, titles } });
        }
        let title = titles.into_iter().next()?;
        let end = title.words.end;
        // A title in lower case and without an owner is a common noun: "a new president".
        let capital = title.words.clone().any(|i| self.tree.word(i).starts_with(char::is_uppercase));
        (capital || honoured || title.of.is_some()).then_some(Name { words: at..end, what: Named::Office(title) })
    }

    /// "President Anna Varga of Norland": the country of the title stands behind the name.
    fn country_behind(&self, end: &mut usize, titles: &mut [Title]) {
        let Some(title) = titles.last_mut().filter(|t| t.of.is_none()) else { return };
        if self.tree_lower(*end) != "of" {
            return;
        }
        let article = usize::from(self.tree_lower(*end + 1) == "the");
        if let Some((n_words, entity)) = self.owner_at(*end + 1 + article) {
            title.of = Some(entity);
            *end += 1 + article + n_words;
        }
    }

    /// "Rex Tillerson, U.S. Secretary of State"; "Prak Sokhonn, Senior Minister and Minister of Foreign Affairs of Norland".
    fn titles_behind(&self, end: &mut usize, titles: &mut Vec<Title>) {
        if self.tree_lower(*end) != "," && self.tree_lower(*end) != "(" {
            return;
        }
        let mut next = *end + 1;
        if self.tree_lower(next) == "the" {
            next += 1;
        }
        let mut body = None;
        if let Some((n_words, entity)) = self.body_at(next)
            && self.title_at(next + n_words, Some(entity)).is_some()
        {
            body = Some(entity);
            next += n_words;
        }
        let mut found = false;
        while let Some(title) = self.title_at(next, body).filter(|t| !t.plural) {
            // ", Minister Varga" is the next person of a list.
            if self.personal_name(title.words.end + self.honorifics(title.words.end), true).is_some() {
                break;
            }
            // ", the Minister of Justice, Mr Varga" likewise.
            if self.tree_lower(title.words.end) == "," && self.honorifics(title.words.end + 1) > 0 {
                break;
            }
            next = title.words.end;
            titles.push(title);
            found = true;
            *end = next;
            next += self.joins_titles(next);
        }
        if found && self.tree_lower(*end) == ")" {
            *end += 1;
        }
    }

    /// The words that may stand between two titles of one person.
    fn joins_titles(&self, at: usize) -> usize {
        match self.tree_lower(at) {
            "and" | "/" | "cum" | "&" => 1,
            "," if self.tree_lower(at + 1) == "and" => 2,
            _ => 0,
        }
    }

    fn title_at(&self, at: usize, body: Option<EntityId>) -> Option<Title> {
        if at >= self.end {
            return None;
        }
        let country = body.and_then(|b| self.world.entity(b).country).or(self.home);
        let found = self.world.role_of_title(self.printed(at), country)?;
        let mut title = Title {
            words: at..at + found.n_words,
            role: Some(found.role.to_owned()),
            sector: found.sector.map(ToOwned::to_owned),
            of: body,
            plural: found.plural,
            former: found.qualifier == Some(rapporteur_world::Qualifier::Former),
        };
        self.extend_title(&mut title);
        Some(title)
    }

    /// Takes in what goes on with a title: "of the Department of Justice", "of the Republic of Norland".
    fn extend_title(&self, title: &mut Title) {
        loop {
            let at = title.words.end;
            if matches!(self.tree_lower(at), "and" | "&") && self.goes_on_as_portfolio(at + 1) {
                title.words.end = self.capital_run(at + 1);
                continue;
            }
            if !matches!(self.tree_lower(at), "of" | "for" | "to" | "on") {
                break;
            }
            let mut next = at + 1;
            if self.tree_lower(next) == "the" {
                next += 1;
            }
            if let Some((n_words, entity)) = self.owner_at(next).or_else(|| self.town_at(next)) {
                title.of = Some(self.nearer_owner(title.of, entity));
                title.words.end = next + n_words;
                continue;
            }
            let run = self.capital_run(next);
            if run == next || title.plural {
                break;
            }
            title.words.end = run;
        }
        // "Secretary of State's" and "Special Envoy (retired)" end here.
    }

    /// Whether capitalised words after "and" are more of a portfolio rather than another title, person or body.
    fn goes_on_as_portfolio(&self, at: usize) -> bool {
        let person = at < self.end && self.tree.words[at].entity == Some(EntityLabel::Person);
        self.is_capital(at)
            && !person
            && self.title_word(at).is_none()
            && self.body_at(at).is_none()
            && self.honorifics(at) == 0
    }

    /// A run of capitalised words with "and" between them: "Foreign Affairs and Worship".
    fn capital_run(&self, from: usize) -> usize {
        let mut end = from;
        let mut at = from;
        while at < self.end {
            let person = self.tree.words[at].entity == Some(EntityLabel::Person);
            let capital = self.tree.word(at).starts_with(char::is_uppercase)
                && !person
                && (at == from || self.honorifics(at) == 0);
            if capital && self.owner_at(at).is_none_or(|_| at <= from) {
                at += 1;
                end = at;
            } else if at > from && matches!(self.tree_lower(at), "and" | "&" | "," | "of" | "-") {
                // A comma joins only where a capital and an "and" follow; a name after "and" is another person.
                let next = at + 1 + usize::from(self.tree_lower(at) == "," && self.tree_lower(at + 1) == "and");
                let goes_on = next < self.end
                    && self.tree.word(next).starts_with(char::is_uppercase)
                    && self.tree_lower(at) != ","
                    && self.title_word(next).is_none()
                    && self.owner_at(next).is_none();
                if !goes_on {
                    break;
                }
                at = next;
            } else {
                break;
            }
        }
        end
    }

    fn title_word(&self, at: usize) -> Option<usize> {
        let ask = || self.world.role_of_title(self.printed(at), self.home).map(|t| t.n_words);
        *self.titled.get(at.checked_sub(self.start)?)?.get_or_init(ask)
    }

    /// A country or organization that begins at a word, by any of its names.
    fn body_at(&self, at: usize) -> Option<(usize, EntityId)> {
        let found = self.longest(at)?;
        let hit = found.hits.iter().find(|hit| {
            let kind = self.world.entity(hit.entity).kind;
            matches!(
                kind,
                Kind::Country | Kind::Organization | Kind::Organ | Kind::Forum | Kind::Group | Kind::Ministry
            ) && !matches!(hit.alias_kind, AliasKind::Capital | AliasKind::Seat)
        })?;
        Some((found.n_words, hit.entity))
    }

    /// Of two owners of a title the one that tells whose it is: a country behind tells which country's ministry is meant
    /// ("the Department of Justice of Norland").
    fn nearer_owner(&self, known: Option<EntityId>, next: EntityId) -> EntityId {
        let Some(known) = known else { return next };
        let (a, b) = (self.world.entity(known), self.world.entity(next));
        let elsewhere = a.kind == Kind::Ministry && b.kind == Kind::Country && a.country != b.country;
        if elsewhere { next } else { known }
    }

    /// A town or province that begins at a word, as the owner of a title: "Mayor of Norstad".
    fn town_at(&self, at: usize) -> Option<(usize, EntityId)> {
        let found = self.longest(at).filter(|_| self.is_capital(at))?;
        let hit = found.hits.iter().find(|hit| self.world.entity(hit.entity).kind == Kind::Place)?;
        Some((found.n_words, hit.entity))
    }

    /// As [`Self::body_at`], but a demonym or adjective owns nothing: "Minister of Russian ...".
    fn owner_at(&self, at: usize) -> Option<(usize, EntityId)> {
        let (n_words, entity) = self.body_at(at)?;
        let found = self.longest(at)?;
        let adjective = found.hits.iter().all(|h| matches!(h.alias_kind, AliasKind::Adjective | AliasKind::Demonym));
        (!adjective).then_some((n_words, entity))
    }

    fn longest(&self, at: usize) -> Option<&rapporteur_world::Match<'_>> {
        let cell = self.matches.get(at.checked_sub(self.start)?)?;
        let before = if at > self.start { self.tree.word(at - 1) } else { "" };
        cell.get_or_init(|| self.world.longest_match_after(before, self.printed(at))).as_ref()
    }

    fn honorifics(&self, at: usize) -> usize {
        if at >= self.end {
            return 0;
        }
        let found = self.world.honorifics(self.printed(at)).map_or(0, |h| h.n_words);
        // "the Honorable, John F. Kelly"
        if found > 0 && self.tree_lower(at + found) == "," && self.is_capital(at + found + 1) {
            return found + 1;
        }
        found
    }

    fn tree_lower(&self, at: usize) -> &str {
        if at < self.end { self.tree.lower(at) } else { "" }
    }

    fn is_capital(&self, at: usize) -> bool {
        at < self.end && self.tree.word(at).starts_with(char::is_uppercase)
    }

    /// A personal name: a run of capitalised words with their particles. `known` tells that a title or honorific stands
    /// before it; without one the model or the world must know it as a person's.
    fn personal_name(&self, at: usize, known: bool) -> Option<Range<usize>> {
        let numbered = at + 2 < self.end && self.tree_lower(at + 1) == "-" && self.tree.words[at + 2].pos == Pos::Num;
        let digits = at < self.end && self.tree.word(at).chars().any(|c| c.is_ascii_digit());
        if !self.is_name_word(at) || numbered || digits {
            return None;
        }
        let person = |i: usize| self.tree.words[i].entity == Some(EntityLabel::Person);
        let listed = self
            .longest(at)
            .filter(|m| m.hits.iter().any(|h| self.world.entity(h.entity).kind == Kind::Person))
            .map_or(0, |m| m.n_words);
        if !known && listed == 0 && !person(at) {
            return None;
        }
        let mut end = at + 1;
        let mut next = end;
        while next < self.end && next - at < 8 {
            let proper = self.is_name_word(next)
                && matches!(
                    self.tree.words[next].pos,
                    Pos::Propn | Pos::Noun | Pos::Adj | Pos::X | Pos::Num | Pos::Verb
                );
            if proper && (known || person(next) || next < at + listed) {
                next += 1;
                end = next;
            } else if self.tree_lower(next) == "." && self.is_short_form(next - 1) && self.is_name_word(next + 1) {
                // "Ma. Theresa P. Lazaro"
                next += 1;
            } else if next > at + 1 && self.is_glued(next) && self.tree.word(next).chars().all(char::is_alphabetic) {
                // "Prayut Chan-o-cha"
                next += 1;
                end = next;
            } else if is_particle(self.tree_lower(next)) || matches!(self.tree_lower(next), "-" | "‑") {
                next += 1;
            } else if self.tree_lower(next) == ","
                && matches!(self.tree_lower(next + 1), "jr." | "jr" | "sr." | "iii" | "ii")
            {
                next += 2;
                end = next;
            } else {
                break;
            }
        }
        let alone = end == at + 1 && !known && listed == 0;
        // One capitalised word that the model takes for a person is too little to go by at the head of a sentence.
        if alone && self.tree.sentence_of(at).start == at {
            return None;
        }
        Some(at..end)
    }

    /// Whether a word is a name cut short by the full stop that touches it.
    fn is_short_form(&self, at: usize) -> bool {
        at + 1 < self.end
            && self.tree.word(at).chars().count() <= 3
            && self.tree.words[at].span.end == self.tree.words[at + 1].span.start
    }

    /// Whether a word hangs on a hyphen that hangs on the word before.
    fn is_glued(&self, at: usize) -> bool {
        let touches = |a: usize, b: usize| self.tree.words[a].span.end == self.tree.words[b].span.start;
        matches!(self.tree_lower(at - 1), "-" | "‑") && touches(at - 2, at - 1) && touches(at - 1, at)
    }

    fn is_name_word(&self, at: usize) -> bool {
        if at >= self.end {
            return false;
        }
        if !self.is_capital(at) || self.tree.words[at].pos == Pos::Punct {
            return false;
        }
        let lower = self.tree.lower(at);
        let lemma = self.tree.lemma(at);
        let lexicon = Lexicon::embedded();
        let common =
            matches!(lexicon.head(lemma), Some(Head::Event | Head::Text | Head::Side | Head::Body | Head::Country));
        let stop = matches!(
            lower,
            "the"
                | "a"
                | "an"
                | "in"
                | "on"
                | "at"
                | "he"
                | "she"
                | "they"
                | "we"
                | "i"
                | "it"
                | "his"
                | "her"
                | "their"
                | "our"
                | "and"
                | "but"
                | "for"
                | "of"
                | "to"
                | "this"
                | "that"
                | "these"
                | "during"
                | "following"
                | "both"
                | "all"
                | "h.e."
                | "h.e"
        );
        !common && !stop && !self.is_pair(at) && self.body_at(at).is_none() && self.title_word(at).is_none()
    }

    fn entity_at(&self, at: usize) -> Option<Name> {
        let found = self.longest(at)?;
        let rank = |kind: Kind| match kind {
            Kind::Country => 0,
            Kind::Organization | Kind::Organ | Kind::Forum | Kind::Group | Kind::Ministry => 1,
            Kind::Person => 2,
            Kind::Body | Kind::ArmedGroup | Kind::People => 3,
            Kind::Place => 4,
            Kind::Region => 5,
            Kind::Issue | Kind::Instrument => 9,
        };
        // An adjective of a country before a noun of its own is still the country.
        let fits = |hit: &&rapporteur_world::Hit<'_>| {
            // A ministry's name is shared by many; it is one's own unless its country is told.
            let known = self.world.entity(hit.entity);
            known.kind != Kind::Ministry || found.hits.len() == 1 || known.country == self.home
        };
        let best = found.hits.iter().filter(fits).min_by_key(|hit| {
            let late = matches!(hit.alias_kind, AliasKind::Capital | AliasKind::Seat | AliasKind::Misspelling);
            (late, rank(self.world.entity(hit.entity).kind))
        })?;
        let kind = self.world.entity(best.entity).kind;
        let printed = self.printed(at)[..found.n_words].join(" ");
        let town = || self.world.town(&printed, &found.hits);
        let best = Some(best).filter(|_| kind != Kind::Place).or_else(town)?;
        if matches!(kind, Kind::Issue | Kind::Instrument) {
            return None;
        }
        let words = at..at + found.n_words;
        if kind == Kind::Person {
            return Some(Name { words: words.clone(), what: Named::Person { name: words, titles: Vec::new() } });
        }
        Some(Name { words, what: Named::Entity { entity: best.entity, alias_kind: best.alias_kind } })
    }

    /// An organization that only the language model sees.
    fn unlisted_at(&self, at: usize, start: usize) -> Option<Name> {
        let org = |i: usize| self.tree.words[i].entity == Some(EntityLabel::Org);
        // An article is no part of a name: what stands behind it is looked at by itself.
        let article = |i: usize| matches!(self.tree.lower(i), "the" | "a" | "an");
        let opens = |i: usize| article(i) || self.tree.lower(i) == "of";
        if !org(at) || article(at) || (at > start && org(at - 1) && !opens(at - 1)) {
            return None;
        }
        let from = at;
        let mut end = from;
        while end < self.end && org(end) {
            end += 1;
        }
        while end > from
            && matches!(self.tree_lower(end - 1), "'s" | "’s" | "." | "," | "and" | "of" | "the" | "for" | "in")
        {
            end -= 1;
        }
        let proper = (from..end)
            .all(|i| self.is_capital(i) || !matches!(self.tree.words[i].pos, Pos::Noun | Pos::Verb | Pos::Adj));
        let honorific = self.honorifics(from) > 0 || self.is_phrase(from..end) || self.is_pair(from);
        // In a line of capitals every word looks like a name.
        let shouted = self.tree.sentence_of(from).all(|i| !self.tree.word(i).chars().any(char::is_lowercase));
        let issue = self.is_issue(from..end) || shouted || self.is_in_instrument(from);
        (end > from && proper && !honorific && !issue && self.is_capital(from))
            .then_some(Name { words: from..end, what: Named::Unlisted })
    }
}

impl Scan<'_, '_> {
    /// Whether a run of words is nothing but a matter that states talk about: "COVID-19".
    fn is_issue(&self, words: Range<usize>) -> bool {
        let printed: Vec<&str> = words.clone().map(|i| self.tree.word(i)).collect();
        self.world.issues_in(&printed).iter().any(|hit| hit.start == 0 && hit.end == printed.len())
    }

    /// Whether a word belongs to the name of an instrument: "Generalized System of Preferences".
    fn is_in_instrument(&self, word: usize) -> bool {
        (self.start.max(word.saturating_sub(8))..=word).any(|from| {
            self.longest(from).is_some_and(|found| {
                from + found.n_words > word
                    && found.hits.iter().any(|hit| self.world.entity(hit.entity).kind == Kind::Instrument)
            })
        })
    }

    /// Whether one word joins two bodies: "U.S.-Norland".
    fn is_pair(&self, word: usize) -> bool {
        self.tree.word(word).split_once('-').is_some_and(|(first, _)| !self.world.look_up(first).is_empty())
    }

    /// Whether a run of words that the model takes for an organization is a phrase whose head tells whose side it is:
    /// "Royal Government of Norland", "ASEAN Foreign Ministers".
    fn is_phrase(&self, words: Range<usize>) -> bool {
        let lexicon = Lexicon::embedded();
        words.into_iter().any(|w| {
            matches!(
                lexicon.head(self.tree.lemma(w)),
                Some(Head::Side | Head::Leader | Head::Member | Head::Event | Head::Text)
            )
        })
    }
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "al" | "bin"
            | "bint"
            | "ibn"
            | "de"
            | "da"
            | "do"
            | "dos"
            | "das"
            | "del"
            | "della"
            | "di"
            | "du"
            | "van"
            | "von"
            | "der"
            | "den"
            | "la"
            | "le"
            | "el"
            | "ul"
            | "o"
            | "y"
            | "ben"
            | "abu"
            | "zu"
            | "ter"
            | "ten"
    )
}

/// Whether a title is that of a head of state or government.
fn leads(title: &Title) -> bool {
    matches!(title.role.as_deref(), Some("head-of-state" | "head-of-government"))
}
