//! Model files, good and bad.

use std::io::Write;
use std::path::Path;

use rapporteur_language::{ModelError, Pipeline};

fn bytes() -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/en_core_web_sm-3.8.0.rapporteur")).unwrap()
}

fn error(bytes: &[u8]) -> ModelError {
    Pipeline::from_bytes(bytes).unwrap_err()
}

#[test]
fn the_embedded_model_says_what_it_is() {
    let pipeline = Pipeline::embedded();
    assert_eq!((pipeline.name(), pipeline.version(), pipeline.licence()), ("en_core_web_sm", "3.8.0", "MIT"));
}

#[test]
fn a_file_opens_as_the_embedded_model_does() {
    let path = std::env::temp_dir().join(format!("rapporteur-model-{}", std::process::id()));
    std::fs::File::create(&path).unwrap().write_all(&bytes()).unwrap();
    let text = "The two sides signed the agreement in Port Ellis.";
    assert_eq!(Pipeline::open(&path).unwrap().analyse(text), Pipeline::embedded().analyse(text));
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(Pipeline::open(&path), Err(ModelError::Io { .. })));
}

#[test]
fn other_files_are_refused() {
    let good = bytes();
    assert!(matches!(error(b""), ModelError::NotAModel));
    assert!(matches!(error(b"PK\x03\x04"), ModelError::NotAModel));
    assert!(matches!(error(&good[..12]), ModelError::Truncated));
    assert!(matches!(error(&good[..good.len() - 1]), ModelError::Truncated));
    let mut newer = good.clone();
    newer[8] = 2;
    assert!(matches!(error(&newer), ModelError::Format { found: 2, known: 1 }));
    let mut garbled = good.clone();
    garbled[16] = b'!';
    assert!(matches!(error(&garbled), ModelError::Header(_)));
}

#[test]
fn labels_outside_the_scheme_are_refused() {
    let mut strange = bytes();
    let place = strange.windows(8).position(|window| window == b"\"nsubj\"}").unwrap();
    strange[place + 1] = b'm';
    let message = error(&strange).to_string();
    assert_eq!(
        message,
        "the model uses the dependency label \"msubj\", which is outside the scheme of English pipelines"
    );
}
