"""What can be done about hits: find them, and judge them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from aktsom.core.actions import action, held_by, only_system
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import InvalidError, NotVisibleError
from aktsom.core.rounds import SCREENING, noted, register_step
from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.types import Query
from aktsom.knowledge.screening.lists import lists_in_force
from aktsom.knowledge.screening.models import Judgement, ScreeningHit
from aktsom.knowledge.screening.processes import PROCESSES, FoundHit, screen_all
from aktsom.knowledge.screening.subjects import Subject, subjects_of
from aktsom.knowledge.sources.queries import current_listings

MAY_JUDGE = (Duty.RESEARCH_SECURITY_ADVISER, Duty.RESEARCH_SECURITY_LEAD)
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Screened:
    """What a round of screening gave. `new` began with it, `gone` no longer hold."""

    subjects: int
    names: int
    hits: int
    new: int
    gone: int


def screen_partners(actor: Actor, report: Callable[[str], None], *, processes: int = PROCESSES) -> Screened:
    """Compare all names of all public partners with all lists in force, and keep what was found."""
    with noted("screening") as done:
        subjects = list(subjects_of("partner").public())
        names = sum(len(subject.names) for subject in subjects)
        report(f"{names:,} names of {len(subjects):,} partners against the lists in force")
        found = screen_all(lists_in_force(actor), _queries(subjects), processes=processes)
        screened = keep_hits(actor, kind="partner", subjects=subjects, found=found)
        done.numbers = asdict(screened)
    return screened


def screen_own(actor: Actor, *, kind: str, subjects: Sequence[Subject], processes: int = 1) -> Screened:
    """Screen records of the institution's own. The connection must act for the institution; it takes seconds."""
    found = screen_all(lists_in_force(actor), _queries(subjects), processes=processes)
    own = Actor.system("screening", actor.institution_id)
    return keep_hits(own, kind=kind, subjects=subjects, found=found)


@action("keep hits of screening", may=only_system, private=("subjects", "found"))
def keep_hits(actor: Actor, *, kind: str, subjects: Sequence[Subject], found: Sequence[FoundHit]) -> Screened:
    """Bring the current hits of these subjects in step with what was found, all at once.

    A hit that is as it was keeps its date; one that changed or is gone ends, and a changed one begins anew.
    """
    return _keep(actor, kind, subjects, found)


@action("judge a hit", may=held_by(*MAY_JUDGE), private=("reason",))
def judge_hit(
    actor: Actor, *, kind: str, subject_id: UUID, listing: str, verdict: Judgement.Verdict, reason: str
) -> Judgement:
    """Put on record whether a subject is the listed party, for the actor's institution. Earlier judgements stay.

    Raises `InvalidError` without a reason, `NotVisibleError` when there is no such hit that the actor may see.
    """
    if actor.institution_id is None or actor.member_id is None:
        raise InvalidError(_("Only somebody in an institution can judge a hit."))
    if not reason.strip():
        raise InvalidError(
            _("A judgement needs a reason."), fields={"reason": _("Say in a sentence what you looked at.")}
        )
    hits = ScreeningHit.objects.visible_to(actor).filter(until=None)
    hit = hits.filter(subject_kind=kind, subject_id=subject_id, listing=listing).first()
    if hit is None:
        raise NotVisibleError
    return Judgement.objects.create(
        institution_id=actor.institution_id,
        subject_kind=kind,
        subject_id=subject_id,
        listing=listing,
        listing_digest=hit.listing_digest,
        names_digest=hit.names_digest,
        verdict=verdict,
        reason=reason.strip(),
        judged_by_id=actor.member_id,
    )


def _queries(subjects: Iterable[Subject]) -> list[Query]:
    return [
        Query(name=name, id=str(subject.id), country=subject.country, kind=PartyKind.ORGANISATION)
        for subject in subjects
        for name in subject.names
    ]


def _keep(actor: Actor, kind: str, subjects: Sequence[Subject], found: Sequence[FoundHit]) -> Screened:
    coming = _coming(actor, kind, subjects, found)
    ids = [subject.id for subject in subjects]
    own = ScreeningHit.objects.visible_to(actor).filter(institution_id=actor.institution_id, until=None)
    current = {_key(hit): hit for hit in own.filter(subject_kind=kind, subject_id__in=ids)}
    same = {key for key, hit in current.items() if key in coming and _said(hit) == _said(coming[key])}
    ended = [hit.pk for key, hit in current.items() if key not in same]
    ScreeningHit.objects.filter(pk__in=ended).update(until=timezone.now())
    _refresh([(current[key], coming[key]) for key in same])
    ScreeningHit.objects.bulk_create([hit for key, hit in coming.items() if key not in same], batch_size=BATCH)
    return Screened(
        subjects=len(subjects),
        names=sum(len(subject.names) for subject in subjects),
        hits=len(coming),
        new=len(coming.keys() - current.keys()),
        gone=len(current.keys() - coming.keys()),
    )


Key = tuple[str, str]


def _coming(actor: Actor, kind: str, subjects: Sequence[Subject], found: Sequence[FoundHit]) -> dict[Key, ScreeningHit]:
    """The best hit of each subject on each listing; of equals the one whose name came first."""
    best: dict[Key, FoundHit] = {}
    for hit in found:
        key = (hit.query_id, hit.listing)
        if key not in best or hit.score > best[key].score:
            best[key] = hit
    names = {str(subject.id): names_digest(subject.names) for subject in subjects}
    wanted = {hit.listing for hit in best.values()}
    rows = current_listings(actor).filter(listing__in=wanted)
    digests = dict(rows.values_list("listing", "digest"))
    now = timezone.now()
    return {
        key: ScreeningHit(
            institution_id=actor.institution_id,
            subject_kind=kind,
            subject_id=UUID(hit.query_id),
            listing=hit.listing,
            list_id=hit.list_id,
            listing_name=hit.listing_name,
            query_name=hit.query_name,
            matched_name=hit.matched_name,
            score=hit.score,
            strength=hit.strength,
            explanation=hit.explanation,
            source_date=hit.source_date,
            listing_digest=digests.get(hit.listing, ""),
            names_digest=names[hit.query_id],
            found_at=now,
        )
        for key, hit in best.items()
    }


def names_digest(names: Iterable[str]) -> str:
    """The SHA-256 over a subject's names in any order."""
    return sha256("\n".join(sorted(names)).encode()).hexdigest()


def _key(hit: ScreeningHit) -> Key:
    return (str(hit.subject_id), hit.listing)


def _said(hit: ScreeningHit) -> tuple[object, ...]:
    return (hit.query_name, hit.matched_name, hit.listing_name, hit.score, hit.strength, hit.explanation)


def _refresh(pairs: Iterable[tuple[ScreeningHit, ScreeningHit]]) -> None:
    """The hit is the same; the names, the listing or the list's date behind it may be newer."""
    fields = ("listing_digest", "names_digest", "source_date")
    newer = []
    for old, new in pairs:
        if any(getattr(old, field) != getattr(new, field) for field in fields):
            for field in fields:
                setattr(old, field, getattr(new, field))
            newer.append(old)
    ScreeningHit.objects.bulk_update(newer, fields, batch_size=BATCH)


register_step("screening", SCREENING, lambda report: screen_partners(Actor.system("screening"), report))
