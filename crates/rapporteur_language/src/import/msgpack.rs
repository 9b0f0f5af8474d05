//! Values in `MessagePack`, as spaCy and Thinc write them.

use std::fmt::Display;

use super::malformed;
use crate::error::ModelError;

/// A value with the file that it stands in.
#[derive(Debug, Clone)]
pub(super) struct Value {
    value: rmpv::Value,
    file: Box<str>,
}

/// An array of numbers with its shape.
#[derive(Debug)]
pub(super) struct Tensor {
    pub(super) shape: Vec<usize>,
    pub(super) data: Vec<f32>,
}

impl Value {
    pub(super) fn read(mut bytes: &[u8], file: &str) -> Result<Self, ModelError> {
        let value = rmpv::decode::read_value(&mut bytes).map_err(|err| malformed(file, err))?;
        Ok(Self { value, file: file.into() })
    }

    fn with(&self, value: &rmpv::Value) -> Self {
        Self { value: value.clone(), file: self.file.clone() }
    }

    pub(super) fn expected(&self, what: impl Display) -> ModelError {
        malformed(&self.file, what)
    }

    /// The value under `key`, a string or bytes.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let named = |name: &rmpv::Value| match name {
            rmpv::Value::Binary(bytes) => bytes == key.as_bytes(),
            name => name.as_str() == Some(key),
        };
        let pairs = self.value.as_map()?;
        pairs.iter().find(|(name, _)| named(name)).map(|(_, value)| self.with(value))
    }

    pub(super) fn field(&self, key: &str) -> Result<Self, ModelError> {
        self.get(key).ok_or_else(|| self.expected(format!("{key} expected")))
    }

    pub(super) fn is_nil(&self) -> bool {
        self.value.is_nil()
    }

    pub(super) fn bool(&self) -> Result<bool, ModelError> {
        self.value.as_bool().ok_or_else(|| self.expected("true or false expected"))
    }

    pub(super) fn number(&self) -> Result<u64, ModelError> {
        self.value.as_u64().ok_or_else(|| self.expected("a whole number expected"))
    }

    pub(super) fn text(&self) -> Result<String, ModelError> {
        self.value.as_str().map(str::to_owned).ok_or_else(|| self.expected("text expected"))
    }

    pub(super) fn list(&self) -> Result<Vec<Self>, ModelError> {
        let items = self.value.as_array().ok_or_else(|| self.expected("a list expected"))?;
        Ok(items.iter().map(|item| self.with(item)).collect())
    }

    pub(super) fn pairs(&self) -> Result<Vec<(Self, Self)>, ModelError> {
        let pairs = self.value.as_map().ok_or_else(|| self.expected("a map expected"))?;
        Ok(pairs.iter().map(|(key, value)| (self.with(key), self.with(value))).collect())
    }

    /// A value that was packed on its own and stored as bytes.
    pub(super) fn unpack(&self) -> Result<Self, ModelError> {
        match &self.value {
            rmpv::Value::Binary(bytes) => Self::read(bytes, &self.file),
            _ => Err(self.expected("packed bytes expected")),
        }
    }

    /// An array as `msgpack-numpy` writes it.
    pub(super) fn tensor(&self) -> Result<Tensor, ModelError> {
        if self.field("type")?.text()? != "<f4" {
            return Err(self.expected("an array of 32-bit numbers expected"));
        }
        let shape: Result<Vec<_>, _> = self.field("shape")?.list()?.iter().map(Self::number).collect();
        let shape: Result<Vec<_>, _> = shape?.into_iter().map(usize::try_from).collect();
        let shape = shape.map_err(|_| self.expected("a smaller array expected"))?;
        let rmpv::Value::Binary(bytes) = self.field("data")?.value else {
            return Err(self.expected("numbers expected"));
        };
        let data = floats(&bytes);
        if shape.iter().product::<usize>() == data.len() {
            Ok(Tensor { shape, data })
        } else {
            Err(self.expected("as many numbers as the shape says"))
        }
    }
}

/// Little-endian numbers.
pub(super) fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks::<4>().0.iter().map(|&number| f32::from_le_bytes(number)).collect()
}
