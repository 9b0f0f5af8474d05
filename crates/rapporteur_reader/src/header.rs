//! The document's own fields: genre, issuer, date and place of issue, by layout and words.

use jiff::civil::Date;
use rapporteur_language::Label;
use rapporteur_record::{ActorKind, Genre, Span};
use rapporteur_text::{BlockKind, Document};

use crate::cast::ActorRef;
use crate::dates::full_date;
use crate::lexicon::Head;
use crate::names::Named;
use crate::scene::Scene;

/// The kind of document, by its title, letterhead and opening.
///
/// A word of the title decides where it names the genre; else words of the frame ("PRESS RELEASE", "Posted in Press
/// releases"); else what the title tells of: talks make a readout, a signing news.
pub(crate) fn genre(document: &Document) -> Genre {
    let title = document.title().unwrap_or_default().to_lowercase();
    let frame = frame_words(document);
    let opening = opening(document);
    by_title(&title)
        .or_else(|| by_frame(&frame))
        .or_else(|| by_topic(&title))
        .or_else(|| by_opening(&opening, title.is_empty()))
        .unwrap_or(Genre::PressRelease)
}

fn by_title(title: &str) -> Option<Genre> {
    let has = |word: &str| title.contains(word);
    let told = [" signed ", " adopted ", " issued ", " sign ", " adopt "].iter().any(|verb| has(verb));
    Some(if has("readout") {
        Genre::Readout
    } else if has("press release") {
        Genre::PressRelease
    } else if has("communiqu") && !told {
        Genre::Communique
    } else if has("declaration") && !told {
        Genre::Declaration
    } else if has("statement") && !told {
        if is_joint_title(title) { Genre::JointStatement } else { Genre::Statement }
    } else if has("remarks") || has("speech") || has("address ") || has("keynote") {
        Genre::Speech
    } else if has("press conference") || has("briefing") || has("transcript") {
        Genre::Briefing
    } else if has("resolution ") && !told && !has(" on ") {
        Genre::Resolution
    } else {
        return None;
    })
}

/// "Joint Statement", "G7 Foreign Ministers' Statement": several speak. "The President's Joint Press Statement" is one
/// person's.
fn is_joint_title(title: &str) -> bool {
    let owned =
        title.split_once("statement").is_some_and(|(before, _)| before.contains("'s ") || before.contains("’s "));
    let many = [
        "ministers' statement",
        "ministers’ statement",
        "leaders' statement",
        "leaders’ statement",
        "leaders statement",
        "ministers statement",
    ];
    title.contains("joint") && !owned || many.iter().any(|m| title.contains(m))
}

fn by_frame(frame: &str) -> Option<Genre> {
    if frame.contains("resolution adopted by") || frame.contains("/res/") {
        return Some(Genre::Resolution);
    }
    if frame.contains("press release") {
        return Some(Genre::PressRelease);
    }
    None
}

/// What the title tells of.
fn by_topic(title: &str) -> Option<Genre> {
    let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let any = |list: &[&str]| words.iter().any(|w| list.contains(w));
    let met = any(&[
        "meeting",
        "meets",
        "met",
        "call",
        "talks",
        "conversation",
        "participation",
        "consultations",
        "summit",
        "dialogue",
        "visits",
        "speaks",
        "spoke",
    ]);
    if any(&["signed", "sign", "adopted", "signs", "adopts"]) {
        return Some(Genre::News);
    }
    met.then_some(Genre::Readout)
}

fn by_opening(opening: &str, untitled: bool) -> Option<Genre> {
    if !untitled {
        return None;
    }
    Some(if opening.contains("joint communique") || opening.contains("joint communiqué") {
        Genre::Communique
    } else if opening.contains("joint statement") {
        Genre::JointStatement
    } else if ["mr. president", "madam president", "mr. secretary", "excellencies", "ladies and gentlemen"]
        .iter()
        .any(|w| opening.contains(w))
    {
        Genre::Speech
    } else {
        return None;
    })
}

/// The words around the text proper, in lower case: letterhead, dateline, signature.
fn frame_words(document: &Document) -> String {
    let frame = document.blocks.iter().filter(|b| {
        matches!(
            b.kind,
            BlockKind::Letterhead
                | BlockKind::Dateline
                | BlockKind::Subtitle
                | BlockKind::Signature
                | BlockKind::Other
                | BlockKind::Heading
        )
    });
    frame.take(8).map(|b| document.block_text(b).to_lowercase()).collect::<Vec<_>>().join("\n")
}

fn opening(document: &Document) -> String {
    document.body_blocks().take(2).map(|b| document.block_text(b).to_lowercase()).collect::<Vec<_>>().join("\n")
}

/// The day of issue with its place in the text: a letterhead's first; then a signature's, which goes before the dateline's
/// that may be that of the events; then any full date that opens the document, then the front matter's.
pub(crate) fn issue_date(document: &Document) -> Option<(Date, Option<Span>)> {
    let of_kind = |kind: BlockKind| document.blocks_of(kind).find_map(|b| date_of(document, b.span));
    of_kind(BlockKind::Letterhead)
        .or_else(|| signed(document))
        .or_else(|| of_kind(BlockKind::Dateline))
        .or_else(|| of_kind(BlockKind::Subtitle))
        .or_else(|| early_date(document))
        .map(|(day, span)| (day, Some(span)))
        .or_else(|| full_date(document.metadata_value("date")?).map(|(day, _)| (day, None)))
}

/// The date of a signature, which stands behind its place: "Phnom Penh, 08 May 2017".
fn signed(document: &Document) -> Option<(Date, Span)> {
    document.blocks_of(BlockKind::Signature).find_map(|block| {
        let (day, span) = date_of(document, block.span)?;
        let before = document.text[block.span.start as usize..span.start as usize].trim_end();
        (before.is_empty() || before.ends_with(',')).then_some((day, span))
    })
}

fn date_of(document: &Document, span: Span) -> Option<(Date, Span)> {
    let (day, range) = full_date(&document.text[span.range()])?;
    let base = span.start as usize;
    Some((day, Span::new(base + range.start, base + range.end)))
}

/// A short early block that holds a full date: "2022-11-14", "12 Mar 2008 Posted in Press releases".
fn early_date(document: &Document) -> Option<(Date, Span)> {
    document.blocks.iter().take(8).filter(|b| b.span.len() < 90).find_map(|b| date_of(document, b.span))
}

/// Who publishes the document, only where the text prints it (decision 15): whose statement it is by its title, else the
/// letterhead's body, else the body whose spokesman is quoted.
pub(crate) fn issuer(scene: &mut Scene<'_>) -> Option<ActorRef> {
    if matches!(scene.genre, Genre::Statement | Genre::Speech)
        && let Some(author) = author_of_title(scene)
    {
        return Some(author);
    }
    letterhead_body(scene).or_else(|| spokesman(scene))
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
    let country = country.or_else(|| scene.country(&named_country?));
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
            .or_else(|| released_by(scene));
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
