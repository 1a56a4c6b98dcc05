"""Make dragoman/models/fr/lexicon.tsv.gz from a Hunspell dictionary that carries grammar.

    python -m training.lexicon /usr/share/hunspell/fr.dic OUT.tsv.gz

The source is the French dictionary of Dicollecte ("toutes variantes" 7.0, MPL 2.0; Debian package
hunspell-fr-comprehensive). Each row of the result: the form, its classes (what the word can be:
"N:ms A:ms V:ipre3s"), and, for the forms of verbs, the infinitive(s). The parser reads the classes
as a feature of the word, and verb lemmas are mended with the infinitives.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import defaultdict
from pathlib import Path

# The dictionary's parts of speech in short; what is not here (prefixes, abbreviations) says too
# little to the parser.
PARTS = {
    "nom": "N", "adj": "A", "adv": "R", "npr": "P", "prn": "F", "patr": "L", "prep": "E",
    "cjsub": "C", "cjco": "K", "det": "D", "detpos": "D", "detind": "D", "detdem": "D", "nb": "M",
    "nbro": "M", "titr": "T", "properobj": "O", "propersuj": "S", "prodem": "Q", "proind": "Q",
    "prorel": "W", "proint": "W", "loc": "P", "interj": "I", "ppas": "B",
}  # fmt: skip
MOODS = {"infi", "ppre", "ipre", "spre", "iimp", "ipsi", "simp", "ifut", "cond", "impe"}
_REFORM = str.maketrans("îû", "iu")
PERSON = re.compile(r"^([123])(?:i|j)?(sg|pl)!?$")


def _read_affixes(path: Path) -> dict[str, list[tuple[str, str, re.Pattern[str], list[str]]]]:
    """flag → (cut, add, condition, grammar). Prefixes are elisions, which the tokenizer cuts."""
    rules: dict[str, list[tuple[str, str, re.Pattern[str], list[str]]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split()
        if len(cells) >= 5 and cells[0] == "SFX" and not (cells[3].isdigit() and len(cells) == 4):
            cut, add = ("" if c == "0" else c for c in (cells[2], cells[3].partition("/")[0]))
            condition = re.compile(("" if cells[4] == "." else cells[4]) + "$")
            rules[cells[1]].append((cut, add, condition, cells[5:]))
    return rules


def _classes(stem: list[str], ending: list[str]) -> set[str]:
    """The classes that grammar fields like po:nom is:mas is:pl, po:ipre po:3sg amount to."""
    own = {f[3:] for f in stem if f.startswith("po:")}
    added = {f[3:] for f in ending if f.startswith("po:")}
    shape = {f[3:] for f in (*stem, *ending) if f.startswith("is:")}
    gender = "m" if "mas" in shape else "f" if "fem" in shape else ""
    number = "s" if "sg" in shape else "p" if "pl" in shape else ""
    verb = any(re.match(r"v[0-3]", p) for p in own)
    parts = added if verb and added else own | added
    out = {PARTS[p] + ":" + gender + number for p in parts if p in PARTS}
    persons = sorted({m[1] + m[2][0] for p in parts if (m := PERSON.match(p))})
    out |= {f"V:{mood}{''.join(persons)}" for mood in parts & MOODS}
    return out


def expand(dic: Path) -> dict[str, tuple[set[str], set[str]]]:
    """form → (classes, infinitives)."""
    affixes = _read_affixes(dic.with_suffix(".aff"))
    found: dict[str, tuple[set[str], set[str]]] = {}

    def add(form: str, classes: set[str], infinitive: str | None) -> None:
        have = found.setdefault(form, (set(), set()))
        have[0].update(classes)
        if infinitive and any(c.startswith(("V:", "B:")) for c in classes):
            have[1].add(infinitive)

    for line in dic.read_text(encoding="utf-8").splitlines()[1:]:
        head, *grammar = line.split()
        word, _, flags = head.partition("/")
        stem = next((g[3:] for g in grammar if g.startswith("st:")), word)
        names = [flags[i : i + 2] for i in range(0, len(flags), 2)]
        verb = any(re.match(r"po:v[0-3]", g) for g in grammar)
        if "()" not in names:
            add(word, _classes(grammar, []), stem if verb else None)
        for name in names:
            for cut, ending, condition, more in affixes.get(name, ()):
                if condition.search(word):
                    form = word[: len(word) - len(cut)] + ending
                    add(form, _classes(grammar, more), stem if verb else None)
    return {form: entry for form, entry in found.items() if entry[0]}


def write(found: dict[str, tuple[set[str], set[str]]], path: Path) -> None:
    rows = []
    for form in sorted(found):
        classes, verbs = found[form]
        # connaitre beside connaître: the treebanks know the older spelling alone
        verbs = verbs - {v.translate(_REFORM) for v in verbs if v != v.translate(_REFORM)}
        rows.append(f"{form}\t{' '.join(sorted(classes))}\t{' '.join(sorted(verbs))}\n")
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        out.write("".join(rows).encode())


if __name__ == "__main__":
    write(expand(Path(sys.argv[1])), Path(sys.argv[2]))
