//! `rapporteur model`: models from elsewhere.

use anyhow::Context as _;
use rapporteur::language::{Pipeline, import};

use crate::args::ImportArgs;
use crate::failure::Outcome;
use crate::output::Output;

/// Converts a spaCy pipeline, checks that it runs, and writes it whole or not at all.
pub(crate) fn import(args: &ImportArgs) -> anyhow::Result<Outcome> {
    let bytes = import::convert(&args.dir).with_context(|| format!("{}: cannot be converted", args.dir.display()))?;
    let pipeline = Pipeline::from_bytes(&bytes).with_context(|| format!("{}: does not run", args.dir.display()))?;
    let mut output = Output::open(Some(&args.output))?;
    output.write(&bytes)?;
    output.finish()?;
    eprintln!(
        "{}: {} {}, {} bytes, licence {}; use it with --model",
        args.output.display(),
        pipeline.name(),
        pipeline.version(),
        bytes.len(),
        pipeline.licence()
    );
    Ok(Outcome::AllRead)
}
