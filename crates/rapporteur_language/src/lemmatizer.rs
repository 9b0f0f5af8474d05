//! The rule lemmatizer: endings, a list of words, exceptions.
//!
//! Source: `spacy/pipeline/lemmatizer.py` and `spacy/lang/en/lemmatizer.py`.

use crate::error::ModelError;
use crate::file::{Bytes, ModelFile};
use crate::labels::Pos;
use crate::unicode::{is_alpha, lower};

/// The tables of a pipeline.
#[derive(Debug)]
pub(crate) struct Lemmatizer {
    /// By part of speech.
    tables: Vec<Option<Table>>,
    /// Words, with a bit for each part of speech that has them.
    index: fst::Map<Bytes>,
    /// A part of speech, a zero byte and a word, with where its forms begin.
    exceptions: fst::Map<Bytes>,
    /// The forms of one exception in a line, with tabs between.
    forms: Bytes,
}

#[derive(Debug)]
struct Table {
    name: Box<str>,
    /// The bit in `index`.
    bit: u64,
    rules: Vec<(Box<str>, Box<str>)>,
}

impl Lemmatizer {
    pub(crate) fn open(file: &ModelFile) -> Result<Self, ModelError> {
        let specs = &file.header.lemmatizer;
        let table = |pos: &Pos| {
            let name = pos.as_str().to_ascii_lowercase();
            let number = specs.keys().position(|key| *key == name)?;
            let spec = &specs[&name];
            let rules = spec.rules.iter().map(|(old, new)| (old.as_str().into(), new.as_str().into()));
            let any = spec.has_index || spec.has_exceptions || !spec.rules.is_empty();
            any.then(|| Table { name: name.as_str().into(), bit: 1 << number, rules: rules.collect() })
        };
        let map = |name: &str| fst::Map::new(file.bytes(name)?).map_err(|_| ModelError::Array { name: name.into() });
        Ok(Self {
            tables: Pos::ALL.iter().map(table).collect(),
            index: map("lemmas.index")?,
            exceptions: map("lemmas.exceptions")?,
            forms: file.bytes("lemmas.forms")?,
        })
    }

    /// The lemma of a word with its part of speech and its morphological features.
    pub(crate) fn lemma(&self, word: &str, pos: Pos, morph: &str) -> String {
        if pos == Pos::Space || is_base_form(pos, morph) {
            return lower(word);
        }
        match &self.tables[pos as usize] {
            Some(table) => self.first_form(word, table),
            None if pos == Pos::Propn => word.into(),
            None => lower(word),
        }
    }

    /// The best form that endings and exceptions give.
    fn first_form(&self, word: &str, table: &Table) -> String {
        let string = lower(word);
        let (mut forms, mut unknown): (Vec<String>, Option<String>) = (Vec::new(), None);
        for (old, new) in &table.rules {
            let Some(stem) = string.strip_suffix(&**old) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if self.index.get(&form).is_some_and(|parts| parts & table.bit != 0) {
                forms.insert(0, form);
            } else if !form.chars().all(is_alpha) {
                forms.push(form);
            } else {
                unknown = unknown.or(Some(form));
            }
        }
        // An exception goes to the front, unless an ending gave the same form.
        for form in self.exceptions(&string, table) {
            if !forms.iter().any(|other| other == form) {
                forms.insert(0, form.into());
            }
        }
        forms.into_iter().next().or(unknown).unwrap_or_else(|| word.into())
    }

    fn exceptions(&self, word: &str, table: &Table) -> impl Iterator<Item = &str> {
        let start =
            self.exceptions.get(format!("{}\0{word}", table.name)).and_then(|start| usize::try_from(start).ok());
        let line = start
            .and_then(|start| self.forms.as_ref().get(start..))
            .and_then(|rest| rest.split(|&b| b == b'\n').next());
        line.and_then(|line| std::str::from_utf8(line).ok()).into_iter().flat_map(|line| line.split('\t'))
    }
}

/// Whether a word with these features is its own lemma.
fn is_base_form(pos: Pos, morph: &str) -> bool {
    let feature = |name: &str| morph.split('|').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let form = feature("VerbForm");
    match pos {
        Pos::Noun if feature("Number") == Some("Sing") => true,
        Pos::Verb if form == Some("Fin") && feature("Tense") == Some("Pres") && feature("Number").is_none() => true,
        _ => matches!(form, Some("Inf" | "None")) || feature("Degree") == Some("Pos"),
    }
}
