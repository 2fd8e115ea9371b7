"""Authors who name two organisations: a work may then show one person with two posts rather than cooperation.

Publishers' records also give an author to the wrong organisation. Only works are counted here; nobody is named.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.traces.models import Authorship, Participation
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for

MOST_WORKS = 500
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class CoAffiliation:
    """In `works` of the `of_works` of an institution and a partner, an author of the partner names `other` as well.

    `is_home` when that is the institution itself.
    """

    other: str
    is_home: bool
    works: int
    of_works: int


def co_affiliations(actor: Actor, partners: Sequence[Partner]) -> Mapping[UUID, Sequence[CoAffiliation]]:
    """For each partner the organisations that its authors name as well, in at least half of the works; at most three."""
    if actor.institution_id is None:
        return {}
    system = Actor.system("traces", actor.institution_id)
    with acting_for(system):
        authors = _authors(system, {each.pk for each in partners})
        together = _beside(system, authors)
        others = Partner.objects.visible_to(system).in_bulk({other for _written, other in together})
        homes = _homes(system, list(others))
    works, beside = _works(authors), _works_beside(authors, together)
    return {
        partner: [
            CoAffiliation(others[other].name, other in homes, len(traces), len(works[partner]))
            for other, traces in sorted(found.items(), key=lambda each: (each[0] not in homes, -len(each[1])))
            if 2 * len(traces) >= len(works[partner])
        ][:MOST_TOLD]
        for partner, found in beside.items()
    }


Written = tuple[int, str]
"""A work and how it spells an author."""


def _authors(system: Actor, partners: set[UUID]) -> dict[Written, set[UUID]]:
    """Who writes for the partners in works of the institution, the newest works first."""
    rows = Authorship.objects.visible_to(system).filter(partner__in=partners).order_by("-trace__last_year", "trace_id")
    found: dict[Written, set[UUID]] = defaultdict(set)
    for trace, author, partner in rows.values_list("trace_id", "author", "partner_id").distinct()[: MOST_WORKS * 10]:
        found[trace, author].add(partner)
    return found


def _works(authors: Mapping[Written, set[UUID]]) -> Mapping[UUID, set[int]]:
    found: dict[UUID, set[int]] = defaultdict(set)
    for (trace, _author), partners in authors.items():
        for partner in partners:
            found[partner].add(trace)
    return found


def _works_beside(
    authors: Mapping[Written, set[UUID]], together: Sequence[tuple[Written, UUID]]
) -> Mapping[UUID, Mapping[UUID, set[int]]]:
    """For each partner and each other organisation the works in which one author names both."""
    found: dict[UUID, dict[UUID, set[int]]] = defaultdict(lambda: defaultdict(set))
    for written, other in together:
        for partner in authors[written] - {other}:
            found[partner][other].add(written[0])
    return found


def _homes(system: Actor, partners: Sequence[UUID]) -> set[UUID]:
    """Those that stand for the institution itself."""
    rows = Participation.objects.visible_to(system).filter(home_id=system.institution_id, partner__in=partners)
    return set(rows.values_list("partner_id", flat=True))


def _beside(system: Actor, authors: Mapping[Written, set[UUID]]) -> list[tuple[Written, UUID]]:
    """What else these authors name in the same works."""
    rows = Authorship.objects.visible_to(system).filter(
        trace__in={trace for trace, _author in authors}, author__in={author for _trace, author in authors}
    )
    return [
        ((trace, author), partner)
        for trace, author, partner in rows.values_list("trace_id", "author", "partner_id").distinct()
        if (trace, author) in authors
    ]
