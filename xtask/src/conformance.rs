//! `cargo xtask conformance`: whether the language runtime decides as spaCy does.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use rapporteur_language::{Analysis, Pipeline, import};

use crate::spacy;

/// Tokens of the bulk corpus to compare.
const N_TOKENS: usize = 100_000;
/// The least share of tokens that must agree in each attribute.
const LEAST: f64 = 0.999;

/// Differences that are printed.
const MOST_EXAMPLES: usize = 40;

/// What is compared; the first is the token itself.
const ATTRIBUTES: [&str; 9] = ["text", "sentence start", "tag", "pos", "lemma", "head", "label", "entity", "morph"];

/// One token's attributes as text, addressed by its offsets in code points.
type Facts = ((usize, usize), [String; 8]);

/// Agreement, attribute by attribute.
#[derive(Default)]
pub(crate) struct Agreement {
    n_tokens: usize,
    agree: [usize; ATTRIBUTES.len()],
    examples: Vec<String>,
}

/// Compares the embedded pipeline, or the one in `folder`, with spaCy over the corpora.
pub(crate) fn run(root: &Path, folder: Option<&str>) -> Result<()> {
    let opened =
        folder.map(|folder| Ok::<_, anyhow::Error>(Pipeline::from_bytes(&import::convert(Path::new(folder))?)?));
    let opened = opened.transpose()?;
    let pipeline = opened.as_ref().unwrap_or_else(|| Pipeline::embedded());
    let agreement = compare(root, pipeline, folder.unwrap_or(spacy::PIPELINE), N_TOKENS)?;
    agreement.print();
    ensure!(agreement.least() >= LEAST, "the shares should be at least {LEAST}");
    Ok(())
}

/// Compares `pipeline` with spaCy's `name` on `n_tokens` of the bulk corpus and all of the diplomatic one.
pub(crate) fn compare(root: &Path, pipeline: &Pipeline, name: &str, n_tokens: usize) -> Result<Agreement> {
    let mut child = Command::new(spacy::python()?)
        .arg(root.join("tools/conformance.py"))
        .arg(name)
        .arg(spacy::corpora(root)?)
        .arg(n_tokens.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .context("running spaCy")?;
    let mut agreement = Agreement::default();
    for line in BufReader::new(child.stdout.take().context("spaCy's output")?).lines() {
        let (text, expected): (String, Vec<serde_json::Value>) = serde_json::from_str(&line?)?;
        let expected: Result<Vec<Facts>> = expected.iter().map(their_facts).collect();
        agreement.add(&text, &expected?, &our_facts(&text, &pipeline.analyse(&text)));
    }
    ensure!(child.wait()?.success(), "spaCy failed");
    if agreement.n_tokens == 0 {
        bail!("spaCy gave no tokens");
    }
    Ok(agreement)
}

impl Agreement {
    /// The smallest share over the attributes.
    pub(crate) fn least(&self) -> f64 {
        self.agree.iter().map(|&agree| share(agree, self.n_tokens)).fold(1.0, f64::min)
    }

    /// Prints the shares, then the first differences.
    pub(crate) fn print(&self) {
        println!("{} tokens", self.n_tokens);
        for (name, agree) in ATTRIBUTES.iter().zip(self.agree) {
            println!("{name:15} {:.5}  {} differ", share(agree, self.n_tokens), self.n_tokens - agree);
        }
        self.examples.iter().for_each(|example| println!("{example}"));
    }

    fn add(&mut self, text: &str, expected: &[Facts], found: &[Facts]) {
        let mut rest = found.iter().peekable();
        for (span, facts) in expected {
            self.n_tokens += 1;
            while rest.next_if(|(other, _)| other.0 < span.0).is_some() {}
            let ours = rest.peek().filter(|(other, _)| other == span);
            match ours {
                None => self.differs("text", text, *span, ["a token", "none"]),
                Some((_, ours)) => {
                    self.agree[0] += 1;
                    for (attribute, (theirs, ours)) in facts.iter().zip(ours).enumerate() {
                        if theirs == ours {
                            self.agree[attribute + 1] += 1;
                        } else {
                            self.differs(ATTRIBUTES[attribute + 1], text, *span, [theirs, ours]);
                        }
                    }
                }
            }
        }
    }

    fn differs(&mut self, attribute: &str, text: &str, (start, end): (usize, usize), [theirs, ours]: [&str; 2]) {
        if self.examples.len() < MOST_EXAMPLES {
            let word: String = text.chars().skip(start).take(end - start).collect();
            self.examples.push(format!("{attribute} of {word:?}: spaCy {theirs}, here {ours}"));
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

fn their_facts(token: &serde_json::Value) -> Result<Facts> {
    let (start, end, sentence_start, tag, pos, lemma, head, label, entity, morph): (
        usize,
        usize,
        bool,
        String,
        String,
        String,
        usize,
        String,
        String,
        String,
    ) = serde_json::from_value(token.clone())?;
    Ok(((start, end), [sentence_start.to_string(), tag, pos, lemma, head.to_string(), label, entity, morph]))
}

fn our_facts(text: &str, analysis: &Analysis) -> Vec<Facts> {
    let mut entities = vec!["O".to_owned(); analysis.tokens.len()];
    for entity in &analysis.entities {
        for token in entity.tokens.clone() {
            let place = if token == entity.tokens.start { "B" } else { "I" };
            entities[token as usize] = format!("{place}-{}", entity.label.as_str());
        }
    }
    let (mut byte, mut code_point) = (0, 0);
    let mut advance = |to: u32| {
        code_point += text[byte..to as usize].chars().count();
        byte = to as usize;
        code_point
    };
    let tokens = analysis.tokens.iter().zip(entities).enumerate();
    let facts = tokens.map(|(number, (token, entity))| {
        let span = (advance(token.span.start), advance(token.span.end));
        let (tag, pos, label) = (token.tag.as_str(), token.pos.as_str(), token.label.as_str());
        let (lemma, morph) = (analysis.lemma(number).to_owned(), analysis.morph(number).to_owned());
        (
            span,
            [
                token.sentence_start.to_string(),
                tag.into(),
                pos.into(),
                lemma,
                token.head.to_string(),
                label.into(),
                entity,
                morph,
            ],
        )
    });
    facts.collect()
}
