//! Hand-checked mentions in their sentences: who or what each means for that issuer on that day.

use rapporteur_world::{Mention, World};

const TABLE: &str = include_str!("../mentions.tsv");

/// The share of lines that must come out as a person wrote them down.
const FLOOR: f64 = 0.95;

/// Words as a language model parts them, as far as names need it.
fn words(text: &str) -> Vec<String> {
    let parted = text.replace(',', " , ").replace("'s ", " 's ");
    let parted = parted.strip_suffix('.').unwrap_or(&parted);
    parted.split_whitespace().map(str::to_owned).collect()
}

fn resolved(line: &[&str]) -> String {
    let [sentence, mention, issuer, day, _] = line else { panic!("five columns: {line:?}") };
    let at = sentence.find(mention).unwrap_or_else(|| panic!("{mention} is not in {sentence}"));
    let (before, own, all) = (words(&sentence[..at]), words(mention), words(&sentence[at..]));
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let world = World::embedded();
    let found = world.resolve_mention(&Mention {
        before: before.last().map_or("", String::as_str),
        words: &all,
        n_words: own.len(),
        country: Some(issuer),
        on: day.parse().expect("the table's dates read"),
    });
    match found {
        Some(found) => format!("{}{}", world.entity(found.entity).id, if found.stale { " stale" } else { "" }),
        None => "none".to_owned(),
    }
}

#[test]
fn mentions_mean_what_a_person_wrote_down() {
    let lines: Vec<Vec<&str>> = TABLE.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    assert!(lines.len() >= 200, "{} lines", lines.len());
    let wrong: Vec<String> = lines
        .iter()
        .filter_map(|line| {
            let found = resolved(line);
            (found != line[4]).then(|| format!("{} | {} {}: {found}, not {}", line[0], line[2], line[3], line[4]))
        })
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "a table of some hundred lines")]
    let share = 1.0 - wrong.len() as f64 / lines.len() as f64;
    assert!(share >= FLOOR, "{share:.3} of {} right\n{}", lines.len(), wrong.join("\n"));
}
