"""Assembling the parts of the starter snapshot that this room knows: listings, and the academic freedom index."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from aktsom.content.countries.facts import V_DEM_PAGE
from aktsom.core.errors import spoken
from aktsom.engine.countries.academic_freedom import IndexProblem, read_academic_freedom
from aktsom.engine.lists.catalogue import LISTS
from aktsom.knowledge.sources.intake import Edition, deliveries_in, publication, read_delivery
from aktsom.knowledge.sources.queries import COLLECTIONS
from aktsom.snapshots.reading import FREEDOM, LISTINGS, SnapshotSource
from aktsom.snapshots.writing import write_freedom, write_lists

FREEDOM_FILES = "academic_freedom_index*.csv"


def write_knowledge(data: Path, folder: Path, report: Callable[[str], None]) -> list[SnapshotSource]:
    """Write both parts from a folder laid out like shared/data; give what they hold.

    Raises `UnusableSourceError` when a list cannot be used: a snapshot is whole or is not written.
    """
    deliveries, unknown = deliveries_in(data / "lists")
    for each in unknown:
        report(f"left out: {each.path.name}: {each.reason}")
    editions = [read_delivery(each) for each in deliveries]
    write_lists(folder, (listing for edition in editions for listing in edition.listings))
    return [*map(_source, editions), *_freedom(data / "countries", folder, report)]


def freedom_file(folder: Path) -> Path | None:
    """The newest file of the academic freedom index in a folder of country data."""
    return max(folder.glob(FREEDOM_FILES), default=None)


def _source(edition: Edition) -> SnapshotSource:
    known = publication(edition.delivery.source)
    titles = [each.titles["en"] for each in LISTS if each.publication == known.id]
    return SnapshotSource(
        id=known.id,
        title=titles[0] if len(titles) == 1 else COLLECTIONS.get(known.id, known.id),
        publisher=known.publisher,
        licence=known.licence,
        url=known.page,
        date=edition.source_date,
        count=len(edition.listings),
        file=LISTINGS,
    )


def _freedom(countries: Path, folder: Path, report: Callable[[str], None]) -> list[SnapshotSource]:
    path = freedom_file(countries)
    if path is None:
        return []
    problems: list[IndexProblem] = []
    index = read_academic_freedom(path, problems.append)
    for problem in problems:
        report(str(spoken(problem.sentence)))
    count = write_freedom(folder, index.values())
    return [
        SnapshotSource(
            id="academic-freedom",
            title="Academic freedom index (v2xca_academ)",
            publisher="V-Dem Institute",
            licence="CC BY-SA 4.0",
            url=V_DEM_PAGE,
            date=date(max(each.year for each in index.values()), 12, 31),
            count=count,
            file=FREEDOM,
        )
    ]
