//! The short names of documents, acts and meetings.
//!
//! Every name comes from content: a document's from the hash of its bytes, an act's from its document and the place
//! of its trigger, so that the same documents have the same names in every ledger, whatever the order of adding.

use std::fmt;

use sha2::{Digest, Sha256};

/// The hash of a document's source bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentHash(pub [u8; 32]);

/// The number of a document inside one ledger: the first 31 bits of its hash, or the next number that is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentNumber(pub i64);

/// The short name of an act or a meeting's report: the document, and where in its text it stands.
///
/// Written `1f9k2ma-16j`: seven digits for the document, then the trigger's first code point, both in base 32; a
/// meeting's report has an `m` before the place, and the second of two at one place ends in `.1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// The document.
    pub document: DocumentNumber,
    /// What is named.
    pub kind: Named,
    /// The first code point.
    pub start: u32,
    /// Its rank among those that start there.
    pub nth: u32,
}

/// What a [`Reference`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Named {
    /// An act.
    Act,
    /// A report of a meeting.
    Meeting,
}

/// With the rank of an act in it, a number still fits the six bytes that the database has for it.
pub(crate) const N_HASH_BITS: u32 = 31;
/// Ledgers of older formats have numbers of up to as many.
const MOST_BITS: u32 = 33;
const N_DIGITS: usize = 7;

/// Crockford's digits: no i, l, o, u.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl DocumentHash {
    /// Hashes source bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads `sha256:` and 64 hexadecimal digits; the prefix may be left out.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix("sha256:").unwrap_or(text);
        if hex.len() != 64 || !hex.is_ascii() {
            return None;
        }
        let mut hash = [0; 32];
        for (byte, pair) in hash.iter_mut().zip(hex.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(hash))
    }

    /// The number that the document takes where no other has it.
    pub(crate) fn number(self) -> DocumentNumber {
        let head: [u8; 8] = self.0[..8].try_into().expect("eight of 32 bytes");
        let bits = u64::from_be_bytes(head) >> (64 - N_HASH_BITS);
        DocumentNumber(i64::try_from(bits).expect("31 bits"))
    }
}

impl fmt::Display for DocumentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for DocumentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl DocumentNumber {
    /// The number after this one, at the end the first.
    pub(crate) fn next(self) -> Self {
        Self((self.0 + 1) & ((1 << N_HASH_BITS) - 1))
    }

    /// Reads seven digits.
    pub fn parse(text: &str) -> Option<Self> {
        let number = (text.len() == N_DIGITS).then(|| from_base32(text)).flatten()?;
        (number < 1 << MOST_BITS).then(|| i64::try_from(number).ok().map(Self)).flatten()
    }
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = to_base32(u64::try_from(self.0).unwrap_or(0));
        f.pad(&format!("{digits:0>N_DIGITS$}"))
    }
}

impl Reference {
    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (document, place) = text.trim().split_once('-')?;
        let (kind, place) = match place.strip_prefix('m').or_else(|| place.strip_prefix('M')) {
            Some(rest) if text.is_ascii() => (Named::Meeting, rest),
            _ => (Named::Act, place),
        };
        let (start, nth) = place.split_once('.').unwrap_or((place, "0"));
        // an act's place never begins with `m`: it is written with a leading zero there
        let start = u32::try_from(from_base32(start)?).ok()?;
        Some(Self { document: DocumentNumber::parse(document)?, kind, start, nth: nth.parse().ok()? })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = to_base32(u64::from(self.start));
        let mark = match self.kind {
            Named::Meeting => "m",
            Named::Act if place.starts_with('m') => "0",
            Named::Act => "",
        };
        let nth = if self.nth == 0 { String::new() } else { format!(".{}", self.nth) };
        f.pad(&format!("{}-{mark}{place}{nth}", self.document))
    }
}

fn to_base32(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from(DIGITS[usize::try_from(number % 32).expect("under 32")]));
        number /= 32;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

fn from_base32(text: &str) -> Option<u64> {
    if text.is_empty() || text.len() > 12 {
        return None;
    }
    text.bytes().try_fold(0_u64, |number, byte| {
        let digit = DIGITS.iter().position(|&d| d == byte.to_ascii_lowercase())?;
        Some(number * 32 + digit as u64)
    })
}

/// A stable 63-bit hash of words, for keys that are only compared.
pub(crate) fn hash63(parts: &[&[u8]]) -> i64 {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let digest = hasher.finalize();
    let head: [u8; 8] = digest[..8].try_into().expect("eight of 32 bytes");
    i64::from_le_bytes(head) & i64::MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_read_back() {
        let document = DocumentHash::of(b"a release").number();
        for kind in [Named::Act, Named::Meeting] {
            for (start, nth) in [(0, 0), (21, 0), (672, 2), (20 * 32 + 5, 0), (u32::MAX, 31)] {
                let reference = Reference { document, kind, start, nth };
                assert_eq!(Reference::parse(&reference.to_string()), Some(reference), "{reference}");
            }
        }
        assert_eq!(Reference::parse("nothing"), None);
        assert_eq!(Reference::parse("0000000-é"), None);
    }

    #[test]
    fn hashes_read_back() {
        let hash = DocumentHash::of(b"");
        assert_eq!(DocumentHash::parse(&hash.to_string()), Some(hash));
        assert_eq!(DocumentHash::parse("sha256:12"), None);
        assert_eq!(DocumentNumber::parse(&hash.number().to_string()), Some(hash.number()));
    }
}
