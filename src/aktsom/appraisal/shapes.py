"""Appraisals as the API takes and gives them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from aktsom.appraisal.api import FlagAnswer, flag_answer
from aktsom.appraisal.assessing import found_of
from aktsom.appraisal.dossier.presenting import answers_of, news_of
from aktsom.appraisal.intake.answering import choices_of
from aktsom.appraisal.intake.drafting import Drafted
from aktsom.appraisal.intake.under import offered
from aktsom.appraisal.models import Appraisal, Measure
from aktsom.appraisal.models.words import Heaviest, State
from aktsom.appraisal.queries import flag_view
from aktsom.appraisal.way.words import Outcome
from aktsom.appraisal.work.queries import Show, names_of, turns_of
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.api import Answer, Given, Paging, Words, reader_language

Text = Annotated[str, StringConstraints(max_length=20_000, strip_whitespace=True)]
Version = Annotated[int, Field(ge=1, le=1_000_000_000)]


class AppraisalsWanted(Paging):
    """Which appraisals are wanted: whose turn, one's own, the unit's, with others, late, or all that one may see."""

    show: Show = Show.ALL
    q: Words = ""
    weight: Heaviest | None = None
    state: State | None = None
    kind: Cooperation.Kind | None = None


class NewAppraisal(Given):
    """What to begin: a kind of cooperation, or one that is registered."""

    kind: Cooperation.Kind | None = None
    cooperation: UUID | None = None


class GivenAnswer(Given):
    """The answer to a question, in the shape that its `type` asks for; “I don't know” is "unknown", but for partner and unit.

    - `yes-no`, `choice`: the id of an option
    - `several`: a list of ids of options
    - `text`: a text
    - `partner`: a list of ids of partners (`GET /partners`)
    - `unit`: the id of a unit
    - `period`: `{"starts": "2026-03-01", "ends": "2026-05-31"}`, either or both

    `question` is an id that `GET …/question` gave, or `agreement`: then `answer` is the id of the agreement under which it is
    to go on, or "" for none. `GET …/question` names those whose check saves the question in `agreements`.
    """

    version: Version
    question: Words
    answer: str | list[str] | dict[str, str]


class Sending(Given):
    """The title under which colleagues will know it, and the version that the caller looked at."""

    version: Version
    title: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)]


class Because(Given):
    """A reason in words."""

    reason: Text


class Note(Given):
    """Words for whoever comes next."""

    note: Text = ""


class ToMember(Given):
    """A colleague."""

    member: UUID


class WantedMeasure(Given):
    """A measure, who does it, and by when; with the rule whose typical measure it is, or a framework condition's id."""

    text: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)]
    owner: UUID
    due: date
    rule: Annotated[str, StringConstraints(max_length=80)] = ""
    clause: Annotated[str, StringConstraints(max_length=60)] = ""


class NewDecision(Given):
    """A decision on the version that the caller looked at."""

    version: Version
    outcome: Outcome
    reason: Text
    until: date | None = None
    measures: Annotated[list[WantedMeasure], Field(max_length=30)] = []


class OptionAnswer(Answer):
    """An option of a question."""

    id: str
    text: str


class CheckedAgreement(Answer):
    """An agreement whose check answers the question: give its id as the answer to the question `agreement`."""

    id: UUID
    title: str


class QuestionAnswer(Answer):
    """The next question, and how many are left at most; without `id` none is left. `type` says how it is answered.

    `agreements` are those of which the check would answer it.
    """

    id: str | None
    version: int
    type: str | None
    text: str | None
    why: str | None
    example: str | None
    options: list[OptionAnswer]
    agreements: list[CheckedAgreement]
    remaining: int


class AppraisalAnswer(Answer):
    """Where an appraisal stands and whose turn it is."""

    id: UUID
    version: int
    title: str
    kind: str
    cooperation: UUID | None
    unit: UUID | None
    owner: UUID
    state: str
    weight: str | None
    route: str
    round: int
    outcome: str | None
    due: date | None
    valid_until: date | None
    submitted_at: datetime | None
    waits_for: list[str]
    something_new: bool


class DecisionAnswer(Answer):
    """A decision with its reason and the digest of what it rests on."""

    outcome: str
    reason: str
    by: str
    at: datetime
    on_appeal: bool


class MeasureAnswer(Answer):
    """A measure, and what shows that it was carried out."""

    id: UUID
    appraisal: UUID
    text: str
    clause: str
    owner: UUID
    due: date
    done_at: datetime | None
    shown_by: str


class FullAppraisalAnswer(AppraisalAnswer):
    """The same with answers, flags, what is not known, decisions, measures and what changed since."""

    answers: dict[str, str]
    not_known: list[str]
    flags: list[FlagAnswer]
    news: list[str]
    decisions: list[DecisionAnswer]
    measures: list[MeasureAnswer]


def appraisal_answers(actor: Actor, rows: Iterable[Appraisal]) -> list[AppraisalAnswer]:
    """Appraisals with the names of those whose turn it is, in a fixed number of queries."""
    found = list(rows)
    names = names_of(turns_of(actor, found))
    return [AppraisalAnswer(**_fields(row, names[row.pk])) for row in found]


def appraisal_answer(actor: Actor, row: Appraisal) -> AppraisalAnswer:
    """One appraisal."""
    return appraisal_answers(actor, [row])[0]


def full_answer(actor: Actor, row: Appraisal) -> FullAppraisalAnswer:
    """One appraisal in full."""
    short = appraisal_answer(actor, row).model_dump()
    return FullAppraisalAnswer(
        **short,
        answers={each.id: each.answer for each in answers_of(actor, row)},
        not_known=[each["text"][reader_language()] for each in row.open_points],
        flags=[flag_answer(flag_view(each, None, row.institution_id)) for each in found_of(row.flags)],
        news=[f"{each.what}: {each.flag.title[reader_language()]}" for each in news_of(row)],
        decisions=[
            DecisionAnswer(
                outcome=each.outcome, reason=each.reason, by=each.by.user.name, at=each.at, on_appeal=each.on_appeal
            )
            for each in row.decisions.select_related("by__user")
        ],
        measures=[measure_answer(each) for each in row.measures.all()],
    )


def measure_answer(row: Measure) -> MeasureAnswer:
    """A measure."""
    return MeasureAnswer(
        id=row.pk,
        appraisal=row.appraisal_id,
        text=row.text,
        clause=row.clause,
        owner=row.owner_id,
        due=row.due,
        done_at=row.done_at,
        shown_by=row.shown_by,
    )


def question_answer(actor: Actor, draft: Drafted) -> QuestionAnswer:
    """The next question of a draft."""
    question, language = draft.next, reader_language()
    said: Mapping[str, Any] = dict.fromkeys(("id", "type", "text", "why", "example"))
    if question is not None:
        said = {
            "id": question.id,
            "type": question.type.value,
            "text": question.text[language],
            "why": question.why[language],
            "example": question.example[language],
        }
    options = choices_of(question, None) if question else []
    return QuestionAnswer(
        **said,
        version=draft.row.version,
        options=[OptionAnswer(id=each.id, text=each.text) for each in options],
        agreements=[CheckedAgreement(id=each.pk, title=each.title) for each in offered(actor, draft.row, question)]
        if question
        else [],
        remaining=draft.remaining,
    )


def _fields(row: Appraisal, waits_for: Iterable[str]) -> dict[str, Any]:
    plain = ("version", "title", "kind", "state", "route", "round", "due", "valid_until", "submitted_at")
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "cooperation": row.cooperation_id,
        "unit": row.unit_id,
        "owner": row.owner_id,
        "weight": row.weight or None,
        "outcome": row.outcome or None,
        "waits_for": list(waits_for),
        "something_new": bool(row.news),
    }
