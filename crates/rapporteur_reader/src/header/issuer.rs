//! Who publishes a document.

use rapporteur_language::Label;
use rapporteur_record::{ActorKind, Genre, Span};
use rapporteur_text::BlockKind;

use crate::cast::ActorRef;
use crate::names::Named;
use crate::scene::Scene;
/// Who publishes the document, only where the text prints it (decision 15): whose statement it is by its title, else the
/// letterhead's body, else the body whose spokesman is quoted.
pub(crate) fn issuer(scene: &mut Scene<'_>) -> Option<ActorRef> {
    // A transcript's line of a name tells who speaks first in it.
    let told = !matches!(scene.genre, Genre::Briefing | Genre::Readout);
    if let Some(author) = byline(scene).filter(|_| told) {
        return Some(author);
    }
    if matches!(scene.genre, Genre::Statement | Genre::Speech)
        && let Some(author) = author_of_title(scene)
    {
        return Some(author);
    }
    letterhead_body(scene).or_else(|| spokesman(scene))
}

/// "Anna Varga, Minister of Trade" below the title: a line of a person's name and office alone.
fn byline(scene: &Scene<'_>) -> Option<ActorRef> {
    const MAX_WORDS: usize = 16;
    let framed = |kind: BlockKind| matches!(kind, BlockKind::Subtitle | BlockKind::Letterhead | BlockKind::Dateline);
    scene.tree.sentences.iter().find_map(|sentence| {
        let words = sentence.words.clone();
        if !framed(scene.document.blocks[sentence.block].kind) || words.is_empty() || words.len() > MAX_WORDS {
            return None;
        }
        let start = words.start + usize::from(scene.tree.lower(words.start) == "by");
        let (index, name) = scene.name_covering(start)?;
        let Named::Person { titles, .. } = &name.what else { return None };
        let rest = name.words.end;
        let told = (rest..words.end).any(|w| scene.tree.is_verb(w) && scene.tree.is_finite(w));
        let alone = rest >= words.end && !titles.is_empty() || rest < words.end && scene.tree.lower(rest) == ",";
        scene.actor_of[index].filter(|_| alone && !told)
    })
}

/// A press release under a person's name that speaks as "I" or "we" is that person's statement.
pub(crate) fn genre_by_author(scene: &Scene<'_>) -> Genre {
    let mut quoted = false;
    let speaks = (0..scene.tree.words.len()).any(|w| {
        match scene.tree.word(w) {
            "“" | "``" => quoted = true,
            "”" | "''" => quoted = false,
            _ => {}
        }
        let body = scene.document.blocks[scene.tree.block_of(w)].kind.is_body();
        body && !quoted && matches!(scene.tree.lower(w), "i" | "we" | "our" | "my")
    });
    let own = scene.genre == Genre::PressRelease && speaks && byline(scene).is_some();
    if own { Genre::Statement } else { scene.genre }
}

/// "Statement by X", "Statement of X", "X Press Statement", "The President's Statement".
fn author_of_title(scene: &mut Scene<'_>) -> Option<ActorRef> {
    let sentences: Vec<_> = (0..scene.tree.sentences.len())
        .filter(|&s| matches!(scene.document.blocks[scene.tree.sentences[s].block].kind, BlockKind::Title))
        .collect();
    for sentence in sentences {
        let words = scene.tree.sentences[sentence].words.clone();
        let what = words
            .clone()
            .find(|&w| matches!(scene.tree.lemma(w), "statement" | "remarks" | "remark" | "address" | "speech"));
        let by = (what.unwrap_or(words.start)..words.end).find(|&w| matches!(scene.tree.lower(w), "by" | "of"));
        let first = words.clone().filter_map(|w| scene.name_covering(w).map(|(i, _)| (w, i)));
        let chosen = match by {
            Some(by) => first.clone().find(|&(w, _)| w > by),
            None => first.clone().next(),
        };
        // "Statement of the Foreign Ministry of Norland": the phrase, where it is no name as a whole.
        if let Some(object) = by.and_then(|by| scene.tree.kid(by, &[Label::Pobj])) {
            let found = crate::resolve::actors_of(scene, object, &crate::resolve::Focus::default());
            if let Some(&author) = found.first() {
                return Some(author);
            }
        }
        let Some((word, index)) = chosen else { continue };
        if let Some(actor) = scene.actor_of[index] {
            return Some(actor);
        }
        if let Named::Office(title) = scene.names[index].what.clone() {
            let span = scene.tree.words[word].span;
            if let Some(holder) = scene.holder(&title, None, span) {
                return Some(holder);
            }
        }
    }
    None
}

/// The body that the letterhead names: the ministry rather than its country.
fn letterhead_body(scene: &mut Scene<'_>) -> Option<ActorRef> {
    let framed: Vec<usize> = (0..scene.document.blocks.len())
        .filter(|&b| {
            matches!(
                scene.document.blocks[b].kind,
                BlockKind::Letterhead | BlockKind::Dateline | BlockKind::Subtitle | BlockKind::Signature
            )
        })
        .collect();
    let mut country = None;
    let mut body = None;
    for block in framed {
        let text = scene.document.block_text(&scene.document.blocks[block]).to_owned();
        let span = scene.document.blocks[block].span;
        for (name, range) in offices_in(&text) {
            let at = Span::new(span.start as usize + range.start, span.start as usize + range.end);
            body.get_or_insert((name, at));
        }
        let named = scene
            .names
            .iter()
            .zip(&scene.actor_of)
            .filter(|(n, _)| span.contains(scene.tree.words[n.words.start].span));
        let countries = named.filter_map(|(n, a)| a.filter(|_| matches!(n.what, Named::Entity { .. })));
        country = country.or(countries.into_iter().find(|&a| matches!(scene.cast.get(a).kind, ActorKind::Country)));
    }
    let (name, at) = body?;
    let name = known_part(scene, &name);
    // A body that the world knows by this name alone is that body.
    let organization = scene.world.look_up(&name).into_iter().find(|h| {
        matches!(
            scene.world.entity(h.entity).kind,
            rapporteur_world::Kind::Organization | rapporteur_world::Kind::Organ
        )
    });
    let offices: Vec<_> = scene
        .world
        .look_up(&name)
        .into_iter()
        .filter(|h| scene.world.entity(h.entity).kind == rapporteur_world::Kind::Ministry)
        .collect();
    let organization = organization.or(if let [one] = offices.as_slice() { Some(*one) } else { None });
    if let Some(hit) = organization {
        let entity = hit.entity;
        return scene.cast_entity(entity, rapporteur_world::AliasKind::Name, None);
    }
    let ministry = name.to_lowercase().contains("ministry") || name.to_lowercase().contains("department");
    let kind = if ministry { ActorKind::Ministry } else { ActorKind::Office };
    let known = scene.world.look_up(&name).first().map(|h| h.entity);
    let named_country = known.and_then(|e| scene.world.entity(e).country).map(ToOwned::to_owned);
    let listed = scene.lexicon.issuer_country(&name).map(ToOwned::to_owned);
    let country = country.or_else(|| scene.country(&named_country.or(listed)?));
    let actor = scene.cast_described(&name, kind, country, at);
    scene.cast.get_mut(actor).sector = Some("GOV".to_owned());
    Some(actor)
}

/// The name without what a line adds to it ("General Assembly Distr."), where its beginning is a name of the world's.
fn known_part(scene: &Scene<'_>, name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let known =
        (2..=words.len()).rev().map(|n| words[..n].join(" ")).find(|part| !scene.world.look_up(part).is_empty());
    known.unwrap_or_else(|| name.to_owned())
}

/// Lines that name a body: "MINISTRY OF FOREIGN AFFAIRS", "Office of the Spokesperson".
fn offices_in(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    const BODIES: [&str; 9] = [
        "ministry of",
        "ministry for",
        "department of",
        "office of the",
        "foreign office",
        "the white house",
        "embassy of",
        "permanent mission",
        "general assembly",
    ];
    let lower = text.to_lowercase();
    let mut found = Vec::new();
    for body in BODIES {
        let Some(start) = lower.find(body) else { continue };
        if lower.len() != text.len() {
            continue;
        }
        // A name may go on over line ends of a letterhead.
        let end = text[start..].find(['.', ',', ';', '|']).map_or(text.len(), |e| start + e);
        let name = text[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
        found.push((title_case(&name), start..end));
    }
    found.sort_by_key(|(_, range)| range.start);
    found
}

/// "MINISTRY OF FOREIGN AFFAIRS" reads "Ministry of Foreign Affairs".
fn title_case(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let small = |w: &str| matches!(w, "of" | "and" | "the" | "for" | "in");
    let words = name.split(' ').enumerate().map(|(i, word)| {
        let lower = word.to_lowercase();
        if small(&lower) && i > 0 {
            return lower;
        }
        let mut letters = lower.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// "A Foreign Office spokesman said".
fn spokesman(scene: &mut Scene<'_>) -> Option<ActorRef> {
    for word in 0..scene.tree.words.len().min(400) {
        if !matches!(scene.tree.lemma(word), "spokesman" | "spokeswoman" | "spokesperson") {
            continue;
        }
        // Who merely is somebody's spokesman speaks for nobody here.
        let verb = scene.tree.head(word);
        let says = matches!(scene.tree.label(word), Label::Nsubj)
            && scene.lexicon.verb(scene.tree.lemma(verb)).iter().any(|p| p.frame.carrier);
        if !says && scene.document.blocks[scene.tree.block_of(word)].kind.is_body() {
            continue;
        }
        // "A Foreign Office spokesman" is one name with the office inside.
        if let Some((_, crate::names::Name { what: Named::Office(title), .. })) = scene.name_covering(word)
            && let Some(of) = title.of
        {
            return scene.cast_entity(of, rapporteur_world::AliasKind::Name, None);
        }
        let kids: Vec<usize> = scene.tree.kids(word).filter(|&k| k < word).collect();
        for kid in kids {
            if let Some((index, _)) = scene.name_covering(kid)
                && let Some(actor) = scene.actor_of[index]
            {
                return Some(actor);
            }
        }
    }
    None
}
