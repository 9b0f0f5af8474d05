//! The actors of one document while it is being read.

use std::collections::HashMap;

use rapporteur_record::{ActorKind, Candidate, MentionType, Span};

/// An actor of the document, as an index into [`Cast::members`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ActorRef(pub(crate) usize);

/// One actor under construction.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) kind: ActorKind,
    pub(crate) country: Option<String>,
    pub(crate) sector: Option<String>,
    pub(crate) office: Option<String>,
    pub(crate) represents: Option<ActorRef>,
    pub(crate) world_id: Option<String>,
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) mentions: Vec<(Span, MentionType)>,
    /// Normalised roles that the text or the world gives a person: `foreign-minister` …
    pub(crate) roles: Vec<String>,
    /// The last words of the titles that go with the name, in lower case: `minister`, `secretary` …
    pub(crate) titles: Vec<String>,
    /// A title of the text names whom the person stands for.
    pub(crate) titled_abroad: bool,
}

impl Member {
    pub(crate) fn new(name: impl Into<String>, kind: ActorKind) -> Self {
        Self {
            name: name.into(),
            kind,
            country: None,
            sector: None,
            office: None,
            represents: None,
            world_id: None,
            candidates: Vec::new(),
            mentions: Vec::new(),
            roles: Vec::new(),
            titles: Vec::new(),
            titled_abroad: false,
        }
    }

    pub(crate) fn is_person(&self) -> bool {
        matches!(self.kind, ActorKind::Person)
    }
}

/// All actors, each once.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    pub(crate) members: Vec<Member>,
    by_key: HashMap<String, ActorRef>,
}

impl Cast {
    /// The actor under a key, made where it is not there yet. Keys are world ids, or `name:` and normalised words.
    pub(crate) fn keyed(&mut self, key: &str, make: impl FnOnce() -> Member) -> ActorRef {
        if let Some(&known) = self.by_key.get(key) {
            return known;
        }
        let actor = ActorRef(self.members.len());
        self.members.push(make());
        self.by_key.insert(key.to_owned(), actor);
        actor
    }

    pub(crate) fn get(&self, actor: ActorRef) -> &Member {
        &self.members[actor.0]
    }

    pub(crate) fn get_mut(&mut self, actor: ActorRef) -> &mut Member {
        &mut self.members[actor.0]
    }

    /// Notes a mention, once for each stretch.
    pub(crate) fn mention(&mut self, actor: ActorRef, span: Span, mention_type: MentionType) {
        let mentions = &mut self.members[actor.0].mentions;
        if !mentions.iter().any(|(at, _)| at.overlaps(span)) {
            mentions.push((span, mention_type));
        }
    }

    /// Every actor, in the order in which they entered.
    pub(crate) fn all(&self) -> impl Iterator<Item = ActorRef> + use<> {
        (0..self.members.len()).map(ActorRef)
    }

    /// The country or organization that an actor stands for in the end: itself where it represents nobody.
    pub(crate) fn side(&self, actor: ActorRef) -> ActorRef {
        let mut at = actor;
        for _ in 0..8 {
            match self.members[at.0].represents {
                Some(next) if next != at => at = next,
                _ => break,
            }
        }
        at
    }

    /// Whether two actors stand on the same side.
    pub(crate) fn same_side(&self, a: ActorRef, b: ActorRef) -> bool {
        let (a, b) = (self.side(a), self.side(b));
        let country = |x: ActorRef| self.members[x.0].country.as_deref();
        a == b || (country(a).is_some() && country(a) == country(b))
    }

    /// The person whose name shares its words with `words` (lower case): all of the shorter name's words are in the
    /// longer's, initials aside.
    pub(crate) fn person_named(&self, words: &[String]) -> Option<ActorRef> {
        let wanted = significant(words);
        if wanted.is_empty() {
            return None;
        }
        self.all().filter(|&a| self.get(a).is_person()).find(|&a| {
            let have = name_words(&self.get(a).name);
            let have = significant(&have);
            let (short, long) = if wanted.len() <= have.len() { (&wanted, &have) } else { (&have, &wanted) };
            !short.is_empty() && short.iter().all(|w| long.contains(w))
        })
    }
}

/// A name's words in lower case, marks taken off.
pub(crate) fn name_words(name: &str) -> Vec<String> {
    name.split(|c: char| c.is_whitespace() || c == '-')
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .filter(|w| !w.is_empty())
        .collect()
}

/// The words that tell people apart: no initials, no "jr".
fn significant(words: &[String]) -> Vec<&str> {
    words
        .iter()
        .map(String::as_str)
        .filter(|w| w.chars().count() > 1 && !matches!(*w, "jr" | "sr" | "ii" | "iii" | "sc" | "mp"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_found_by_part_of_their_name() {
        let mut cast = Cast::default();
        let full = cast.keyed("p", || Member::new("Anna B. Varga Jr.", ActorKind::Person));
        let words = |name| name_words(name);
        assert_eq!(cast.person_named(&words("Varga")), Some(full));
        assert_eq!(cast.person_named(&words("Anna Varga")), Some(full));
        assert_eq!(cast.person_named(&words("Peter Varga")), None);
        assert_eq!(cast.person_named(&words("B.")), None);
    }

    #[test]
    fn sides_follow_whom_an_actor_represents() {
        let mut cast = Cast::default();
        let country = cast.keyed("c", || Member::new("Norland", ActorKind::Country));
        let person = cast.keyed("p", || Member::new("Anna Varga", ActorKind::Person));
        cast.get_mut(person).represents = Some(country);
        assert_eq!(cast.side(person), country);
        assert!(cast.same_side(person, country));
    }
}
