//! Compressed bytes, alone or against a text that both sides have.
//!
//! A record is mostly quotes of its text, and a text mostly a stretch of its source; packed against each other they
//! cost little more than their offsets.

use zstd::bulk::Compressor;
use zstd::dict::EncoderDictionary;

use crate::error::StoreError;

/// A document takes a millisecond, which reading it takes many times.
const LEVEL: i32 = 9;

/// The most of a dictionary that is worth loading.
const DICTIONARY_MAX: usize = 4 << 20;

/// Packs bytes against a dictionary; an empty one is none.
pub(crate) fn pack(bytes: &[u8], dictionary: &[u8]) -> Result<Vec<u8>, StoreError> {
    pack_with(Compressor::with_dictionary(LEVEL, raw(dictionary)), bytes)
}

/// A dictionary that many texts are packed against.
pub(crate) fn prepare(dictionary: &[u8]) -> EncoderDictionary<'static> {
    EncoderDictionary::copy(raw(dictionary), LEVEL)
}

/// Packs bytes against a dictionary that was prepared.
pub(crate) fn pack_against(bytes: &[u8], dictionary: &EncoderDictionary<'_>) -> Result<Vec<u8>, StoreError> {
    pack_with(Compressor::with_prepared_dictionary(dictionary), bytes)
}

fn pack_with(compressor: std::io::Result<Compressor<'_>>, bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut compressor = compressor.map_err(StoreError::Pack)?;
    let body = compressor.compress(bytes).map_err(StoreError::Pack)?;
    let length = u32::try_from(bytes.len()).map_err(|_| StoreError::corrupt("a source of more than 4 GiB"))?;
    let mut packed = Vec::with_capacity(body.len() + 4);
    packed.extend_from_slice(&length.to_le_bytes());
    packed.extend_from_slice(&body);
    Ok(packed)
}

/// Unpacks what [`pack`] made with the same dictionary.
pub(crate) fn unpack(packed: &[u8], dictionary: &[u8]) -> Result<Vec<u8>, StoreError> {
    let (length, body) =
        packed.split_first_chunk::<4>().ok_or_else(|| StoreError::corrupt("a packed text without its length"))?;
    let length = u32::from_le_bytes(*length) as usize;
    let mut decompressor = zstd::bulk::Decompressor::with_dictionary(raw(dictionary)).map_err(StoreError::Pack)?;
    let bytes =
        decompressor.decompress(body, length).map_err(|e| StoreError::corrupt(format!("a packed text: {e}")))?;
    if bytes.len() != length {
        return Err(StoreError::corrupt("a packed text of the wrong length"));
    }
    Ok(bytes)
}

/// The dictionary as zstd takes it: never one that only looks like a trained one.
fn raw(dictionary: &[u8]) -> &[u8] {
    const TRAINED: [u8; 4] = 0xEC30_A437_u32.to_le_bytes();
    if dictionary.starts_with(&TRAINED) { &[] } else { &dictionary[..dictionary.len().min(DICTIONARY_MAX)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_against_a_dictionary() {
        let text = "The two sides agreed to open the bridge at Tolva. ".repeat(40).into_bytes();
        for dictionary in [&b""[..], b"short", &text, &0xEC30_A437_u32.to_le_bytes()] {
            for packed in [pack(&text, dictionary), pack_against(&text, &prepare(dictionary))] {
                assert_eq!(unpack(&packed.unwrap(), dictionary).unwrap(), text);
            }
        }
        assert!(pack(&text, &text).unwrap().len() < 40);
        assert!(unpack(&[1, 0, 0, 0, 9], b"").is_err());
        assert_eq!(unpack(&pack(b"", b"").unwrap(), b"").unwrap(), b"");
    }
}
