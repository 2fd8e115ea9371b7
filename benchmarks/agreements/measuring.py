"""`make bench ARGS=clauses`: the clause check on the half of the corpus that nobody built it with, and how fast it is.

Figures of the report half are totals: which agreement was answered wrongly is not told, so that nobody builds for it.
"""

import shutil
import time
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from aktsom.content import clause_library
from aktsom.engine.clauses.checking import check
from aktsom.engine.clauses.meaning.judge import MOST_CHUNKS
from aktsom.engine.papers.reading import read_here
from benchmarks.agreements.answering import by_a_second_reader, by_keywords, checked, placed
from benchmarks.agreements.corpus import Agreement, Half, agreements
from benchmarks.agreements.figures import figures, told, total
from benchmarks.agreements.looking import LONG, SAYING, chosen
from benchmarks.agreements.rendering import Form, rendered
from benchmarks.agreements.teaching import lessons, with_all_against

AIM = "aim .90 at .90, and no contradiction called met"
PAGES, AIM_SECONDS = 60, 5


def measure(folder: Path) -> None:
    """Print the figures of both halves, and the speed."""
    report, tune = agreements(Half.REPORT), agreements(Half.TUNE)
    found = figures(report, checked(report))
    plain = figures(report, by_keywords(report))
    print(
        f"{len(report)} agreements of the report half, PDF, DOCX and ODT in turn; {AIM}; in brackets a keyword search"
    )
    for name, each in found.items():
        print(f"  {name:22} {told(each)}   [{plain[name].precision:.2f} {plain[name].recall:.2f}]")
    print(f"  {'all':22} {told(total(found))}   [{total(plain).precision:.2f} {total(plain).recall:.2f}]")
    print(f"  {'a second reader':22} {told(total(figures(report, by_a_second_reader())))}")
    for wording in ("usual", "free"):
        some = [each for each in report if each.wording == wording]
        print(f"  {len(some)} of {wording:15} {told(total(figures(some, checked(some))))}")
    there = placed(report)
    print(
        f"of {there.contradictions} contradictions {there.shown} are shown, and {there.read} more are places to read, of "
        f"which there are {there.to_read / len(report):.1f} in each; {there.met} are called met, and "
        f"{there.met_with_a_place} of these rows name a place to read"
    )
    print(f"{len(tune)} agreements of the tune half: {told(total(figures(tune, checked(tune))))}")
    _scans(report)
    _looking()
    _speed(tune, folder)


def _scans(report: tuple[Agreement, ...]) -> None:
    if shutil.which("tesseract") is None:
        print("scans: not read, for Tesseract is not on this machine")
        return
    some = report[::12]
    print(f"{len(some)} of them as scans: {told(total(figures(some, checked(some, Form.SCAN))))}")


def _looking() -> None:
    library = replace(clause_library(), meaning=None)
    found = chosen(list(with_all_against(library, lessons(library))), library, MOST_CHUNKS)
    print(
        f"of {LONG} lines {MOST_CHUNKS} are read closely: {found.lines:.2f} of the {SAYING} that say something, and something "
        f"of {found.sides:.2f} of what they say for or against each condition ({MOST_CHUNKS / LONG:.2f} by chance)"
    )


def _speed(tune: tuple[Agreement, ...], folder: Path) -> None:
    """The first check of a process, which opens the model and looks up every word, then again, and then without the model."""
    path = _long(tune, folder)
    paper, read = _timed(lambda: read_here(path))
    library = clause_library()
    _found, first = _timed(lambda: check(paper, library, kind="framework", partners=("DE",)))
    _found, again = _timed(lambda: check(paper, library, kind="framework", partners=("DE",)))
    _found, words = _timed(lambda: check(paper, replace(library, meaning=None), kind="framework", partners=("DE",)))
    print(
        f"{paper.pages} pages of PDF, {len(paper.text.split())} words: {read + first:.2f} s of processor time at first, "
        f"{read + again:.2f} again (reading {read:.2f}, checking {again:.2f}, of that without the model {words:.2f}); "
        f"aim {AIM_SECONDS} s for {PAGES} pages"
    )


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.process_time()
    return work(), time.process_time() - started


def _long(tune: tuple[Agreement, ...], folder: Path) -> Path:
    """A PDF of so many pages: English agreements of the tune half bound together."""
    clauses = tuple(clause for each in tune if each.language == "en" for clause in each.clauses) * 3

    def bound(many: int) -> Path:
        return rendered(replace(tune[0], id="000-long", clauses=clauses[:many]), Form.PDF, folder)

    return bound(bisect_left(range(len(clauses)), PAGES, key=lambda many: read_here(bound(many)).pages))
