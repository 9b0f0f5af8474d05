//! Document, analysis and world to a record.
//!
//! [`read`] is a pure function: the same document, analyses and world give the same record. It looks at layout and
//! names first, then at who met whom, then at what each side did; every act says by which rule it was read. It reads
//! no file and no clock.

mod acts;
mod assemble;
mod cast;
mod clause;
mod codes;
mod dates;
mod header;
mod lexicon;
mod meetings;
mod names;
mod persons;
mod repair;
mod resolve;
mod scene;
mod straighten;
mod topics;
mod tree;

use rapporteur_language::Analysis;
use rapporteur_record::{ReaderVersions, Record};
use rapporteur_text::{BlockKind, Document};
use rapporteur_world::World;

pub use crate::straighten::{Straightened, straighten};

use crate::scene::Scene;
use crate::tree::Tree;

/// The version of the tables of words that the reader goes by.
pub const LEXICON_VERSION: &str = lexicon::VERSION;

/// Whether a block of this kind is worth an analysis: front matter, page furniture and contacts are not.
pub fn is_analysed(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::Metadata | BlockKind::Contact | BlockKind::Other)
}

/// Reads a document.
///
/// `analyses` holds one analysis for each of the document's blocks, in their order, of the block's
/// [`content`](rapporteur_text::Block::content), [straightened](straighten()); blocks that are not
/// [analysed](is_analysed) may have an empty one.
pub fn read(document: &Document, analyses: &[Analysis], world: &World, versions: ReaderVersions) -> Record {
    let mut tree = Tree::new(document, analyses);
    repair::repair(&mut tree);
    let issued = header::issue_date(document);
    let mut scene = Scene::new(document, tree, world, header::genre(document), issued.map(|(day, _)| day));
    scene.find_names(None);
    scene.name_in_full();
    scene.issuer = header::issuer(&mut scene);
    scene.genre = header::genre_by_author(&scene);
    scene.settle_home();
    scene.speakers = header::speakers(&mut scene);
    let meetings = meetings::find_meetings(&mut scene);
    scene.meeting_names = meetings.iter().map(|m| m.name.clone()).collect();
    let acts = acts::find_acts(&mut scene, &meetings);
    let papers = topics::instruments(&scene);
    let findings = assemble::Findings { meetings, acts, papers, issued };
    assemble::assemble(&scene, &findings, versions)
}
