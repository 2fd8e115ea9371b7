"""What can be asked about hits: those of a subject with everything needed to judge them, and those that wait."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import JSONObject, TruncDate
from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.audit import LOOK_AT_JUDGEMENTS, record_read
from aktsom.core.compiled import Slot, among, prepared
from aktsom.core.once import once
from aktsom.engine.lists.listing import Listing
from aktsom.knowledge.screening.bodies import together
from aktsom.knowledge.screening.meaning import ListMeaning, meaning_of
from aktsom.knowledge.screening.models import Judgement, ScreeningHit, SharedVerdict, Sharing
from aktsom.knowledge.screening.subjects import of_persons, subjects_of
from aktsom.knowledge.screening.wording import Explanation, explanation_of
from aktsom.knowledge.sources.queries import list_title, listings_by_id

Verdict = Judgement.Verdict
LATELY = timedelta(days=30)
MADE_UP = re.compile(r"\b(?P<list>[a-z0-9-]+):~[0-9a-f]+")
"""The id that we gave a listing whose publisher gives none; people read the title of its list instead."""
_AS_IT_STANDS = ("subject_kind", "subject_id", "listing", "listing_digest", "names_digest")
_SAME_HIT = {name: OuterRef(name) for name in _AS_IT_STANDS}


@dataclass(frozen=True, slots=True)
class Advice:
    """How another institution, which shares it, judged a hit as it stands now."""

    institution: str
    verdict: Judgement.Verdict
    reason: str
    day: date

    @classmethod
    def of(cls, shared: Mapping[str, str], language: str) -> "Advice":
        """From what `with_advice` adds to a hit."""
        name = (shared["en"] if language == "en" else "") or shared["nb"]
        return cls(name, Verdict(shared["verdict"]), shared["reason"], date.fromisoformat(shared["day"]))


@dataclass(frozen=True, slots=True)
class HitView:
    """One hit with the listing's record and the institution's judgements of it, the newest first.

    `judgement` is the one that holds; None when nobody judged, or when listing or names changed since. `listing` is None
    when the list was taken away altogether. `awaits_second` says that readers of a hit on a person do not agree yet, or that
    there was only one. `advice` is what other institutions, who share it, say of the hit as it stands.
    """

    hit: ScreeningHit
    listing: Listing | None
    judgement: Judgement | None
    earlier: tuple[Judgement, ...]
    language: str
    awaits_second: bool = False
    advice: tuple[Advice, ...] = ()

    @property
    def list_title(self) -> str:
        """The list's title in the reader's language."""
        return list_title(self.hit.list_id, self.language)

    @property
    def explanation(self) -> str:
        """Why the names are taken for one, in the reader's language."""
        said = self.hit.explanation
        text = str(said.get(self.language) or said.get("en", ""))
        return MADE_UP.sub(lambda found: list_title(found["list"], self.language), text)

    @property
    def said(self) -> Explanation:
        """The same in parts: which met which, how, how rare they are, and what was left over."""
        return explanation_of(self.hit.explanation)

    @property
    def meaning(self) -> ListMeaning:
        """What standing on this list means here."""
        return meaning_of(self.hit.list_id, self.listing.effects if self.listing else ())

    @property
    def is_rejected(self) -> bool:
        """Whether the institution decided that this is somebody else."""
        return self.judgement is not None and self.judgement.verdict == Verdict.REJECTED

    @property
    def waits(self) -> bool:
        """Whether a person should look: nobody judged, or they were unsure."""
        return self.judgement is None or self.judgement.verdict == Verdict.UNSURE


@dataclass(frozen=True, slots=True)
class HitGroup:
    """One body and every list that it stands on, the best hit first."""

    hits: tuple[HitView, ...]

    @property
    def best(self) -> HitView:
        """The hit that the group is named after."""
        return self.hits[0]

    @property
    def by_list(self) -> list[list[HitView]]:
        """The hits of each list together, the newest listing first: some lists name a body anew every year."""
        found: dict[str, list[HitView]] = {}
        for view in self.hits:
            found.setdefault(view.hit.list_id, []).append(view)
        return [sorted(views, key=_starts, reverse=True) for views in found.values()]


def sharing_now(actor: Actor) -> Sharing | None:
    """That the institution shares its judgements with the sector, if it does."""
    row: Sharing | None = (
        Sharing.objects.visible_to(actor).filter(withdrawn_at=None).select_related("agreed_by__user").first()
    )
    return row


def hits_of(actor: Actor, kind: str, ids: Iterable[UUID], language: str = "nb") -> dict[UUID, list[HitView]]:
    """The current hits of each subject, best first, in three queries whatever the number of subjects."""
    return by_subject(hit_views(actor, hits_on(actor, kind, frozenset(ids)), language))


def by_subject(views: Iterable[HitView]) -> dict[UUID, list[HitView]]:
    """The hits of each subject together, in the order given."""
    found: dict[UUID, list[HitView]] = {}
    for view in views:
        found.setdefault(view.hit.subject_id, []).append(view)
    return found


@once
def hits_on(actor: Actor, kind: str, ids: frozenset[UUID]) -> Sequence[ScreeningHit]:
    """The current hits on these subjects, best first."""
    return _hits.read(actor, kind, subjects=list(ids)) if ids else ()


@prepared
def _hits(actor: Actor, kind: str, *, subjects: Slot) -> QuerySet[ScreeningHit]:
    rows = current_hits(actor, kind).filter(among("subject_id", subjects))
    return with_advice(actor, rows).order_by("-score", "listing")


def current_hits(actor: Actor, kind: str) -> QuerySet[ScreeningHit]:
    """Hits that hold now."""
    return ScreeningHit.objects.visible_to(actor).filter(subject_kind=kind, until=None)


def with_advice(actor: Actor, rows: QuerySet[ScreeningHit]) -> QuerySet[ScreeningHit]:
    """The hits together with what other institutions say of them as they stand now, in the same query."""
    shared = (
        SharedVerdict.objects.visible_to(actor).filter(**_SAME_HIT).exclude(institution_id=actor.institution_id or 0)
    )
    said = JSONObject(
        nb="institution__name_nb", en="institution__name_en", verdict="verdict", reason="reason", day="judged_on"
    )
    return rows.annotate(shared=ArraySubquery(shared.order_by("-judged_on").values(said=said)))


def waiting_hits(actor: Actor, kind: str) -> QuerySet[ScreeningHit]:
    """Hits that nobody in the institution has judged as they stand now, or of which they were unsure; best first.

    Hits on persons wait until the newest two readers agree.
    """
    rows, waits = _with_waiting(actor, kind)
    return rows.filter(waits).order_by("-score", "subject_id", "listing")


@dataclass(frozen=True, slots=True)
class NearHits:
    """Of the hits on what the institution has to do with: how many wait, and how many began on each day of late."""

    waiting: int
    new: tuple[tuple[date, int], ...]


@once
def near_hits(actor: Actor, kind: str) -> NearHits:
    """The numbers for the start page, in one query."""
    counted = _near.read(actor, kind)
    new: Counter[date] = Counter()
    for day, _waits, number in counted:
        if day is not None and day >= timezone.localdate() - LATELY:
            new[day] += number
    waiting = sum(number for _day, waits_now, number in counted if waits_now)
    return NearHits(waiting, tuple(sorted(new.items(), reverse=True)))


@prepared
def _near(actor: Actor, kind: str) -> QuerySet[ScreeningHit, tuple[date | None, bool, int]]:
    rows, waits = _with_waiting(actor, kind)
    near = subjects_of(kind).near(actor)
    # Asked once, as one list of keys: joined, the planner asks about the hits of one subject after the other.
    rows = rows.filter(
        among("subject_id", ArraySubquery(near)) if isinstance(near, QuerySet) else Q(subject_id__in=near)
    )
    rows = rows.order_by()
    rows = rows.annotate(waits=Case(When(waits, then=True), default=False), day=TruncDate("new_since"))
    counted: QuerySet[ScreeningHit, tuple[date | None, bool, int]] = rows.values_list("day", "waits").annotate(
        number=Count("pk")
    )
    return counted


def _with_waiting(actor: Actor, kind: str) -> tuple[QuerySet[ScreeningHit], Q]:
    """Current hits, and the condition under which they wait for a person."""
    judged = Judgement.objects.visible_to(actor).filter(**_SAME_HIT).order_by("-judged_at")
    rows = current_hits(actor, kind).annotate(verdict=Subquery(judged.values("verdict")[:1]))
    waits = Q(verdict=None) | Q(verdict=Verdict.UNSURE)
    if of_persons(kind):
        rows = rows.annotate(reader=Subquery(judged.values("judged_by")[:1]))
        others = judged.filter(~Q(judged_by=OuterRef("reader")))
        rows = rows.annotate(second=Subquery(others.values("verdict")[:1]))
        waits |= Q(second=None) | ~Q(second=F("verdict"))
    return rows, waits


def hit_views(actor: Actor, hits: Sequence[ScreeningHit], language: str) -> list[HitView]:
    """Hits with their listings and judgements, in the order given."""
    listings = listings_by_id(actor, frozenset(hit.listing for hit in hits)) if hits else {}
    judged = _judgements(actor, hits)
    return [_view(hit, listings.get(hit.listing), judged, language) for hit in hits]


def grouped(hits: Iterable[HitView]) -> list[HitGroup]:
    """Hits of one subject with those on one body together: the same name on several lists is shown once."""
    return [HitGroup(body) for body in together(hits, _names)]


def record_judgements_read(actor: Actor, views: Iterable[HitView]) -> None:
    """Put on record that a person looks at how colleagues judged hits, if any of these were judged."""
    if any(view.judgement or view.earlier for view in views):
        record_read(actor, Judgement, LOOK_AT_JUDGEMENTS)


def judgements_in_force(actor: Actor, hits: Iterable[ScreeningHit]) -> Mapping[UUID, Judgement]:
    """The judgement that holds, by the hit's id. One query."""
    judged = _judgements(actor, list(hits))
    return {hit.pk: one for hit in hits if (one := _in_force(hit, judged.get(_key(hit), []))) is not None}


def _starts(view: HitView) -> date:
    return (view.listing and view.listing.starts) or date.min


Key = tuple[UUID, str]


def _key(row: ScreeningHit | Judgement) -> Key:
    return (row.subject_id, row.listing)


def _judgements(actor: Actor, hits: Sequence[ScreeningHit]) -> dict[Key, list[Judgement]]:
    if actor.institution_id is None or not hits:
        return {}
    found: dict[Key, list[Judgement]] = {}
    for row in _judged(actor, frozenset(hit.subject_id for hit in hits)):
        found.setdefault(_key(row), []).append(row)
    return found


@once
def _judged(actor: Actor, subjects: frozenset[UUID]) -> Sequence[Judgement]:
    return tuple(_judged_ones.read(actor, subjects=list(subjects)))


@prepared
def _judged_ones(actor: Actor, *, subjects: Slot) -> QuerySet[Judgement]:
    rows = Judgement.objects.visible_to(actor).select_related("judged_by__user").order_by("-judged_at")
    return rows.filter(among("subject_id", subjects))


def _standing_on(judged: Judgement, hit: ScreeningHit) -> bool:
    """Whether it was made on the listing and the names as they are."""
    return (judged.listing_digest, judged.names_digest) == (hit.listing_digest, hit.names_digest)


def _standing(hit: ScreeningHit, judged: Sequence[Judgement]) -> list[Judgement]:
    """The judgements that stand, the newest first."""
    return [each for each in judged if _standing_on(each, hit)]


def _in_force(hit: ScreeningHit, judged: Sequence[Judgement]) -> Judgement | None:
    """The newest that stands; of a person only if the newest of another reader says the same."""
    standing = _standing(hit, judged)
    newest = standing[0] if standing else None
    if newest is None or not of_persons(hit.subject_kind):
        return newest
    second = next((each for each in standing if each.judged_by_id != newest.judged_by_id), None)
    return newest if second is not None and second.verdict == newest.verdict else None


def _view(
    hit: ScreeningHit,
    listing: Listing | None,
    judged: Mapping[Key, Sequence[Judgement]],
    language: str,
) -> HitView:
    history = judged.get(_key(hit), [])
    current = _in_force(hit, history)
    return HitView(
        hit,
        listing,
        current,
        tuple(each for each in history if each is not current),
        language,
        awaits_second=current is None and of_persons(hit.subject_kind) and bool(_standing(hit, history)),
        advice=tuple(Advice.of(each, language) for each in getattr(hit, "shared", None) or ()),
    )


def _names(view: HitView) -> list[str]:
    names = [view.hit.listing_name, view.hit.matched_name]
    if view.listing is not None:
        names += [each.text for each in view.listing.names]
    return names
