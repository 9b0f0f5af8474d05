//! A throw-away ledger from the sample and a dozen texts of invented countries.

use std::path::PathBuf;

use rapporteur::Source;
use rapporteur::language::Pipeline;
use rapporteur::world::World;
use rapporteur::{ReadError, Reader};
use rapporteur_ledger::{Access, AddOptions, Content, Input, Ledger, Timestamp};

/// The day that the demonstration plays on: its last text is of the month before.
pub const DEMO_NOW: &str = "2026-04-15T09:00:00Z";

macro_rules! texts {
    ($($name:literal),* $(,)?) => { &[$(($name, include_bytes!(concat!("../demo/", $name)))),*] };
}

const TEXTS: &[(&str, &[u8])] = texts![
    "2025-03-12-norland-orsten.md",
    "2025-03-13-sudmark-orsten.md",
    "2025-05-20-norland-statement.md",
    "2025-06-18-sudmark-call.md",
    "2025-06-19-norland-call.md",
    "2025-08-04-vesterra-statement.md",
    "2025-09-15-joint-statement.md",
    "2025-10-02-norland-tariff.md",
    "2025-11-21-norland-marenburg.md",
    "2025-11-22-vesterra-marenburg.md",
    "2026-01-15-sudmark-memorandum.md",
    "2026-03-10-norland-kessel.md",
];
const SAMPLE: (&str, &[u8]) =
    ("press-release-2017-05-08.md", include_bytes!("../../../examples/press-release-2017-05-08.md"));
const WORLD: &str = include_str!("../demo/world/demo.yaml");

/// The demonstration's ledger; gone when this is dropped.
pub struct Demo {
    folder: tempfile::TempDir,
    /// A reader that knows the invented countries.
    pub reader: Reader<'static>,
}

impl Demo {
    /// Reads the texts into a ledger in the system's folder for such things.
    ///
    /// # Errors
    /// One line, where the folder cannot be written.
    pub fn new() -> Result<Self, String> {
        let told = |e: &dyn std::fmt::Display| format!("the demonstration cannot be set up: {e}");
        let folder = tempfile::Builder::new().prefix("rapporteur-demo").tempdir().map_err(|e| told(&e))?;
        let overlay = folder.path().join("world");
        std::fs::create_dir(&overlay).map_err(|e| told(&e))?;
        std::fs::write(overlay.join("demo.yaml"), WORLD).map_err(|e| told(&e))?;
        let world = World::embedded().with_overlay(&overlay).map_err(|errors| match errors.first() {
            Some(error) => told(error),
            None => told(&"its world has a fault"),
        })?;
        // one world for as long as the program runs
        let reader = Reader::new(Pipeline::embedded(), Box::leak(Box::new(world)));
        let demo = Self { folder, reader };
        demo.fill().map_err(|e| told(&e))?;
        Ok(demo)
    }

    /// The ledger's file.
    pub fn ledger(&self) -> PathBuf {
        self.folder.path().join("demo.ledger")
    }

    fn fill(&self) -> Result<(), Box<dyn std::error::Error>> {
        let mut ledger = Ledger::open(&self.ledger(), Access::Create)?;
        let now = Timestamp::parse(DEMO_NOW).ok_or("the demonstration's day")?;
        let inputs = TEXTS.iter().chain([&SAMPLE]).map(|(name, bytes)| Input {
            source: format!("demo/{name}"),
            seen: now,
            content: Content::Bytes(bytes.to_vec()),
        });
        let read = |bytes: &[u8], name: &str| -> Result<_, ReadError> {
            Ok(self.reader.read(bytes, &Source { name, ..Source::default() })?.record)
        };
        let options = AddOptions { n_threads: 2, batch: 16 };
        ledger.add(inputs, &read, options, &|| now, &mut |_| {})?;
        Ok(())
    }
}
