//! Whom "we" means in a text.

use rapporteur_language::Tag;
use rapporteur_record::{ActorKind, Genre};
use rapporteur_text::BlockKind;

use crate::cast::ActorRef;
use crate::lexicon::Head;
use crate::names::Named;
use crate::scene::Scene;
/// Whom "we" means in a text of several: those whom "We, the …" or "As leaders of …" names, else those whom the title or the
/// opening says have spoken, else the persons who met.
pub(crate) fn speakers(scene: &mut Scene<'_>) -> Vec<ActorRef> {
    let first_person = (0..scene.tree.words.len()).any(|w| matches!(scene.tree.lower(w), "we" | "our" | "i"));
    let several = crate::acts::is_joint(scene);
    if several {
        let named = apposed(scene)
            .or_else(|| convened(scene))
            .or_else(|| opening_parties(scene))
            .or_else(|| named_by_title(scene))
            .or_else(|| released_by(scene))
            .or_else(|| opening_subject(scene));
        let of_many = |scene: &Scene<'_>, named: &[ActorRef]| match named {
            [one] => matches!(scene.cast.get(*one).kind, ActorKind::Group | ActorKind::Organization),
            _ => !named.is_empty(),
        };
        if let Some(named) = named.filter(|n| of_many(scene, n) || scene.genre != Genre::JointStatement) {
            return named;
        }
        // A joint statement is that of the two who are named most, where its layout does not tell.
        let both = crate::acts::principals(scene);
        if scene.genre == Genre::JointStatement && both.len() > 1 {
            return both;
        }
    }
    match scene.issuer {
        Some(issuer) if first_person || !several => vec![issuer],
        _ => Vec::new(),
    }
}

/// "We, the Governments of Norland and Sudmark, welcome"; "As leaders of Norland and Sudmark, we resolve".
fn apposed(scene: &mut Scene<'_>) -> Option<Vec<ActorRef>> {
    let focus = crate::resolve::Focus::default();
    for word in 0..scene.tree.words.len() {
        let lower = scene.tree.lower(word);
        let sentence = scene.tree.sentence_of(word);
        let range = if lower == "we" && word + 1 < sentence.end && scene.tree.lower(word + 1) == "," {
            let head = scene.tree.head(word);
            let close =
                if head > word && scene.tree.is_verb(head) { head } else { verb_after(scene, word + 2, sentence.end) };
            word + 2..close
        } else if lower == "as" && word == sentence.start {
            // "As leaders of Norland and Sudmark, guided by …, we": the parties end where the first comma parts no list.
            let near = word + 1..scene.tree.words.len().min(word + 60);
            let Some(we) = near.clone().find(|&w| scene.tree.lower(w) == "we") else { continue };
            let speakers = (word + 1..we)
                .take(4)
                .any(|w| matches!(scene.lexicon.head(scene.tree.lemma(w)), Some(Head::Leader | Head::Member)));
            if scene.tree.block_of(we) != scene.tree.block_of(word) || !speakers {
                continue;
            }
            word + 1..we
        } else {
            continue;
        };
        let found = parties_in(scene, range, &focus);
        if !found.is_empty() {
            return Some(found);
        }
    }
    None
}

fn verb_after(scene: &Scene<'_>, from: usize, end: usize) -> usize {
    let verb = |w: usize| {
        scene.tree.is_verb(w) && scene.tree.is_finite(w)
            || scene.lexicon.verb(scene.tree.lemma(w)).iter().any(|p| p.with.is_none())
                && scene.tree.lower(w - 1) == ","
    };
    (from..end).find(|&w| w > from && verb(w)).unwrap_or(end)
}

/// The parties of a stretch: groups of office-holders as such ("the Foreign Ministers of …"), else countries and persons.
fn parties_in(scene: &mut Scene<'_>, range: std::ops::Range<usize>, focus: &crate::resolve::Focus) -> Vec<ActorRef> {
    let mut found = Vec::new();
    let mut covered = range.start;
    for word in range.clone() {
        // A name in brackets is another for what stands before it.
        if word < covered || word > range.start && scene.tree.lower(word - 1) == "(" {
            continue;
        }
        if let Some((index, name)) = scene.name_covering(word) {
            let end = name.words.end;
            let plural_office = matches!(&name.what, Named::Office(t) if t.plural);
            // The leaders of countries speak for these; the ministers of an organization are a party of their own.
            let of_countries = matches!(&name.what, Named::Office(t) if t.of.is_some_and(|of| scene.world.entity(of).kind == rapporteur_world::Kind::Country));
            if plural_office && of_countries {
                let Named::Office(title) = name.what.clone() else { continue };
                let country = title.of.and_then(|of| scene.cast_entity(of, rapporteur_world::AliasKind::Name, None));
                crate::meetings::extend(&mut found, country.into_iter().collect());
                covered = end;
            } else if plural_office {
                let noun = match &name.what {
                    Named::Office(title) => scene.title_head(title),
                    _ => end - 1,
                };
                let actors = crate::resolve::noun_of_office(scene, noun, focus);
                crate::meetings::extend(&mut found, actors);
                // Whom they stand for is told behind them and is no party besides.
                covered = end_of_list(scene, end, range.end);
            } else if let Some(actor) = scene.actor_of[index] {
                crate::meetings::extend(&mut found, vec![actor]);
                covered = end;
            } else {
                let actors = crate::resolve::actors_of(scene, end - 1, focus);
                crate::meetings::extend(&mut found, actors);
                covered = end;
            }
        }
    }
    found
}

/// "The Government of Norland and the Government of Sudmark," as a block of its own: the parties of what follows.
fn opening_parties(scene: &mut Scene<'_>) -> Option<Vec<ActorRef>> {
    let body = (0..scene.document.blocks.len()).find(|&b| scene.document.blocks[b].kind.is_body())?;
    let words: Vec<usize> = (0..scene.tree.words.len().min(200)).filter(|&w| scene.tree.block_of(w) == body).collect();
    let (first, last) = (*words.first()?, *words.last()?);
    let told = words.iter().any(|&w| scene.tree.is_verb(w) && scene.tree.is_finite(w));
    if told || scene.tree.lower(last) != "," {
        return None;
    }
    let found = parties_in(scene, first..last, &crate::resolve::Focus::default());
    (found.len() > 1).then_some(found)
}

/// "The Heads of Delegation of the Norland Group met virtually": who met speak, where the opening tells of several.
fn convened(scene: &mut Scene<'_>) -> Option<Vec<ActorRef>> {
    let focus = crate::resolve::Focus::default();
    let body: Vec<usize> = (0..scene.tree.sentences.len())
        .filter(|&s| scene.document.blocks[scene.tree.sentences[s].block].kind.is_body())
        .take(4)
        .collect();
    for sentence in body {
        let words = scene.tree.sentences[sentence].words.clone();
        let Some(root) = words.clone().find(|&w| scene.tree.head(w) == w) else { continue };
        if !matches!(scene.tree.lemma(root), "meet" | "gather" | "convene" | "assemble") {
            continue;
        }
        let Some(subject) = crate::clause::own_subject(&scene.tree, root) else { continue };
        let found = crate::resolve::actors_of(scene, subject, &focus);
        let several = found.len() > 1 || found.iter().any(|&a| scene.cast.get(a).kind == ActorKind::Group);
        if several && !scene.tree.preps(root, "with").any(|_| true) {
            return Some(found);
        }
    }
    None
}

/// "The members of the Northern Group and the Southern Union extend their wishes": those of whom the opening tells a
/// stance in the present.
fn opening_subject(scene: &mut Scene<'_>) -> Option<Vec<ActorRef>> {
    let opening = (0..scene.tree.sentences.len())
        .find(|&s| scene.document.blocks[scene.tree.sentences[s].block].kind.is_body())?;
    let words = scene.tree.sentences[opening].words.clone();
    let root = words.clone().find(|&w| scene.tree.head(w) == w)?;
    let subject = crate::clause::own_subject(&scene.tree, root)?;
    let present = matches!(scene.tree.words[root].tag, Tag::Vbp | Tag::Vb);
    let found = crate::resolve::actors_of(scene, subject, &crate::resolve::Focus::default());
    (present && found.len() > 1).then_some(found)
}

/// Where a list of countries after "of" ends: "of Norland, Sudmark and the United Isles".
fn end_of_list(scene: &Scene<'_>, from: usize, end: usize) -> usize {
    let listed = |w: usize| {
        matches!(scene.tree.lower(w), "of" | "from" | "," | "and" | "the")
            || scene
                .name_covering(w)
                .is_some_and(|(i, _)| scene.actor_of[i].is_some_and(|a| scene.cast.get(a).kind == ActorKind::Country))
    };
    (from..end).find(|&w| !listed(w)).unwrap_or(end)
}

/// "Joint Statement by Norland, Sudmark and Westmark", "Joint statement by President A and President B",
/// "G7 Foreign Ministers' Statement", "Norland-Sudmark Joint Statement".
fn named_by_title(scene: &mut Scene<'_>) -> Option<Vec<ActorRef>> {
    let focus = crate::resolve::Focus::default();
    for sentence in 0..scene.tree.sentences.len() {
        let entry = scene.tree.sentences[sentence].clone();
        if !matches!(scene.document.blocks[entry.block].kind, BlockKind::Title) {
            continue;
        }
        let statement = entry.words.clone().find(|&w| {
            matches!(scene.tree.lemma(w), "statement" | "declaration" | "communique" | "communiqué" | "communiqu")
        })?;
        let by =
            (statement..entry.words.end).find(|&w| matches!(scene.tree.lower(w), "by" | "of" | "from" | "between"));
        let topic = (statement + 1..entry.words.end).find(|&w| {
            matches!(
                scene.tree.lower(w),
                "on" | "regarding" | "concerning" | "commemorating" | "following" | "addressing"
            )
        });
        let range = match by {
            Some(by) if topic.is_none_or(|t| by < t) => by + 1..topic.unwrap_or(entry.words.end),
            _ => entry.words.start..statement,
        };
        let found = parties_in(scene, range, &focus);
        if found.len() > 1
            || found.iter().any(|&a| matches!(scene.cast.get(a).kind, ActorKind::Group | ActorKind::Organization))
        {
            return Some(found);
        }
    }
    None
}

/// "The text of the following statement was released by the Governments of Norland and Sudmark".
fn released_by(scene: &mut Scene<'_>) -> Option<Vec<ActorRef>> {
    let focus = crate::resolve::Focus::default();
    for word in 0..scene.tree.words.len().min(600) {
        if scene.tree.lower(word) != "released" && scene.tree.lower(word) != "issued" {
            continue;
        }
        let sentence = scene.tree.sentence_of(word);
        if word + 1 >= sentence.end || scene.tree.lower(word + 1) != "by" {
            continue;
        }
        let occasion = (word + 2..sentence.end)
            .find(|&w| matches!(scene.tree.lower(w), "on" | "following" | "at" | "after" | "during"))
            .unwrap_or(sentence.end);
        let found = parties_in(scene, word + 2..occasion, &focus);
        if !found.is_empty() {
            return Some(found);
        }
    }
    None
}
