"""Over the API: what is missing in agreements, and which agreements have a gap."""

from collections.abc import Iterator
from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import Field

from aktsom.cooperation.agreements import queries as agreements
from aktsom.cooperation.agreements.conditions import conditions_in_force
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register import queries as register
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.api import Answer, CountryCode, Page, Paging, paged
from aktsom.core.http import ActorRequest
from aktsom.overview.agreements import gaps
from aktsom.overview.agreements.gaps import Gap
from aktsom.overview.agreements.presenting import Picture, pictures

router = Router(tags=["overview"])
GapName = Literal[
    "lacks", "unread", "unchecked", "no-strategy", "silent", "broken", "flagged", "country", "no-cooperation", "lapsed"
]


class ConditionCounts(Answer):
    """How agreements in force stand to a framework condition."""

    condition: str
    met: int
    partly: int
    contradicted: int
    absent: int
    unseen: int


class GapsAnswer(Answer):
    """How many agreements are in force, how many have each gap, and how many cooperations go on under none of them.

    `lapsed` are not in force: they ran out in the last year, and nobody has decided about them. `unfit` is why own conditions
    count nowhere, "" where there are none or they fit the library.
    """

    in_force: int
    gaps: dict[str, int]
    cooperation_without_agreement: int
    conditions: list[ConditionCounts]
    unfit: str


class AgreementCount(Answer):
    """How many agreements have one value: `key` is the country's code, the id of the partner or unit, the kind or the state.

    It is "" where there is none; `label` is its name in the caller's language.
    """

    key: str
    label: str
    agreements: int


class AgreementCounts(Answer):
    """How many agreements there are in each direction, the most first: agreements in force, and for `states` all of them.

    A unit counts for all units under it. An agreement with several countries, partners or units counts for each. `partners`
    are the ten with most; `partners_in_all` is how many there are.
    """

    countries: list[AgreementCount]
    partners: list[AgreementCount]
    partners_in_all: int
    units: list[AgreementCount]
    kinds: list[AgreementCount]
    states: list[AgreementCount]


class GapWanted(Paging):
    """Which of the agreements that have a gap are wanted; what is left out means all."""

    country: CountryCode = ""
    unit: UUID | None = Field(None, description="This unit and everything under it.")
    kind: Agreement.Kind | None = None

    def filters(self) -> agreements.Filters:
        """The same, as the list of agreements takes it."""
        return agreements.Filters(country=self.country, unit=self.unit, kind=self.kind.value if self.kind else "")


class Other(Answer):
    """A partner as it stands now, with its country."""

    id: UUID
    name: str
    country: str


class GapItem(Answer):
    """An agreement that has the gap, or a cooperation without agreement."""

    id: UUID
    title: str
    kind: str
    state: str
    unit: UUID | None
    partners: list[Other]
    last_day: date | None


@router.get("/overview/agreement-gaps", response=GapsAnswer, summary="What is missing in agreements")
def get_agreement_gaps(request: ActorRequest) -> GapsAnswer:
    """The numbers behind the gap report, of the agreements that the caller may see."""
    total, numbers = gaps.numbers(request.actor)
    unfit = conditions_in_force(request.actor).unfit
    return GapsAnswer(
        in_force=total,
        gaps={gap.value: number for gap, number in numbers.items()},
        cooperation_without_agreement=gaps.cooperation_without_agreement(request.actor).order_by().count(),
        conditions=[
            ConditionCounts(
                condition=each.condition,
                met=each.met,
                partly=each.partly,
                contradicted=each.contradicted,
                absent=each.absent,
                unseen=each.unseen,
            )
            for each in gaps.by_condition(request.actor)
        ],
        unfit=str(unfit.why) if unfit else "",
    )


@router.get("/overview/agreement-gaps/{gap}", response=Page[GapItem], summary="Agreements that have a gap")
def list_agreements_with_gap(request: ActorRequest, gap: GapName, wanted: Query[GapWanted]) -> Page[GapItem]:
    """Agreements in force, by title; for `lapsed` those that are over. Narrowed to a country, a unit or a kind."""
    return paged(Page[GapItem], request, gaps.with_gap(request.actor, Gap(gap), wanted.filters()), wanted, _agreements)


@router.get("/overview/agreement-counts", response=AgreementCounts, summary="What agreements add up to")
def get_agreement_counts(request: ActorRequest) -> AgreementCounts:
    """How many agreements that the caller may see there are by country, partner, unit, kind and state."""
    found = {each.by: each for each in pictures(request.actor)}
    return AgreementCounts(
        countries=_counts(found["country"]),
        partners=_counts(found["partner"]),
        partners_in_all=found["partner"].number,
        units=_counts(found["unit"]),
        kinds=_counts(found["kind"]),
        states=_counts(found["state"]),
    )


@router.get(
    "/overview/cooperation-without-agreement",
    response=Page[GapItem],
    summary="Cooperation that goes on without an agreement in force",
)
def list_cooperation_without_agreement(request: ActorRequest, paging: Query[Paging]) -> Page[GapItem]:
    """Cooperation under no agreement in force that the caller may see, by title. Not all cooperation needs one."""
    return paged(Page[GapItem], request, gaps.cooperation_without_agreement(request.actor), paging, _cooperation)


def _counts(picture: Picture) -> list[AgreementCount]:
    marks = zip(picture.keys, picture.marks, strict=True)
    return [AgreementCount(key=key, label=mark.label, agreements=mark.value) for key, mark in marks]


def _agreements(rows: list[Agreement]) -> Iterator[GapItem]:
    for row in agreements.with_places(rows):
        yield _item(row, row.last_day, [each.partner for each in row.places])


def _cooperation(rows: list[Cooperation]) -> Iterator[GapItem]:
    for row in register.with_places(rows):
        yield _item(row, row.ends, [each.partner for each in row.places])


def _item(row: Agreement | Cooperation, last_day: date | None, partners: list[Partner | None]) -> GapItem:
    standing = [each.standing for each in partners if each]
    others = [Other(id=each.pk, name=each.name, country=each.country) for each in standing]
    return GapItem(
        id=row.pk,
        title=row.title,
        kind=row.kind,
        state=row.state,
        unit=row.unit_id,
        partners=others,
        last_day=last_day,
    )
