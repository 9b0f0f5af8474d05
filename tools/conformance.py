"""Write what spaCy makes of the corpora, one text a line, for `cargo xtask conformance`.

    python tools/conformance.py PIPELINE CORPORA N_TOKENS

PIPELINE is an installed package or a folder. The texts are the paragraphs of CORPORA/bulk.jsonl.gz, as many as have N_TOKENS
tokens, then each document of CORPORA/diplomatic, whole and paragraph by paragraph. A line is
`[text, [[start, end, sentence start, tag, pos, lemma, head, label, entity, morph], ..]]`; offsets count code points.
"""
import gzip
import json
import sys
from pathlib import Path

import spacy


def paragraphs(text):
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def bulk(corpora):
    with gzip.open(corpora / "bulk.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from paragraphs(json.loads(line)["text"])


def diplomatic(corpora):
    for path in sorted((corpora / "diplomatic").glob("d*")):
        text = path.read_text(encoding="utf-8")
        yield text
        yield from paragraphs(text)


def entity(token):
    return f"{token.ent_iob_}-{token.ent_type_}" if token.ent_iob_ in ("B", "I") else "O"


def write(doc):
    tokens = [
        [t.idx, t.idx + len(t), t.i == 0 or bool(t.is_sent_start), t.tag_, t.pos_, t.lemma_, t.head.i, t.dep_, entity(t), str(t.morph)]
        for t in doc
    ]
    print(json.dumps([doc.text, tokens], ensure_ascii=False))


def main(pipeline, corpora, n_tokens):
    sys.stdout.reconfigure(encoding="utf-8")
    nlp = spacy.load(pipeline)
    for doc in nlp.pipe(bulk(corpora), batch_size=64):
        write(doc)
        n_tokens -= len(doc)
        if n_tokens <= 0:
            break
    for doc in nlp.pipe(diplomatic(corpora), batch_size=64):
        write(doc)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
