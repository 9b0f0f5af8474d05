"""Time spaCy, for `cargo xtask bench-language`.

    python tools/bench_spacy.py installed|openblas PIPELINE TEXTS

TEXTS holds a JSON string a line. The pipeline reads them all once, then again for each line on standard input, and answers with
`{"seconds": CPU time, "tokens": number}`. With `openblas`, products of matrices go through numpy's OpenBLAS instead of the BLIS
that Thinc brings along, which may lack kernels for the processor.
"""
import json
import sys
import time

import numpy
import spacy
from thinc.api import NumpyOps


def openblas_gemm(self, x, y, out=None, trans1=False, trans2=False):
    return numpy.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


def main(gemm, pipeline, path):
    if gemm == "openblas":
        NumpyOps.gemm = openblas_gemm
    with open(path, encoding="utf-8") as lines:
        texts = [json.loads(line) for line in lines]
    nlp = spacy.load(pipeline)
    if gemm == "openblas":
        assert type(nlp.get_pipe("tok2vec").model.ops).gemm is openblas_gemm

    def read():
        start = time.process_time()
        tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=64))
        return {"seconds": time.process_time() - start, "tokens": tokens}

    read()
    print("ready", flush=True)
    for _ in sys.stdin:
        print(json.dumps(read()), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
