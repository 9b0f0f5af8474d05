//! Copies of one release: found by `MinHash` over runs of words, confirmed by counting.
//!
//! A wire copy and the original, or a release under the headers of two languages, count as reports of one release.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::ids::{DocumentNumber, hash63};
use crate::kept;
use crate::words::words;

/// Words in one run.
const RUN: usize = 5;

/// Runs of a text must be at least this many to be compared: two short notes are alike by accident.
const LEAST_RUNS: usize = 20;

/// Bands of the signature, and hashes in each: texts that share 80 of 100 runs meet in a band with probability 0.996.
const N_BANDS: usize = 10;
const BAND_WIDTH: usize = 4;

/// The share of the shorter text's runs that the longer must have, and of all runs that both must have.
const CONTAINED: f64 = 0.85;
const SHARED: f64 = 0.6;

/// Files a text under the bands of its signature.
pub(crate) fn insert(connection: &Connection, n: DocumentNumber, text: &str) -> Result<(), StoreError> {
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO band (band, document) VALUES (?1, ?2)")?;
    for band in bands(&runs(text)) {
        insert.execute(params![band, n.0])?;
    }
    connection.prepare_cached("INSERT OR IGNORE INTO pending_copy (document) VALUES (?1)")?.execute([n.0])?;
    Ok(())
}

/// Takes a text out of its bands, and marks those that were its copies. Call it while its text is still kept.
pub(crate) fn remove(connection: &Connection, n: DocumentNumber) -> Result<(), StoreError> {
    for other in copies_of(connection, n)? {
        connection.prepare_cached("INSERT OR IGNORE INTO pending_copy (document) VALUES (?1)")?.execute([other])?;
    }
    connection.prepare_cached("DELETE FROM copy WHERE document = ?1")?.execute([n.0])?;
    connection.prepare_cached("DELETE FROM copy WHERE other = ?1")?.execute([n.0])?;
    let mut delete = connection.prepare_cached("DELETE FROM band WHERE band = ?1 AND document = ?2")?;
    for band in bands(&runs(&kept::text(connection, n)?)) {
        delete.execute(params![band, n.0])?;
    }
    connection.prepare_cached("DELETE FROM pending_copy WHERE document = ?1")?.execute([n.0])?;
    Ok(())
}

/// Finds the copies of every marked document and says which document stands for each. Gives the documents whose
/// standing changed.
pub(crate) fn settle(connection: &Connection) -> Result<BTreeSet<i64>, StoreError> {
    let marked = numbers(connection, "SELECT document FROM pending_copy ORDER BY document")?;
    let mut known: BTreeMap<i64, HashSet<i64>> = BTreeMap::new();
    for &n in &marked {
        let text = kept::text(connection, DocumentNumber(n))?;
        let runs = runs(&text);
        for other in candidates(connection, n, &runs)? {
            if let std::collections::btree_map::Entry::Vacant(entry) = known.entry(other) {
                entry.insert(self::runs(&kept::text(connection, DocumentNumber(other))?));
            }
            if is_copy(&runs, &known[&other]) {
                let mut insert =
                    connection.prepare_cached("INSERT OR IGNORE INTO copy (document, other) VALUES (?1, ?2)")?;
                insert.execute([n, other])?;
                insert.execute([other, n])?;
            }
        }
        // what was compared once is seldom compared again soon
        if known.len() > 512 {
            known.clear();
        }
    }
    let changed = stand(connection, &marked)?;
    connection.execute("DELETE FROM pending_copy", [])?;
    Ok(changed)
}

/// In each group of copies the earliest document stands for all, ties going to the least hash.
fn stand(connection: &Connection, marked: &[i64]) -> Result<BTreeSet<i64>, StoreError> {
    let mut done = BTreeSet::new();
    let mut changed = BTreeSet::new();
    for &n in marked {
        if done.contains(&n) {
            continue;
        }
        let group = group_of(connection, n)?;
        let mut first: Option<(i64, [u8; 32], i64)> = None;
        for &member in &group {
            let day: Option<i64> = connection
                .prepare_cached("SELECT day FROM indexed WHERE document = ?1")?
                .query_row([member], |row| row.get(0))?;
            let hash = kept::hash_of(connection, DocumentNumber(member))?.0;
            let rank = (day.unwrap_or(i64::MAX), hash, member);
            first = Some(first.map_or(rank, |f| f.min(rank)));
        }
        let (_, _, head) = first.expect("a group has its document");
        for &member in &group {
            let n_changed = connection
                .prepare_cached("UPDATE indexed SET release = ?2 WHERE document = ?1 AND release <> ?2")?
                .execute([member, head])?;
            if n_changed > 0 {
                changed.insert(member);
            }
        }
        done.extend(group);
    }
    Ok(changed)
}

/// A document and all that are copies of it or of its copies.
pub(crate) fn group_of(connection: &Connection, n: i64) -> Result<BTreeSet<i64>, StoreError> {
    let mut group = BTreeSet::from([n]);
    let mut next = vec![n];
    while let Some(member) = next.pop() {
        for other in copies_of(connection, DocumentNumber(member))? {
            if group.insert(other) {
                next.push(other);
            }
        }
    }
    Ok(group)
}

fn copies_of(connection: &Connection, n: DocumentNumber) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT other FROM copy WHERE document = ?1 ORDER BY other")?;
    Ok(statement.query_map([n.0], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn candidates(connection: &Connection, n: i64, runs: &HashSet<i64>) -> Result<BTreeSet<i64>, StoreError> {
    let mut found = BTreeSet::new();
    let mut select = connection.prepare_cached("SELECT document FROM band WHERE band = ?1 AND document <> ?2")?;
    for band in bands(runs) {
        for other in select.query_map([band, n], |row| row.get(0))? {
            found.insert(other?);
        }
    }
    Ok(found)
}

fn numbers(connection: &Connection, sql: &str) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The hashes of a text's runs of words.
fn runs(text: &str) -> HashSet<i64> {
    let words: Vec<i64> = words(text).map(|word| word_hash(&word)).collect();
    words
        .windows(RUN)
        .map(|run| {
            run.iter().fold(0x51_7c_c1_b7, |hash: i64, word| hash.rotate_left(9).wrapping_mul(0x5bd1_e995) ^ word)
        })
        .collect()
}

/// FNV-1a: the same everywhere and quick on short words.
fn word_hash(word: &str) -> i64 {
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    i64::from_le_bytes(hash.to_le_bytes())
}

/// The bands of the signature of a set of runs.
fn bands(runs: &HashSet<i64>) -> Vec<i64> {
    if runs.len() < LEAST_RUNS {
        return Vec::new();
    }
    let signature: Vec<u64> = (0..N_BANDS * BAND_WIDTH)
        .map(|k| runs.iter().map(|&run| mix(run, k as u64)).min().expect("there are runs"))
        .collect();
    signature
        .chunks(BAND_WIDTH)
        .enumerate()
        .map(|(band, rows)| {
            let bytes: Vec<u8> = rows.iter().flat_map(|r| r.to_le_bytes()).collect();
            hash63(&[&[u8::try_from(band).expect("few bands")], &bytes])
        })
        .collect()
}

/// One of many hash functions: the finalizer of splitmix64 after a shift by the function's number.
fn mix(run: i64, function: u64) -> u64 {
    let mut z = u64::from_le_bytes(run.to_le_bytes()).wrapping_add(function.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn is_copy(one: &HashSet<i64>, other: &HashSet<i64>) -> bool {
    let (small, large) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let shared = small.iter().filter(|run| large.contains(run)).count();
    let ratio = |whole: usize| {
        #[expect(clippy::cast_precision_loss, reason = "runs of a text are far fewer than 2^52")]
        let ratio = shared as f64 / whole.max(1) as f64;
        ratio
    };
    ratio(small.len()) >= CONTAINED && ratio(small.len() + large.len() - shared) >= SHARED
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELEASE: &str = "The Minister of Foreign Affairs of Valdoria received the Ambassador of Ormund on Tuesday. \
        They spoke of the bridge at Tolva, of the ferry across the strait and of the fishing season to come. \
        The Minister asked that the season open a month earlier than in other years.";

    fn alike(one: &str, other: &str) -> bool {
        let (one, other) = (runs(one), runs(other));
        let meet = bands(&one).iter().any(|band| bands(&other).contains(band));
        meet && is_copy(&one, &other)
    }

    #[test]
    fn copies_are_told_from_namesakes() {
        assert!(alike(RELEASE, &format!("VALDORIAN NEWS AGENCY\n\n{RELEASE}\n\n(ends)")));
        assert!(alike(RELEASE, &RELEASE.replace("Tuesday", "tuesday")));
        assert!(!alike(
            RELEASE,
            "The Minister of Foreign Affairs of Valdoria received the Ambassador of Ormund on Friday."
        ));
        assert!(bands(&runs("too short to tell")).is_empty());
    }
}
