//! The whole document as one run of words with their trees.

use std::ops::Range;

use rapporteur_language::{Analysis, EntityLabel, Label, Pos, Tag};
use rapporteur_record::Span;
use rapporteur_text::Document;

use crate::lexicon::Lexicon;
use crate::straighten::{Straightened, straighten};

/// One word of the document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Bytes of the document's text.
    pub(crate) span: Span,
    pub(crate) tag: Tag,
    pub(crate) pos: Pos,
    pub(crate) head: usize,
    pub(crate) label: Label,
    /// Index into [`Tree::sentences`].
    pub(crate) sentence: usize,
    pub(crate) entity: Option<EntityLabel>,
    /// Bytes of [`Tree::letters`].
    lemma: Span,
    lower: Span,
}

/// One sentence: words that hang together.
#[derive(Debug, Clone)]
pub(crate) struct Sentence {
    pub(crate) words: Range<usize>,
    /// Index of the document's block.
    pub(crate) block: usize,
}

/// Every analysed block of a document, laid end to end. Word indexes count through the whole document.
#[derive(Debug)]
pub(crate) struct Tree<'t> {
    pub(crate) text: &'t str,
    pub(crate) words: Vec<Word>,
    pub(crate) sentences: Vec<Sentence>,
    /// Lemmas and lower-case forms.
    letters: String,
    /// Dependents of all words; those of word `i` are `kids[first_kid[i]..first_kid[i + 1]]`.
    kids: Vec<u32>,
    first_kid: Vec<u32>,
    /// The outermost words below each word, itself included.
    edges: Vec<(u32, u32)>,
}

impl<'t> Tree<'t> {
    /// Lays the analyses of blocks end to end. Each is of a block's content, [straightened](straighten).
    pub(crate) fn new(document: &'t Document, analyses: &[Analysis]) -> Self {
        let text = &document.text;
        let mut tree = Self {
            text,
            words: Vec::new(),
            sentences: Vec::new(),
            letters: String::new(),
            kids: Vec::new(),
            first_kid: Vec::new(),
            edges: Vec::new(),
        };
        for (index, (block, analysis)) in document.blocks.iter().zip(analyses).enumerate() {
            if !analysis.tokens.is_empty() {
                let straight = straighten(&text[block.content.range()]);
                tree.append(index, block.content.start, &straight, analysis);
            }
        }
        tree.index();
        tree
    }

    fn append(&mut self, block: usize, offset: u32, straight: &Straightened<'_>, analysis: &Analysis) {
        let base = self.words.len();
        for range in analysis.sentences() {
            let sentence = self.sentences.len();
            self.sentences.push(Sentence { words: base + range.start..base + range.end, block });
            for i in range {
                let token = &analysis.tokens[i];
                let span = Span { start: straight.printed(token.span.start), end: straight.printed(token.span.end) }
                    .shift(offset);
                let lemma = self.keep(&lemma(analysis, i));
                let lower = self.keep(&straight.text[token.span.range()].to_lowercase());
                self.words.push(Word {
                    span,
                    tag: token.tag,
                    pos: token.pos,
                    head: base + token.head as usize,
                    label: token.label,
                    sentence,
                    entity: None,
                    lemma,
                    lower,
                });
            }
        }
        for entity in &analysis.entities {
            for i in entity.tokens.clone() {
                self.words[base + i as usize].entity = Some(entity.label);
            }
        }
    }

    /// Joins a sentence with the one behind it: what hung on nothing there hangs on the last word here.
    pub(crate) fn join_next(&mut self, sentence: usize) {
        let words = self.sentences[sentence].words.clone();
        let next = self.sentences.remove(sentence + 1).words;
        let last = (words.start..words.end).rev().find(|&w| self.words[w].pos != Pos::Punct).unwrap_or(words.start);
        for word in next.clone() {
            if self.words[word].head == word {
                self.words[word].head = last;
                self.words[word].label = Label::Appos;
            }
        }
        self.sentences[sentence].words = words.start..next.end;
        for word in &mut self.words[next.start..] {
            word.sentence -= 1;
        }
    }

    fn keep(&mut self, letters: &str) -> Span {
        let start = self.letters.len();
        self.letters.push_str(letters);
        Span::new(start, self.letters.len())
    }

    /// Rebuilds the dependents and edges after heads have changed.
    pub(crate) fn index(&mut self) {
        let n = self.words.len();
        let mut counts = vec![0u32; n + 1];
        for (i, word) in self.words.iter().enumerate() {
            if word.head != i {
                counts[word.head + 1] += 1;
            }
        }
        for i in 0..n {
            counts[i + 1] += counts[i];
        }
        let mut next = counts.clone();
        self.kids = vec![0; counts[n] as usize];
        for (i, word) in self.words.iter().enumerate() {
            if word.head != i {
                self.kids[next[word.head] as usize] = narrow(i);
                next[word.head] += 1;
            }
        }
        self.first_kid = counts;
        self.edges = (0..n).map(|i| (narrow(i), narrow(i))).collect();
        for i in 0..n {
            let mut at = i;
            let mut steps = 0;
            // Climbs until nothing changes; the step bound guards against a cycle in a tree that was repaired badly.
            while self.words[at].head != at && steps < n {
                let head = self.words[at].head;
                let (low, high) = self.edges[at];
                let edge = &mut self.edges[head];
                let wider = (edge.0.min(low), edge.1.max(high));
                if wider == *edge {
                    break;
                }
                *edge = wider;
                at = head;
                steps += 1;
            }
        }
    }

    /// The dependents of a word, left to right.
    pub(crate) fn kids(&self, i: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.kids[self.first_kid[i] as usize..self.first_kid[i + 1] as usize].iter().map(|&k| k as usize)
    }

    /// The first dependent with one of the labels.
    pub(crate) fn kid(&self, i: usize, labels: &[Label]) -> Option<usize> {
        self.kids(i).find(|&k| labels.contains(&self.words[k].label))
    }

    /// The lemma, in lower case.
    pub(crate) fn lemma(&self, i: usize) -> &str {
        &self.letters[self.words[i].lemma.range()]
    }

    /// The word itself, in lower case.
    pub(crate) fn lower(&self, i: usize) -> &str {
        &self.letters[self.words[i].lower.range()]
    }

    /// The word as printed.
    pub(crate) fn word(&self, i: usize) -> &'t str {
        &self.text[self.words[i].span.range()]
    }

    pub(crate) fn label(&self, i: usize) -> Label {
        self.words[i].label
    }

    pub(crate) fn head(&self, i: usize) -> usize {
        self.words[i].head
    }

    /// The words of a sentence that holds word `i`.
    pub(crate) fn sentence_of(&self, i: usize) -> Range<usize> {
        self.sentences[self.words[i].sentence].words.clone()
    }

    /// The block that holds word `i`.
    pub(crate) fn block_of(&self, i: usize) -> usize {
        self.sentences[self.words[i].sentence].block
    }

    /// Everything below a word, from the leftmost to the rightmost, within its sentence.
    pub(crate) fn subtree(&self, i: usize) -> Range<usize> {
        let (low, high) = self.edges[i];
        low as usize..high as usize + 1
    }

    /// The bytes of a range of words, without white space and marks at its ends.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let mut range = range;
        while range.start < range.end && self.is_edge_mark(range.start) {
            range.start += 1;
        }
        while range.start < range.end
            && (self.is_edge_mark(range.end - 1) || self.words[range.end - 1].pos == Pos::Cconj)
            && !self.closes(&range)
        {
            range.end -= 1;
        }
        if range.is_empty() {
            return Span::default();
        }
        self.words[range.start].span.cover(self.words[range.end - 1].span)
    }

    /// Whether the last word closes a bracket or quotation that opens inside.
    fn closes(&self, range: &Range<usize>) -> bool {
        let opening = match self.word(range.end - 1) {
            ")" => "(",
            "]" => "[",
            "”" => "“",
            _ => return false,
        };
        range.clone().any(|i| self.word(i) == opening)
    }

    fn is_edge_mark(&self, i: usize) -> bool {
        matches!(self.words[i].pos, Pos::Punct | Pos::Space) && self.word(i) != "%"
    }

    pub(crate) fn is_noun(&self, i: usize) -> bool {
        matches!(self.words[i].pos, Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num)
    }

    /// Whether a noun is a plural, by its tag or because its form is not its lemma.
    pub(crate) fn is_plural(&self, i: usize) -> bool {
        match self.words[i].tag {
            Tag::Nns | Tag::Nnps => true,
            Tag::Nnp => self.lower(i) != self.lemma(i) && self.lower(i).ends_with('s'),
            _ => false,
        }
    }

    pub(crate) fn is_verb(&self, i: usize) -> bool {
        matches!(self.words[i].tag, Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz)
    }

    /// Whether a verb is finite by itself or by an auxiliary below it.
    pub(crate) fn is_finite(&self, i: usize) -> bool {
        let finite = |i: usize| matches!(self.words[i].tag, Tag::Vbd | Tag::Vbp | Tag::Vbz | Tag::Md);
        finite(i) || self.kids(i).any(|k| matches!(self.label(k), Label::Aux | Label::Auxpass) && finite(k))
    }

    /// Whether a verb stands in the passive.
    pub(crate) fn is_passive(&self, i: usize) -> bool {
        self.kids(i).any(|k| matches!(self.label(k), Label::Auxpass | Label::Nsubjpass))
    }

    /// Whether a verb is denied.
    pub(crate) fn is_negated(&self, i: usize) -> bool {
        // "not only", "not just" deny nothing.
        let denies = |k: usize| {
            let next = self.words.get(k + 1).map(|_| self.lower(k + 1));
            !matches!(next, Some("only" | "just" | "merely" | "simply"))
        };
        self.kids(i).any(|k| self.label(k) == Label::Neg && denies(k) || self.lower(k) == "never")
    }

    /// The word and those coordinated with it, left to right.
    pub(crate) fn conjuncts(&self, i: usize) -> Vec<usize> {
        let mut all = vec![i];
        let mut at = 0;
        while at < all.len() {
            all.extend(self.kids(all[at]).filter(|&k| self.label(k) == Label::Conj));
            at += 1;
        }
        all.sort_unstable();
        all
    }

    /// Whether `i` stands below `above`, or is it.
    pub(crate) fn is_below(&self, i: usize, above: usize) -> bool {
        let mut at = i;
        for _ in 0..=self.words.len() {
            if at == above {
                return true;
            }
            let head = self.words[at].head;
            if head == at {
                return false;
            }
            at = head;
        }
        false
    }

    /// The object of the first preposition `word` below `i`: its noun or its verb in -ing.
    pub(crate) fn prep_object(&self, i: usize, word: &str) -> Option<usize> {
        self.preps(i, word).find_map(|p| self.kid(p, &[Label::Pobj, Label::Pcomp]))
    }

    /// The prepositions `word` below `i`: those behind it first, since one at the sentence's head ("On the issue of
    /// trade, …") seldom has an argument.
    pub(crate) fn preps<'s>(&'s self, i: usize, word: &'s str) -> impl Iterator<Item = usize> + 's {
        let is_wanted = move |&k: &usize| {
            matches!(self.label(k), Label::Prep | Label::Agent | Label::Dative | Label::Prt) && self.lower(k) == word
        };
        let (behind, before) = (self.kids(i).filter(move |&k| k > i), self.kids(i).filter(move |&k| k < i));
        behind.chain(before).filter(is_wanted)
    }
}

/// The lemma in lower case; of a name that is a plural ("the Foreign Ministers") the singular, which the model does not
/// form, and does not always tag as one.
fn lemma(analysis: &Analysis, i: usize) -> String {
    let lemma = analysis.lemma(i).to_lowercase();
    let singular = match lemma.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => lemma.strip_suffix('s').unwrap_or(&lemma).to_owned(),
    };
    let plural = match analysis.tokens[i].tag {
        Tag::Nnps => true,
        Tag::Nnp => Lexicon::embedded().head(&lemma).is_none() && Lexicon::embedded().head(&singular).is_some(),
        _ => false,
    };
    if plural { singular } else { lemma }
}

fn narrow(i: usize) -> u32 {
    u32::try_from(i).expect("a document has under 4 billion words")
}
