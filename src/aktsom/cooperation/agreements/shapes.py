"""What of agreements comes and goes over the API, and how records become that."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from aktsom.cooperation.agreements import queries
from aktsom.cooperation.agreements.drafts import CHANGEABLE, AgreementDraft, PartyDraft
from aktsom.cooperation.agreements.models import Agreement, AgreementParty, ClauseCheck, DocumentVersion, Finding
from aktsom.cooperation.agreements.models.checks import Progress, Verdict
from aktsom.cooperation.agreements.paper_states import latest_checks
from aktsom.cooperation.records.api import RecordsWanted, Reference, Summary, Title, Version
from aktsom.core.actor import Actor
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
    at: datetime
    check: UUID | None


class StepAnswer(Answer):
    """Something that happened to an agreement, and the state after it."""

    step: str
    state: str
    on: date
    reason: str
    at: datetime


class FullAgreement(AgreementAnswer):
    """An agreement with its papers, the steps it took, those open to it now, and the cooperation under it.

    `check` is the one that counts; `beside` are those of amendments and annexes, of which counts what they found contradicted.
    """

    papers: list[PaperAnswer]
    steps: list[StepAnswer]
    open_steps: list[str]
    cooperation: list[UUID]
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
    parties: Annotated[list[PartyShape], Field(min_length=1, max_length=100)]


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
    parties: Annotated[list[PartyShape], Field(min_length=1, max_length=100)]


class Units(Given):
    """The further units that work under an agreement."""

    units: Annotated[list[UUID], Field(max_length=200)]


class NewStep(Given):
    """A step to take. One that a paper must show is taken at `/steps/shown`, with the paper.

    `on` is the day on which it happened, today when it is left out. The reason of a review is what was found.
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


def draft_of(wanted: NewAgreement) -> AgreementDraft:
    """The description as a draft."""
    values = {name: getattr(wanted, name) for name in CHANGEABLE} | {"flags": tuple(wanted.flags)}
    return AgreementDraft(state=wanted.state, parties=parties_in(wanted.parties), **values)


def parties_in(given: Sequence[PartyShape]) -> tuple[PartyDraft, ...]:
    """The parties as drafts."""
    return tuple(PartyDraft(**each.model_dump()) for each in given)


def changes_in(wanted: AgreementChanges) -> dict[str, Any]:
    """Only what the caller named."""
    given = wanted.model_dump(exclude_unset=True, exclude={"version", "reason"})
    return given | ({"flags": tuple(given["flags"])} if "flags" in given else {})


_PLAIN = set(AgreementAnswer.model_fields) - {"parties", "unit", "owner", "parent", "missing"}


def many_shown(rows: Sequence[Agreement]) -> list[AgreementAnswer]:
    """Agreements with the other side's parties, in a fixed number of queries."""
    lacks = queries.lacking(rows)
    return [AgreementAnswer(**_values(row, row.places, lacks.get(row.pk))) for row in rows]


def shown(row: Agreement) -> AgreementAnswer:
    """The agreement with its parties."""
    return AgreementAnswer(**_values(row, queries.parties_of(row), queries.lacking([row]).get(row.pk)))


def in_full(actor: Actor, row: Agreement, open_steps: Sequence[Step]) -> FullAgreement:
    """The agreement with all that hangs on it."""
    checks = queries.checks_of(row)
    check, latest = queries.current_among(checks), latest_checks(checks)
    return FullAgreement(
        **_values(row, queries.parties_of(row), queries.lacking([row]).get(row.pk)),
        papers=[paper_answer(each, latest.get(each.pk)) for each in queries.versions_of(row)],
        steps=[
            StepAnswer(step=each.step, state=each.state, on=each.taken_on, reason=each.reason, at=each.at)
            for each in queries.steps_of(row)
        ],
        open_steps=[each.value for each in open_steps],
        cooperation=[each.pk for each in queries.cooperation_under(actor, row)],
        check=check.pk if check else None,
        beside=[each.pk for each in queries.beside_among(checks)],
    )


def made_answer(row: Agreement) -> MadeAgreement:
    """Where an agreement that was just registered is found."""
    return MadeAgreement(id=row.pk, version=row.version, url=f"/api/v1/agreements/{row.pk}")


def paper_answer(version: DocumentVersion, check: ClauseCheck | None = None) -> PaperAnswer:
    """A file without its content, with its latest check."""
    names = ("number", "filename", "content_type", "size", "digest", "note", "at")
    values = {name: getattr(version, name) for name in names}
    latest, kind = check.pk if check else None, version.document.kind
    return PaperAnswer(id=version.pk, paper=version.document_id, kind=kind, check=latest, **values)


def check_answer(check: ClauseCheck, language: str) -> CheckAnswer:
    """A check with its findings, the sentences in a language."""
    return CheckAnswer(
        id=check.pk,
        paper=check.document_version_id,
        progress=Progress(check.progress),
        current=check.current,
        beside=check.beside,
        message=check.message.get(language, ""),
        library=check.library,
        library_digest=check.library_digest,
        language=check.language,
        remarks=[each[language] for each in check.noticed],
        facts=check.facts,
        findings=[finding_answer(each, language) for each in check.findings.all()],
        to_read=check.to_read,
    )


def finding_answer(finding: Finding, language: str) -> FindingAnswer:
    """A finding, the sentences in a language."""
    return FindingAnswer(
        id=finding.pk,
        condition=finding.condition,
        verdict=Verdict(finding.verdict),
        judged=Verdict(finding.judged) if finding.judged else None,
        standing=Verdict(finding.standing),
        required=finding.required,
        why=finding.why.get(language, []),
        passages=finding.passages,
        note=finding.note,
        place=finding.place,
        judgement=finding.judgement,
    )


def _values(row: Agreement, parties: Sequence[AgreementParty], missing: int | None) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _PLAIN}
    ids = {"unit": row.unit_id, "owner": row.owner_id, "parent": row.parent_id}
    return values | ids | {"parties": [_party(each) for each in parties], "missing": missing}


def _party(party: AgreementParty) -> BoundPartyAnswer:
    partner = party.partner.standing if party.partner else None
    names = ("side", "role", "signatory", "signatory_title", "authority", "signed_on")
    return BoundPartyAnswer(
        partner=partner.pk if partner else None,
        name=partner.name if partner else party.name,
        country=partner.country if partner else "",
        **{name: getattr(party, name) for name in names},
    )
