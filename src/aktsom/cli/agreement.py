"""`aktsom agreement`: check documents against the framework conditions, and the clause library, without server and database;
and bring a folder of agreements into an institution's register.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import orjson

from aktsom.cli.setup import bring_up_to_date, language_in_use, spoken, with_django
from aktsom.content import clause_library, fact_schema
from aktsom.engine.clauses.checking import check as check_paper
from aktsom.engine.clauses.library import Library, with_additions
from aktsom.engine.clauses.lint import lint_library
from aktsom.engine.clauses.types import LACKING, Check, Result, Standing
from aktsom.engine.errors import EngineError
from aktsom.engine.papers.reading import read_paper
from aktsom.engine.papers.types import Paper
from aktsom.engine.wording import counted, said, worded

_STANDINGS = {
    "en": {"met": "met", "partly": "partly", "contradicted": "CONTRADICTED", "absent": "absent"},
    "nb": {"met": "oppfylt", "partly": "delvis", "contradicted": "MOTSAGT", "absent": "mangler"},
}
_MUST = {"en": "must be there", "nb": "må være der"}
_PAGE = {"en": "page {}", "nb": "side {}"}
_QUOTE = 160
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def agreement() -> None:
    """Check agreements for the framework conditions. Nothing leaves this machine."""


@agreement.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("sheet", type=_FILE)
@click.option("--institution", "slug", required=True, help="The institution, by its short name.")
@click.option("--as", "email", required=True, metavar="E-MAIL", help="The colleague who brings it in.")
def import_folder(folder: Path, sheet: Path, slug: str, email: str) -> None:
    """Register the agreements of a FOLDER whose SHEET (CSV, XLSX) has a row for each file. One that was stopped goes on."""
    with_django()
    bring_up_to_date()
    command = import_module("aktsom.cooperation.drawer.command")
    command.bring_in_folder(folder, sheet, slug=slug, email=email, say=click.echo)


@agreement.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--kind", default="", help="The kind of agreement, which says what must be there.")
@click.option("--flag", "flags", multiple=True, help="A red flag (a rule's id) that the cooperation has.")
@click.option("--partner", "partners", multiple=True, metavar="CC", help="A partner's country, as an ISO code.")
@click.option("--home", default="NO", show_default=True, metavar="CC", help="Our own country.")
@click.option("--library", "own", type=_FILE, help="A YAML file with the institution's own conditions.")
@click.option("--format", "shape", type=click.Choice(("table", "jsonl")), default="table", show_default=True)
def check(
    files: tuple[Path, ...],
    kind: str,
    flags: tuple[str, ...],
    partners: tuple[str, ...],
    home: str,
    own: Path | None,
    shape: str,
) -> None:
    """Say for each FILE (PDF, DOCX, ODT) which framework conditions it meets, and where. Exit status 1 when one was refused."""
    library = _library(own)
    _check_kind(kind, library)
    refused = False
    for file in files:
        try:
            paper = read_paper(file)
        except EngineError as error:
            refused = True
            click.echo(_refusal(file, error, shape))
            continue
        found = check_paper(
            paper, library, kind=kind, flags=flags, home=home.upper(), partners=[p.upper() for p in partners]
        )
        click.echo("\n".join(_table(file, paper, found, library)) if shape == "table" else _line(file, paper, found))
    sys.exit(1 if refused else 0)


@agreement.command()
@click.option("--library", "own", type=_FILE, help="A YAML file with the institution's own conditions.")
def lint(own: Path | None) -> None:
    """Check the clause library: every id exists, every purpose can be read, every wording passes its own check."""
    library = _library(own)
    found = lint_library(library, fact_schema().facts)
    for finding in found:
        click.echo(finding.in_language(language_in_use()))
    if found:
        raise EngineError(
            counted("{number} thing to mend.", "{number} things to mend.", len(found)),
            place=f"clauses {library.version}",
        )
    sound = said(
        "Clauses {version} ({digest}): {number} conditions. All sound.",
        version=library.version,
        digest=library.digest[:12],
        number=len(library.conditions),
    )
    click.echo(spoken(sound))


def _library(own: Path | None) -> Library:
    if own is None:
        return clause_library()
    try:
        return with_additions(clause_library(), own.read_text(encoding="utf-8-sig"), own.name)
    except UnicodeDecodeError as cause:
        raise EngineError(
            said("The file is not UTF-8 text."), place=own.name, remedy=said("Save it as UTF-8.")
        ) from cause


def _check_kind(kind: str, library: Library) -> None:
    if kind and kind not in library.kinds:
        raise EngineError(
            said("There is no kind of agreement “{kind}”.", kind=kind),
            remedy=said("Choose one of: {known}.", known=", ".join(library.kinds)),
        )


def _refusal(file: Path, error: EngineError, shape: str) -> str:
    if shape == "table":
        return error.in_language(language_in_use())
    return orjson.dumps(
        {"file": str(file), "refused": {each: error.in_language(each) for each in ("en", "nb")}}
    ).decode()


def _line(file: Path, paper: Paper, found: Check) -> str:
    return orjson.dumps({"file": str(file), **found.as_json(paper)}).decode()


def _table(file: Path, paper: Paper, found: Check, library: Library) -> Iterator[str]:
    language = language_in_use()
    yield f"{file.name}"
    for remark in found.remarks:
        yield f"  ! {worded(remark, language)}"
    for result in found.results.values():
        yield from _rows(result, paper, library, language)
    for name, value in found.facts.items():
        yield f"  → {name}: {', '.join(value) if isinstance(value, tuple) else value}"
    yield ""


def _rows(result: Result, paper: Paper, library: Library, language: str) -> Iterator[str]:
    title = library.conditions[result.condition].title[language]
    must = f"  ({_MUST[language]})" if result.mandatory and result.standing in LACKING else ""
    yield f"  {_STANDINGS[language][result.standing]:13} {title}{must}"
    for reason in result.why if result.standing is not Standing.ABSENT else ():
        yield f"  {'':13}   {worded(reason, language)}"
    for evidence in result.found[:2]:
        passage = paper.passages[evidence.passage]
        where = ", ".join(filter(None, (passage.number, _PAGE[language].format(passage.page) if passage.page else "")))
        quote = passage.text[evidence.start : evidence.end]
        yield f"  {'':13}   {where + ': ' if where else ''}“{quote[:_QUOTE]}{'…' if len(quote) > _QUOTE else ''}”"
