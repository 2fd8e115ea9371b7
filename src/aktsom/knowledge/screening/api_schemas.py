"""What the API of screening is given and gives: names to check, hits with the reasons for them, judgements."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from aktsom.core.api import Answer, CountryCode, Given, Paging
from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.types import Strength
from aktsom.knowledge.screening.forms import LONGEST_NAME
from aktsom.knowledge.screening.models import Judgement
from aktsom.knowledge.screening.wording import explanation_of

MOST_NAMES, MOST_ENTITIES = 1000, 100


class NameToCheck(Given):
    """A name to look for. It is never kept."""

    id: Annotated[str, StringConstraints(max_length=200)] = Field("", description="Given back with the answer.")
    name: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
    country: CountryCode = Field("", description="Two letters; evidence for or against a hit.")
    kind: Literal[PartyKind.ORGANISATION, PartyKind.UNKNOWN] = PartyKind.ORGANISATION


class NamesToCheck(Given):
    """Up to a thousand names."""

    names: Annotated[list[NameToCheck], Field(min_length=1, max_length=MOST_NAMES)]


class AgreeingPart(Answer):
    """Which word of the query met which word of the listed name, in what way.

    `weight` says how much that tells, `rarity` the same in words.
    """

    query_part: str
    listed_part: str
    how: str
    weight: float
    rarity: str


class AdviceAnswer(Answer):
    """How another institution, which shares it, judged the hit as it stands: advice, never a judgement of one's own."""

    institution: str
    verdict: str
    reason: str
    day: date


class FoundHitAnswer(Answer):
    """A listing that a name may refer to, and why."""

    listing: str
    list_id: str
    list_title: str
    listing_name: str
    matched_name: str
    score: float
    strength: str
    explanation: str
    parts: list[AgreeingPart]
    left_query: list[str]
    left_listed: list[str]
    evidence: list[str]
    source_date: date | None


class Checked(Answer):
    """A name that was checked, with its hits, the best first."""

    id: str
    name: str
    hits: list[FoundHitAnswer]


class Entity(BaseModel):
    """A FollowTheMoney entity."""

    id: Annotated[str, StringConstraints(max_length=200)] = ""
    schema_: Annotated[str, StringConstraints(max_length=60)] = Field(alias="schema")
    properties: dict[str, list[str]]


class EntitiesToCheck(Given):
    """Up to a hundred entities."""

    entities: Annotated[list[Entity], Field(min_length=1, max_length=MOST_ENTITIES)]


class EntityHit(FoundHitAnswer):
    """A hit, with the listing as a FollowTheMoney entity."""

    query_name: str
    entity: dict[str, Any]


class CheckedEntity(Answer):
    """An entity that was checked, with its hits, the best first."""

    id: str
    hits: list[EntityHit]


class NamesToCompare(Given):
    """Two names. They are never kept."""

    one: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
    other: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
    kind: Literal[PartyKind.ORGANISATION, PartyKind.PERSON, PartyKind.UNKNOWN] = PartyKind.ORGANISATION


class Compared(Answer):
    """Two names side by side. `same` says whether one would be a hit on the other."""

    same: bool
    score: float
    explanation: str
    parts: list[AgreeingPart]
    left_query: list[str]
    left_listed: list[str]
    evidence: list[str]


class SharingAnswer(Answer):
    """Whether an institution shares its judgements, and since when."""

    shares: bool
    since: datetime | None


class JudgementAnswer(Answer):
    """What a person decided about a hit."""

    verdict: str
    reason: str
    judged_by: str
    judged_at: datetime


class HitAnswer(Answer):
    """A hit that holds now, with the judgement that holds and the earlier ones. `meaning` says what the list means here."""

    subject_kind: str
    subject_id: UUID
    query_name: str
    listing: str
    list_id: str
    list_title: str
    listing_name: str
    matched_name: str
    meaning: str
    score: float
    strength: str
    explanation: str
    parts: list[AgreeingPart]
    left_query: list[str]
    left_listed: list[str]
    evidence: list[str]
    source_date: date | None
    found_at: datetime
    new_since: datetime | None
    waits: bool
    judgement: JudgementAnswer | None
    earlier: list[JudgementAnswer]
    advice: list[AdviceAnswer]


class HitsWanted(Paging):
    """Which hits are wanted."""

    kind: Literal["partner"] = "partner"
    list_id: Annotated[str, StringConstraints(max_length=40)] = ""
    strength: Strength | None = None


class NewJudgement(Given):
    """Whether a subject is the listed party, and why somebody thinks so."""

    kind: Literal["partner"] = "partner"
    subject_id: UUID
    listing: Annotated[str, StringConstraints(max_length=200)]
    verdict: Judgement.Verdict
    reason: Annotated[str, StringConstraints(max_length=2000)]


def explained(stored: dict[str, Any]) -> dict[str, Any]:
    """The explanation in parts, as answers hold it."""
    said = explanation_of(stored)
    parts = [
        AgreeingPart(
            query_part=each.query, listed_part=each.listed, how=each.how, weight=each.weight, rarity=str(each.rarity)
        )
        for each in said.parts
    ]
    return {
        "parts": parts,
        "left_query": [each.text for each in said.left_query],
        "left_listed": [each.text for each in said.left_listed],
        "evidence": list(said.evidence),
    }
