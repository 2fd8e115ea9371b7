"""What of the register comes and goes over the API, and how records become that."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from aktsom.cooperation.records.api import RecordsWanted, Reference, Summary, Title, Version
from aktsom.cooperation.register import queries
from aktsom.cooperation.register.bulk import Outcome
from aktsom.cooperation.register.drafts import CHANGEABLE, Draft
from aktsom.cooperation.register.models import Cooperation, CooperationPartner, CooperationTrace, NotOurs
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.api import Answer, Given, Year
from aktsom.core.errors import InvalidError

Area = Annotated[str, StringConstraints(max_length=40)]
MOST_AT_ONCE = 200


class PartyAnswer(Answer):
    """A partner's place in a cooperation."""

    partner: UUID
    name: str
    country: str
    role: str


class CooperationAnswer(Answer):
    """A registered cooperation. `version` is what a change must name, so that two who edit at once notice each other."""

    id: UUID
    version: int
    title: str
    kind: str
    state: str
    unit: UUID | None
    contact: UUID | None
    starts: date | None
    ends: date | None
    summary: str
    reference: str
    funding: str
    fields: list[str]
    sensitive_access: bool
    partners: list[PartyAnswer]
    registered_at: datetime
    changed_at: datetime
    withdrawn_at: datetime | None


class MadeAnswer(Answer):
    """What was registered: its id, the version that a change must name, and its address here."""

    id: UUID
    version: int
    url: str


class LinkAnswer(Answer):
    """What public sources show of a cooperation: a whole tie or one trace."""

    id: UUID
    tie: UUID | None
    trace: str | None
    title: str


class CooperationEventAnswer(Answer):
    """One thing that was done with a cooperation."""

    at: datetime
    by: str
    what: str


class FullCooperationAnswer(CooperationAnswer):
    """A cooperation with its links to public sources and its history."""

    links: list[LinkAnswer]
    history: list[CooperationEventAnswer]


class SeenAnswer(Answer):
    """A tie that public sources show, and for which nothing is registered."""

    tie: UUID
    partner: UUID
    name: str
    country: str
    works: int
    projects: int
    first_year: int | None
    last_year: int | None
    fields: list[str]


class NotOursAnswer(Answer):
    """The reason why ties with a partner are no cooperation of the institution."""

    id: UUID
    partner: UUID
    reason: str


class CooperationsWanted(RecordsWanted):
    """Which cooperation is wanted, and in which order."""

    kind: Cooperation.Kind | None = None
    state: Cooperation.State | None = None
    field: Area = Field("", description="A critical technology area.")
    year: Year | None = Field(None, description="Under way in this year.")


class CooperationFields(Given):
    """What is said of a cooperation beside its title and kind."""

    state: Cooperation.State = Cooperation.State.ACTIVE
    unit: UUID | None = None
    contact: UUID | None = None
    starts: date | None = None
    ends: date | None = None
    summary: Summary = ""
    reference: Reference = ""
    funding: Annotated[str, StringConstraints(max_length=300)] = ""
    fields: Annotated[list[Area], Field(max_length=20)] = []
    sensitive_access: bool = False


class Description(CooperationFields):
    """A cooperation as somebody describes it. Without `unit` it is registered for the caller's own unit."""

    title: Title
    kind: Cooperation.Kind


class NewCooperation(Description):
    """A cooperation to register, with its partners."""

    partners: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class ManyNew(Given):
    """Cooperation to register, at most 200 at once."""

    records: Annotated[list[NewCooperation], Field(min_length=1, max_length=MOST_AT_ONCE)]
    all_or_nothing: bool = Field(False, description="Register none when one of them cannot be registered.")


class OutcomeAnswer(Answer):
    """What became of one record: `registered` now, registered `before` with the same key, or `refused` and why."""

    record: int
    outcome: Literal["registered", "before", "refused"]
    made: MadeAnswer | None = None
    happened: str = ""
    remedy: str = ""
    fields: dict[str, str] = {}


class ManyAnswer(Answer):
    """How many were registered now and how many refused, and what became of each, in the order in which they were sent."""

    registered: int
    refused: int
    items: list[OutcomeAnswer]


class Changes(CooperationFields):
    """What should be different, and the version that the caller looked at. What is left out stays as it is."""

    version: Version
    title: Title = ""
    kind: Cooperation.Kind = Cooperation.Kind.RESEARCH_PROJECT


class NewParty(Given):
    """A partner to add."""

    partner: UUID
    role: Annotated[str, StringConstraints(max_length=100)] = ""


class NewLink(Given):
    """A tie by its id or a trace by its key; one of the two."""

    tie: UUID | None = None
    trace: Annotated[str, StringConstraints(max_length=100)] = ""


class Reason(Given):
    """Why."""

    reason: Annotated[str, StringConstraints(max_length=500)]


def draft_of(wanted: Description, partners: list[UUID]) -> Draft:
    """The description as a draft with these partners."""
    values = {name: getattr(wanted, name) for name in CHANGEABLE}
    return Draft(partners=tuple(partners), **values | {"fields": tuple(wanted.fields)})


_PLAIN = set(CooperationAnswer.model_fields) - {"partners", "unit", "contact"}


def shown(row: Cooperation) -> CooperationAnswer:
    """The cooperation with its partners."""
    return cooperation_answer(row, queries.parties_of(row))


def made_answer(row: Cooperation) -> MadeAnswer:
    """Where a cooperation that was just registered is found."""
    return MadeAnswer(id=row.pk, version=row.version, url=f"/api/v1/cooperation/{row.pk}")


def many_answer(outcomes: Sequence[Outcome]) -> ManyAnswer:
    """What became of each of many."""
    return ManyAnswer(
        registered=sum(each.is_new for each in outcomes),
        refused=sum(each.error is not None for each in outcomes),
        items=[_outcome(number, each) for number, each in enumerate(outcomes)],
    )


def _outcome(number: int, outcome: Outcome) -> OutcomeAnswer:
    if outcome.cooperation is not None:
        said: Literal["registered", "before"] = "registered" if outcome.is_new else "before"
        return OutcomeAnswer(record=number, outcome=said, made=made_answer(outcome.cooperation))
    error = outcome.error
    fields = {name: str(reason) for name, reason in error.fields.items()} if isinstance(error, InvalidError) else {}
    happened, remedy = (str(error.happened), str(error.remedy)) if error else ("", "")
    return OutcomeAnswer(record=number, outcome="refused", happened=happened, remedy=remedy, fields=fields)


def cooperation_answer(row: Cooperation, parties: "list[CooperationPartner]") -> CooperationAnswer:
    """The cooperation with these partners."""
    return CooperationAnswer(**_values(row, parties))


def _values(row: Cooperation, parties: "list[CooperationPartner]") -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _PLAIN}
    return values | {"unit": row.unit_id, "contact": row.contact_id, "partners": [_party(each) for each in parties]}


def in_full(actor: Actor, row: Cooperation) -> FullCooperationAnswer:
    """The cooperation with its partners, links and history."""
    history = queries.history_of(actor, row)
    return FullCooperationAnswer(
        **_values(row, queries.parties_of(row)),
        links=[_link(each) for each in queries.links_of(row)],
        history=[CooperationEventAnswer(at=each.at, by=each.who, what=each.verb) for each in history],
    )


def _party(party: CooperationPartner) -> PartyAnswer:
    partner = party.partner.standing
    return PartyAnswer(partner=partner.pk, name=partner.name, country=partner.country, role=party.role)


def _link(link: CooperationTrace) -> LinkAnswer:
    title = link.trace.title if link.trace else link.tie.partner.name if link.tie else ""
    return LinkAnswer(id=link.pk, tie=link.tie_id, trace=link.trace.key if link.trace else None, title=title)


def seen_answer(tie: Tie) -> SeenAnswer:
    """A tie as something to register."""
    return SeenAnswer(
        tie=tie.pk,
        partner=tie.partner_id,
        name=tie.partner.name,
        country=tie.partner.country,
        works=tie.works,
        projects=tie.projects,
        first_year=tie.first_year,
        last_year=tie.last_year,
        fields=list(tie.fields),
    )


def not_ours_answer(said: NotOurs) -> NotOursAnswer:
    """A reason why ties are not ours."""
    return NotOursAnswer(id=said.pk, partner=said.partner_id, reason=said.reason)
