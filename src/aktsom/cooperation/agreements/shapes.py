"""What of agreements comes and goes over the API."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.models.checks import Progress, Verdict
from aktsom.cooperation.records.api import RecordsWanted, Reference, Summary, Title, Version
from aktsom.core.api import Answer, CountryCode, Given
from aktsom.engine.agreements.lifecycle import Step

Months = Annotated[int, Field(ge=0, le=600)]
Text = Annotated[str, StringConstraints(max_length=200)]
Flags = Annotated[list[Annotated[str, StringConstraints(max_length=80)]], Field(max_length=100)]


class PartyShape(Given):
    """A party. Without `partner` it is the caller's own institution. `authority` is what lets the signatory sign."""

    partner: UUID | None = None
    name: Annotated[str, StringConstraints(max_length=300)] = ""
    role: Annotated[str, StringConstraints(max_length=100)] = ""
    signatory: Text = ""
    signatory_title: Text = ""
    authority: Annotated[str, StringConstraints(max_length=300)] = ""
    signed_on: date | None = None


def _each_once(parties: list[PartyShape]) -> list[PartyShape]:
    """Of one that is named twice only the last would be kept, with who signs for it there."""
    partners = [each.partner for each in parties if each.partner]
    if len(set(partners)) < len(partners):
        raise PydanticCustomError("partner_twice", "One partner is named twice.")
    return parties


Parties = Annotated[list[PartyShape], Field(min_length=1, max_length=100), AfterValidator(_each_once)]


class BoundPartyAnswer(Answer):
    """A party as it is bound: our side, or a partner as it stands now."""

    side: str
    partner: UUID | None
    name: str
    country: str
    role: str
    signatory: str
    signatory_title: str
    authority: str
    signed_on: date | None


class AgreementAnswer(Answer):
    """An agreement. `version` is what a change must name. `ends` is the last day of its first term, `ends_on` the day fixed
    by notice, lapse or termination, `last_day` the last day as things stand, after the renewals that came by themselves.

    `missing` is how many required conditions are not there or contradicted, by the check that counts or by a person; null when
    it was not checked, or when that is not known as some of the paper could not be read.
    """

    id: UUID
    version: int
    title: str
    kind: str
    state: str
    unit: UUID | None
    compartment: UUID | None
    owner: UUID | None
    reference: str
    parent: UUID | None
    relation: str
    signed_on: date | None
    starts: date | None
    ends: date | None
    ends_on: date | None
    last_day: date | None
    notice_months: int
    notice_days: int
    renewal_months: int
    review_months: int
    reviewed_on: date | None
    breached_since: date | None
    suspended_since: date | None
    value: Decimal | None
    currency: str
    language: str
    law: str
    forum: str
    summary: str
    flags: list[str]
    parties: list[BoundPartyAnswer]
    missing: int | None
    registered_at: datetime
    changed_at: datetime
    withdrawn_at: datetime | None


class MadeAgreement(Answer):
    """What was registered: its id, the version that a change must name, and its address here."""

    id: UUID
    version: int
    url: str


class PaperAnswer(Answer):
    """A file of an agreement: which paper it belongs to, the SHA-256 of its content, and its latest check if there is one."""

    id: UUID
    paper: UUID
    kind: str
    number: int
    filename: str
    content_type: str
    size: int
    digest: str
    note: str
    by: UUID | None
    at: datetime
    check: UUID | None


class StepAnswer(Answer):
    """Something that happened to an agreement, and the state after it. `paper` shows it; the calendar's steps have no `by`."""

    step: str
    state: str
    on: date
    reason: str
    paper: UUID | None
    by: UUID | None
    at: datetime


class FullAgreement(AgreementAnswer):
    """An agreement with its papers, the steps it took, those open to it now, its further units, and the cooperation under it.

    `children` are the agreements that name it as their `parent`: under it, amending it, or in its place.

    `check` is the one that counts; `beside` are those of amendments and annexes, of which counts what they found contradicted.
    """

    papers: list[PaperAnswer]
    steps: list[StepAnswer]
    open_steps: list[str]
    units: list[UUID]
    cooperation: list[UUID]
    children: list[UUID]
    check: UUID | None
    beside: list[UUID]


class FindingAnswer(Answer):
    """How the paper stands to one condition: what the check says and why, where, and what a person said after it.

    It is `unseen` where the check found nothing in what it could read of the paper, and could not read all. `place` are the
    words of the paper that the person rests it on. `judgement` says which one stands, "" for none: send it back as `seen`.
    """

    id: UUID
    condition: str
    verdict: Verdict
    judged: Verdict | None
    standing: Verdict
    required: bool
    why: list[str]
    passages: list[dict[str, Any]]
    note: str
    place: str
    judged_by: UUID | None
    judged_at: datetime | None
    judgement: str


class CheckAnswer(Answer):
    """A check: how far it is, of which file, against which version of the library, and what it found.

    `remarks` says what must be known of the file itself, such as pages that are pictures and were not read. `current`: it is
    the one that counts for the agreement, which a check of an annex or a letter never is. `beside`: what this check of an
    amendment or an annex found contradicted counts all the same. `to_read` are places that may contradict a condition, and of
    which the check says no more.
    """

    id: UUID
    paper: UUID
    progress: Progress
    current: bool
    beside: bool
    message: str
    library: str
    library_digest: str
    language: str
    remarks: list[str]
    facts: dict[str, Any]
    findings: list[FindingAnswer]
    to_read: list[dict[str, Any]]


class AgreementsWanted(RecordsWanted):
    """Which agreements are wanted, and in which order."""

    kind: Agreement.Kind | None = None
    state: Agreement.State | None = None
    lacks: Annotated[str, StringConstraints(max_length=60)] = Field("", description="Lacks this framework condition.")
    meets: Annotated[str, StringConstraints(max_length=60)] = Field("", description="Meets this framework condition.")
    complete: Literal["", "yes", "no"] = Field("", description="Checked, and no required condition is missing.")
    checked: Literal["", "yes", "no"] = ""
    flagged: Literal["", "yes", "no"] = Field("", description="A partner has a concern or something heavier.")
    running: Literal["", "yes", "no"] = Field("", description="In force, running out or with notice given.")


class AgreementFields(Given):
    """What an agreement says. Without `unit` it is registered for the caller's own unit."""

    title: Title
    kind: Agreement.Kind
    unit: UUID | None = None
    owner: UUID | None = None
    reference: Reference = ""
    summary: Summary = ""
    parent: UUID | None = None
    relation: Agreement.Relation | Literal[""] = ""
    signed_on: date | None = None
    starts: date | None = None
    ends: date | None = None
    notice_months: Months = 0
    notice_days: Annotated[int, Field(ge=0, le=1000)] = 0
    renewal_months: Months = 0
    review_months: Months = 0
    value: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)] | None = None
    currency: Annotated[str, StringConstraints(max_length=3)] = ""
    language: Annotated[str, StringConstraints(max_length=10)] = ""
    law: CountryCode = ""
    forum: Text = ""
    flags: Flags = []


class NewAgreement(AgreementFields):
    """An agreement to register. `state` says where it stands on paper; its days say whether it is in force or has ended."""

    state: Literal["draft", "negotiated", "signed"] = "draft"
    parties: Parties


class AgreementChanges(AgreementFields):
    """What should be different, and the version that the caller looked at. What is left out stays as it is.

    `reason` says why the days of an agreement change that they have ended; it is needed only then.
    """

    version: Version
    reason: Annotated[str, StringConstraints(max_length=5000)] = ""
    title: Title = ""
    kind: Agreement.Kind = Agreement.Kind.MEMORANDUM


class NewParties(Given):
    """Who is bound from now on, and the version that the caller looked at."""

    version: Version
    parties: Parties


class Units(Given):
    """The further units that work under an agreement, and the version that the caller looked at, if they did."""

    version: Version | None = None
    units: Annotated[list[UUID], Field(max_length=200)]


class NewStep(Given):
    """A step to take. One that a paper must show is taken at `/steps/shown`, with the paper.

    A breach is recorded, put right and brought to an end at its own addresses, other days are a change of the agreement, and
    the calendar alone takes `enter-force` and `end`. `on` is the day on which it happened, today when it is left out. The
    reason of a review is what was found.
    """

    step: Step
    reason: Annotated[str, StringConstraints(max_length=5000)] = ""
    on: date | None = None
    last_day: date | None = None


class Judgement(Given):
    """What a person says of a finding; null takes it back."""

    verdict: Literal["met", "partly", "contradicted", "absent"] | None
    note: Annotated[str, StringConstraints(max_length=500)] = ""
    place: Annotated[str, StringConstraints(max_length=2_000)] = Field("", description="The words that it rests on.")
    seen: Annotated[str, StringConstraints(max_length=40)] | None = Field(
        None, description="The `judgement` that the caller looked at: 409 when somebody said something else since."
    )
