"""Time spaCy, for `cargo xtask bench-language`.

    python tools/bench_spacy.py texts CORPORA N_TOKENS > TEXTS
    python tools/bench_spacy.py installed|openblas PIPELINE TEXTS

The first form prints the paragraphs of CORPORA/bulk.jsonl.gz, as many as have N_TOKENS tokens, a JSON string a line.

The second loads PIPELINE, reads the texts once and says `{"load_ms": ..}`; then, for each line on standard input, it reads them
again and says `{"cpu": seconds, "wall": seconds, "tokens": number}`; at the end it says `{"peak_mb": ..}`. With `openblas`,
products of matrices go through numpy's OpenBLAS instead of the BLIS that Thinc brings along, which lacks kernels for some
processors.
"""
import gzip
import json
import resource
import sys
import time

import numpy
import spacy
from thinc.api import NumpyOps


def openblas_gemm(self, x, y, out=None, trans1=False, trans2=False):
    return numpy.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


def texts(corpora, n_tokens):
    tokenizer = spacy.blank("en").tokenizer
    with gzip.open(f"{corpora}/bulk.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            for text in filter(None, (part.strip() for part in json.loads(line)["text"].split("\n\n"))):
                print(json.dumps(text))
                n_tokens -= len(tokenizer(text))
                if n_tokens <= 0:
                    return


def say(**facts):
    print(json.dumps(facts), flush=True)


def bench(gemm, pipeline, path):
    if gemm == "openblas":
        NumpyOps.gemm = openblas_gemm
    with open(path, encoding="utf-8") as lines:
        texts = [json.loads(line) for line in lines]
    start = time.perf_counter()
    nlp = spacy.load(pipeline)
    load = time.perf_counter() - start
    if gemm == "openblas":
        assert type(nlp.get_pipe("tok2vec").model.ops).gemm is openblas_gemm

    def read():
        cpu, wall = time.process_time(), time.perf_counter()
        tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=64))
        return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "tokens": tokens}

    read()
    say(load_ms=1000 * load)
    for _ in sys.stdin:
        say(**read())
    say(peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)


if __name__ == "__main__":
    if sys.argv[1] == "texts":
        texts(sys.argv[2], int(sys.argv[3]))
    else:
        bench(*sys.argv[1:])
