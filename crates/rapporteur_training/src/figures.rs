//! Figures of guesses.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::validation::Guess;

/// Right guesses, guesses and labels of one event.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    right: f64,
    guessed: f64,
    labelled: f64,
}

impl Count {
    fn precision(self) -> f64 {
        self.right / self.guessed.max(1.0)
    }

    fn recall(self) -> f64 {
        self.right / self.labelled.max(1.0)
    }

    fn f1(self) -> f64 {
        2.0 * self.right / (self.guessed + self.labelled).max(1.0)
    }
}

/// Counts by event.
fn counts(guesses: &[Guess]) -> BTreeMap<&str, Count> {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for guess in guesses {
        counts.entry(&guess.gold).or_default().labelled += 1.0;
        counts.entry(guess.event()).or_default().guessed += 1.0;
        if guess.gold == guess.event() {
            counts.entry(&guess.gold).or_default().right += 1.0;
        }
    }
    counts
}

/// The mean F1 of the events that are labelled.
pub fn macro_f1(guesses: &[Guess]) -> f64 {
    let counts = counts(guesses);
    let labelled: Vec<f64> = counts.values().filter(|count| count.labelled > 0.0).map(|count| count.f1()).collect();
    labelled.iter().sum::<f64>() / labelled.len() as f64
}

/// The share of right guesses.
pub fn accuracy(guesses: &[Guess]) -> f64 {
    guesses.iter().filter(|guess| guess.gold == guess.event()).count() as f64 / guesses.len() as f64
}

/// Precision, recall and F1 by event, and what each is taken for most.
pub fn table(guesses: &[Guess]) -> String {
    let mut table = format!("{:<10} {:>6} {:>6} {:>6} {:>6}  taken for\n", "event", "n", "P", "R", "F1");
    for (event, count) in counts(guesses) {
        let (p, r, f1) = (count.precision(), count.recall(), count.f1());
        let taken = taken_for(guesses, event);
        writeln!(table, "{event:<10} {:>6} {p:>6.3} {r:>6.3} {f1:>6.3}  {taken}", count.labelled)
            .expect("a string takes all that is written");
    }
    table.trim_end().to_owned()
}

fn taken_for(guesses: &[Guess], event: &str) -> String {
    let wrong = || guesses.iter().filter(|guess| guess.gold == event && guess.event() != event).map(Guess::event);
    let others: BTreeSet<&str> = wrong().collect();
    let mut others: Vec<(usize, &str)> =
        others.into_iter().map(|other| (wrong().filter(|guess| *guess == other).count(), other)).collect();
    others.sort_by_key(|&(n, _)| std::cmp::Reverse(n));
    let told: Vec<String> = others.iter().take(3).map(|(n, other)| format!("{other} {n}")).collect();
    told.join(", ")
}

/// How often guesses of a confidence are right.
pub fn calibration(guesses: &[Guess], temperature: f64) -> String {
    let mut told = format!("confidence at temperature {temperature}:\n");
    let sure = |guess: &Guess| guess.probability(guess.event(), temperature);
    let mut gap = 0.0;
    for tenth in 0..10 {
        let inside: Vec<&Guess> = guesses
            .iter()
            .filter(|guess| ((sure(guess) * 10.0).floor().min(9.0) - f64::from(tenth)).abs() < 0.5)
            .collect();
        if inside.is_empty() {
            continue;
        }
        let n = inside.len() as f64;
        let mean = inside.iter().map(|guess| sure(guess)).sum::<f64>() / n;
        let right = inside.iter().filter(|guess| guess.gold == guess.event()).count() as f64 / n;
        gap += (mean - right).abs() * n / guesses.len() as f64;
        writeln!(told, "  {mean:.2} said, {right:.2} right, {n} sentences")
            .expect("a string takes all that is written");
    }
    told + &format!("  expected calibration error {gap:.3}")
}
