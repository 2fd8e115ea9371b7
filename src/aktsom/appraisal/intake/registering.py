"""Putting the cooperation that an intake describes into the register, once."""

from datetime import date
from typing import Any

from aktsom.appraisal.intake.drafting import Drafted
from aktsom.appraisal.stepping import uuid_of
from aktsom.cooperation.register.actions import register_cooperation
from aktsom.cooperation.register.areas import area_ids
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.engine.guides.types import QuestionType

AREAS, ACCESS = "field.critical_areas", "access.sensitive"


def registered(actor: Actor, draft: Drafted) -> Cooperation:
    """The cooperation of the draft, registered now as planned when it is not there yet."""
    if draft.row.cooperation is not None:
        return draft.row.cooperation
    return register_cooperation(actor, draft=draft_of(draft))


def draft_of(draft: Drafted) -> Draft:
    """What the answers say of the cooperation, as the register wants it."""
    values = {fact.name: fact.value for fact in draft.stated}
    period: dict[str, str] = _answer(draft, QuestionType.PERIOD) or {}
    areas = values.get(AREAS, ())
    return Draft(
        title=draft.row.title,
        kind=draft.row.kind,
        partners=tuple(each.pk for each in draft.partners),
        state=Cooperation.State.PLANNED,
        unit=uuid_of(_answer(draft, QuestionType.UNIT)),
        starts=_day(period, "starts"),
        ends=_day(period, "ends"),
        fields=tuple(each for each in areas if each in area_ids()) if isinstance(areas, tuple) else (),
        sensitive_access=bool(values.get(ACCESS, False)),
    )


def _answer(draft: Drafted, kind: QuestionType) -> Any:
    """The answer to the question of this type on the way; None when there is none, or it is not known."""
    answered = (draft.row.answers.get(each.id) for each in draft.answered if each.type is kind)
    return next((each for each in answered if not isinstance(each, str) or uuid_of(each)), None)


def _day(period: object, name: str) -> date | None:
    return date.fromisoformat(period[name]) if isinstance(period, dict) and name in period else None
