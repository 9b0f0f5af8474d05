//! The way that every command goes over its documents: list, read in parallel, print in order, name what failed.

use std::io;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use anyhow::Context as _;
use rapporteur::Source;
use rapporteur::language::Pipeline;
use rapporteur::text::Diagnostic;

use crate::args::{Documents, Inputs};
use crate::failure::Outcome;
use crate::inputs::{Input, InputList};
use crate::ordered;
use crate::output::Output;
use crate::progress::Progress;

/// What a document became: the text to print, and what is odd about it.
pub(crate) type Printed = (Text, Vec<Diagnostic>);

/// What is printed for one document.
#[derive(Debug)]
pub(crate) enum Text {
    /// For programs.
    Plain(String),
    /// For people, with styles.
    Styled(String),
}

/// What is printed around documents.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Frame {
    pub(crate) before: &'static str,
    pub(crate) between: &'static str,
    pub(crate) after: &'static str,
}

/// Reads every input with `work`, prints what it makes of each, in order, and names each input that fails.
pub(crate) fn for_each(
    args: &Inputs,
    list: &InputList,
    frame: Frame,
    work: impl Fn(&[u8], &Source<'_>) -> anyhow::Result<Printed> + Sync,
) -> anyhow::Result<Outcome> {
    let mut output = Output::open(args.output.as_deref())?;
    let progress = Progress::new(list.inputs.len(), args.quiet);
    for failure in &list.failures {
        eprintln!("rapporteur: {failure}");
    }
    let (mut n_read, mut n_failed) = (0, list.failures.len());
    let mut written = Ok(());
    let one = |input: &Input| read_one(args, input, &work);
    ordered::for_each(&list.inputs, n_threads(args), one, |index, result| {
        progress.clear();
        match result {
            Ok((text, diagnostics)) => {
                written = write_one(&mut output, if n_read == 0 { frame.before } else { frame.between }, &text);
                n_read += 1;
                if !args.quiet {
                    tell(&list.inputs[index], &diagnostics);
                }
            }
            Err(err) => {
                n_failed += 1;
                eprintln!("rapporteur: {err:#}");
            }
        }
        progress.show(index + 1);
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    progress.clear();
    written?;
    if n_read > 0 {
        output.write(frame.after.as_bytes())?;
        output.finish()?;
    }
    Ok(Outcome::of_counts(n_read, n_failed))
}

fn write_one(output: &mut Output, before: &str, printed: &Text) -> io::Result<()> {
    output.write(before.as_bytes())?;
    match printed {
        Text::Plain(text) => output.write(text.as_bytes()),
        Text::Styled(text) => output.write_styled(text),
    }
}

/// The pipeline of a file, or else the one inside the program.
pub(crate) fn pipeline(args: &Documents) -> anyhow::Result<Option<Pipeline>> {
    let open = |path| Pipeline::open(path).with_context(|| format!("{}: cannot be used as a model", path.display()));
    args.model.as_deref().map(open).transpose()
}

fn read_one(
    args: &Documents,
    input: &Input,
    work: &(impl Fn(&[u8], &Source<'_>) -> anyhow::Result<Printed> + Sync),
) -> anyhow::Result<Printed> {
    let bytes = input.bytes(args.max_bytes)?;
    let name = input.name();
    let source = Source { name: &name, media_type: None, max_bytes: args.max_bytes };
    // A fault of the program in one document does not take the others with it.
    catch_unwind(AssertUnwindSafe(|| work(&bytes, &source))).unwrap_or_else(|_| {
        anyhow::bail!("{name}: the program is at fault with this text; please report it with the text")
    })
}

/// What is odd about a text that was read all the same.
fn tell(input: &Input, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        eprintln!("rapporteur: {}: note: {} [{}]", input.name(), diagnostic.message, diagnostic.code);
    }
}

fn n_threads(args: &Documents) -> usize {
    let all = || thread::available_parallelism().map_or(1, NonZero::get);
    args.threads.map_or_else(all, usize::from)
}
