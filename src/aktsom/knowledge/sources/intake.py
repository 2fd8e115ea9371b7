"""From files to an edition: which source the files belong to, and all their listings, or the reason why they cannot be used.

Nothing here touches the database; nothing that is wrong with a file gets past here.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import Sentence, UnusableSourceError, filled, spoken
from aktsom.engine.lists.catalogue import PUBLICATIONS, Publication, known_list, publication_of
from aktsom.engine.lists.digest import readers_digest
from aktsom.engine.lists.directory import list_files, read_file
from aktsom.engine.lists.listing import Listing
from aktsom.engine.lists.problems import ListError, RowProblem, given_before
from aktsom.engine.lists.recognise import recognise
from aktsom.engine.lists.snapshot import read_listings
from aktsom.knowledge.sources.models import SourceVersion

PROBLEMS_KEPT = 500
Dated = SourceVersion.Dated


@dataclass(frozen=True, slots=True)
class Delivery:
    """The files of one source as they came, not yet read. `origin` says from where. `digest` is over all of them.

    `retrieved_at` is when, for files that have been here for a while.
    """

    source: str
    files: tuple[Path, ...]
    digest: str
    size: int
    origin: str
    etag: str = ""
    last_modified: str = ""
    server_date: date | None = None
    retrieved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """A delivery that was read to its end, by which `readers`. Every id is there once."""

    delivery: Delivery
    listings: tuple[Listing, ...]
    problems: tuple[RowProblem, ...]
    source_date: date | None
    dated_by: str
    is_snapshot: bool = False
    readers: str = ""


@dataclass(frozen=True, slots=True)
class UnknownFile:
    """A file that belongs to no source that we know, and why."""

    path: Path
    reason: Sentence


def publication(source: str) -> Publication:
    """The publication with this id; raises `UnusableSourceError` naming those there are."""
    for each in PUBLICATIONS:
        if each.id == source:
            return each
    raise UnusableSourceError(
        filled(_("There is no source called %(source)s."), {"source": source}),
        remedy=filled(_("The sources are %(names)s."), {"names": ", ".join(each.id for each in PUBLICATIONS)}),
    )


def deliveries_in(folder: Path) -> tuple[list[Delivery], list[UnknownFile]]:
    """What a folder holds, source by source, whatever the files are called; and what belongs to no source."""
    groups: dict[str, list[Path]] = defaultdict(list)
    unknown: list[UnknownFile] = []
    for path in list_files(folder):
        try:
            format_ = recognise(path)
        except ListError as error:
            unknown.append(UnknownFile(path, spoken(error)))
            continue
        if format_ is None:
            unknown.append(UnknownFile(path, _("It is in none of the formats that we can read.")))
        else:
            groups[publication_of(format_).id].append(path)
    return [delivery(source, files, origin=str(folder)) for source, files in sorted(groups.items())], unknown


def delivery(source: str, files: Iterable[Path], *, origin: str) -> Delivery:
    """Files as a delivery, with the digest over their names and contents."""
    paths = tuple(sorted(files))
    whole = hashlib.sha256()
    for path in paths:
        whole.update(f"{path.name}\0{digest_of(path)}\n".encode())
    return Delivery(source, paths, whole.hexdigest(), sum(path.stat().st_size for path in paths), origin)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_delivery(given: Delivery) -> Edition:
    """Read every file to its end. Raises `UnusableSourceError` when one is broken, cut off, or something else."""
    problems: list[RowProblem] = []
    try:
        _refuse_others(given)
        listings = tuple(_once(given.files, problems))
    except ListError as error:
        raise UnusableSourceError(
            filled(_("The file cannot be used: %(reason)s"), {"reason": spoken(error)}),
            kept=_("The version in force stays in force."),
            remedy=_("Fetch it again, or report it to the publisher."),
        ) from error
    newest, dated_by = _dated(listings, given.server_date)
    return Edition(
        given, tuple(_stamped(listings, newest)), tuple(problems), newest, dated_by, readers=readers_digest()
    )


def _refuse_others(given: Delivery) -> None:
    """Another list in the place of this one would be an all-clear for everybody on it."""
    wanted = publication(given.source)
    for path in given.files:
        found = recognise(path)
        if found not in (None, wanted.format):
            raise UnusableSourceError(
                filled(
                    _("%(file)s is no file of %(source)s: it is in the format of %(other)s."),
                    {"file": path.name, "source": given.source, "other": publication_of(found).id},
                ),
                kept=_("The version in force stays in force."),
                remedy=_("Name the source that it belongs to, or look at the address that it was fetched from."),
            )


def editions_in_snapshot(path: Path, dates: Mapping[str, date]) -> list[Edition]:
    """The starter snapshot, source by source. `dates` gives the date of each source, by its id."""
    groups: dict[str, list[Listing]] = defaultdict(list)
    for listing in read_listings(path):
        known = known_list(listing.list_id)
        groups[known.publication if known else listing.list_id].append(listing)
    file_digest = digest_of(path)
    return [_from_snapshot(source, listings, file_digest, dates) for source, listings in sorted(groups.items())]


def _from_snapshot(source: str, listings: list[Listing], file_digest: str, dates: Mapping[str, date]) -> Edition:
    digest = hashlib.sha256(f"{source}\0{file_digest}".encode()).hexdigest()
    given = Delivery(source, (), digest, 0, "starter snapshot")
    newest, dated_by = _dated(listings, None)
    newest = dates.get(source, newest)
    return Edition(given, tuple(_stamped(listings, newest)), (), newest, dated_by, is_snapshot=True)


def _once(files: Iterable[Path], problems: list[RowProblem]) -> Iterator[Listing]:
    given: set[str] = set()
    for path in files:
        for number, listing in enumerate(read_file(path, problems=problems.append), 1):
            if listing.id in given:
                problems.append(given_before(path.name, number, listing.id))
                continue
            given.add(listing.id)
            yield listing


def _dated(listings: Iterable[Listing], server_date: date | None) -> tuple[date | None, str]:
    """The date of the whole: the publisher's, else its server's, else the newest day on which an entry came or went."""
    printed = [each.source_date for each in listings if each.source_date]
    if printed:
        return max(printed), Dated.PUBLISHER
    if server_date:
        return server_date, Dated.SERVER
    today = timezone.localdate()
    told = [day for each in listings for day in (each.starts, each.ends) if day and day <= today]
    return (max(told), Dated.NEWEST_ENTRY) if told else (None, Dated.UNKNOWN)


def _stamped(listings: Iterable[Listing], newest: date | None) -> Iterator[Listing]:
    for listing in listings:
        yield listing if listing.source_date else replace(listing, source_date=newest)
