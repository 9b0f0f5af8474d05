//! The container of a model: a header in JSON, then arrays that are used where they lie.
//!
//! ```text
//! magic  8 bytes  "RAPPLANG"
//! format 4 bytes  little-endian, 1
//! length 4 bytes  little-endian, of the header
//! header JSON, padded with blanks so that the arrays begin at a multiple of 64
//! arrays each at a multiple of 64, little-endian
//! ```

use std::collections::BTreeMap;
use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::error::ModelError;
use crate::spec::{ArraySpec, Header};

const MAGIC: &[u8; 8] = b"RAPPLANG";
const FORMAT: u32 = 1;
const PREAMBLE: usize = 16;

/// What arrays are aligned to.
pub(crate) const ALIGNMENT: usize = 64;

/// The bytes of a model, wherever they live.
pub(crate) enum Store {
    Embedded(&'static [u8]),
    Heap(Box<[Line]>, usize),
    Mapped(memmap2::Mmap),
}

/// Sixty-four bytes, so that a copy on the heap is aligned as a file is.
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C, align(64))]
pub(crate) struct Line([u8; ALIGNMENT]);

impl Store {
    /// An aligned copy.
    pub(crate) fn copy(bytes: &[u8]) -> Self {
        let mut lines = vec![Line([0; ALIGNMENT]); bytes.len().div_ceil(ALIGNMENT)].into_boxed_slice();
        bytemuck::cast_slice_mut(&mut lines)[..bytes.len()].copy_from_slice(bytes);
        Self::Heap(lines, bytes.len())
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Embedded(bytes) => bytes,
            Self::Heap(lines, len) => &bytemuck::cast_slice(lines)[..*len],
            Self::Mapped(map) => map,
        }
    }
}

/// An opened model file.
pub(crate) struct ModelFile {
    pub(crate) header: Header,
    store: Arc<Store>,
    arrays: usize,
}

impl ModelFile {
    /// Reads the header and checks that every array lies inside the file.
    pub(crate) fn open(store: Store) -> Result<Self, ModelError> {
        let bytes = store.bytes();
        let number = |at: usize| {
            bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes).ok_or(ModelError::Truncated)
        };
        if !bytes.starts_with(MAGIC) {
            return Err(ModelError::NotAModel);
        }
        if number(8)? != FORMAT {
            return Err(ModelError::Format { found: number(8)?, known: FORMAT });
        }
        let arrays = usize::try_from(number(12)?).ok().and_then(|len| len.checked_add(PREAMBLE));
        let header = arrays.and_then(|end| bytes.get(PREAMBLE..end)).ok_or(ModelError::Truncated)?;
        let header: Header = serde_json::from_slice(header).map_err(ModelError::Header)?;
        let file = Self { header, arrays: arrays.unwrap_or_default(), store: Arc::new(store) };
        if !file.store.bytes().as_ptr().addr().is_multiple_of(ALIGNMENT) || !file.arrays.is_multiple_of(ALIGNMENT) {
            return Err(ModelError::Misaligned);
        }
        file.header.arrays.keys().try_for_each(|name| file.bytes(name).map(|_| ()))?;
        Ok(file)
    }

    /// An array of `len` numbers.
    pub(crate) fn floats(&self, name: &str, len: usize) -> Result<Floats, ModelError> {
        let range = self.range(name)?;
        let slice: Result<&[f32], _> = bytemuck::try_cast_slice(&self.store.bytes()[range.clone()]);
        match slice {
            Ok(slice) if slice.len() == len => Ok(Floats { store: Arc::clone(&self.store), range }),
            _ => Err(ModelError::Array { name: name.into() }),
        }
    }

    /// An array of bytes.
    pub(crate) fn bytes(&self, name: &str) -> Result<Bytes, ModelError> {
        Ok(Bytes { store: Arc::clone(&self.store), range: self.range(name)? })
    }

    fn range(&self, name: &str) -> Result<Range<usize>, ModelError> {
        let missing = || ModelError::Array { name: name.into() };
        let &ArraySpec { start, len } = self.header.arrays.get(name).ok_or_else(missing)?;
        let start = self.arrays.checked_add(start).ok_or(ModelError::Truncated)?;
        let end = start.checked_add(len).ok_or(ModelError::Truncated)?;
        if end <= self.store.bytes().len() { Ok(start..end) } else { Err(ModelError::Truncated) }
    }
}

/// Numbers inside a model file.
#[derive(Clone)]
pub(crate) struct Floats {
    store: Arc<Store>,
    range: Range<usize>,
}

impl Deref for Floats {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        bytemuck::cast_slice(&self.store.bytes()[self.range.clone()])
    }
}

impl std::fmt::Debug for Floats {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} numbers", self.len())
    }
}

/// Bytes inside a model file.
#[derive(Clone)]
pub(crate) struct Bytes {
    store: Arc<Store>,
    range: Range<usize>,
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.store.bytes()[self.range.clone()]
    }
}

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.range.len())
    }
}

/// Arrays on their way into a file.
#[derive(Debug, Default)]
pub(crate) struct Arrays {
    payload: Vec<u8>,
    specs: BTreeMap<String, ArraySpec>,
}

impl Arrays {
    pub(crate) fn push_bytes(&mut self, name: impl Into<String>, bytes: &[u8]) {
        self.payload.resize(self.payload.len().next_multiple_of(ALIGNMENT), 0);
        self.specs.insert(name.into(), ArraySpec { start: self.payload.len(), len: bytes.len() });
        self.payload.extend_from_slice(bytes);
    }

    pub(crate) fn push(&mut self, name: impl Into<String>, numbers: &[f32]) {
        self.push_bytes(name, bytemuck::cast_slice(numbers));
    }
}

/// Lays out a model file; the same header and arrays always give the same bytes.
pub(crate) fn write(mut header: Header, arrays: Arrays) -> Vec<u8> {
    header.arrays = arrays.specs;
    let mut json = serde_json::to_vec(&header).expect("a header holds nothing that JSON cannot");
    json.resize((PREAMBLE + json.len()).next_multiple_of(ALIGNMENT) - PREAMBLE, b' ');
    let length = u32::try_from(json.len()).expect("headers are small");
    [MAGIC.as_slice(), &FORMAT.to_le_bytes(), &length.to_le_bytes(), &json, &arrays.payload].concat()
}
