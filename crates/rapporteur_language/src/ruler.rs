//! The attribute ruler: part of speech and features from tag, word and dependency.
//!
//! Every pattern looks at what tagger and parser said, and later patterns override earlier ones. What the patterns for single
//! tokens make of a token depends on its tag, its dependency, its word and whether it is white space; each combination is
//! worked out once.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::error::ModelError;
use crate::labels::{Label, Pos, Tag};
use crate::spec::{OneOf, RuleSpec, SetSpec, TokenSpec};

/// What the patterns look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) tag: Tag,
    pub(crate) label: Label,
    /// The number of the word in lower case, or 0.
    pub(crate) word: u16,
    pub(crate) is_space: bool,
}

/// What the patterns set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) tag: Tag,
    pub(crate) label: Label,
    pub(crate) pos: Option<Pos>,
    pub(crate) morph: u16,
    /// One more than the number of the lemma in [`AttributeRuler::lemmas`], or 0.
    pub(crate) lemma: u16,
}

/// The patterns of a pipeline.
#[derive(Debug)]
pub(crate) struct AttributeRuler {
    rules: Vec<Rule>,
    /// Rules for a single token.
    single: Vec<usize>,
    /// Rules for several tokens.
    sequences: Vec<usize>,
    /// Whether a sequence may begin with a word or a label.
    begins: (Vec<bool>, Vec<bool>),
    pub(crate) morphs: Vec<Box<str>>,
    pub(crate) lemmas: Vec<Box<str>>,
}

/// Verdicts that were worked out before.
#[derive(Debug, Default)]
pub(crate) struct RulerScratch {
    /// By word, label, tag and white space: one more than the number of the verdict, or 0.
    known: Vec<u16>,
    verdicts: Vec<Verdict>,
    /// Tokens that a sequence changes, each with the rule.
    changes: Vec<(usize, usize)>,
}

#[derive(Debug)]
struct Rule {
    patterns: Vec<Vec<Condition>>,
    index: usize,
    set: Setting,
}

#[derive(Debug)]
struct Condition {
    tags: Option<Vec<bool>>,
    labels: Option<Vec<bool>>,
    words: Option<BTreeSet<u16>>,
    is_space: Option<bool>,
}

#[derive(Debug)]
struct Setting {
    tag: Option<Tag>,
    label: Option<Label>,
    pos: Option<Pos>,
    morph: Option<u16>,
    lemma: Option<u16>,
}

impl AttributeRuler {
    /// Prepares the patterns, and numbers the words that they look for.
    pub(crate) fn open(specs: &[RuleSpec], words: &mut FxHashMap<Box<str>, u16>) -> Result<Self, ModelError> {
        for word in specs
            .iter()
            .flat_map(|spec| spec.patterns.iter().flatten())
            .filter_map(|token| token.lower.as_ref())
            .flatten()
        {
            let number =
                u16::try_from(words.len() + 1).map_err(|_| ModelError::Unsupported("too many rules".into()))?;
            words.entry(word.as_str().into()).or_insert(number);
        }
        let mut ruler = Self {
            rules: Vec::new(),
            single: Vec::new(),
            sequences: Vec::new(),
            begins: (vec![false; words.len() + 1], vec![false; Label::ALL.len()]),
            morphs: vec!["".into()],
            lemmas: Vec::new(),
        };
        for spec in specs {
            let set = ruler.setting(&spec.set)?;
            let condition = |token: &TokenSpec| Condition::new(token, words);
            let patterns: Vec<Vec<_>> =
                spec.patterns.iter().map(|pattern| pattern.iter().map(condition).collect()).collect();
            let several = patterns.iter().any(|pattern| pattern.len() > 1);
            if several { &mut ruler.sequences } else { &mut ruler.single }.push(ruler.rules.len());
            for first in patterns.iter().filter_map(|pattern| pattern.first()).filter(|_| several) {
                match (&first.words, &first.labels) {
                    (Some(words), _) => words.iter().for_each(|&word| ruler.begins.0[usize::from(word)] = true),
                    (None, Some(labels)) => {
                        ruler.begins.1.iter_mut().zip(labels).for_each(|(begins, label)| *begins |= label);
                    }
                    (None, None) => {
                        return Err(ModelError::Unsupported(
                            "a sequence of the attribute ruler begins with any token".into(),
                        ));
                    }
                }
            }
            ruler.rules.push(Rule { patterns, index: spec.index, set });
        }
        Ok(ruler)
    }

    fn setting(&mut self, spec: &SetSpec) -> Result<Setting, ModelError> {
        fn label<T>(
            kind: &'static str,
            name: Option<&String>,
            find: impl Fn(&str) -> Option<T>,
        ) -> Result<Option<T>, ModelError> {
            let unknown = |name: &String| ModelError::UnknownLabel { kind, name: name.clone() };
            name.map(|name| find(name).ok_or_else(|| unknown(name))).transpose()
        }
        let number = |list: &mut Vec<Box<str>>, text: &String| {
            let place = list.iter().position(|known| **known == **text).unwrap_or_else(|| {
                list.push(text.as_str().into());
                list.len() - 1
            });
            u16::try_from(place).map_err(|_| ModelError::Unsupported("too many rules".into()))
        };
        Ok(Setting {
            tag: label("tag", spec.tag.as_ref(), Tag::from_name)?,
            label: label("dependency label", spec.dep.as_ref(), Label::from_name)?,
            pos: label("part of speech", spec.pos.as_ref(), Pos::from_name)?,
            morph: spec.morph.as_ref().map(|morph| number(&mut self.morphs, morph)).transpose()?,
            lemma: spec.lemma.as_ref().map(|lemma| number(&mut self.lemmas, lemma)).transpose()?,
        })
    }

    /// The verdict on each token of a text.
    pub(crate) fn apply(&self, looks: &[Look], scratch: &mut RulerScratch, mut each: impl FnMut(usize, Verdict)) {
        self.find_sequences(looks, &mut scratch.changes);
        let mut changes = std::mem::take(&mut scratch.changes).into_iter().peekable();
        for (token, &look) in looks.iter().enumerate() {
            let mut extra = Vec::new();
            while let Some((_, rule)) = changes.next_if(|&(changed, _)| changed == token) {
                extra.push(rule);
            }
            let verdict = if extra.is_empty() { self.single(look, scratch) } else { self.judge(look, &extra) };
            each(token, verdict);
        }
    }

    fn find_sequences(&self, looks: &[Look], changes: &mut Vec<(usize, usize)>) {
        changes.clear();
        for (start, look) in looks.iter().enumerate() {
            if !self.begins.0[usize::from(look.word)] && !self.begins.1[look.label as usize] {
                continue;
            }
            for &rule in &self.sequences {
                let fits = |pattern: &&Vec<Condition>| {
                    let tokens = looks.get(start..start + pattern.len());
                    tokens.is_some_and(|tokens| {
                        pattern.iter().zip(tokens).all(|(condition, &look)| condition.holds(look))
                    })
                };
                if self.rules[rule].patterns.iter().any(|pattern| fits(&pattern)) {
                    changes.push((start + self.rules[rule].index, rule));
                }
            }
        }
        changes.sort_unstable();
    }

    /// The verdict of the rules for single tokens.
    fn single(&self, look: Look, scratch: &mut RulerScratch) -> Verdict {
        let RulerScratch { known, verdicts, .. } = scratch;
        let place = ((usize::from(look.word) * Label::ALL.len() + look.label as usize) * Tag::ALL.len()
            + look.tag as usize)
            * 2
            + usize::from(look.is_space);
        if known.len() <= place {
            known.resize(self.begins.0.len() * Label::ALL.len() * Tag::ALL.len() * 2, 0);
        }
        if known[place] == 0 {
            let verdict = self.judge(look, &[]);
            let number = verdicts.iter().position(|known| *known == verdict).unwrap_or_else(|| {
                verdicts.push(verdict);
                verdicts.len() - 1
            });
            let Ok(number) = u16::try_from(number + 1) else { return verdict };
            known[place] = number;
        }
        verdicts[usize::from(known[place]) - 1]
    }

    /// Applies the rules for single tokens and those of `extra`, in order.
    fn judge(&self, look: Look, extra: &[usize]) -> Verdict {
        let mut verdict = Verdict { tag: look.tag, label: look.label, pos: None, morph: 0, lemma: 0 };
        let single =
            self.single.iter().filter(|&&rule| self.rules[rule].patterns.iter().any(|pattern| pattern[0].holds(look)));
        let rules: BTreeSet<usize> = single.chain(extra).copied().collect();
        for rule in rules {
            let set = &self.rules[rule].set;
            verdict.tag = set.tag.unwrap_or(verdict.tag);
            verdict.label = set.label.unwrap_or(verdict.label);
            verdict.pos = set.pos.or(verdict.pos);
            verdict.morph = set.morph.unwrap_or(verdict.morph);
            verdict.lemma = set.lemma.map_or(verdict.lemma, |lemma| lemma + 1);
        }
        verdict
    }
}

impl Condition {
    fn new(spec: &TokenSpec, words: &FxHashMap<Box<str>, u16>) -> Self {
        let number = |word: &String| words.get(word.as_str()).copied();
        Self {
            tags: spec.tag.as_ref().map(|tags| Tag::ALL.iter().map(|tag| tags.holds(tag.as_str())).collect()),
            labels: spec
                .dep
                .as_ref()
                .map(|labels| Label::ALL.iter().map(|label| labels.holds(label.as_str())).collect()),
            words: spec.lower.as_ref().map(|lower| lower.iter().filter_map(number).collect()),
            is_space: spec.is_space,
        }
    }

    fn holds(&self, look: Look) -> bool {
        self.tags.as_ref().is_none_or(|tags| tags[look.tag as usize])
            && self.labels.as_ref().is_none_or(|labels| labels[look.label as usize])
            && self.words.as_ref().is_none_or(|words| words.contains(&look.word))
            && self.is_space.is_none_or(|is_space| is_space == look.is_space)
    }
}

impl OneOf {
    fn holds(&self, name: &str) -> bool {
        match self {
            Self::In(names) => names.iter().any(|other| other == name),
            Self::NotIn(names) => names.iter().all(|other| other != name),
        }
    }
}
