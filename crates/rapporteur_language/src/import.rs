//! Conversion of a spaCy pipeline's folder to one model file.
//!
//! Only what a reading needs goes in: no optimiser state, no string store, no second sentence splitter. Weights are packed
//! in the order in which the kernels use them, so opening the file is nearly free.

mod msgpack;
mod network;
mod ruler;
mod tables;

use std::fmt::Display;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use self::msgpack::Value;
use crate::error::ModelError;
use crate::file::{self, Arrays};
use crate::spec::{Header, Source};

/// Converts the pipeline in `folder` (where its `config.cfg` lies) to the bytes of a model file.
///
/// The bytes depend on the folder's files alone, and name each of them with its SHA-256.
///
/// # Errors
/// Where a file is missing or malformed, or the pipeline is not an English one of spaCy 3 with a shared `tok2vec`, a tagger,
/// a greedy parser, an attribute ruler, a rule lemmatizer and an entity recogniser with its own `tok2vec`.
pub fn convert(folder: &Path) -> Result<Vec<u8>, ModelError> {
    convert_as(folder, None)
}

/// As [`convert`], under a `name` other than that of the folder's `meta.json`, which differs where somebody packed a pipeline
/// anew.
///
/// # Errors
/// As [`convert`].
pub fn convert_as(folder: &Path, name: Option<&str>) -> Result<Vec<u8>, ModelError> {
    let mut folder = Folder { path: folder, sources: Vec::new() };
    let meta: serde_json::Value = folder.json("meta.json")?;
    let text = |key: &str| meta.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    check_config(&folder.text("config.cfg")?)?;
    let mut arrays = Arrays::default();
    let vectors = tables::vectors(&mut folder)?;
    let encoder =
        network::encoder(&folder.msgpack("tok2vec/model")?, "tok2vec/model", "encoder", vectors.as_ref(), &mut arrays)?;
    let tags = tables::tags(&folder.json("tagger/cfg")?)?;
    network::tagger(&folder.msgpack("tagger/model")?, tags.len(), &mut arrays)?;
    let parser = transitions(&mut folder, "parser", &mut arrays)?;
    let recogniser = transitions(&mut folder, "ner", &mut arrays)?;
    let recogniser_encoder = network::encoder(
        &folder.msgpack("ner/model")?,
        "ner/model",
        "recogniser_encoder",
        vectors.as_ref(),
        &mut arrays,
    )?;
    if let Some(vectors) = &vectors {
        vectors.push_keys(&mut arrays);
    }
    let header = Header {
        name: name.map_or_else(|| format!("{}_{}", text("lang"), text("name")), str::to_owned),
        version: text("version"),
        licence: text("license"),
        author: text("author"),
        url: text("url"),
        tokenizer: tables::tokenizer(&folder.msgpack("tokenizer")?)?,
        norms: tables::norms(&folder.msgpack("vocab/lookups.bin")?)?,
        rules: ruler::rules(&folder.msgpack("attribute_ruler/patterns")?)?,
        lemmatizer: tables::lemmatizer(&folder.msgpack("lemmatizer/lookups/lookups.bin")?, &mut arrays)?,
        encoder,
        tags,
        parser,
        recogniser_encoder,
        recogniser,
        sources: folder.sources(),
        arrays: std::collections::BTreeMap::default(),
    };
    Ok(file::write(header, arrays))
}

/// A pipeline's folder, with a record of what was read from it.
struct Folder<'p> {
    path: &'p Path,
    sources: Vec<Source>,
}

impl Folder<'_> {
    fn read(&mut self, name: &str) -> Result<Vec<u8>, ModelError> {
        let path = self.path.join(name);
        let bytes = fs::read(&path).map_err(|source| ModelError::Io { path, source })?;
        if self.sources.iter().all(|source| source.path != name) {
            let sha256 = format!("{:x}", Sha256::digest(&bytes));
            self.sources.push(Source { path: name.into(), bytes: bytes.len() as u64, sha256 });
        }
        Ok(bytes)
    }

    fn text(&mut self, name: &str) -> Result<String, ModelError> {
        String::from_utf8(self.read(name)?).map_err(|_| malformed(name, "text in UTF-8"))
    }

    fn json(&mut self, name: &str) -> Result<serde_json::Value, ModelError> {
        serde_json::from_slice(&self.read(name)?).map_err(|err| malformed(name, err))
    }

    fn msgpack(&mut self, name: &str) -> Result<Value, ModelError> {
        Value::read(&self.read(name)?, name)
    }

    fn sources(mut self) -> Vec<Source> {
        self.sources.sort_by(|a, b| a.path.cmp(&b.path));
        self.sources
    }
}

fn malformed(file: &str, what: impl Display) -> ModelError {
    ModelError::Malformed { file: file.into(), what: format!("{what}") }
}

/// Refuses pipelines whose settings the runtime does not follow.
fn check_config(config: &str) -> Result<(), ModelError> {
    let setting = |section: &str, key: &str| {
        let lines = config.lines().skip_while(|line| *line != format!("[{section}]")).skip(1);
        let mut lines = lines.take_while(|line| !line.starts_with('['));
        lines
            .find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='))
            .map(|value| value.trim().to_owned())
    };
    let wanted = [
        ("nlp", "lang", "\"en\""),
        ("components.tagger", "overwrite", "false"),
        ("components.parser", "learn_tokens", "false"),
        ("components.lemmatizer", "mode", "\"rule\""),
        ("components.lemmatizer", "overwrite", "false"),
    ];
    for (section, key, value) in wanted {
        let found = setting(section, key).unwrap_or_default();
        if found != value {
            return Err(ModelError::Unsupported(format!("[{section}] {key} should be {value}, found {found:?}")));
        }
    }
    // Written in one line, or as a section.
    let tokenizer = setting("nlp", "tokenizer").or_else(|| setting("nlp.tokenizer", "@tokenizers")).unwrap_or_default();
    if !tokenizer.contains("\"spacy.Tokenizer.v1\"") {
        return Err(ModelError::Unsupported(format!("its tokenizer is {tokenizer:?}")));
    }
    let pipeline = setting("nlp", "pipeline").unwrap_or_default();
    let disabled = setting("nlp", "disabled").unwrap_or_default();
    let names = |list: &str| -> Vec<String> { serde_json::from_str(list).unwrap_or_default() };
    let disabled = names(&disabled);
    let active: Vec<_> = names(&pipeline).into_iter().filter(|name| !disabled.contains(name)).collect();
    if active == ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"] {
        Ok(())
    } else {
        Err(ModelError::Unsupported(format!("its components are {}", active.join(", "))))
    }
}

/// A parser's or recogniser's network and classes.
fn transitions(
    folder: &mut Folder<'_>,
    name: &str,
    arrays: &mut Arrays,
) -> Result<Vec<crate::spec::MoveSpec>, ModelError> {
    let cfg = folder.json(&format!("{name}/cfg"))?;
    if cfg.get("beam_width").and_then(serde_json::Value::as_u64) != Some(1) {
        return Err(ModelError::Unsupported(format!("the {name} searches with a beam")));
    }
    let moves = tables::moves(&folder.msgpack(&format!("{name}/moves"))?, &format!("{name}/moves"))?;
    network::transitions(&folder.msgpack(&format!("{name}/model"))?, name, moves.len(), arrays)?;
    Ok(moves)
}
