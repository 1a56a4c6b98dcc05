"""Every regular expression of the program on text made to overtax it.

The patterns are those that are in fact compiled when everything is loaded and a report is coded in
each language, so that none is forgotten, nor those that are made from the tables. The texts are made
from each pattern's own characters. A pattern that takes the square of the text's length in time
shows on a text of this size; what never ends is killed, and named.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

PROGRAM = r"""
import importlib, pkgutil, re, resource, sys, time
from itertools import islice

SIZE = 6_000   # characters of a text
LIMIT = 0.1    # seconds of processor time for one pattern on one text: linear ones take some 0.001

seen = {}
compile_ = re._compile

def noted(pattern, flags):
    made = compile_(pattern, flags)
    for depth in (1, 2, 3):
        where = sys._getframe(depth).f_code.co_filename
        if "dragoman" in where and isinstance(made, re.Pattern):
            seen.setdefault((made.pattern, made.flags), (made, where))
            break
    return made

re._compile = noted
import dragoman
from dragoman.pipeline import code
from dragoman.record import Report

for module in pkgutil.walk_packages(dragoman.__path__, "dragoman."):
    if not module.name.endswith("__main__"):
        try:
            importlib.import_module(module.name)
        except ImportError:
            pass  # of an extra that is not installed
code(Report("« Oslo », dit-il hier, 3 mars 2020, « livre des obus. » Selon Le Monde, Lima dément.", "fr", "2020-03-04"))
code(Report('"Oslo," he said on 3 March 2020, "gives shells." According to Reuters, Lima denies it.', "en", "2020-03-04"))
re._compile = compile_

COMMON = ["a", "A", "Aa ", "aA ", " ", "\n", "1", "1 ", "1.", "-", "- ", ".", ". ", "a. ", "A. ", '"', "« ", "» ", "(", ")",
          "(a) ", ",", ", ", "'", "l'", "a-", "é", "É", "a\n", "A\n", "_", "|", ":", "Aa, ", "de ", "the ", "2020-", "20 "]

def units(pattern):
    # What the pattern itself speaks of: its runs of letters and its other signs.
    yield from COMMON
    source = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
    words = re.findall(r"(?<!\\)[^\W\d_]{2,}", source)
    yield from (w + " " for w in islice(dict.fromkeys(words), 8))
    yield from dict.fromkeys(c for c in source if not c.isalnum() and c not in "\\?*+^$[]{}|")

print(len(seen), flush=True)
slow = []
for (source, _), (pattern, where) in seen.items():
    for unit in units(source):
        text = (unit * SIZE)[:SIZE]
        if isinstance(source, bytes):
            text = text.encode("utf-8")
        print("at", where, repr(source)[:200], repr(unit), flush=True)
        begun = time.process_time()
        for _ in pattern.finditer(text):
            pass
        taken = time.process_time() - begun
        if taken > LIMIT:
            print("SLOW", round(taken, 2), where, repr(source)[:200], repr(unit), flush=True)
"""


def test_no_pattern_explodes() -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=100,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )  # fmt: skip
    lines = run.stdout.splitlines()
    assert run.returncode == 0, (run.stderr, lines[-1:])
    assert int(lines[0]) > 100, "the patterns were not found"
    assert [line for line in lines if line.startswith("SLOW")] == []
