//! One reading of texts, stage by stage.

use std::ops::Range;
use std::sync::Arc;

use rapporteur_record::Span;

use crate::analysis::{Analysis, Morph, Token};
use crate::kernels::ROWS;
use crate::labels::{Pos, Tag};
use crate::parser::Pause;
use crate::pipeline::Pipeline;
use crate::recogniser::{About, Recogniser};
use crate::ruler::Look;
use crate::scratch::Scratch;
use crate::spec::WIDTH;
use crate::stages::{Laps, Stage, StageTimes};
use crate::tokenizer::RawToken;
use crate::tree::Tree;

/// Tokens that are encoded at a time.
const WINDOW: usize = 1024;
/// Tokens whose features are computed at a time.
const PIECE: usize = 256;

impl Pipeline {
    /// Analyses one text. Any text will do; of one over 4 GiB, only as much as spans can address is read.
    pub fn analyse(&self, text: &str) -> Analysis {
        let mut scratch = self.borrow_scratch();
        let analysis = self.analyse_with(text, &mut scratch);
        self.return_scratch(scratch);
        analysis
    }

    /// Analyses one text with working memory of the caller's.
    pub fn analyse_with(&self, text: &str, scratch: &mut Scratch) -> Analysis {
        self.analyse_all_with(&[text], scratch).pop().unwrap_or_default()
    }

    /// Analyses several texts, each by itself; short ones are read faster together.
    pub fn analyse_all<T: AsRef<str>>(&self, texts: &[T]) -> Vec<Analysis> {
        let mut scratch = self.borrow_scratch();
        let analyses = self.analyse_all_with(texts, &mut scratch);
        self.return_scratch(scratch);
        analyses
    }

    /// As [`Self::analyse_all`], with working memory of the caller's.
    pub fn analyse_all_with<T: AsRef<str>>(&self, texts: &[T], scratch: &mut Scratch) -> Vec<Analysis> {
        self.read(texts, scratch, true, &mut ())
    }

    /// As [`Self::analyse_all`] without entities, which saves two fifths of the time.
    pub fn parse_all<T: AsRef<str>>(&self, texts: &[T]) -> Vec<Analysis> {
        let mut scratch = self.borrow_scratch();
        let analyses = self.read(texts, &mut scratch, false, &mut ());
        self.return_scratch(scratch);
        analyses
    }

    /// As [`Self::analyse_all_with`], adding the time of each stage to `times`.
    pub fn analyse_all_timed<T: AsRef<str>>(
        &self,
        texts: &[T],
        scratch: &mut Scratch,
        times: &mut StageTimes,
    ) -> Vec<Analysis> {
        self.read(texts, scratch, true, times)
    }

    fn read<T: AsRef<str>>(
        &self,
        texts: &[T],
        scratch: &mut Scratch,
        with_entities: bool,
        laps: &mut impl Laps,
    ) -> Vec<Analysis> {
        const MOST_BYTES: usize = u32::MAX as usize;
        let readable = |text: &T| -> usize { text.as_ref().floor_char_boundary(text.as_ref().len().min(MOST_BYTES)) };
        let texts: Vec<&str> = texts.iter().map(|text| &text.as_ref()[..readable(text)]).collect();
        let empty = || Analysis { morphs: Arc::clone(&self.morphs), ..Analysis::default() };
        let mut analyses: Vec<Analysis> = texts.iter().map(|_| empty()).collect();
        laps.begin();
        self.tokenize(&texts, scratch);
        laps.lap(Stage::Tokenizer);
        self.tag_and_parse(scratch, laps);
        if with_entities {
            self.recognise(scratch, &mut analyses, laps);
        }
        for (number, (text, analysis)) in texts.into_iter().zip(&mut analyses).enumerate() {
            self.judge(number, text, scratch, analysis);
        }
        laps.lap(Stage::Rules);
        analyses
    }

    fn tokenize(&self, texts: &[&str], scratch: &mut Scratch) {
        scratch.prepare(self);
        let Scratch { lexicon, tokenizer, tokens, raw, texts: ranges, .. } = scratch;
        raw.clear();
        ranges.clear();
        for text in texts {
            if !raw.is_empty() {
                let padding = RawToken { lexeme: RawToken::PADDING, start: 0, end: 0, space_after: false };
                raw.resize(raw.len() + self.encoder.depth().max(self.recogniser_encoder.depth()), padding);
            }
            self.tokenizer.tokenize(text, &self.vocabulary, lexicon, tokenizer, tokens);
            ranges.push(raw.len()..raw.len() + tokens.len());
            raw.extend_from_slice(tokens);
        }
    }

    fn tag_and_parse(&self, scratch: &mut Scratch, laps: &mut impl Laps) {
        scratch.tags.clear();
        scratch.trees.resize_with(scratch.trees.len().max(scratch.texts.len()), Tree::default);
        scratch.trees.iter_mut().for_each(Tree::clear);
        for window in windows(&scratch.raw, WINDOW) {
            let Scratch { lexicon, raw, encoder, embeddings, tag_scores, tags, .. } = scratch;
            self.encoder.encode(raw, window.clone(), lexicon, self.kernels, embeddings, encoder);
            laps.lap(Stage::Encoder);
            self.tag(encoder.vectors(&self.encoder), window.len(), tag_scores, tags);
            laps.lap(Stage::Tagger);
            for (number, piece) in pieces(&scratch.texts, &window) {
                self.parse(number, piece, window.start, scratch, laps);
            }
        }
    }

    /// Parses a piece of a text, whose vectors are those of the window that begins at `window_start`.
    fn parse(
        &self,
        number: usize,
        piece: Range<usize>,
        window_start: usize,
        scratch: &mut Scratch,
        laps: &mut impl Laps,
    ) {
        let Scratch { lexicon, raw, texts, encoder, embeddings, earlier, features, parser, trees, .. } = scratch;
        let (kernels, text) = (self.kernels, texts[number].clone());
        if piece.start == text.start {
            parser.begin(text.len());
        }
        for start in piece.clone().step_by(PIECE) {
            let part = start..piece.end.min(start + PIECE);
            let vectors = &encoder.vectors(&self.encoder)[(part.start - window_start) * WIDTH..];
            self.parser.network.precompute(vectors, part.len(), kernels, features);
            laps.lap(Stage::ParserFeatures);
            parser.enter(part.end - text.start, features);
            while let Pause::Token(token) = self.parser.advance(parser, kernels) {
                let block = parser.block(token);
                let range = text.start + block.start as usize..text.start + block.end as usize;
                self.encoder.encode(raw, range.clone(), lexicon, kernels, embeddings, earlier);
                self.parser.network.precompute(earlier.vectors(&self.encoder), range.len(), kernels, features);
                parser.supply(block, features);
            }
            laps.lap(Stage::Parser);
        }
        if piece.end == text.end {
            let tree = &mut trees[number];
            self.parser.finish(parser, &mut tree.heads, &mut tree.dependencies);
            tree.finish(|token| lexicon.get(raw[text.start + token].lexeme).attributes.is_space);
            laps.lap(Stage::Parser);
        }
    }

    fn tag(&self, vectors: &[f32], count: usize, scores: &mut Vec<f32>, tags: &mut Vec<Tag>) {
        let rows = count.next_multiple_of(ROWS);
        scores.resize(scores.len().max(rows * self.tagger.outputs), 0.0);
        self.kernels.linear(&self.tagger, vectors, rows, scores);
        for scores in scores.chunks_exact(self.tagger.outputs).take(count) {
            let scores = &scores[..self.tags.len()];
            let best = (1..scores.len()).fold(0, |best, tag| if scores[tag] > scores[best] { tag } else { best });
            tags.push(self.tags[best]);
        }
    }

    fn recognise(&self, scratch: &mut Scratch, analyses: &mut [Analysis], laps: &mut impl Laps) {
        let Scratch { lexicon, raw, texts, encoder, recogniser_embeddings, recogniser, trees, .. } = scratch;
        let kernels = self.kernels;
        for window in windows(raw, WINDOW) {
            self.recogniser_encoder.encode(raw, window.clone(), lexicon, kernels, recogniser_embeddings, encoder);
            laps.lap(Stage::RecogniserEncoder);
            for (number, piece) in pieces(texts, &window) {
                let text = texts[number].clone();
                if piece.start == text.start {
                    Recogniser::begin(recogniser);
                }
                for start in piece.clone().step_by(PIECE) {
                    let part = start..piece.end.min(start + PIECE);
                    let vectors = &encoder.vectors(&self.recogniser_encoder)[(part.start - window.start) * WIDTH..];
                    self.recogniser.network.precompute(vectors, part.len(), kernels, &mut recogniser.features);
                    let about = |token: usize| {
                        let starts_sentence = *trees[number].sentence_starts.get(token)?;
                        let is_space = lexicon.get(raw[text.start + token].lexeme).attributes.is_space;
                        Some(About { is_space, starts_sentence })
                    };
                    let part = part.start - text.start..part.end - text.start;
                    self.recogniser.advance(part, about, recogniser, kernels, &mut analyses[number].entities);
                }
            }
            laps.lap(Stage::Recogniser);
        }
    }

    /// Applies the attribute ruler and the lemmatizer, and writes the tokens.
    fn judge(&self, number: usize, text: &str, scratch: &mut Scratch, analysis: &mut Analysis) {
        let Scratch { lexicon, raw, texts, tags, trees, looks, ruler, lemmas, .. } = scratch;
        let (raw, tags, tree) = (&raw[texts[number].clone()], &tags[texts[number].clone()], &trees[number]);
        looks.clear();
        looks.extend(raw.iter().zip(tags).zip(&tree.dependencies).map(|((token, &tag), dependency)| {
            let lexeme = lexicon.get(token.lexeme);
            Look { tag, label: dependency.label, word: lexeme.ruler_word, is_space: lexeme.attributes.is_space }
        }));
        analysis.tokens.reserve_exact(raw.len());
        self.ruler.apply(looks, ruler, |token, verdict| {
            let RawToken { lexeme, start, end, space_after } = raw[token];
            // Every tag of the known pipelines has a part of speech.
            let pos = verdict.pos.unwrap_or(Pos::X);
            let from = analysis.lemmas.len();
            match usize::from(verdict.lemma).checked_sub(1) {
                Some(lemma) => analysis.lemmas.push_str(&self.ruler.lemmas[lemma]),
                None => {
                    let word = &text[start as usize..end as usize];
                    let compute = || self.lemmatizer.lemma(word, pos, &self.morphs[usize::from(verdict.morph)]);
                    lemmas.push((lexeme, pos, verdict.morph), compute, &mut analysis.lemmas);
                }
            }
            analysis.tokens.push(Token {
                span: Span { start, end },
                tag: verdict.tag,
                pos,
                morph: Morph(verdict.morph),
                head: tree.heads[token],
                label: verdict.label,
                sentence_start: token == 0 || tree.sentence_starts[token],
                space_after,
                lemma: Span::new(from, analysis.lemmas.len()),
            });
        });
    }
}

/// Stretches of at most `size` tokens.
fn windows(raw: &[RawToken], size: usize) -> impl Iterator<Item = Range<usize>> + use<> {
    let end = raw.len();
    (0..end).step_by(size).map(move |start| start..end.min(start + size))
}

/// The texts that have tokens in `window`, each by its number with these tokens.
fn pieces(texts: &[Range<usize>], window: &Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> + use<> {
    let within =
        texts.partition_point(|text| text.end <= window.start)..texts.partition_point(|text| text.start < window.end);
    let texts: Vec<Range<usize>> = texts.get(within.clone()).unwrap_or_default().to_vec();
    let window = window.clone();
    let cut = move |text: Range<usize>| text.start.max(window.start)..text.end.min(window.end);
    within.zip(texts).map(move |(number, text)| (number, cut(text))).filter(|(_, piece)| !piece.is_empty())
}
