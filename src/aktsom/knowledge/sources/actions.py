"""What can be done with sources: put a version in force, refuse one, and let an institution confirm what needs it."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.core.actions import action, held_for_all
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import Sentence, UnusableSourceError, filled
from aktsom.engine.lists.compare import Shrunk, part_of, shrunk
from aktsom.engine.lists.digest import readers_digest
from aktsom.engine.wording import worded
from aktsom.knowledge.sources.files import keep_files, point_to
from aktsom.knowledge.sources.intake import PROBLEMS_KEPT, Delivery, Edition
from aktsom.knowledge.sources.models import SourceVersion
from aktsom.knowledge.sources.store import differs, parts_in_force, store_listings

State = SourceVersion.State
may_update = held_for_all(Duty.PLATFORM_OPERATOR, Duty.RESEARCH_SECURITY_LEAD)


@action("put a version of a source in force", may=may_update, private=("edition", "accepted_because"))
def put_in_force(actor: Actor, *, edition: Edition, accepted_because: str = "") -> SourceVersion:
    """Let an edition replace the version in force: all of it or, when anything fails, nothing.

    Raises `UnusableSourceError` when it is suddenly much smaller, unless a person gives a reason to accept that.
    """
    return _replace(_held(edition), edition, accepted_because)


@action("take what kept files of a source say as they are read now", may=may_update, private=("edition",))
def take_reading(actor: Actor, *, edition: Edition) -> SourceVersion:
    """Files in force were read once more: where they say the same, note by which readers, else put in force what they say.

    Raises `UnusableSourceError` when that is suddenly much less.
    """
    version = _held(edition)
    if version is None or differs(version.source, edition.listings):
        return _replace(version, edition, "")
    version.readers = edition.readers
    version.save(update_fields=["readers"])
    return version


def _held(edition: Edition) -> SourceVersion | None:
    versions = SourceVersion.objects.select_for_update()
    return versions.filter(source=edition.delivery.source, state=State.IN_FORCE).first()


def _replace(before: SourceVersion | None, edition: Edition, accepted_because: str) -> SourceVersion:
    if not accepted_because:
        _refuse_when_smaller(before, edition)
    version = _begin(before, edition, accepted_because)
    difference = store_listings(version, edition.listings)
    version.added, version.removed = len(difference.added), len(difference.removed)
    version.changed = len(difference.changed)
    version.save(update_fields=["added", "removed", "changed"])
    transaction.on_commit(lambda: point_to(version))
    return version


@action("refuse a version of a source", may=may_update, private=("delivery",))
def refuse_version(actor: Actor, *, delivery: Delivery, reason: dict[str, str]) -> SourceVersion:
    """Keep a record of a file that was not let in, with the reason in each language. The version in force stays in force."""
    return SourceVersion.objects.create(
        source=delivery.source,
        state=State.REFUSED,
        digest=delivery.digest,
        retrieved_at=timezone.now(),
        readers=readers_digest(),
        origin=delivery.origin[:500],
        size=delivery.size,
        refusal=reason["en"],
        refusals=reason,
    )


def _refuse_when_smaller(before: SourceVersion | None, edition: Edition) -> None:
    now = Counter(part_of(each.id, each.list_id) for each in edition.listings)
    lost = shrunk(parts_in_force(before.source), now) if before else None
    if not edition.listings and lost is None:
        lost = Shrunk(0, 0)
    if lost is None:
        _refuse_with_fewer_names(before, edition)
        return
    told = {"new": lost.new, "old": lost.old, "part": lost.part}
    whole = _("The new version has %(new)s entries where the one in force has %(old)s.")
    part = _("The new version has %(new)s entries of “%(part)s” where the one in force has %(old)s.")
    raise _smaller(filled(part if lost.part else whole, told))


def _refuse_with_fewer_names(before: SourceVersion | None, edition: Edition) -> None:
    """As many entries, but without their other names: so it looks when a publisher calls a field otherwise."""
    new = _names(edition)
    if before and shrunk(Counter(names=before.names), Counter(names=new)):
        words = _("The new version has %(new)s names where the one in force has %(old)s.")
        raise _smaller(filled(words, {"new": new, "old": before.names}))


def _names(edition: Edition) -> int:
    return sum(len(each.names) for each in edition.listings)


def _smaller(happened: Sentence) -> UnusableSourceError:
    return UnusableSourceError(
        happened,
        kept=_("The version in force stays in force."),
        remedy=_(
            "Check with the publisher. If it is right, run the update again with --accept-smaller and the reason."
        ),
    )


def _begin(before: SourceVersion | None, edition: Edition, accepted_because: str) -> SourceVersion:
    now = timezone.now()
    if before is not None:
        now = max(now, (before.in_force_from or now) + timedelta(microseconds=1))
        before.state, before.in_force_until = State.SUPERSEDED, now
        before.save(update_fields=["state", "in_force_until"])
    given = edition.delivery
    return SourceVersion.objects.create(
        source=given.source,
        state=State.IN_FORCE,
        digest=given.digest,
        source_date=edition.source_date,
        dated_by=edition.dated_by,
        is_snapshot=edition.is_snapshot,
        retrieved_at=given.retrieved_at or now,
        readers=edition.readers,
        in_force_from=now,
        origin=given.origin[:500],
        file=keep_files(edition),
        size=given.size,
        listings=len(edition.listings),
        names=_names(edition),
        accepted_because=accepted_because,
        problems=_problems(edition),
        problem_count=len(edition.problems),
        etag=given.etag,
        last_modified=given.last_modified,
    )


def _problems(edition: Edition) -> list[dict[str, Any]]:
    return [
        {
            "file": each.file,
            "row": each.row,
            "column": each.column,
            "reasons": {language: worded(each.reason, language) for language in ("en", "nb")},
            "kept": each.kept,
        }
        for each in edition.problems[:PROBLEMS_KEPT]
    ]
