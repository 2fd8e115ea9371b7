"""Answers between page and draft: read from a form, and put into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aktsom.appraisal.intake.drafting import visible_partners
from aktsom.appraisal.stepping import uuid_of
from aktsom.appraisal.wording import language
from aktsom.cooperation.register.queries import units_to_register_for
from aktsom.core.actor import Actor
from aktsom.core.errors import InvalidError
from aktsom.engine.guides.types import UNKNOWN, Question, QuestionType
from aktsom.engine.sheets import read_date
from aktsom.institutions.models import Unit

LONGEST = 5000


def read_answer(actor: Actor, question: Question, data: QueryDict) -> Any:
    """What a form says, in the shape in which it is kept; "" for nothing. Raises `InvalidError` for what cannot be read."""
    if question.type is not QuestionType.PARTNER and "unknown" in data:
        return UNKNOWN
    return _READERS.get(question.type, _text)(actor, data)


def in_words(question: Question, answer: Any, known: Mapping[str, str]) -> str:
    """An answer in the reader's language. `known` are names of partners and units by id."""
    if answer == UNKNOWN:
        return _("I don’t know")
    if question.options:
        chosen = answer if isinstance(answer, list) else [answer]
        return "; ".join(option.text[language()] for option in question.options if option.id in chosen)
    if question.type in (QuestionType.PARTNER, QuestionType.UNIT):
        ids = answer if isinstance(answer, list) else [answer]
        return ", ".join(known.get(str(each), "–") for each in ids)
    if isinstance(answer, Mapping):
        return " – ".join(_day_in_words(answer[name]) for name in ("starts", "ends") if answer.get(name)) or "–"
    return str(answer)


def names_in(actor: Actor, answers: Mapping[str, Any]) -> dict[str, str]:
    """The names of the partners and units that answers hold by id."""
    ids = [key for value in answers.values() for each in _each(value) if (key := uuid_of(each)) is not None]
    partners = {str(each.pk): each.name for each in visible_partners(actor, ids)}
    units = {str(each.pk): each.name for each in Unit.objects.visible_to(actor).filter(pk__in=ids)}
    return partners | units


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as the page shows it."""

    id: str
    text: str
    hint: str
    is_chosen: bool


def choices_of(question: Question, answer: Any) -> list[Choice]:
    """The options with what is chosen."""
    chosen = answer if isinstance(answer, list) else [answer]
    return [
        Choice(each.id, each.text[language()], each.hint[language()], each.id in chosen) for each in question.options
    ]


def _several(_actor: Actor, data: QueryDict) -> list[str]:
    return data.getlist("answer")


def _text(_actor: Actor, data: QueryDict) -> str:
    return data.get("answer", "").replace("\x00", "").strip()[:LONGEST]


def _unit(actor: Actor, data: QueryDict) -> str:
    wanted = uuid_of(data.get("answer", ""))
    return str(wanted) if wanted in {each.pk for each in units_to_register_for(actor)} else ""


def _partners(actor: Actor, data: QueryDict) -> list[str]:
    wanted: list[UUID] = [key for text in data.getlist("partner") if (key := uuid_of(text)) is not None]
    return [str(each.pk) for each in visible_partners(actor, wanted)]


def _period(_actor: Actor, data: QueryDict) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("starts", "ends"):
        try:
            day = read_date(data.get(name, ""), last=name == "ends")
        except ValueError as error:
            raise InvalidError(
                fields={name: _("This is no date. Write it as 25.2.2022, or only the year.")},
            ) from error
        if day is not None:
            found[name] = day.isoformat()
    if len(found) == 2 and found["ends"] < found["starts"]:
        raise InvalidError(
            fields={"ends": _("The end is before the start. Correct one of the two.")},
        )
    return found


_READERS = {
    QuestionType.SEVERAL: _several,
    QuestionType.UNIT: _unit,
    QuestionType.PARTNER: _partners,
    QuestionType.PERIOD: _period,
}


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _day_in_words(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "DATE_FORMAT")
