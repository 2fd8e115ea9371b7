"""Over the API: the rules in force, and the flags of a partner, a tie or a cooperation."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Router

from aktsom.appraisal import queries
from aktsom.appraisal.models import COOPERATION, TIE
from aktsom.appraisal.queries import FactView, FlagView, RuleView
from aktsom.cooperation.partners.queries import get_partner
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.traces.models import Tie
from aktsom.core.api import Answer, reader_language
from aktsom.core.http import ActorRequest
from aktsom.core.visibility import get_visible
from aktsom.engine.documents import Texts

router = Router(tags=["flags"])


class RuleSourceAnswer(Answer):
    """What a rule rests on; `checked` is the day on which we last verified title and address, null when we have not."""

    title: str
    url: str
    year: int
    checked: date | None


class RuleAnswer(Answer):
    """A rule in force. `looks_at` are the facts in its condition; `holds` says for how many of each kind it holds."""

    id: str
    facet: str
    weight: str
    title: str
    reason: str
    advice: str
    looks_at: list[str]
    requirements: list[str]
    sources: list[RuleSourceAnswer]
    holds: dict[str, int]


class FactAnswer(Answer):
    """A fact that a flag rests on, with its source and date."""

    name: str
    value: Any
    detail: str | None
    source: str | None
    source_url: str | None
    source_date: str | None
    retrieved: str | None


class FlagAnswer(Answer):
    """A rule that holds, since when, why it matters, what helps, and the facts that it rests on."""

    rule: str
    facet: str
    weight: str
    title: str
    reason: str
    advice: str
    requirements: list[str]
    raised_at: datetime | None
    facts: list[FactAnswer]


@router.get("/rules", response=list[RuleAnswer], summary="The rules in force")
def list_rules(request: ActorRequest) -> list[RuleAnswer]:
    """Every rule, the heaviest first, and for how many partners, ties and cooperation it holds."""
    return [_rule(each) for each in queries.rules_in_force(request.actor)]


@router.get("/partners/{uuid:partner_id}/flags", response=list[FlagAnswer], summary="A partner's flags")
def list_partner_flags(request: ActorRequest, partner_id: UUID) -> list[FlagAnswer]:
    """What deserves a second look at a partner, the heaviest first."""
    partner = get_partner(request.actor, partner_id)
    return [flag_answer(each) for each in queries.flags_of_partner(request.actor, partner)]


@router.get("/ties/{uuid:tie_id}/flags", response=list[FlagAnswer], summary="A tie's flags")
def list_tie_flags(request: ActorRequest, tie_id: UUID) -> list[FlagAnswer]:
    """What deserves a second look at a tie, the heaviest first."""
    tie = get_visible(Tie, request.actor, pk=tie_id)
    return [flag_answer(each) for each in queries.flags_of(request.actor, TIE, [tie.pk])[tie.pk]]


@router.get("/cooperation/{uuid:cooperation_id}/flags", response=list[FlagAnswer], summary="A cooperation's flags")
def list_cooperation_flags(request: ActorRequest, cooperation_id: UUID) -> list[FlagAnswer]:
    """What deserves a second look at a cooperation, the heaviest first."""
    row = get_visible(Cooperation, request.actor, pk=cooperation_id)
    return [flag_answer(each) for each in queries.flags_of(request.actor, COOPERATION, [row.pk])[row.pk]]


def flag_answer(flag: FlagView) -> FlagAnswer:
    """A flag as the API shows it, in the reader's language."""
    return FlagAnswer(
        rule=flag.rule,
        facet=flag.facet,
        weight=flag.weight,
        title=_said(flag.title),
        reason=_said(flag.reason),
        advice=_said(flag.advice),
        requirements=list(flag.requirements),
        raised_at=flag.raised_at,
        facts=[_fact(each) for each in flag.facts],
    )


_AS_KEPT, _SOURCE = tuple(FactAnswer.model_fields), tuple(RuleSourceAnswer.model_fields)


def _fact(fact: FactView) -> FactAnswer:
    return FactAnswer(**{name: getattr(fact, name) for name in _AS_KEPT})


def _rule(view: RuleView) -> RuleAnswer:
    rule = view.rule
    return RuleAnswer(
        id=rule.id,
        facet=rule.facet.value,
        weight=rule.weight.value,
        title=_said(rule.title),
        reason=_said(rule.reason),
        advice=_said(rule.advice),
        looks_at=list(rule.when.facts),
        requirements=list(rule.requirements),
        sources=[RuleSourceAnswer(**{name: getattr(each, name) for name in _SOURCE}) for each in rule.sources],
        holds=dict(view.holds),
    )


def _said(texts: Texts) -> str:
    return texts.get(reader_language()) or texts["en"]
