"""Bringing sources up to date: from their publishers, a folder, or the starter snapshot. Nothing new costs nothing."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from aktsom.core.actor import Actor
from aktsom.core.errors import UnusableSourceError, in_languages
from aktsom.engine.lists.catalogue import Publication
from aktsom.knowledge.sources.actions import put_in_force, refuse_version, take_reading
from aktsom.knowledge.sources.download import Known, address_of, discard, fetch
from aktsom.knowledge.sources.files import digest_on_disk, is_pointed_to, kept_files, point_to, sources_folder
from aktsom.knowledge.sources.intake import (
    Delivery,
    Edition,
    deliveries_in,
    delivery,
    editions_in_snapshot,
    publication,
    read_delivery,
)
from aktsom.knowledge.sources.models import SourceVersion
from aktsom.knowledge.sources.queries import read_otherwise, version_in_force


class Result(StrEnum):
    """How an update of one source ended."""

    IN_FORCE = "new version in force"
    UNCHANGED = "nothing new"
    REFUSED = "refused"
    UNKNOWN = "unknown file"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source in an update. `message` is a whole sentence or "" when there is nothing to add."""

    source: str
    result: Result
    version: SourceVersion | None = None
    message: str = ""


Report = Callable[[Outcome], None]


def load_directory(
    actor: Actor, folder: Path, report: Report, *, sources: Collection[str] = (), accepted_because: str = ""
) -> list[Outcome]:
    """The named lists that a folder holds, or all. A file that cannot be used is reported; the others come in all the same."""
    for each in sources:
        publication(each)
    deliveries, unknown = deliveries_in(folder)
    strange = [Outcome(each.path.name, Result.UNKNOWN, message=str(each.reason)) for each in unknown]
    there = {given.source for given in deliveries}
    strange += [
        Outcome(each, Result.UNKNOWN, message=_("The folder holds no file of this source."))
        for each in sources
        if each not in there
    ]
    wanted = (given for given in deliveries if not sources or given.source in sources)
    known = (_bring_in(actor, given, accepted_because) for given in wanted)
    return list(_reported([*strange, *known], report))


def load_file(actor: Actor, source: str, path: Path, report: Report, *, accepted_because: str = "") -> Outcome:
    """One file as the new version of a source."""
    publication(source)
    given = delivery(source, [path], origin=path.name)
    return next(_reported([_bring_in(actor, given, accepted_because)], report))


def load_snapshot(actor: Actor, path: Path, dates: Mapping[str, date], report: Report) -> list[Outcome]:
    """The starter snapshot, for sources that have no version of their own yet. `dates` by source."""
    outcomes = [_from_snapshot(actor, edition) for edition in editions_in_snapshot(path, dates)]
    return list(_reported(outcomes, report))


def update_source(actor: Actor, source: str, report: Report, *, accepted_because: str = "") -> Outcome:
    """Fetch a source from its publisher, when it has changed there, and let it in."""
    return next(_reported([_fetched(actor, publication(source), accepted_because)], report))


def read_again(actor: Actor, report: Report) -> list[Outcome]:
    """Read the kept files once more that another version of our readers read: it may have seen other listings in them.

    Where it saw the same, that is noted; else what they say now comes into force. Files that are gone or changed are left
    to `aktsom sources verify`.
    """
    return list(_reported((_as_read_now(actor, each) for each in read_otherwise(actor)), report))


def _as_read_now(actor: Actor, current: SourceVersion) -> Outcome:
    given = Delivery(
        current.source,
        tuple(sorted(kept_files(current))),
        current.digest,
        current.size,
        current.origin,
        etag=current.etag,
        last_modified=current.last_modified,
        server_date=current.source_date if current.dated_by == SourceVersion.Dated.SERVER else None,
        retrieved_at=current.retrieved_at,
    )
    if digest_on_disk(current) != current.digest:
        return Outcome(current.source, Result.UNCHANGED, current)
    try:
        taken = take_reading(actor, edition=read_delivery(given))
    except UnusableSourceError as error:
        refused = refuse_version(actor, delivery=given, reason=in_languages(error))
        return Outcome(current.source, Result.REFUSED, refused, str(error))
    return Outcome(current.source, Result.UNCHANGED if taken == current else Result.IN_FORCE, taken)


def _reported(outcomes: Iterable[Outcome], report: Report) -> Iterator[Outcome]:
    for outcome in outcomes:
        report(outcome)
        yield outcome


def _bring_in(actor: Actor, given: Delivery, accepted_because: str) -> Outcome:
    current = version_in_force(actor, given.source)
    if current is not None and current.digest == given.digest:
        return _unchanged(current)
    try:
        return _let_in(actor, read_delivery(given), accepted_because)
    except UnusableSourceError as error:
        refused = refuse_version(actor, delivery=given, reason=in_languages(error))
        return Outcome(given.source, Result.REFUSED, refused, str(error))


def _let_in(actor: Actor, edition: Edition, accepted_because: str = "") -> Outcome:
    version = put_in_force(actor, edition=edition, accepted_because=accepted_because)
    return Outcome(version.source, Result.IN_FORCE, version)


def _from_snapshot(actor: Actor, edition: Edition) -> Outcome:
    current = version_in_force(actor, edition.delivery.source)
    if current is not None and (not current.is_snapshot or current.digest == edition.delivery.digest):
        return _unchanged(current)
    return _let_in(actor, edition)


def _unchanged(current: SourceVersion) -> Outcome:
    """A program that was killed between the database and the pointer on disk left an old pointer: put it right."""
    if not is_pointed_to(current):
        point_to(current)
    return Outcome(current.source, Result.UNCHANGED, current)


def _fetched(actor: Actor, wanted: Publication, accepted_because: str) -> Outcome:
    url = address_of(wanted)
    if not url:
        message = _(
            "The publisher serves no file for this source. Bring it in with --from FILE; the text is at %(page)s."
        )
        return Outcome(wanted.id, Result.UNCHANGED, message=message % {"page": wanted.page})
    current = version_in_force(actor, wanted.id)
    known = Known(current.etag, current.last_modified) if current else Known()
    part = sources_folder() / wanted.id / "incoming" / wanted.usual_name
    try:
        fetched = fetch(url, part, known)
    except UnusableSourceError as error:
        refused = refuse_version(actor, delivery=Delivery(wanted.id, (), "", 0, url), reason=in_languages(error))
        return Outcome(wanted.id, Result.REFUSED, refused, str(error))
    if fetched is None:
        return Outcome(wanted.id, Result.UNCHANGED, current)
    given = delivery(wanted.id, [fetched.path], origin=url)
    given = replace(given, etag=fetched.etag, last_modified=fetched.last_modified, server_date=fetched.server_date)
    outcome = _bring_in(actor, given, accepted_because)
    discard(part)
    return outcome
