//! A runtime for spaCy v3 English pipelines: tokens, tags, heads, entities, lemmas.
