//! Noun phrases to actors: names, titles, "the two sides", "they", groups.

use std::ops::Range;

use rapporteur_language::{Label, Pos, Tag};
use rapporteur_record::{ActorKind, Genre, MentionType};
use rapporteur_world::{AliasKind, Kind};

use crate::cast::ActorRef;
use crate::lexicon::Head;
use crate::meetings::Gathering;
use crate::names::Named;
use crate::scene::Scene;

/// Whom the sentences before have spoken of, and where the talk takes place.
#[derive(Debug, Clone, Default)]
pub(crate) struct Focus {
    /// The last subject that was one person.
    pub(crate) person: Option<ActorRef>,
    /// The last subject that was several.
    pub(crate) several: Vec<ActorRef>,
    /// The last subject that was one country or organization.
    pub(crate) body: Option<ActorRef>,
    /// Who meets.
    pub(crate) persons: Vec<ActorRef>,
    /// The sides that meet.
    pub(crate) sides: Vec<ActorRef>,
    /// The meeting itself where it acts as one: "The Meeting took note".
    pub(crate) meeting: Option<usize>,
    /// Whose words are quoted, where they are.
    pub(crate) quoted: Option<ActorRef>,
}

impl Focus {
    /// Remembers a subject for the pronouns to come.
    pub(crate) fn remember(&mut self, scene: &Scene<'_>, actors: &[ActorRef]) {
        match actors {
            [] => {}
            [one] if matches!(scene.cast.get(*one).kind, ActorKind::Person | ActorKind::Office) => {
                self.person = Some(*one);
            }
            [one] if matches!(scene.cast.get(*one).kind, ActorKind::Group) => self.several = actors.to_vec(),
            [one] => self.body = Some(*one),
            many => self.several = many.to_vec(),
        }
    }

    /// Takes over who meets.
    pub(crate) fn enter(&mut self, scene: &Scene<'_>, index: usize, gathering: &Gathering) {
        self.meeting = Some(index);
        let both = sides(scene, &gathering.participants);
        let persons = gathering.participants.iter().any(|&p| scene.cast.get(p).is_person());
        // A meeting that the text tells of only in part leaves whom it is about as they were.
        if both.len() > 1 || self.sides.len() < 2 {
            self.sides = both;
            if persons || self.persons.is_empty() {
                self.persons.clone_from(&gathering.participants);
            }
        }
    }
}

/// The sides of some actors, each once, in order.
pub(crate) fn sides(scene: &Scene<'_>, actors: &[ActorRef]) -> Vec<ActorRef> {
    let mut found: Vec<ActorRef> = Vec::new();
    for &actor in actors {
        let side = scene.cast.side(actor);
        if !found.iter().any(|&f| scene.cast.same_side(f, side)) {
            found.push(side);
        }
    }
    found
}

/// Who signs a joint text: its speakers; persons stay persons.
pub(crate) fn sides_or_speakers(scene: &Scene<'_>) -> Vec<ActorRef> {
    scene.speakers.clone()
}

/// The actors that a noun phrase stands for, coordinated ones included; empty where it stands for none.
pub(crate) fn actors_of(scene: &mut Scene<'_>, head: usize, focus: &Focus) -> Vec<ActorRef> {
    let mut found = Vec::new();
    let parts = scene.tree.conjuncts(head);
    if let [part] = parts.as_slice() {
        return one(scene, *part, focus);
    }
    // "Norland and its people": a pronoun means what goes before it.
    let mut focus = focus.clone();
    for part in parts {
        let actors = one(scene, part, &focus);
        focus.remember(scene, &actors);
        crate::meetings::extend(&mut found, actors);
    }
    found
}

/// The actors of one noun. Phrases own phrases ("the leaders of the members of"); a text or a parse that goes round in a
/// circle is left after a few steps.
pub(crate) fn one(scene: &mut Scene<'_>, head: usize, focus: &Focus) -> Vec<ActorRef> {
    const DEEPEST: usize = 12;
    if scene.depth >= DEEPEST {
        return Vec::new();
    }
    scene.depth += 1;
    let found = one_below(scene, head, focus);
    scene.depth -= 1;
    found
}

fn one_below(scene: &mut Scene<'_>, head: usize, focus: &Focus) -> Vec<ActorRef> {
    if scene.tree.words[head].pos == Pos::Pron || scene.tree.words[head].tag == Tag::PrpPossessive {
        return pronoun(scene, head, focus);
    }
    if scene.tree.lower(head) == "side" || scene.tree.lower(head) == "sides" {
        return described(scene, head, focus);
    }
    if let Some((index, name)) = scene.name_covering(head) {
        let words = name.words.clone();
        let what = name.what.clone();
        match what {
            Named::Office(title) => return office(scene, head, &title, focus),
            Named::Entity { alias_kind: AliasKind::Adjective, .. }
                if words.len() == 1 && has_noun_behind(scene, head) => {}
            Named::Entity { entity, .. } if scene.world.entity(entity).kind == Kind::Forum => return Vec::new(),
            Named::Entity { entity, .. } if matches!(scene.world.entity(entity).kind, Kind::Region | Kind::Place) => {
                return metonym(scene, head, words);
            }
            Named::Person { .. } | Named::Entity { .. } | Named::Unlisted => {
                return scene.actor_of[index].into_iter().collect();
            }
        }
    }
    described(scene, head, focus)
}

/// A capital that acts, or with which one deals, is its government; where something is it is a place.
fn metonym(scene: &mut Scene<'_>, head: usize, words: Range<usize>) -> Vec<ActorRef> {
    let with = scene.tree.label(head) == Label::Pobj
        && matches!(scene.tree.lower(scene.tree.head(head)), "with" | "by" | "between");
    let mut first = head;
    while scene.tree.label(first) == Label::Conj {
        first = scene.tree.head(first);
    }
    let acts = matches!(scene.tree.label(first), Label::Nsubj | Label::Nsubjpass) || with;
    if !acts {
        return Vec::new();
    }
    let printed = scene.printed_name(words.clone());
    let hits = scene.world.look_up(&printed);
    let capital = hits.into_iter().find(|h| h.alias_kind == AliasKind::Capital).map(|h| h.entity);
    capital.and_then(|c| scene.cast_entity(c, AliasKind::Capital, Some(words))).into_iter().collect()
}

/// Whether an adjective of a country has its noun behind it ("the Cambodian side").
fn has_noun_behind(scene: &Scene<'_>, word: usize) -> bool {
    scene.tree.head(word) > word && matches!(scene.tree.label(word), Label::Amod | Label::Compound)
}

/// "we", "he", "they", "both", "who".
fn pronoun(scene: &mut Scene<'_>, word: usize, focus: &Focus) -> Vec<ActorRef> {
    let found = match scene.tree.lower(word) {
        "we" | "us" | "our" | "ours" | "ourselves" => return we(scene, word, focus),
        "i" | "me" | "my" | "mine" | "myself" => focus.quoted.or(scene.issuer).into_iter().collect(),
        "he" | "him" | "his" | "she" | "her" | "hers" => focus.person.into_iter().collect(),
        "they" | "them" | "their" | "theirs" | "both" => {
            if !focus.several.is_empty() {
                focus.several.clone()
            } else if focus.persons.len() > 1 {
                focus.persons.clone()
            } else {
                focus.body.into_iter().collect()
            }
        }
        "it" | "its" => focus.body.into_iter().collect(),
        "who" | "which" | "that" => {
            let clause = scene.tree.head(word);
            let antecedent = scene.tree.head(clause);
            if scene.tree.label(clause) == Label::Relcl && antecedent != clause {
                return one(scene, antecedent, focus);
            }
            Vec::new()
        }
        _ => Vec::new(),
    };
    mention(scene, word..word + 1, &found, MentionType::Pronoun);
    found
}

/// "We" is the party that the text names as speaking, else the issuer (decision 23). In a text by one person "we" of
/// what has been done is that person with the other side of the meeting; of what will be, his side.
fn we(scene: &mut Scene<'_>, word: usize, focus: &Focus) -> Vec<ActorRef> {
    let verb = scene.tree.head(word);
    let past = scene.tree.words[verb].tag == Tag::Vbd;
    let found = if let Some(quoted) = focus.quoted {
        vec![quoted]
    } else if scene.speakers.is_empty() {
        // An account of talks lapses into its own side's voice.
        scene.home().and_then(|iso3| scene.country(&iso3)).into_iter().collect()
    } else if scene.speakers.len() > 1 || scene.genre == Genre::JointStatement {
        scene.speakers.clone()
    } else if past && focus.persons.len() > 1 && scene.speakers.iter().all(|s| focus.persons.contains(s)) {
        focus.persons.clone()
    } else {
        let speakers = scene.speakers.clone();
        // In a statement of its own a ministry is itself; an account of talks lapses into its country's voice.
        let own = crate::acts::is_speech(scene);
        let speaks_for = |s: ActorRef| match scene.cast.get(s).kind {
            ActorKind::Person | ActorKind::Office => true,
            ActorKind::Ministry | ActorKind::Organization => !own,
            _ => false,
        };
        let of = |s: ActorRef| if speaks_for(s) { scene.cast.get(s).represents.unwrap_or(s) } else { s };
        speakers.into_iter().map(of).collect()
    };
    mention(scene, word..word + 1, &found, MentionType::Pronoun);
    found
}

/// A title without a name: one office-holder, or several ("the Ministers").
fn office(scene: &mut Scene<'_>, head: usize, title: &crate::names::Title, focus: &Focus) -> Vec<ActorRef> {
    let span = scene.tree.span(title.words.clone());
    if title.plural {
        let noun = scene.title_head(title);
        return described(scene, noun, focus);
    }
    let home = scene.home();
    // The owner may stand before the title as a possessive: "Norland's Foreign Minister".
    let mut title = title.clone();
    if title.of.is_none() {
        title.of = owner_entity(scene, head);
    }
    let Some(holder) = scene.holder(&title, home.as_deref(), span) else {
        let name = scene.printed_name(title.words.clone());
        let represents = title.of.and_then(|of| scene.cast_entity(of, AliasKind::Name, None));
        return vec![scene.cast_described(&name, ActorKind::Office, represents, span)];
    };
    scene.cast.mention(holder, span, MentionType::Title);
    vec![holder]
}

/// The actors of a plural title by its noun: "the Foreign Ministers of Norland".
pub(crate) fn noun_of_office(scene: &mut Scene<'_>, noun: usize, focus: &Focus) -> Vec<ActorRef> {
    described(scene, noun, focus)
}

/// The country or organization that a noun's possessive, adjective or "of" names.
fn owner_entity(scene: &Scene<'_>, head: usize) -> Option<rapporteur_world::EntityId> {
    let before = scene
        .tree
        .kids(head)
        .filter(|&k| matches!(scene.tree.label(k), Label::Poss | Label::Amod | Label::Compound | Label::Nmod));
    let behind = ["of", "from"].into_iter().filter_map(|p| scene.tree.prep_object(head, p));
    before.chain(behind).find_map(|word| match scene.name_covering(word)?.1.what {
        Named::Entity { entity, .. } if !matches!(scene.world.entity(entity).kind, Kind::Region | Kind::Place) => {
            Some(entity)
        }
        _ => None,
    })
}

/// The actors that own a noun, by its modifiers: "ASEAN Ministers", "leaders of Norland and Sudmark".
pub(crate) fn owners(scene: &mut Scene<'_>, head: usize, focus: &Focus) -> Vec<ActorRef> {
    let labels = [Label::Poss, Label::Amod, Label::Compound, Label::Nmod];
    // A language is nobody's.
    if scene.tree.lemma(head) == "language" {
        return Vec::new();
    }
    let mut words: Vec<usize> = scene.tree.kids(head).filter(|&k| labels.contains(&scene.tree.label(k))).collect();
    // "SCO member states": the owner may hang on the noun before.
    let inner: Vec<usize> = words
        .iter()
        .filter(|&&w| scene.tree.label(w) == Label::Compound && scene.name_covering(w).is_none())
        .flat_map(|&w| scene.tree.kids(w).filter(|&k| labels.contains(&scene.tree.label(k))))
        .collect();
    words.extend(inner);
    for preposition in ["of", "from", "between"] {
        words.extend(scene.tree.prep_object(head, preposition));
    }
    let mut found = Vec::new();
    // "ASEAN Foreign Ministers" is one name with its owner inside.
    if let Some((_, name)) = scene.name_covering(head)
        && let Named::Office(crate::names::Title { of: Some(of), .. }) = name.what
    {
        found.extend(scene.cast_entity(of, AliasKind::Name, None));
    }
    for word in words {
        let named = match scene.name_covering(word) {
            // A name that swallowed the head itself owns nothing.
            Some((_, name)) if name.words.contains(&head) => continue,
            Some((index, name)) => {
                let place = matches!(name.what, Named::Entity { entity, .. } if matches!(scene.world.entity(entity).kind, Kind::Region | Kind::Place));
                if place { None } else { Some(index) }
            }
            None => None,
        };
        let actors = match named {
            Some(index) => match scene.actor_of[index] {
                Some(actor) if scene.tree.kid(word, &[Label::Conj]).is_none() => vec![actor],
                Some(actor) => {
                    let mut all = vec![actor];
                    crate::meetings::extend(&mut all, actors_of(scene, word, focus));
                    all
                }
                None => actors_of(scene, word, focus),
            },
            None if scene.tree.label(word) == Label::Poss => actors_of(scene, word, focus),
            None if scene.tree.label(word) == Label::Pobj && is_actor_noun(scene, word) => {
                actors_of(scene, word, focus)
            }
            None => Vec::new(),
        };
        for actor in actors {
            if !found.contains(&actor) {
                found.push(actor);
            }
        }
    }
    found
}

/// Whether a noun by itself stands for people or bodies that act.
pub(crate) fn is_actor_noun(scene: &Scene<'_>, head: usize) -> bool {
    let noun = scene.lexicon.head(scene.tree.lemma(head));
    let acts = matches!(
        noun,
        Some(
            Head::Side
                | Head::Leader
                | Head::Official
                | Head::Country
                | Head::Party
                | Head::Member
                | Head::People
                | Head::Body
        )
    );
    acts || scene.tree.lemma(head) == "community"
        && scene.tree.kids(head).any(|k| scene.tree.lower(k) == "international")
}

/// A noun that no name covers: sides, leaders, groups.
fn described(scene: &mut Scene<'_>, head: usize, focus: &Focus) -> Vec<ActorRef> {
    let lemma = scene.tree.lemma(head).to_owned();
    // "a number of Ministers" are the Ministers.
    if matches!(lemma.as_str(), "number" | "range" | "variety" | "majority" | "host")
        && let Some(counted) = scene.tree.prep_object(head, "of")
    {
        return actors_of(scene, counted, focus);
    }
    let words = phrase(scene, head);
    let Some(noun) = scene.lexicon.head(&lemma) else {
        if is_actor_noun(scene, head) {
            let owned = owners(scene, head, focus);
            return group(scene, head, ActorKind::Group, &owned);
        }
        return Vec::new();
    };
    let plural = scene.tree.is_plural(head);
    let mut owned = owners(scene, head, focus);
    // "their Norlandic counterparts" are Norland's.
    if lemma == "counterpart" && owned.len() > 1 {
        let theirs: Vec<usize> = scene.tree.kids(head).filter(|&k| scene.tree.label(k) == Label::Poss).collect();
        for own in theirs {
            let mine = actors_of(scene, own, focus);
            owned.retain(|o| !mine.contains(o));
        }
    }
    let all = scene
        .tree
        .kids(head)
        .any(|k| matches!(scene.tree.lower(k), "both" | "two" | "three" | "2" | "our" | "respective" | "the"))
        || scene
            .tree
            .kids(head)
            .all(|k| !matches!(scene.tree.label(k), Label::Amod | Label::Relcl | Label::Prep | Label::Acl));
    let found = match noun {
        Head::Side => match owned.as_slice() {
            [] if plural => focus.sides.clone(),
            [] => focus.body.into_iter().collect(),
            owners => sides(scene, owners),
        },
        // "our three nations", "their two countries"
        Head::Country | Head::Party if plural && is_our_own(scene, head) && own_sides(scene, focus).len() > 1 => {
            own_sides(scene, focus)
        }
        Head::Country | Head::Party
            if plural && owned.is_empty() && all && focus.sides.len() > 1 && !is_open(scene, head) =>
        {
            focus.sides.clone()
        }
        Head::Leader if plural && owned.is_empty() && focus.persons.iter().any(|&p| scene.cast.get(p).is_person()) => {
            let wanted = |p: &ActorRef| {
                let member = scene.cast.get(*p);
                member.is_person() || matches!(member.kind, ActorKind::Group | ActorKind::Office)
            };
            focus.persons.iter().copied().filter(wanted).collect()
        }
        Head::Leader if plural && owned.is_empty() && scene.speakers.len() > 1 => scene.speakers.clone(),
        // "his counterpart" is somebody else than whoever was spoken of.
        Head::Leader if lemma == "counterpart" && !plural => Vec::new(),
        Head::Leader if !plural && scene.name_covering(head).is_none() => focus.person.into_iter().collect(),
        Head::Leader | Head::Official | Head::Member | Head::Country | Head::Party => {
            return group(scene, head, ActorKind::Group, &owned);
        }
        Head::People => return group(scene, head, ActorKind::People, &owned),
        Head::Body => return group(scene, head, ActorKind::Organization, &owned),
        Head::Event | Head::Text => return Vec::new(),
    };
    mention(scene, words, &found, MentionType::Description);
    found
}

/// Whether a noun is the speakers' own and no more is said of it.
fn is_our_own(scene: &Scene<'_>, head: usize) -> bool {
    let tree = &scene.tree;
    let own = tree.kids(head).any(|k| tree.label(k) == Label::Poss && matches!(tree.lower(k), "our" | "their"));
    let more = tree.kids(head).any(|k| matches!(tree.label(k), Label::Amod | Label::Prep | Label::Relcl | Label::Acl));
    own && !more && matches!(tree.lemma(head), "nation" | "country" | "government" | "state" | "side")
}

/// The sides of those who speak, else of those who meet.
fn own_sides(scene: &Scene<'_>, focus: &Focus) -> Vec<ActorRef> {
    if scene.speakers.len() > 1 { sides(scene, &scene.speakers) } else { focus.sides.clone() }
}

/// "all parties", "parties concerned": no closed set of sides.
fn is_open(scene: &Scene<'_>, head: usize) -> bool {
    scene.tree.kids(head).any(|k| {
        matches!(
            scene.tree.lower(k),
            "all"
                | "other"
                | "relevant"
                | "concerned"
                | "involved"
                | "these"
                | "many"
                | "some"
                | "third"
                | "any"
                | "such"
                | "political"
        )
    })
}

/// A group that the phrase itself names.
pub(crate) fn group(scene: &mut Scene<'_>, head: usize, kind: ActorKind, owned: &[ActorRef]) -> Vec<ActorRef> {
    let mut words = phrase(scene, head);
    // A name that holds the noun is the phrase: "G7 Foreign Ministers".
    if let Some((_, named)) = scene.name_covering(head) {
        words = words.start.min(named.words.start)..words.end.max(head + 1);
    }
    let name = scene.printed_name(words.clone());
    if name.is_empty() {
        return Vec::new();
    }
    let represents = match owned {
        [one] => Some(*one),
        _ => None,
    };
    let span = scene.tree.span(words);
    vec![scene.cast_described(&name, kind, represents, span)]
}

/// The words of a noun phrase without what follows its core: relative clauses, participles, purpose.
pub(crate) fn phrase(scene: &Scene<'_>, head: usize) -> Range<usize> {
    let tree = &scene.tree;
    let mut start = head;
    let mut end = head + 1;
    for kid in tree.kids(head) {
        match tree.label(kid) {
            Label::Det | Label::Amod | Label::Compound | Label::Nmod | Label::Poss | Label::Nummod | Label::Predet
                if kid < head =>
            {
                start = start.min(tree.subtree(kid).start);
            }
            Label::Prep if kid > head && matches!(tree.lower(kid), "of" | "from" | "in" | "to") && kid == end => {
                end = core_end(scene, kid);
            }
            Label::Amod | Label::Acl | Label::Advmod
                if kid == head + 1 && matches!(tree.lower(kid), "concerned" | "involved") =>
            {
                end = kid + 1;
            }
            _ => {}
        }
    }
    start..end
}

/// Where the noun phrase after a preposition ends, its own clauses left out.
fn core_end(scene: &Scene<'_>, preposition: usize) -> usize {
    let tree = &scene.tree;
    let Some(object) = tree.kid(preposition, &[Label::Pobj]) else { return preposition };
    phrase(scene, object).end
}

fn mention(scene: &mut Scene<'_>, words: Range<usize>, actors: &[ActorRef], mention_type: MentionType) {
    if let [one] = actors {
        let span = scene.tree.span(words);
        scene.cast.mention(*one, span, mention_type);
    }
}
