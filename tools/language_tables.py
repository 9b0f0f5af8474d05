"""Write the tables that the language runtime needs from Python and spaCy.

    python tools/language_tables.py crates/rapporteur_language/data

unicode.tsv: ranges of code points for which Python's str predicates hold (Unicode 14.0, as in Python 3.11).
symbols.tsv: the names to which spaCy gives a small number instead of a hash.
norms.tsv: the norms that spaCy gives to marks in every language.
"""
import sys
import unicodedata
from pathlib import Path

from spacy.lang.norm_exceptions import BASE_NORMS
from spacy.symbols import IDS

PROPERTIES = {
    "alpha": str.isalpha,
    "decimal": str.isdecimal,
    "digit": str.isdigit,
    "space": str.isspace,
    "upper": str.isupper,
    "word": lambda c: c.isalnum() or c == "_",
    "assigned": lambda c: unicodedata.category(c) != "Cn",
}


def ranges(holds):
    first = None
    for code in range(0x110000):
        if not 0xD800 <= code < 0xE000 and holds(chr(code)):
            first = code if first is None else first
        elif first is not None:
            yield first, code - 1
            first = None


def main(folder):
    rows = [f"# Source: Python {sys.version.split()[0]}, unicodedata {unicodedata.unidata_version}", "property\tfirst\tlast"]
    for name, holds in PROPERTIES.items():
        rows += [f"{name}\t{first:04X}\t{last:04X}" for first, last in ranges(holds)]
    (folder / "unicode.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    rows = ["# Source: spaCy 3.8, spacy/symbols.pyx", "name\tid"]
    rows += [f"{name}\t{number}" for name, number in sorted(IDS.items(), key=lambda item: item[1]) if name]
    (folder / "symbols.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    rows = ["# Source: spaCy 3.8, spacy/lang/norm_exceptions.py", "spelling\tnorm"]
    rows += [f"{spelling}\t{norm}" for spelling, norm in BASE_NORMS.items()]
    (folder / "norms.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
