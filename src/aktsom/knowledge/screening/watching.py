"""The watch: after a change only what changed is compared with what it can reach, and the result is as if all had been.

A subject whose names are new is compared with all lists; all others with the listings that are new or changed since they were
compared last. What was compared is noted together with the hits, so a run that is killed leaves nothing half done.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

from django.db.models import Q

from aktsom.core.actor import Actor
from aktsom.core.rounds import SCREENING, noted, register_step
from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.digest import engine_digest
from aktsom.engine.names.types import Query
from aktsom.knowledge.screening.actions import keep_hits
from aktsom.knowledge.screening.keeping import Compared, lists_compared, subject_digest, subjects_compared
from aktsom.knowledge.screening.lists import lists_in_force
from aktsom.knowledge.screening.models import ComparedLists
from aktsom.knowledge.screening.processes import PROCESSES, Asking, prepared, screen_all
from aktsom.knowledge.screening.subjects import Subject, of_persons, subjects_of
from aktsom.knowledge.sources.models import StoredListing
from aktsom.knowledge.sources.queries import current_listings, ended_listings, versions_in_force

MOST_CHANGED = 0.25
"""When more of the lists changed than this share, everything is compared: it costs about the same."""


@dataclass(frozen=True, slots=True)
class Screened:
    """What a comparison gave: of how many subjects and names, how many of the subjects with all lists, and with how many
    listings the others. `hits` are those in what was compared; `new` began with it, `gone` no longer hold.
    """

    subjects: int
    names: int
    whole: int
    listings: int
    hits: int
    new: int
    gone: int


def screen_partners(actor: Actor, report: Callable[[str], None], *, processes: int = PROCESSES) -> Screened:
    """Bring the hits on all public partners in step with their names and the lists in force."""
    with noted("screening") as done:
        screened = watch(actor, "partner", subjects_of("partner").public(), report, processes=processes)
        done.numbers = asdict(screened)
    return screened


def screen_own(actor: Actor, *, kind: str, subjects: Iterable[Subject], processes: int = 1) -> Screened:
    """The same for records of the institution's own, all of which are given. The connection must act for the institution."""
    own = Actor.system("screening", actor.institution_id)
    return watch(own, kind, subjects, lambda _line: None, processes=processes)


def watch(
    actor: Actor, kind: str, subjects: Iterable[Subject], report: Callable[[str], None], *, processes: int
) -> Screened:
    """Compare what changed of these subjects and of the lists since the last time, and keep what was found."""
    lists = lists_in_force(actor)
    with prepared(lists, processes=processes):
        everything = list(subjects)
        compared, wanted = _to_compare(actor, kind, everything)
    whole = Asking(queries_of(kind, compared.whole))
    rest = Asking(queries_of(kind, compared.other if wanted else ()), wanted)
    report(
        f"{len(compared.whole):,} of {len(everything):,} {kind}s with all lists,"
        f" the others with {len(wanted):,} listings that are new or changed"
    )
    kept = keep_hits(actor, kind=kind, compared=compared, found=screen_all(lists, whole, rest, processes=processes))
    names = sum(len(each.names) for each in everything)
    return Screened(len(everything), names, len(compared.whole), len(wanted), kept.hits, kept.new, kept.gone)


def _to_compare(actor: Actor, kind: str, subjects: Sequence[Subject]) -> tuple[Compared, frozenset[str]]:
    """What is to be compared, and the listings that the subjects which are as they were are to be looked for among."""
    versions = {version.source: version.pk for version in versions_in_force(actor)}
    last = lists_compared(actor, kind)
    begun, ended = _changed(actor, last)
    anew = last is None or last.engine != engine_digest()
    if anew or len(begun) > MOST_CHANGED * current_listings(actor).count():
        return Compared(subjects, versions=versions, engine=engine_digest()), frozenset()
    known = subjects_compared(actor, kind)
    whole = [each for each in subjects if known.get(each.id) != subject_digest(each)]
    other = [each for each in subjects if known.get(each.id) == subject_digest(each)]
    return Compared(whole, other, begun | ended, versions, engine_digest()), begun


def _changed(actor: Actor, last: ComparedLists | None) -> tuple[frozenset[str], frozenset[str]]:
    """The listings that are new or say something new since then, and those that ended, also by their own last day."""
    rows = StoredListing.objects.visible_to(actor)
    begun, ended = Q(until=None), Q(until__isnull=False)
    over = ended_listings(actor).values_list("listing", flat=True)
    for source, version in (last.versions if last else {}).items():
        begun &= ~Q(source=source) | Q(since_id__gt=version)
        ended &= ~Q(source=source) | Q(until_id__gt=version)
    return (
        frozenset(rows.filter(begun).values_list("listing", flat=True)),
        frozenset(rows.filter(ended).values_list("listing", flat=True)) | frozenset(over),
    )


def queries_of(kind: str, subjects: Iterable[Subject]) -> list[Query]:
    """Where somebody comes from is never asked of a person."""
    persons = of_persons(kind)
    party = PartyKind.PERSON if persons else PartyKind.ORGANISATION
    return [
        Query(
            name=name,
            id=str(subject.id),
            country="" if persons else subject.country,
            kind=party,
            birth_date=subject.birth_date if persons else "",
        )
        for subject in subjects
        for name in subject.names
    ]


register_step("screening", SCREENING, lambda report: screen_partners(Actor.system("screening"), report))
