"""`aktsom appraise FILE`: what the handbook says of each cooperation in a file. Needs no server and no database."""

import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click
import orjson

from aktsom.cli.guide import handbook_with, outcome_lines, override_option
from aktsom.cli.screen import lists_option, prepared_screener
from aktsom.cli.setup import language_in_use
from aktsom.content import critical_areas
from aktsom.content.countries.facts import facts_by_country
from aktsom.core.countries import code_of_country
from aktsom.engine.flags.route import Step
from aktsom.engine.flags.types import Fact
from aktsom.engine.guides.types import UNKNOWN
from aktsom.engine.handbook.handbook import Assessment, Handbook
from aktsom.engine.handbook.requests import Request, read_requests
from aktsom.engine.lists.listing import PartyKind, counting
from aktsom.engine.names.cleaning import clean
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Hit, Query
from aktsom.engine.sheets import csv_lines
from aktsom.engine.wording import said, worded
from aktsom.knowledge.screening.meaning import unjudged_fact
from aktsom.snapshots import snapshot_freedom

FIELDS = (
    *("row", "id", "kind", "partner", "country", "weight", "route", "all_clear", "flags", "open", "unanswered"),
    *("matches", "problem"),
)
EU_LISTS = ("eu", "eu-fsf")

_PROGRESS_EVERY = 2_000


@dataclass(frozen=True, slots=True)
class Appraised:
    """One row of the file with what came of it; no `outcome` where the row has a problem."""

    request: Request
    outcome: Assessment | None = None
    unanswered: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()

    def record(self, language: str) -> dict[str, object]:
        """As one record with `FIELDS`; lists are joined where the format has none."""
        asked, found = self.request, self.outcome
        return {
            "row": asked.row,
            "id": asked.id,
            "kind": asked.kind,
            "partner": asked.partner,
            "country": asked.country,
            "weight": (found.weight or "") if found else "",
            "route": found.route.step if found else "",
            "all_clear": bool(found and found.route.all_clear and not self.unanswered),
            "flags": [flag.rule for flag in found.flags] if found else [],
            "open": [point.question for point in found.open_points] if found else [],
            "unanswered": list(self.unanswered),
            "matches": list(self.matches),
            "problem": worded(asked.problem, language),
        }


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@lists_option
@click.option("--format", "shape", type=click.Choice(["table", "csv", "jsonl"]), default="table", show_default=True)
@click.option(
    "--confirmed",
    is_flag=True,
    help="Count namings in threat assessments and laws to assist intelligence: your institution has confirmed them.",
)
@override_option
def appraise(file: Path, directory: Path | None, shape: str, confirmed: bool, override: Path | None) -> None:
    """Appraise the cooperation in FILE: which flags it raises, how heavy, who decides, and what is not known.

    FILE is CSV, XLSX or JSON lines with "kind" and, if known, "id", "partner", "country", "title", "field" and a column
    for each question ("aktsom guide preview KIND" shows them; several answers with commas between). JSON lines may hold
    the answers under "answers". Matches with lists count as not yet judged. Questions without an answer are listed, and
    then nothing is an all-clear. Exit status 1 when a row could not be appraised.
    """
    book = handbook_with(override)
    requests = read_requests(file, book)
    first = next(requests, None)  # so that a bad file is refused before the lists are read
    batch = Batch(book, prepared_screener(directory), confirmed=confirmed)
    counted: Counter[str] = Counter()
    done = batch.appraise(_all(first, requests))
    WRITERS[shape](_counted(done, counted), language_in_use())
    _say(_summary(counted))
    sys.exit(1 if counted["problem"] else 0)


class Batch:
    """The handbook, the lists and what is known of countries, ready for any number of rows."""

    def __init__(self, book: Handbook, screener: Screener, *, confirmed: bool) -> None:
        self.book = book
        self.screener = screener
        programmes = {each.programme for each in screener.listings if each.list_id in EU_LISTS and each.programme}
        freedom = snapshot_freedom().values()
        self.countries: Mapping[str, tuple[Fact, ...]] = facts_by_country(freedom, programmes, confirmed=confirmed)

    def appraise(self, requests: Iterable[Request]) -> Iterator[Appraised]:
        """Each row in its order, as a stream."""
        waiting: deque[Request] = deque()
        queries = _noted(map(_in_a_country, requests), waiting)
        for _, hits in self.screener.screen(queries, counts=counting()):
            request = waiting.popleft()
            yield Appraised(request) if request.problem else self._appraised(request, hits)

    def _appraised(self, request: Request, hits: list[Hit]) -> Appraised:
        country = self.countries.get(code_of_country(request.country) or "", ())
        known = [*_listing_facts(hits), *country, *_title_facts(request)]
        guide = self.book.guides[request.kind]
        answers: dict[str, object] = {each.id: UNKNOWN for each in guide.questions if each.options}
        answers |= {each.id: "given" for each in guide.questions if not each.options}
        answers |= request.answers
        asked = [question for question in guide.path(answers, known) if question.options]
        unanswered = tuple(question.id for question in asked if question.id not in request.answers)
        points = [point for point in guide.unknowns(answers, known) if point.question in request.answers]
        outcome = self.book.assess([*known, *guide.facts_of(answers, known)], points)
        matches = tuple(dict.fromkeys(f"{hit.listing.list_id}: {hit.listing.name}" for hit in hits))
        return Appraised(request, outcome, unanswered, matches)


def _in_a_country(request: Request) -> Request:
    """A country that nobody knows is a problem of its row: it would pass for one that is under no sanctions."""
    if request.problem or not request.country or code_of_country(request.country):
        return request
    return replace(request, problem=said("“{country}” is no country that we know.", country=request.country[:40]))


def _noted(requests: Iterable[Request], waiting: "deque[Request]") -> Iterator[Query]:
    """A query for each row; the rows wait until the answers come, which is in the same order."""
    for request in requests:
        waiting.append(request)
        name = "" if request.problem else request.partner
        yield Query(name=name, country=code_of_country(request.country) or "", kind=PartyKind.ORGANISATION)


def _listing_facts(hits: Iterable[Hit]) -> Iterator[Fact]:
    by_name: dict[str, list[Hit]] = {}
    for hit in hits:
        name = unjudged_fact(hit.listing.list_id, hit.listing.effects, hit.strength)
        by_name.setdefault(name, []).append(hit)
    for name, found in by_name.items():
        yield Fact(
            name=name,
            value=tuple(dict.fromkeys(hit.listing.list_id for hit in found)),
            source=", ".join(dict.fromkeys(hit.listing.id for hit in found)),
            source_date=max((hit.listing.source_date for hit in found if hit.listing.source_date), default=None),
            detail="; ".join(dict.fromkeys(hit.listing.name for hit in found)),
        )


def _title_facts(request: Request) -> Iterator[Fact]:
    """The critical areas that the title points to, where nobody has answered the question about the field."""
    areas = tuple(match.area for match in critical_areas().critical_areas(request.title))
    if areas and "critical_field" not in request.answers:
        yield Fact("field.critical_areas", areas, "title")


def _all(first: Request | None, rest: Iterator[Request]) -> Iterator[Request]:
    if first is not None:
        yield first
    yield from rest


def _counted(done: Iterable[Appraised], counted: Counter[str]) -> Iterator[Appraised]:
    for number, each in enumerate(done, start=1):
        counted[_step(each)] += 1
        if number % _PROGRESS_EVERY == 0:
            _say(f"{number} …")
        yield each


def _step(each: Appraised) -> str:
    """As what a row counts: where a question is unanswered nobody can go ahead yet."""
    if each.outcome is None:
        return "problem"
    step = each.outcome.route.step
    return "unanswered" if step is Step.GO_AHEAD and each.unanswered else step


def _summary(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{word}: {number}" for word, number in sorted(counted.items())) or "0"


def _say(text: str) -> None:
    click.echo(text, err=True)


def _write_csv(done: Iterable[Appraised], language: str) -> None:
    lines = csv_lines(FIELDS, (_flat(each.record(language)) for each in done), delimiter=",")
    next(lines)  # no byte-order mark, as the output may go into a pipe
    for line in lines:
        sys.stdout.write(line)


def _flat(record: Mapping[str, object]) -> list[str]:
    return ["; ".join(value) if isinstance(value, list) else _word(value) for value in record.values()]


def _word(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _write_jsonl(done: Iterable[Appraised], language: str) -> None:
    for each in done:
        line = orjson.dumps(each.record(language), default=str)
        sys.stdout.write(line.decode("utf-8", "replace") + "\n")


def _write_table(done: Iterable[Appraised], language: str) -> None:
    for each in done:
        asked = each.request
        sys.stdout.write(clean(f"{asked.row}  {asked.id}  {asked.kind}  {asked.partner} {asked.country}") + "\n")
        for line in _told(each, language):
            sys.stdout.write(f"    {clean(line)}\n")


def _told(each: Appraised, language: str) -> Iterator[str]:
    if each.outcome is None:
        yield f"! {worded(each.request.problem, language)}"
        return
    yield from outcome_lines(each.outcome, language, is_whole=not each.unanswered)
    if each.unanswered:
        yield f"? {', '.join(each.unanswered)}"
    yield from each.matches


WRITERS: Mapping[str, Callable[[Iterable[Appraised], str], None]] = {
    "table": _write_table,
    "csv": _write_csv,
    "jsonl": _write_jsonl,
}
