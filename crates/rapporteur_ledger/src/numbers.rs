//! Lists of small numbers, packed: seven bits a byte, as LEB128.

use crate::error::StoreError;

/// Writes numbers one after another.
#[derive(Debug, Default)]
pub(crate) struct Writer(Vec<u8>);

/// Reads what a [`Writer`] wrote.
#[derive(Debug)]
pub(crate) struct Reader<'b>(&'b [u8]);

impl Writer {
    pub(crate) fn number(&mut self, mut value: u64) -> &mut Self {
        while value >= 0x80 {
            self.0.push(u8::try_from(value & 0x7f).expect("seven bits") | 0x80);
            value >>= 7;
        }
        self.0.push(u8::try_from(value).expect("under 0x80"));
        self
    }

    /// Writes the length, then the numbers.
    pub(crate) fn list(&mut self, values: impl ExactSizeIterator<Item = u64>) -> &mut Self {
        self.number(values.len() as u64);
        for value in values {
            self.number(value);
        }
        self
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.0
    }
}

impl<'b> Reader<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn number(&mut self) -> Result<u64, StoreError> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.0.split_first().ok_or_else(|| StoreError::corrupt("a number list cut short"))?;
            self.0 = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(StoreError::corrupt("a number of more than 64 bits"))
    }

    pub(crate) fn small(&mut self) -> Result<u32, StoreError> {
        u32::try_from(self.number()?).map_err(|_| StoreError::corrupt("an offset of more than 32 bits"))
    }

    pub(crate) fn list(&mut self) -> Result<Vec<u64>, StoreError> {
        let n = self.number()?;
        if n > self.0.len() as u64 {
            return Err(StoreError::corrupt("a number list cut short"));
        }
        (0..n).map(|_| self.number()).collect()
    }

    /// The bytes not yet read.
    pub(crate) fn rest(&self) -> &'b [u8] {
        self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back() {
        let mut writer = Writer::default();
        writer.number(0).number(127).number(128).number(u64::MAX).list([5, 300].into_iter());
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        let read: Vec<u64> = (0..4).map(|_| reader.number().unwrap()).collect();
        assert_eq!(read, [0, 127, 128, u64::MAX]);
        assert_eq!(reader.list().unwrap(), [5, 300]);
        assert!(reader.is_empty());
        assert!(Reader::new(&[200, 1]).list().is_err());
        assert!(Reader::new(&[0xff]).number().is_err());
    }
}
