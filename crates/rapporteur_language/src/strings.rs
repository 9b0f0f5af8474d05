//! spaCy's numbers for strings.

use std::sync::LazyLock;

/// Names with a small number of their own, by the hash that they would have had.
static SYMBOLS: LazyLock<Vec<(u64, u64)>> = LazyLock::new(|| {
    let mut symbols: Vec<(u64, u64)> = include_str!("../data/symbols.tsv")
        .lines()
        .skip(2)
        .filter_map(|row| row.split_once('\t'))
        .map(|(name, id)| (murmur64a(name.as_bytes(), 1), id.parse().expect("the table holds numbers")))
        .collect();
    symbols.sort_unstable();
    symbols
});

/// The number of `text` in a spaCy string store: 0 for the empty string, a symbol's own number, else its hash.
///
/// Words such as `mark`, `agent` and `X` are symbols, and their rows in the embedding tables follow from it.
pub(crate) fn string_id(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    let hash = murmur64a(text.as_bytes(), 1);
    SYMBOLS.binary_search_by_key(&hash, |&(hash, _)| hash).map_or(hash, |place| SYMBOLS[place].1)
}

/// `MurmurHash64A`.
fn murmur64a(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let (words, rest) = bytes.as_chunks::<8>();
    for &word in words {
        let mut k = u64::from_le_bytes(word).wrapping_mul(M);
        k = (k ^ (k >> 47)).wrapping_mul(M);
        hash = (hash ^ k).wrapping_mul(M);
    }
    if !rest.is_empty() {
        let tail = rest.iter().rev().fold(0, |tail, &byte| (tail << 8) | u64::from(byte));
        hash = (hash ^ tail).wrapping_mul(M);
    }
    hash = (hash ^ (hash >> 47)).wrapping_mul(M);
    hash ^ (hash >> 47)
}

/// The four numbers by which an embedding table addresses `value`.
///
/// Thinc names the function after the x86 variant, but its constants are those of `MurmurHash3_x64_128` on eight bytes.
pub(crate) fn embedding_keys(value: u64, seed: u32) -> [u32; 4] {
    fn mix(mut k: u64) -> u64 {
        k = (k ^ (k >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        k = (k ^ (k >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        k ^ (k >> 33)
    }
    let k = value.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    let mut first = k ^ u64::from(seed) ^ 8;
    let mut second = u64::from(seed) ^ 8;
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    (first, second) = (mix(first), mix(second));
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    let halves = |h: u64| [low_half(h), low_half(h >> 32)];
    let ([low, high], [second_low, second_high]) = (halves(first), halves(second));
    [low, high, second_low, second_high]
}

fn low_half(value: u64) -> u32 {
    let [a, b, c, d, ..] = value.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_have_the_numbers_that_spacy_gives_them() {
        assert_eq!(string_id(""), 0);
        assert_eq!(string_id("mark"), 423);
        assert_eq!(string_id("X"), 101);
        assert_eq!(string_id("adj"), 12_401_032_943_472_870_168);
        assert_eq!(string_id("noun"), 16_833_663_260_455_505_849);
    }
}
