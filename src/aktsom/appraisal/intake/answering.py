"""Answers between page and draft: read from a form, and put into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aktsom.appraisal.intake.drafting import visible_partners
from aktsom.appraisal.stepping import uuid_of
from aktsom.appraisal.wording import language
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.queries import units_to_register_for
from aktsom.core.actor import Actor
from aktsom.core.errors import InvalidError
from aktsom.core.forms import NO_DATE
from aktsom.engine.guides.types import UNKNOWN, Question, QuestionType
from aktsom.engine.sheets import read_date
from aktsom.institutions.models import Unit

LONGEST = 5000
DAYS = ("starts", "ends")


def read_answer(actor: Actor, question: Question, data: QueryDict) -> Any:
    """What a form says; "" for nothing."""
    if question.type is not QuestionType.PARTNER and "unknown" in data:
        return UNKNOWN
    return _READERS.get(question.type, _text)(actor, data)


def fitting(actor: Actor, question: Question, given: Any) -> Any:
    """An answer that names partners, a unit or days, from a form or a program, in the shape in which it is kept.

    Raises `InvalidError` for what is not there for the actor, and for days that there are not.
    """
    fit = _FITTING.get(question.type)
    return fit(actor, given) if fit and given and given != UNKNOWN else given


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
        return " – ".join(_day_in_words(answer[name]) for name in DAYS if answer.get(name)) or "–"
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
    return _text_of(data, "answer")


def _text_of(data: QueryDict, name: str) -> str:
    return data.get(name, "").replace("\x00", "").strip()[:LONGEST]


def _written_days(_actor: Actor, data: QueryDict) -> dict[str, str]:
    return {name: text for name in DAYS if (text := _text_of(data, name))}


_READERS = {QuestionType.SEVERAL: _several, QuestionType.PERIOD: _written_days}


def _known_unit(actor: Actor, given: Any) -> str:
    wanted = uuid_of(given)
    if wanted not in {each.pk for each in units_to_register_for(actor)}:
        raise InvalidError(fields={"answer": _("Choose a unit from the list.")})
    return str(wanted)


def _known_partners(actor: Actor, given: Any) -> list[str]:
    wanted = {uuid_of(each) for each in _each(given)}
    keys = [key for each in _each(given) if (key := uuid_of(each)) is not None]
    if None in wanted or Partner.objects.visible_to(actor).filter(pk__in=keys).count() < len(wanted):
        raise InvalidError(fields={"answer": _("One of the partners is not there any more. Search for it again.")})
    return [str(each.pk) for each in visible_partners(actor, keys)]


def _known_days(_actor: Actor, given: Any) -> dict[str, str]:
    if not isinstance(given, Mapping):
        raise InvalidError(fields={"answer": _("Write the first day, the last day, or both.")})
    found: dict[str, str] = {}
    for name in DAYS:
        try:
            day = read_date(str(given.get(name, "")), last=name == "ends")
        except ValueError as error:
            raise InvalidError(fields={name: NO_DATE}) from error
        if day is not None:
            found[name] = day.isoformat()
    if len(found) == len(DAYS) and found["ends"] < found["starts"]:
        raise InvalidError(fields={"ends": _("The end is before the start. Correct one of the two.")})
    return found


_FITTING = {
    QuestionType.UNIT: _known_unit,
    QuestionType.PARTNER: _known_partners,
    QuestionType.PERIOD: _known_days,
}


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _day_in_words(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "DATE_FORMAT")
