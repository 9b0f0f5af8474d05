//! What is told of an event besides its code: auxiliary modes, counts of people, the date and the place as printed.

use std::ops::Range;

use rapporteur_language::{EntityLabel, Label, Tag};
use rapporteur_world::{AliasKind, Hit, Kind, World};

use crate::parties::Link;
use crate::sentence::Sentence;

/// People that came to harm, where the sentence tells how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Killed.
    pub dead: Option<u32>,
    /// Hurt.
    pub injured: Option<u32>,
    /// Arrested.
    pub arrested: Option<u32>,
}

/// Where an event took place.
#[derive(Debug, Clone, PartialEq)]
pub struct Location {
    /// Its name as printed, as bytes of the text.
    pub span: Range<usize>,
    /// Its usual name, where the world knows it.
    pub name: Option<String>,
    /// The country's code.
    pub country: Option<String>,
    /// Its number in GeoNames.
    pub geonames_id: Option<u32>,
    /// Latitude and longitude in degrees.
    pub coordinates: Option<(f64, f64)>,
    /// PLOVER's resolution: 4 for a city, 1 for a country.
    pub resolution: Option<u8>,
}

/// PLOVER's auxiliary modes of the event on `trigger`: historical, future, hypothetical, negation.
///
/// AGREE and THREATEN hold the future and the condition in themselves, and REJECT the negation, so they get none of these.
pub(crate) fn auxiliary(sentence: &Sentence<'_>, link: &Link, trigger: usize, event: &str) -> Vec<&'static str> {
    let verb = (sentence.ancestry(trigger).into_iter()).find(|&i| sentence.is_verb(i)).unwrap_or(trigger);
    let chain: Vec<usize> = link.core.iter().copied().filter(|&i| sentence.is_verb(i)).chain([verb]).collect();
    let kids = || chain.iter().flat_map(|&i| sentence.kids(i));
    let mut modes = Vec::new();
    let lemma = |i: usize| sentence.lemma(i);
    let range = sentence_of(sentence, trigger);
    let has = |words: &[&str]| range.clone().any(|i| words.contains(&lemma(i)));
    if kids().any(|i| sentence.tokens[i].tag == Tag::Md && matches!(lemma(i), "will" | "shall" | "'ll"))
        && event != "AGREE"
    {
        modes.push("future");
    }
    let is_if = |i: usize| sentence.tokens[i].label == Label::Mark && matches!(lemma(i), "if" | "unless" | "whether");
    let is_maybe =
        |i: usize| sentence.tokens[i].tag == Tag::Md && matches!(lemma(i), "would" | "could" | "might" | "may");
    let is_conditional = sentence.kids(verb).any(|i| is_if(i) || is_maybe(i))
        || sentence.kids(verb).any(|i| sentence.tokens[i].label == Label::Advcl && sentence.kids(i).any(is_if));
    if is_conditional && !matches!(event, "THREATEN" | "AGREE") {
        modes.push("hypothetical");
    }
    if event != "REJECT" && kids().any(|i| sentence.tokens[i].label == Label::Neg) {
        modes.push("negation");
    }
    let is_perfect = || sentence.kids(verb).any(|i| lemma(i) == "have" && sentence.tokens[i].tag == Tag::Vbd);
    let has_year_alone = || has(&["century", "decade", "decades", "ago", "era", "wartime", "formerly"]);
    if is_perfect() || has_year_alone() {
        modes.push("historical");
    }
    modes
}

/// The people that the sentence around `trigger` counts.
pub(crate) fn counts(sentence: &Sentence<'_>, trigger: usize) -> Counts {
    let mut counts = Counts::default();
    for i in sentence_of(sentence, trigger) {
        let slot = match sentence.lemma(i) {
            "kill" | "die" | "slay" | "massacre" | "perish" | "dead" => &mut counts.dead,
            "wound" | "injure" | "hurt" => &mut counts.injured,
            "arrest" | "detain" | "jail" | "imprison" => &mut counts.arrested,
            _ => continue,
        };
        let patient = |k: &usize| {
            matches!(sentence.tokens[*k].label, Label::Dobj | Label::Nsubjpass)
                || sentence.tokens[*k].label == Label::Nsubj && matches!(sentence.lemma(i), "die" | "perish")
        };
        let counted = sentence.kids(i).find(patient).or((sentence.lemma(i) == "dead").then(|| sentence.head(i)));
        let number = counted.and_then(|k| sentence.kids(k).chain([k]).find_map(|n| number(sentence, n)));
        // "killing 12 people and wounding 30": the second verb may have a bare number.
        if let Some(number) = number {
            *slot = Some(slot.map_or(number, |known| known.max(number)));
        }
    }
    counts
}

/// Small numbers in words, in order.
const SMALL: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];
/// The tens in words.
const TENS: [(&str, u32); 7] =
    [("thirty", 30), ("forty", 40), ("fifty", 50), ("sixty", 60), ("seventy", 70), ("eighty", 80), ("ninety", 90)];

/// The whole number that a token spells.
fn number(sentence: &Sentence<'_>, i: usize) -> Option<u32> {
    let token = &sentence.tokens[i];
    if token.tag != Tag::Cd {
        return None;
    }
    let word = sentence.text[token.span.range()].replace(',', "").to_lowercase();
    let small = SMALL.iter().position(|name| *name == word).and_then(|at| u32::try_from(at).ok());
    word.parse().ok().or(small).or_else(|| TENS.iter().find(|(name, _)| *name == word).map(|(_, n)| *n))
}

/// The place of the event on `trigger`: one that a preposition of place leads to, nearest to the trigger, outside the parties
/// before one inside.
pub(crate) fn location(world: &World, sentence: &Sentence<'_>, link: &Link, trigger: usize) -> Option<Location> {
    let is_place = |&i: &usize| {
        let under = sentence.head(i);
        matches!(sentence.entity(i), Some(EntityLabel::Gpe | EntityLabel::Loc))
            && sentence.tokens[i].label == Label::Pobj
            && matches!(sentence.lemma(under), "in" | "at" | "near" | "outside" | "into" | "to" | "across" | "around")
    };
    let far = |i: usize| (link.is_party(i), i.abs_diff(trigger));
    let head = sentence_of(sentence, trigger).filter(is_place).min_by_key(|&i| far(i))?;
    let entity = sentence.entity(head);
    let first = (0..head)
        .rev()
        .take_while(|&i| sentence.entity(i) == entity && sentence.head(i) <= head)
        .last()
        .unwrap_or(head);
    let first = (first..=head).find(|&i| sentence.lemma(i) != "the").unwrap_or(head);
    let words: Vec<&str> = (first..=head).map(|i| &sentence.text[sentence.tokens[i].span.range()]).collect();
    let span = sentence.tokens[first].span.range().start..sentence.tokens[head].span.range().end;
    let found = world.longest_match(&words).filter(|found| found.n_words == words.len());
    // A capital is the city where the world knows one of the name, and else a city of its country: never the country.
    let hits = found.map(|found| found.hits).unwrap_or_default();
    let of = |kind: Kind, is_city: bool| {
        let is_it =
            |hit: &&Hit<'_>| (hit.alias_kind == AliasKind::Capital) == is_city && world.entity(hit.entity).kind == kind;
        hits.iter().find(is_it).map(|hit| world.entity(hit.entity))
    };
    let country = of(Kind::Country, false);
    let city = || of(Kind::Place, false).or_else(|| of(Kind::Place, true));
    let capital = || of(Kind::Country, true);
    let known = country.or_else(city);
    let within = known.or_else(capital);
    Some(Location {
        name: match known {
            Some(entity) => Some(entity.name.to_owned()),
            None => within.map(|_| words.join(" ")),
        },
        country: within.and_then(|entity| entity.country).map(str::to_owned),
        geonames_id: known.and_then(|entity| entity.geonames_id),
        coordinates: known.and_then(|entity| entity.lat.zip(entity.lon)),
        resolution: within.map(|entity| if entity.kind == Kind::Country && known.is_some() { 1 } else { 4 }),
        span,
    })
}

/// The expression of time nearest to `trigger`, as bytes of the text.
pub(crate) fn date(sentence: &Sentence<'_>, trigger: usize) -> Option<Range<usize>> {
    let is_date = |i: usize| sentence.entity(i) == Some(EntityLabel::Date);
    let all = sentence_of(sentence, trigger);
    let nearest = all.clone().filter(|&i| is_date(i)).min_by_key(|&i| i.abs_diff(trigger))?;
    let first = (all.start..=nearest).rev().take_while(|&i| is_date(i)).last().unwrap_or(nearest);
    let last = (nearest..all.end).take_while(|&i| is_date(i)).last().unwrap_or(nearest);
    Some(sentence.tokens[first].span.range().start..sentence.tokens[last].span.range().end)
}

/// The tokens of the sentence around a token.
pub(crate) fn sentence_of(sentence: &Sentence<'_>, token: usize) -> Range<usize> {
    let tokens = sentence.tokens;
    let first = (0..=token).rev().find(|&i| tokens[i].sentence_start).unwrap_or(0);
    first..(token + 1..tokens.len()).find(|&i| tokens[i].sentence_start).unwrap_or(tokens.len())
}
