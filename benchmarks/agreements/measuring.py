"""`make bench ARGS=clauses`: the clause check on the half of the corpus that nobody built it with, and how fast it is.

Figures of the report half are totals: which agreement was answered wrongly is not told, so that nobody builds for it.
"""

import shutil
import time
from dataclasses import replace
from pathlib import Path

from aktsom.content import clause_library
from aktsom.engine.clauses.checking import check
from aktsom.engine.papers.reading import read_here
from benchmarks.agreements.answering import by_a_second_reader, by_keywords, checked, placed
from benchmarks.agreements.corpus import Agreement, Half, agreements
from benchmarks.agreements.figures import figures, told, total
from benchmarks.agreements.rendering import Form, rendered

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
        f"which there are {there.to_read / len(report):.1f} in each"
    )
    print(f"{len(tune)} agreements of the tune half: {told(total(figures(tune, checked(tune))))}")
    _scans(report)
    _speed(tune, folder)


def _scans(report: tuple[Agreement, ...]) -> None:
    if shutil.which("tesseract") is None:
        print("scans: not read, for Tesseract is not on this machine")
        return
    some = report[::12]
    print(f"{len(some)} of them as scans: {told(total(figures(some, checked(some, Form.SCAN))))}")


def _speed(tune: tuple[Agreement, ...], folder: Path) -> None:
    path = _long(tune, folder)
    started = time.process_time()
    paper = read_here(path)
    read = time.process_time()
    check(paper, clause_library(), kind="framework", partners=("DE",))
    done = time.process_time()
    seconds = f"{done - started:.2f} s of processor time (reading {read - started:.2f}, checking {done - read:.2f})"
    print(f"{paper.pages} pages of PDF: {seconds}; aim {AIM_SECONDS} s for {PAGES} pages")


def _long(tune: tuple[Agreement, ...], folder: Path) -> Path:
    """A PDF of at least so many pages: all English agreements of the tune half bound together, twice over where needed."""
    clauses = tuple(clause for each in tune if each.language == "en" for clause in each.clauses)
    for times in range(1, 10):
        path = rendered(replace(tune[0], id=f"000-long-{times}", clauses=clauses * times), Form.PDF, folder)
        if read_here(path).pages >= PAGES:
            return path
    raise ValueError
