//! Prints the blocks of the files that are named on the command line.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this example is for")]

use rapporteur_text::{Options, read};

fn main() {
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else {
            eprintln!("{path}: cannot be read");
            continue;
        };
        match read(&bytes, &Options { name: Some(&path), ..Options::default() }) {
            Err(err) => eprintln!("{err}"),
            Ok((document, diagnostics)) => {
                println!("== {path} {} {}", document.media_type, document.encoding);
                for diagnostic in diagnostics {
                    println!("!! {} {}", diagnostic.code, diagnostic.message);
                }
                for (at, block) in document.blocks.iter().enumerate() {
                    let marker = block.marker.as_deref().unwrap_or("");
                    let link = |to: Option<u32>| to.map_or("-".to_owned(), |to| to.to_string());
                    println!(
                        "{at:3} {:<10} {} p{:<3} h{:<3} {marker:<4}| {}",
                        format!("{:?}", block.kind),
                        block.level,
                        link(block.parent),
                        link(block.heading),
                        document.content(block).replace('\n', " / ")
                    );
                }
            }
        }
    }
}
