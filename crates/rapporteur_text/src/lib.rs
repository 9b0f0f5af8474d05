//! Bytes of a source to a document: decoding, Markdown, blocks, a map back to the bytes.
