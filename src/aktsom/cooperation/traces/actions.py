"""Importing what public sources show, and counting the ties that follow. Each import is one transaction: all or nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from aktsom.content import critical_areas
from aktsom.cooperation.partners.merging import Settled, settle
from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.cooperation.partners.names import NameBook
from aktsom.cooperation.traces.homes import home_ids, home_slugs
from aktsom.cooperation.traces.models import Trace
from aktsom.cooperation.traces.store import BATCH, SeenTrace, count_names, write_traces
from aktsom.cooperation.traces.ties import count_ties
from aktsom.core.actions import action, held_for_all
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.engine.lists.problems import RowProblem, given_before
from aktsom.engine.names.cleaning import fold_latin
from aktsom.engine.wording import said
from aktsom.engine.works.cordis import participants, project_missing, projects
from aktsom.engine.works.domains import universities
from aktsom.engine.works.openalex import works
from aktsom.engine.works.records import Project, ProjectParticipant, Work

Progress = Callable[[str, int, int], None]
OPERATOR = held_for_all(Duty.PLATFORM_OPERATOR)
NOBODY = Actor.system("import")


@dataclass(slots=True)
class Imported:
    """What an import brought: `traces` works or projects, `names` new ones; every entry that could not be used is named."""

    traces: int = 0
    names: int = 0
    problems: list[RowProblem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What importing a whole folder brought, and what there is after it."""

    works: int
    projects: int
    names: int
    partners: int
    merges: int
    waiting: int
    ties: int
    problems: tuple[RowProblem, ...]


def silent(_step: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


@action("import works", may=OPERATOR, private=("report",))
def import_works(actor: Actor, paths: Sequence[Path], report: Progress = silent) -> Imported:
    """Import OpenAlex works. Reading a file again changes nothing but what the file has changed.

    Raises ListError when a file cannot be used; then nothing is imported.
    """
    result = Imported()
    seen: set[str] = set()
    with acting_for(NOBODY):
        book, homes = NameBook.open(), home_ids()
        every = (work for path in paths for work in works(path, result.problems.append))
        for batch in _batches(_without_front_matter(_once(every, seen, result.problems), result.problems)):
            found = [_seen_work(work, book) for work in batch]
            result.names += book.keep()[1]
            write_traces(found, homes)
            result.traces += len(found)
            report("works", result.traces, 0)
        count_names()
    return result


@action("import projects", may=OPERATOR, private=("report",))
def import_projects(actor: Actor, project_file: Path, organisation_file: Path, report: Progress = silent) -> Imported:
    """Import CORDIS projects with their participants. Raises ListError when a file cannot be used; then nothing is."""
    result = Imported()
    with acting_for(NOBODY):
        book = NameBook.open()
        found = _once_each(projects(project_file, result.problems.append), project_file.name, result.problems)
        parts: dict[str, list[ProjectParticipant]] = {key: [] for key in found}
        for part in participants(organisation_file, result.problems.append):
            if part.project in parts:
                parts[part.project].append(part)
            else:
                result.problems.append(project_missing(organisation_file.name, part, project_file.name))
        seen = [_seen_project(project, parts[key], book) for key, project in found.items()]
        result.names = book.keep()[1]
        for start in range(0, len(seen), BATCH):
            write_traces(seen[start : start + BATCH], home_ids())
        result.traces = len(seen)
        report("projects", len(seen), len(seen))
        count_names()
    return result


@action("import universities", may=OPERATOR, private=("report",))
def import_universities(actor: Actor, path: Path, report: Progress = silent) -> Imported:
    """Give known partners the internet domain of the university of that name and country."""
    result = Imported()
    with acting_for(NOBODY):
        domains: dict[tuple[str, str], str] = {}
        for university in universities(path, result.problems.append):
            if university.country and university.domains:
                domains.setdefault((_words(university.name), university.country), university.domains[0])
        changed = {
            partner: Partner(id=partner, domain=domains[_words(text), country])
            for partner, text, country in _public_names()
            if (_words(text), country) in domains
        }
        Partner.objects.bulk_update(changed.values(), ["domain"], batch_size=BATCH)
        result.names = len(changed)
        report("universities", len(domains), len(domains))
    return result


@action("resolve names", may=OPERATOR)
def resolve_names(actor: Actor) -> Settled:
    """Merge partners that surely are one organisation, and put what is uncertain before a person."""
    with acting_for(NOBODY):
        return settle(actor, home_slugs())


@action("count ties", may=OPERATOR)
def rebuild_ties(actor: Actor) -> int:
    """Count all ties between institutions and partners anew; give how many there are."""
    with acting_for(NOBODY):
        return count_ties()


def import_public_data(folder: Path, report: Progress = silent) -> ImportSummary:
    """Import everything in a folder that is laid out as the public data: works/, projects/, organisations/.

    Either all of it is in afterwards, resolved and counted, or (when this raises) what was done before the failing step.
    """
    with acting_for(NOBODY):
        return _import_folder(folder, report)


def _import_folder(folder: Path, report: Progress) -> ImportSummary:
    actor = NOBODY
    found = sorted((folder / "works").glob("*.json*"))
    brought = import_works(actor, found, report) if found else Imported()
    funded = Imported()
    pair = [
        next(iter(sorted((folder / "projects").glob(f"*{part}.csv*"))), None) for part in ("project", "organization")
    ]
    if pair[0] and pair[1]:
        funded = import_projects(actor, pair[0], pair[1], report)
    domains = Imported()
    for path in sorted((folder / "organisations").glob("*.json*")):
        domains = import_universities(actor, path, report)
    report("names", 0, brought.names + funded.names)
    settled = resolve_names(actor)
    report("names", brought.names + funded.names, brought.names + funded.names)
    ties = rebuild_ties(actor)
    return ImportSummary(
        works=brought.traces,
        projects=funded.traces,
        names=PartnerName.objects.filter(institution__isnull=True).count(),
        partners=Partner.objects.filter(institution__isnull=True, merged_into__isnull=True).count(),
        merges=settled.merged,
        waiting=settled.waiting,
        ties=ties,
        problems=(*brought.problems, *funded.problems, *domains.problems),
    )


def _seen_work(work: Work, book: NameBook) -> SeenTrace:
    names: list[PartnerName] = []
    authors: list[tuple[str, PartnerName]] = []
    for author in work.authors:
        for each in author.affiliations:
            name = book.place(each.name, each.country, "openalex", {"openalex": each.openalex, "ror": each.ror})
            names.append(name)
            authors.append((author.name, name))
    trace = Trace(
        key=f"openalex:{work.id}",
        kind=Trace.Kind.WORK,
        title=work.title,
        first_year=work.year,
        last_year=work.year,
        url=f"https://doi.org/{work.doi}"[:300] if work.doi else f"https://openalex.org/{work.id}",
        **_fields(work.title),
    )
    return SeenTrace(trace, names, authors)


def _seen_project(project: Project, parts: Iterable[ProjectParticipant], book: NameBook) -> SeenTrace:
    trace = Trace(
        key=f"cordis:{project.id}"[:100],
        kind=Trace.Kind.PROJECT,
        title=f"{project.acronym}: {project.title}" if project.acronym else project.title,
        first_year=project.first_year,
        last_year=project.last_year or project.first_year,
        programme=project.programme[:60],
        url=f"https://cordis.europa.eu/project/id/{project.id}"[:300],
        **_fields(project.described),
    )
    return SeenTrace(trace, [book.place(each.name, each.country, "cordis", {"pic": each.pic}) for each in parts])


def _fields(text: str) -> dict[str, Any]:
    found = critical_areas().critical_areas(text)
    return {"fields": [each.area for each in found], "field_words": {each.area: list(each.words) for each in found}}


def _once_each(every: Iterable[Project], file: str, problems: list[RowProblem]) -> dict[str, Project]:
    found: dict[str, Project] = {}
    for project in every:
        if found.setdefault(project.id, project) is not project:
            problems.append(given_before(file, project.row, project.id, "id"))
    return found


def _without_front_matter(every: Iterable[Work], problems: list[RowProblem]) -> Iterator[Work]:
    """Those on the same board, or in the same list of contributors, have not worked together."""
    for work in every:
        if work.is_front_matter:
            reason = said("“{title}” is about the journal or book, and no work.", title=work.title[:80])
            problems.append(RowProblem(work.file, work.row, reason, "display_name"))
            continue
        yield work


def _once(every: Iterable[Work], seen: set[str], problems: list[RowProblem]) -> Iterator[Work]:
    for work in every:
        if work.id in seen:
            problems.append(given_before(work.file, work.row, work.id, "id"))
            continue
        seen.add(work.id)
        yield work


def _batches(every: Iterator[Work]) -> Iterator[list[Work]]:
    while batch := list(islice(every, BATCH)):
        yield batch


def _words(name: str) -> str:
    """The words in any order: enough for finding a domain, and quick for thousands of universities."""
    return " ".join(sorted({fold_latin(word) for word in name.split()} - {"the", "of", "-"}))


def _public_names() -> Iterator[tuple[UUID, str, str]]:
    return PartnerName.objects.filter(institution__isnull=True).values_list("partner_id", "text", "country").iterator()
