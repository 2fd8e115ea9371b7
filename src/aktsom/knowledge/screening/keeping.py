"""Bringing hits in step with what a comparison found: what is as it was keeps its dates, the rest ends or begins."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.bulk import insert_rows
from aktsom.core.visibility import of_institution
from aktsom.knowledge.screening.models import ComparedLists, ComparedSubject, ScreeningHit
from aktsom.knowledge.screening.processes import FoundHit
from aktsom.knowledge.screening.subjects import Subject
from aktsom.knowledge.sources.queries import current_listings, listings_by_id

BATCH = 1000
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison was of: `whole` subjects with all lists, the `other` ones with these listings alone.

    `versions` says which version of each source that was, by which `engine`; "" leaves what was noted of that before.
    """

    whole: Sequence[Subject]
    other: Sequence[Subject] = ()
    listings: frozenset[str] = frozenset()
    versions: Mapping[str, int] = field(default_factory=dict)
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many hits there were in what was compared, how many began with it, and how many no longer hold."""

    hits: int
    new: int
    gone: int


def keep(actor: Actor, kind: str, compared: Compared, found: Sequence[FoundHit]) -> Kept:
    """Bring the current hits in step, and note what was compared. Call inside a transaction."""
    current = _current(actor, kind, compared)
    first = not _lists(actor, kind).exists()
    coming = _coming(actor, kind, compared, found)
    same = {key for key, hit in current.items() if key in coming and _said(hit) == _said(coming[key])}
    now = timezone.now()
    ended = [hit.pk for key, hit in current.items() if key not in same]
    ScreeningHit.objects.filter(pk__in=ended).update(until=now)
    _refresh([(current[key], coming[key]) for key in same])
    begun = [hit for key, hit in coming.items() if key not in same]
    for hit in begun:
        before = current.get(_key(hit))
        hit.found_at = now
        hit.new_since = before.new_since if before else (None if first else now)
    ScreeningHit.objects.bulk_create(begun, batch_size=BATCH)
    _note(actor, kind, compared)
    return Kept(len(coming), len(coming.keys() - current.keys()), len(current.keys() - coming.keys()))


def lists_compared(actor: Actor, kind: str) -> ComparedLists | None:
    """With which lists all subjects of the kind were compared last."""
    row: ComparedLists | None = _lists(actor, kind).first()
    return row


def subjects_compared(actor: Actor, kind: str) -> dict[UUID, str]:
    """The digest under which each subject was compared last."""
    rows = ComparedSubject.objects.visible_to(actor).filter(subject_kind=kind)
    return dict(rows.values_list("subject_id", "digest").iterator(chunk_size=20_000))


def subject_digest(subject: Subject) -> str:
    """The SHA-256 over everything that is compared of a subject."""
    return sha256("\n".join([subject.country, subject.birth_date, *sorted(subject.names)]).encode()).hexdigest()


def names_digest(names: Iterable[str]) -> str:
    """The SHA-256 over a subject's names in any order."""
    return sha256("\n".join(sorted(names)).encode()).hexdigest()


def _current(actor: Actor, kind: str, compared: Compared) -> dict[Key, ScreeningHit]:
    """The hits that the comparison can say something about."""
    whole = {subject.id for subject in compared.whole}
    other = {subject.id for subject in compared.other}
    rows = ScreeningHit.objects.visible_to(actor).filter(of_institution(actor.institution_id), until=None)
    return {
        _key(hit): hit
        for hit in rows.filter(subject_kind=kind)
        if hit.subject_id in whole or (hit.subject_id in other and hit.listing in compared.listings)
    }


def _coming(actor: Actor, kind: str, compared: Compared, found: Sequence[FoundHit]) -> dict[Key, ScreeningHit]:
    """The best hit of each subject on each listing; of equals the one whose name came first."""
    best: dict[Key, FoundHit] = {}
    for hit in found:
        key = (hit.query_id, hit.listing)
        if key not in best or hit.score > best[key].score:
            best[key] = hit
    hit_subjects = {hit.query_id for hit in best.values()}
    subjects = (each for part in (compared.whole, compared.other) for each in part)
    names = {str(each.id): names_digest(each.names) for each in subjects if str(each.id) in hit_subjects}
    digests = _digests(actor, {hit.listing for hit in best.values()})
    return {
        key: ScreeningHit(
            institution_id=actor.institution_id,
            subject_kind=kind,
            subject_id=UUID(hit.query_id),
            **hit.stored,
            listing_digest=digests.get(hit.listing, ""),
            names_digest=names[hit.query_id],
        )
        for key, hit in best.items()
    }


def _digests(actor: Actor, listings: Collection[str]) -> dict[str, str]:
    return dict(current_listings(actor).filter(listing__in=listings).values_list("listing", "digest"))


def _key(hit: ScreeningHit) -> Key:
    return (str(hit.subject_id), hit.listing)


def _said(hit: ScreeningHit) -> tuple[object, ...]:
    return (hit.query_name, hit.matched_name, hit.listing_name, hit.score, hit.strength, hit.explanation)


def _refresh(pairs: Iterable[tuple[ScreeningHit, ScreeningHit]]) -> None:
    """The hit is the same; the names, the listing or the list's date behind it may be newer."""
    fields = ("listing_digest", "names_digest", "source_date")
    newer = []
    for old, new in pairs:
        if any(getattr(old, name) != getattr(new, name) for name in fields):
            for name in fields:
                setattr(old, name, getattr(new, name))
            newer.append(old)
    ScreeningHit.objects.bulk_update(newer, fields, batch_size=BATCH)


def _forget_others(actor: Actor, kind: str, compared: Compared) -> None:
    """A subject that is not there now, such as one that was merged, is compared whole when it comes back."""
    here = {subject.id for part in (compared.whole, compared.other) for subject in part}
    ComparedSubject.objects.visible_to(actor).filter(
        subject_kind=kind, subject_id__in=subjects_compared(actor, kind).keys() - here
    ).delete()


def _date_anew(actor: Actor, kind: str) -> None:
    """A list of a newer date that says the same of a listing makes its hits no other hits, but of that date."""
    rows = ScreeningHit.objects.visible_to(actor).filter(of_institution(actor.institution_id), until=None)
    hits = list(rows.filter(subject_kind=kind).only("listing", "source_date"))
    listings = listings_by_id(actor, frozenset(hit.listing for hit in hits))
    older = [hit for hit in hits if (now := listings.get(hit.listing)) and now.source_date != hit.source_date]
    for hit in older:
        hit.source_date = listings[hit.listing].source_date
    ScreeningHit.objects.bulk_update(older, ["source_date"], batch_size=BATCH)


def _note(actor: Actor, kind: str, compared: Compared) -> None:
    ids = [subject.id for subject in compared.whole]
    for start in range(0, len(ids), BATCH):
        rows = ComparedSubject.objects.visible_to(actor).filter(subject_kind=kind)
        rows.filter(subject_id__in=ids[start : start + BATCH]).delete()
    insert_rows(
        ComparedSubject,
        (
            {
                "institution_id": actor.institution_id,
                "subject_kind": kind,
                "subject_id": subject.id,
                "digest": subject_digest(subject),
            }
            for subject in compared.whole
        ),
    )
    if compared.engine:
        _forget_others(actor, kind, compared)
        _date_anew(actor, kind)
        _lists(actor, kind).delete()
        ComparedLists.objects.create(
            institution_id=actor.institution_id,
            subject_kind=kind,
            versions=dict(compared.versions),
            engine=compared.engine,
        )


def _lists(actor: Actor, kind: str) -> "QuerySet[ComparedLists]":
    rows = ComparedLists.objects.visible_to(actor).filter(of_institution(actor.institution_id))
    return rows.filter(subject_kind=kind)
