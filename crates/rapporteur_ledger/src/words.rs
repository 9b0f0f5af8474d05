//! The words of a content, to tell how much two contents have in common.
//!
//! Contents are compared by their stems. Function words do not count, and words that every official text has count
//! little, by a fixed table: a likeness depends on the two contents alone, never on what else the ledger holds.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

/// The stems of a content as sorted hashes; the lowest bit is set for common ones.
pub(crate) type Stems = Vec<u32>;

/// What a common stem weighs beside another's 1.
const COMMON_WEIGHT: f64 = 0.25;

/// Contents that weigh less are compared as if they weighed this: two lone words are no likeness.
const LEAST_WEIGHT: f64 = 2.0;

static GENERIC: LazyLock<HashSet<String>> = LazyLock::new(|| {
    include_str!("../data/generic.tsv").lines().skip_while(|l| l.starts_with('#')).skip(1).map(stem).collect()
});

const FUNCTION_WORDS: &str = " a about above after against all also among an and any are as at be been before being both \
but by can could did do does during each either for from had has have having he her his how i if in into is it its \
itself may might more most must no nor not of on only onto or other our out over own per s shall she should so some \
such than that the their them themselves then there these they this those through to toward towards under until up \
upon was we were what when where whether which while who whom whose will with within without would you your ";

/// The stems of a text.
pub(crate) fn stems(text: &str) -> Stems {
    let set: BTreeSet<u32> = words(text).filter(|w| !is_function_word(w)).map(|word| stem_hash(&stem(&word))).collect();
    set.into_iter().collect()
}

/// Whether a word is there for grammar alone.
pub(crate) fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains(&format!(" {word} "))
}

/// How much two contents have in common: 0 nothing, 1 all that the shorter has.
pub(crate) fn likeness(one: &[u32], other: &[u32]) -> f64 {
    let (mut i, mut j, mut shared) = (0, 0, 0.0);
    while i < one.len() && j < other.len() {
        match one[i].cmp(&other[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += weight(one[i]);
                i += 1;
                j += 1;
            }
        }
    }
    let (a, b) = (total(one), total(other));
    let least = a.min(b).max(LEAST_WEIGHT);
    let most = a.max(b).max(LEAST_WEIGHT);
    (shared / (0.7 * least + 0.3 * most)).min(1.0)
}

/// The stems with the least hashes under two orders, common ones left out: contents that share much likely share one.
pub(crate) fn least_stems(stems: &[u32]) -> Vec<u32> {
    let rare = || stems.iter().copied().filter(|s| s & 1 == 0);
    let first = rare().min();
    let second = rare().min_by_key(|s| s.wrapping_mul(0x9E37_79B1).rotate_left(13));
    let mut least: Vec<u32> = first.into_iter().chain(second).collect();
    least.dedup();
    least
}

/// Lower case without diacritics or runs of spaces.
pub(crate) fn fold(text: &str) -> String {
    let bare: String = text
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The folded words of a text; possessive endings are left out.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    fold(text).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// A word's stem, the same for British and American spellings.
pub(crate) fn stem(word: &str) -> String {
    const RESPELLED: [(&str, &str); 17] = [
        ("isations", "izations"),
        ("isation", "ization"),
        ("programmes", "programs"),
        ("programme", "program"),
        ("ising", "izing"),
        ("ised", "ized"),
        ("ises", "izes"),
        ("ise", "ize"),
        ("ours", "ors"),
        ("our", "or"),
        ("oured", "ored"),
        ("tres", "ters"),
        ("tre", "ter"),
        ("defences", "defenses"),
        ("defence", "defense"),
        ("licence", "license"),
        ("lled", "led"),
    ];
    let respelled = RESPELLED.iter().find_map(|(british, american)| {
        let head = word.strip_suffix(british)?;
        (head.len() >= 2 || british.len() > 6).then(|| format!("{head}{american}"))
    });
    Stemmer::create(Algorithm::English).stem(respelled.as_deref().unwrap_or(word)).into_owned()
}

fn stem_hash(stem: &str) -> u32 {
    let hash = crate::ids::hash63(&[stem.as_bytes()]);
    let bits = u32::try_from(hash >> 31).expect("32 of 63 bits");
    (bits & !1) | u32::from(GENERIC.contains(stem))
}

fn weight(stem: u32) -> f64 {
    if stem & 1 == 1 { COMMON_WEIGHT } else { 1.0 }
}

fn total(stems: &[u32]) -> f64 {
    stems.iter().map(|&s| weight(s)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(one: &str, other: &str) -> f64 {
        likeness(&stems(one), &stems(other))
    }

    #[test]
    fn likeness_follows_the_words_that_tell() {
        let ask = "set up a transit centre for returnees at Tolva";
        assert!(like(ask, "the transit center for returnees") > 0.8);
        assert!(like(ask, "further strengthen cooperation between both countries") < 0.05);
        assert!(like("strengthen cooperation", "strengthen cooperation") < 0.3, "common words alone say little");
        assert!((like(ask, ask) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn spellings_and_signs_fold() {
        assert_eq!(fold("Señor  São-Tomé’s"), "senor sao tome s");
        assert_eq!(stem("organisation"), stem("organization"));
        assert_eq!(stem("centres"), stem("centers"));
        assert_eq!(stem("programmes"), stem("programs"));
    }
}
