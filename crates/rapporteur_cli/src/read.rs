//! `rapporteur read`: documents to records.

use std::io::{IsTerminal as _, stdout};

use anyhow::Context as _;
use rapporteur::Reader;
use rapporteur::language::Pipeline;
use rapporteur::record::Record;

use crate::args::{ReadArgs, ReadFormat};
use crate::failure::Outcome;
use crate::inputs::{self, InputList};
use crate::outline;
use crate::sources::{self, Frame, Text};
use crate::world;

pub(crate) fn run(args: &ReadArgs) -> anyhow::Result<Outcome> {
    let list = inputs::list(&args.inputs.files)?;
    let pipeline = sources::pipeline(&args.inputs)?;
    let world = world::open(args.world.as_deref())?;
    let reader = Reader::new(pipeline.as_ref().unwrap_or_else(|| Pipeline::embedded()), &world);
    let format = args.format.unwrap_or_else(|| default_format(args, &list));
    let width = outline::width();
    sources::for_each(&args.inputs, &list, frame(format, list.is_single), |bytes, source| {
        let reading = reader.read(bytes, source).map_err(anyhow::Error::msg)?;
        Ok((print(&reading.record, format, list.is_single, width)?, reading.diagnostics))
    })
}

fn default_format(args: &ReadArgs, list: &InputList) -> ReadFormat {
    match (&args.inputs.output, list.is_single) {
        (None, _) if stdout().is_terminal() => ReadFormat::Text,
        (_, true) => ReadFormat::Json,
        (_, false) => ReadFormat::Jsonl,
    }
}

fn frame(format: ReadFormat, is_single: bool) -> Frame {
    match format {
        ReadFormat::Text => Frame { between: "\n\n", ..Frame::default() },
        ReadFormat::Json if is_single => Frame { after: "\n", ..Frame::default() },
        ReadFormat::Json => Frame { before: "[\n", between: ",\n", after: "\n]\n" },
        ReadFormat::Jsonl => Frame { between: "\n", after: "\n", ..Frame::default() },
    }
}

fn print(record: &Record, format: ReadFormat, is_single: bool, width: usize) -> anyhow::Result<Text> {
    let json = match format {
        ReadFormat::Text => return Ok(Text::Styled(outline::outline(record, width))),
        ReadFormat::Json if is_single => serde_json::to_string_pretty(record),
        ReadFormat::Json | ReadFormat::Jsonl => serde_json::to_string(record),
    };
    json.map(Text::Plain).context("writing the record as JSON")
}
