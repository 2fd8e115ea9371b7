"""Files of cooperation to appraise: CSV and XLSX with a header, or JSON lines. Read as a stream, each with its row.

What is wrong with a file as such stops the reading; what is wrong with one row is kept with that row.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from aktsom.engine.guides.errors import AnswerError
from aktsom.engine.guides.types import UNKNOWN, Question, QuestionType
from aktsom.engine.handbook.handbook import Handbook
from aktsom.engine.names.query_files import QueryFileError, is_json, json_lines, sheet_limits
from aktsom.engine.sheets import read_sheet
from aktsom.engine.wording import Words, said

COLUMNS = ("id", "kind", "partner", "country", "title", "field")
"""Beside these, every question has a column of its own, named by its id. `field` is another name for `critical_field`."""

_SEPARATOR = re.compile(r"[,;|]")
_NOT_WORD = re.compile(r"[\s_]+")


@dataclass(frozen=True, slots=True)
class Request:
    """One cooperation of a file. Where `problem` says something, the row cannot be appraised."""

    row: int
    id: str
    kind: str
    partner: str
    country: str
    title: str
    answers: Mapping[str, object] = field(default_factory=dict)
    problem: Words = ""


def read_requests(path: Path, book: Handbook) -> Iterator[Request]:
    """The cooperation in a file, in its order, a row at a time. Raises QueryFileError or SheetError for the file as such."""
    rows = _json_rows(path) if is_json(path) else _sheet_rows(path)
    for number, cells in rows:
        yield _request(number, cells, book) if isinstance(cells, dict) else _refused(number, {}, cells)


def _json_rows(path: Path) -> Iterator[tuple[int, dict[str, Any] | Words]]:
    number = 0
    for number, line in enumerate(json_lines(path), 1):
        if line.strip():
            yield number, _object(line)
    if not number:
        raise QueryFileError(
            said("The file is empty."), file=path.name, row=1, remedy=said("Export it again and check its size.")
        )


def _object(line: bytes) -> dict[str, Any] | Words:
    try:
        given = orjson.loads(line)
    except orjson.JSONDecodeError as cause:
        return said("The line is no JSON ({reason}).", reason=cause.msg)
    if not isinstance(given, dict):
        return said("The line is no JSON object.")
    answers = given.pop("answers", None) or {}
    return {**given, **answers} if isinstance(answers, dict) else said("“answers” is no object.")


def _sheet_rows(path: Path) -> Iterator[tuple[int, dict[str, Any] | Words]]:
    sheet = read_sheet(path, sheet_limits(path))
    columns = [title.strip().casefold().replace(" ", "_") for title in sheet.columns]
    if "kind" not in columns:
        raise QueryFileError(
            said("There is no column “{column}”.", column="kind"),
            file=sheet.file,
            row=1,
            remedy=said("Name the columns in the first row; known are: {fields}.", fields=", ".join(COLUMNS)),
        )
    for row in sheet.rows():
        if any(row.extra):
            yield row.number, said("The row has more cells than the first row has columns.")
        else:
            yield row.number, dict(zip(columns, row.cells, strict=False))


def _request(number: int, cells: dict[str, Any], book: Handbook) -> Request:
    kind = _NOT_WORD.sub("-", _text(cells.get("kind")).casefold())
    if kind not in book.guides:
        known = ", ".join(sorted(book.guides))
        return _refused(
            number, cells, said("“{kind}” is no kind of cooperation: {known}.", kind=kind[:40], known=known)
        )
    if "field" in cells:
        cells.setdefault("critical_field", cells["field"])
    try:
        answers = dict(_answers(cells, book, kind))
    except AnswerError as refusal:
        told = said("{question}: {reason}", question=refusal.question, reason=refusal.sentence)
        return _refused(number, cells, told)
    return _made(number, cells, kind, answers)


def _answers(cells: Mapping[str, Any], book: Handbook, kind: str) -> Iterator[tuple[str, object]]:
    guide = book.guides[kind]
    for question in guide.questions:
        raw = _raw(question, cells.get(question.id))
        if question.options and raw not in ("", [], None):
            yield question.id, guide.check(question.id, raw)


def _raw(question: Question, value: object) -> object:
    """A cell as the question takes it: several answers stand with commas between."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if question.type is not QuestionType.SEVERAL or text == UNKNOWN:
        return text
    return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]


def _made(
    number: int, cells: Mapping[str, Any], kind: str, answers: Mapping[str, object], problem: Words = ""
) -> Request:
    partner, country, title = (_text(cells.get(name)) for name in ("partner", "country", "title"))
    return Request(number, _text(cells.get("id")), kind, partner, country, title, answers, problem)


def _refused(number: int, cells: Mapping[str, Any], problem: Words) -> Request:
    return _made(number, cells, _text(cells.get("kind")), {}, problem)


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""
