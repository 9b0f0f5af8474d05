//! Bytes to characters: which encoding, and what could not be decoded.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::source_map::Units;

/// A source's characters and how they came about.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) encoding: &'static Encoding,
    pub(crate) units: Units,
    /// The encoding is neither marked nor UTF-8.
    pub(crate) guessed: bool,
    /// Stretches of bytes that stand for no character; each is one U+FFFD.
    pub(crate) n_undecodable: usize,
    /// The byte of `text` of the first such stretch.
    pub(crate) first_undecodable: Option<usize>,
    /// The last character is cut off (and counted in `n_undecodable`).
    pub(crate) truncated: bool,
}

/// Decodes a source: by its byte order mark; as UTF-8 where nearly all of it is; as UTF-16 where every second byte is
/// zero; else in the legacy encoding that its bytes are likeliest to be.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark_len)) = Encoding::for_bom(bytes) {
        let mut out = Decoded::new(encoding, false);
        out.units.push(1, 0, mark_len);
        out.decode(&bytes[mark_len..]);
        return out;
    }
    let (encoding, guessed) = guess(bytes);
    let mut out = Decoded::new(encoding, guessed);
    out.decode(bytes);
    out
}

fn guess(bytes: &[u8]) -> (&'static Encoding, bool) {
    if let Some(encoding) = guess_utf_16(bytes) {
        return (encoding, true);
    }
    if is_mostly_utf_8(bytes) {
        return (UTF_8, false);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    (detector.guess(None, Utf8Detection::Deny), true)
}

/// UTF-16 of mostly Latin text has a zero in nearly every pair, always on the same side.
fn guess_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 4 {
        return None;
    }
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let (first, second, n_pairs) = (zeros(0), zeros(1), head.len() / 2);
    let many = |n: usize| n * 10 >= n_pairs * 7;
    let few = |n: usize| n * 50 <= n_pairs;
    if many(second) && few(first) {
        Some(UTF_16LE)
    } else if many(first) && few(second) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether a source is UTF-8, perhaps with a few broken characters: at least ten good characters outside ASCII for
/// each bad stretch. Legacy text hardly ever has one.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut n_good, mut n_bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        n_good += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        n_bad += usize::from(!chunk.invalid().is_empty());
    }
    let only_cut_off = n_bad == 1 && bytes.utf8_chunks().last().is_some_and(|last| is_cut_off(last.invalid()));
    n_bad == 0 || only_cut_off || n_good >= 10 * n_bad
}

/// Whether the bytes at the end of a source are the beginning of a character of UTF-8 of three or four bytes, or of
/// two: what is left when a source is cut off.
fn is_cut_off(invalid: &[u8]) -> bool {
    std::str::from_utf8(invalid).is_err_and(|err| err.error_len().is_none())
}

impl Decoded {
    fn new(encoding: &'static Encoding, guessed: bool) -> Self {
        let (text, units) = (String::new(), Units::default());
        Self { text, encoding, units, guessed, n_undecodable: 0, first_undecodable: None, truncated: false }
    }

    fn decode(&mut self, bytes: &[u8]) {
        if self.encoding == UTF_8 {
            self.decode_utf_8(bytes);
        } else if self.encoding == UTF_16LE {
            self.decode_utf_16(bytes, u16::from_le_bytes);
        } else if self.encoding == UTF_16BE {
            self.decode_utf_16(bytes, u16::from_be_bytes);
        } else {
            self.decode_legacy(bytes);
        }
    }

    fn decode_utf_8(&mut self, bytes: &[u8]) {
        self.text.reserve(bytes.len());
        let mut end = 0;
        for chunk in bytes.utf8_chunks() {
            self.text.push_str(chunk.valid());
            if !chunk.valid().is_empty() {
                self.units.push(chunk.valid().len(), 1, 1);
            }
            end += chunk.valid().len() + chunk.invalid().len();
            if !chunk.invalid().is_empty() {
                self.truncated = end == bytes.len() && is_cut_off(chunk.invalid());
                self.push_undecodable(chunk.invalid().len());
            }
        }
    }

    fn decode_utf_16(&mut self, bytes: &[u8], pair: fn([u8; 2]) -> u16) {
        let (pairs, rest) = bytes.as_chunks::<2>();
        for unit in char::decode_utf16(pairs.iter().map(|&bytes| pair(bytes))) {
            match unit {
                Ok(c) => self.push(c, c.len_utf16() * 2),
                Err(_) => self.push_undecodable(2),
            }
        }
        if !rest.is_empty() {
            self.truncated = true;
            self.push_undecodable(rest.len());
        }
    }

    /// Feeds the decoder byte by byte, so that each character's length in the source is known; runs of ASCII go in
    /// one piece where the encoding is one byte a character.
    fn decode_legacy(&mut self, bytes: &[u8]) {
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        let mut pending = 0;
        let mut out = String::with_capacity(16);
        for at in 0..=bytes.len() {
            let (input, last) = (bytes.get(at..=at).unwrap_or_default(), at == bytes.len());
            pending += input.len();
            out.clear();
            let (mut result, mut n_read) = decoder.decode_to_string_without_replacement(input, &mut out, last);
            loop {
                self.push_all(&out, &mut pending);
                match result {
                    DecoderResult::Malformed(..) => {
                        // A byte that is not read belongs to the next character.
                        let unread = input.len() - n_read;
                        self.truncated |= last;
                        self.push_undecodable(pending - unread);
                        pending = unread;
                    }
                    DecoderResult::OutputFull => {}
                    DecoderResult::InputEmpty => break,
                }
                out.clear();
                let more = decoder.decode_to_string_without_replacement(&input[n_read..], &mut out, last);
                result = more.0;
                n_read += more.1;
            }
        }
    }

    /// Adds characters that `pending` bytes of the source made together.
    fn push_all(&mut self, out: &str, pending: &mut usize) {
        for c in out.chars() {
            self.push(c, std::mem::take(pending));
        }
    }

    fn push(&mut self, c: char, source_len: usize) {
        self.text.push(c);
        self.units.push(1, c.len_utf8(), source_len);
    }

    fn push_undecodable(&mut self, source_len: usize) {
        self.n_undecodable += 1;
        self.first_undecodable.get_or_insert(self.text.len());
        self.push(char::REPLACEMENT_CHARACTER, source_len);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8]) -> String {
        let d = decode(bytes);
        format!("{} {:?} undecodable={} truncated={}", d.encoding.name(), d.text, d.n_undecodable, d.truncated)
    }

    #[test]
    fn marked_and_unmarked_unicode() {
        assert_eq!(check("Norland’s".as_bytes()), "UTF-8 \"Norland’s\" undecodable=0 truncated=false");
        assert_eq!(check(b"\xEF\xBB\xBFNord"), "UTF-8 \"Nord\" undecodable=0 truncated=false");
        let utf_16: Vec<u8> = "\u{FEFF}Zürich".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(check(&utf_16), "UTF-16BE \"Zürich\" undecodable=0 truncated=false");
        let unmarked: Vec<u8> = "The Minister".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(check(&unmarked), "UTF-16LE \"The Minister\" undecodable=0 truncated=false");
    }

    #[test]
    fn legacy_text() {
        let text = b"The Minister\x92s visit \x96 a \x93first\x94 for Norland \x97 was caf\xE9-like.";
        let decoded = decode(text);
        assert_eq!(decoded.encoding.name(), "windows-1252");
        assert!(decoded.guessed && decoded.n_undecodable == 0);
        assert_eq!(decoded.text, "The Minister’s visit – a “first” for Norland — was café-like.");
        let (japanese, _, _) = encoding_rs::SHIFT_JIS.encode("共同声明は本日発表された。両国の外務大臣が会談した。");
        assert_eq!(decode(&japanese).text, "共同声明は本日発表された。両国の外務大臣が会談した。");
    }

    #[test]
    fn a_cut_off_end_is_told() {
        assert_eq!(check(b"The \xE2\x80"), "UTF-8 \"The \u{FFFD}\" undecodable=1 truncated=true");
        assert_eq!(check(b"\xFF\xFEA\0B"), "UTF-16LE \"A\u{FFFD}\" undecodable=1 truncated=true");
    }

    #[test]
    fn a_broken_byte_in_utf_8_does_not_make_it_legacy() {
        let mut bytes = "“é” ".repeat(20).into_bytes();
        bytes.extend(b"\xFF end");
        let decoded = decode(&bytes);
        assert_eq!((decoded.encoding, decoded.n_undecodable), (UTF_8, 1));
    }
}
