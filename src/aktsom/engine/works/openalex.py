"""Works in the shape of OpenAlex: JSON lines, plain or gzipped, parts of the snapshot, or pages of the API."""

import io
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from aktsom.engine.lists.countries import country_code
from aktsom.engine.lists.files import opened
from aktsom.engine.lists.json_items import items
from aktsom.engine.lists.problems import ListError, Problems, RowProblem, refuse
from aktsom.engine.lists.texts import cleaned
from aktsom.engine.wording import said
from aktsom.engine.works.records import Affiliation, Work, WorkAuthor

MAX_LINE = 64 * 1024**2
"""No work comes near this many bytes."""

YEARS = range(1500, 2101)
_PAGE = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"(?:meta|results|group_by)"')
_WORK_ID = re.compile(r"(?:https?://(?:api\.)?openalex\.org/(?:works/)?)?(W\d{1,15})", re.IGNORECASE)
_BARE = re.compile(r"https?://[^/]+/")
_FRONT_MATTER = re.compile(
    r"(?:linked pdf of )?(?:table of )?contents|(?:list of )?contributors?|contributor contact details|issue information"
    r"|masthead|(?:editorial|advisory) board|(?:author |subject )?index|title page|cover(?: image)?(?:, volume \d+, issue \d+)?"
    r"|(?:\w+ volume \d+ issue \w+ )?(?:cover and )?(?:front|back) matter|\w+ volume \d+ cover and (?:front|back) matter"
)
"""What OpenAlex calls paratext: it too finds it by its title. https://developers.openalex.org/api-reference/work-types.md"""


def works(path: Path, problems: Problems = refuse) -> Iterator[Work]:
    """The works in a file, one at a time, in constant memory. What cannot be used is reported.

    Raises ListError when the file is absent, empty, cut off, no JSON, or a trap.
    """
    for row, item in _items(path, problems):
        work = _work(item, path.name, row, problems)
        if work is not None:
            yield work


def _items(path: Path, problems: Problems) -> Iterator[tuple[int, Any]]:
    with opened(path) as source:
        is_page = _PAGE.match(source.peek(256)) is not None
    if is_page:
        yield from enumerate(items(path, "results"), 1)
    else:
        yield from _lines(path, problems)


def _lines(path: Path, problems: Problems) -> Iterator[tuple[int, Any]]:
    usable = False
    row = 0
    with opened(path) as source:
        for row, line in enumerate(_bounded(source, path), 1):
            text = line.removeprefix(b"\xef\xbb\xbf") if row == 1 else line
            if not text.strip():
                continue
            try:
                item = orjson.loads(text)
            except orjson.JSONDecodeError as cause:
                problems(RowProblem(path.name, row, said("The line is no JSON ({reason}).", reason=_short(cause))))
                continue
            usable = True
            yield row, item
    if row and not usable:
        raise ListError(
            said("No line of the file is JSON."),
            file=path.name,
            row=1,
            remedy=said("Check that this is the right file."),
        )


def _bounded(source: io.BufferedReader, path: Path) -> Iterator[bytes]:
    row = 0
    while line := source.readline(MAX_LINE):
        row += 1
        if len(line) == MAX_LINE:
            raise ListError(said("The line is longer than {limit:,} bytes.", limit=MAX_LINE), file=path.name, row=row)
        yield line


def _work(item: Any, file: str, row: int, problems: Problems) -> Work | None:
    found = _WORK_ID.fullmatch(_text(item, "id")) if isinstance(item, dict) else None
    if found is None:
        problems(RowProblem(file, row, said("The entry has no OpenAlex work id."), "id"))
        return None
    title = _text(item, "display_name") or _text(item, "title")
    if not title:
        problems(RowProblem(file, row, said("The work has no title."), "display_name", kept=True))
    return Work(
        id=found.group(1).upper(),
        title=title,
        doi=_BARE.sub("", _text(item, "doi")).lower(),
        year=_year(item.get("publication_year"), file, row, problems),
        authors=tuple(_authors(item.get("authorships"), file, row, problems)),
        file=file,
        row=row,
        is_front_matter=_is_front_matter(item, title),
    )


def _is_front_matter(item: Mapping[str, Any], title: str) -> bool:
    said = item.get("is_paratext") is True or item.get("type") == "paratext"
    return said or _FRONT_MATTER.fullmatch(title.strip(" .[]").lower()) is not None


def _year(value: object, file: str, row: int, problems: Problems) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and value in YEARS:
        return value
    problems(RowProblem(file, row, said("“{text}” is no year.", text=str(value)[:40]), "publication_year", kept=True))
    return None


def _authors(value: object, file: str, row: int, problems: Problems) -> Iterator[WorkAuthor]:
    if value is None:
        return
    if not isinstance(value, list):
        problems(RowProblem(file, row, said("The authorships are no list."), "authorships", kept=True))
        return
    for each in value:
        if not isinstance(each, dict):
            problems(RowProblem(file, row, said("An authorship is no object."), "authorships", kept=True))
            continue
        author = each.get("author")
        affiliations = tuple(_affiliations(each.get("institutions"), file, row, problems))
        yield WorkAuthor(_text(author, "display_name") or _text(each, "raw_author_name"), affiliations)


def _affiliations(value: object, file: str, row: int, problems: Problems) -> Iterator[Affiliation]:
    if value is not None and not isinstance(value, list):
        problems(RowProblem(file, row, said("The institutions are no list."), "institutions", kept=True))
    for each in value if isinstance(value, list) else []:
        found = _affiliation(*(_raw(each, member) for member in ("display_name", "country_code", "id", "ror")))
        if not any(map(str.isalnum, found.name)):
            problems(RowProblem(file, row, said("An institution has no name."), "institutions", kept=True))
            continue
        if not found.country and _text(each, "country_code"):
            code = _text(each, "country_code")
            problems(RowProblem(file, row, said("“{text}” is no country.", text=code[:20]), "country_code", kept=True))
        yield found


@lru_cache(maxsize=65536)
def _affiliation(name: str, country: str, openalex: str, ror: str) -> Affiliation:
    return Affiliation(cleaned(name), country_code(country) or "", _bare(openalex), _bare(ror))


def _text(item: object, member: str) -> str:
    return cleaned(_raw(item, member))


def _raw(item: object, member: str) -> str:
    value = item.get(member) if isinstance(item, dict) else None
    return value if isinstance(value, str) else ""


def _bare(address: str) -> str:
    return cleaned(address).rstrip("/").rsplit("/", 1)[-1]


def _short(cause: Exception) -> str:
    return str(cause).split(":", 1)[0]
