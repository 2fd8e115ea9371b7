"""A drawer of two thousand files: how long it takes to bring it in, and with how much memory.

The files are the corpus of labelled agreements as PDF, Word and OpenDocument, and one in twenty as a scan, each copied
until there are enough, with a mark at its end that makes it a file of its own. BENCH_FILES takes fewer of them.
"""

import os
from pathlib import Path
from zipfile import ZipFile

from benchmarks.agreements.corpus import Half, agreements
from benchmarks.agreements.rendering import Form, rendered, text_form
from benchmarks.own_database import run_apart

FILES = int(os.environ.get("BENCH_FILES", "2000"))
SCANS_OF_TWENTY = 1


def measure(folder: Path) -> None:
    """Make the files, bring them in as a colleague would with `aktsom agreement import`, and print what it took."""
    home, papers = folder / "drawer", folder / "papers"
    papers.mkdir()
    _make(papers)
    run_apart(home, "benchmarks.drawer_filling", str(papers))


def _make(folder: Path) -> None:
    corpus = [*agreements(Half.TUNE), *agreements(Half.REPORT)]
    rows = ["Fil;Tittel;Type;Motpart;Land;Start;Slutt;Oppsigelse"]
    for number in range(FILES):
        agreement = corpus[number % len(corpus)]
        form = Form.SCAN if number % 20 < SCANS_OF_TWENTY else text_form(agreement)
        made = rendered(agreement, form)
        name = f"{number:04}{made.suffix}"
        (folder / name).write_bytes(made.read_bytes())
        _mark(folder / name, number)
        rows.append(f"{name};Avtale {number};{agreement.kind};Institutt {number % 300};CA;1.2.2020;31.1.2031;6")
    (folder.parent / "sheet.csv").write_text("\n".join(rows), "utf-8")


def _mark(path: Path, number: int) -> None:
    if path.suffix == ".pdf":
        with path.open("ab") as file:
            file.write(b"\n%% %d\n" % number)
    else:
        with ZipFile(path, "a") as archive:
            archive.comment = b"%d" % number
