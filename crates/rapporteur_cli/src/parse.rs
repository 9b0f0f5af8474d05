//! `rapporteur parse`: the language analysis alone.

mod conllu;
mod spacy;

use rapporteur::language::Pipeline;

use crate::args::{ParseArgs, ParseFormat};
use crate::failure::Outcome;
use crate::inputs;
use crate::sources::{self, Frame, Text};

/// A text with its analysis and name, ready to print.
pub(crate) struct Parsed<'p> {
    pub(crate) name: &'p str,
    pub(crate) text: &'p str,
    pub(crate) analysis: &'p rapporteur::language::Analysis,
}

pub(crate) fn run(args: &ParseArgs) -> anyhow::Result<Outcome> {
    let list = inputs::list(&args.inputs.files)?;
    let opened = sources::pipeline(&args.inputs)?;
    let pipeline = opened.as_ref().unwrap_or_else(|| Pipeline::embedded());
    sources::for_each(&args.inputs, &list, Frame::default(), |bytes, source| {
        let (text, diagnostics) = if args.raw {
            (raw(bytes, source.name)?, Vec::new())
        } else {
            let (document, diagnostics) = rapporteur::document(bytes, source).map_err(anyhow::Error::msg)?;
            (document.text, diagnostics)
        };
        let analysis = pipeline.analyse(&text);
        let parsed = Parsed { name: source.name, text: &text, analysis: &analysis };
        let printed = match args.format {
            ParseFormat::Conllu => conllu::print(&parsed),
            ParseFormat::Json => spacy::print(&parsed),
        };
        Ok((Text::Plain(printed), diagnostics))
    })
}

fn raw(bytes: &[u8], name: &str) -> anyhow::Result<String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(err) => anyhow::bail!("{name}: byte {} is not UTF-8; convert it, or leave out --raw", err.valid_up_to()),
    }
}
