//! `rapporteur code --dyads`: the event between two parties that are given.

use std::fmt::Write as _;

use anyhow::Context as _;
use rapporteur::language::Pipeline;
use rapporteur_events::{Coder, Coding, Dyad, DyadColumns};

use crate::code::lines::{Line, Lines, Made};

/// The header of what is printed.
pub(crate) const HEADER: &str = "id\tevent\tmode\tquad\tconfidence\tactor_code\trecipient_code\n";

/// Reads the header line and says what a batch of lines becomes.
pub(crate) fn worker<'c>(
    lines: &mut Lines,
    coder: &'c Coder<'c>,
    pipeline: &'c Pipeline,
) -> anyhow::Result<impl Fn(&[Line]) -> Vec<Made> + Sync + 'c> {
    let header = lines.next()?.map_or_else(String::new, |(_, line)| line);
    let columns = DyadColumns::of_header(&header).with_context(|| lines.name().to_owned())?;
    Ok(move |batch: &[Line]| {
        let read: Vec<_> = batch.iter().map(|(number, line)| columns.dyad(*number, line)).collect();
        let sentences: Vec<&str> =
            read.iter().map(|dyad| dyad.as_ref().map_or("", |dyad| dyad.sentence.as_str())).collect();
        let analyses = pipeline.parse_all(&sentences);
        let made = read.into_iter().zip(analyses).map(|(dyad, analysis)| {
            let dyad = dyad?;
            if let Some(odd) = odd(&dyad) {
                eprintln!("rapporteur: dyad {}: {odd}", dyad.id);
            }
            if dyad.sentence.trim().is_empty() {
                return Ok(print(&dyad, &NOTHING, coder));
            }
            let coding = coder.dyad(&dyad.sentence, &analysis, &dyad.source, &dyad.target);
            Ok(print(&dyad, &coding, coder))
        });
        made.collect()
    })
}

/// What a sentence without words tells.
const NOTHING: Coding =
    Coding { event: None, mode: None, cameo: None, score: None, quad: None, confidence: 1.0, why: Vec::new() };

/// What is odd about a dyad that is coded all the same.
fn odd(dyad: &Dyad) -> Option<String> {
    if dyad.sentence.trim().is_empty() {
        return Some("its sentence is empty, so no event holds".to_owned());
    }
    let is_missing = |party: &str| party.trim().is_empty() || !dyad.sentence.contains(party.trim());
    for (name, party) in [("source", &dyad.source), ("target", &dyad.target)] {
        if is_missing(party) {
            return Some(format!("its {name} does not stand in its sentence; coded without it"));
        }
    }
    None
}

fn print(dyad: &Dyad, coding: &Coding, coder: &Coder<'_>) -> String {
    let mut row = String::new();
    let quad = coding.quad.map_or_else(String::new, |quad| rapporteur_events::quad_code(quad).to_string());
    let actor = |party: &str| coder.actor_code(party);
    writeln!(
        row,
        "{}\t{}\t{}\t{quad}\t{:.3}\t{}\t{}",
        dyad.id,
        coding.event.unwrap_or("NONE"),
        coding.mode.unwrap_or_default(),
        coding.confidence,
        actor(&dyad.source),
        actor(&dyad.target),
    )
    .expect("a string takes all that is written");
    row
}
