"""What somebody wants to register or change, checked before anything is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pycountry
from django.utils.translation import gettext_lazy as _

from aktsom.content import rule_book
from aktsom.cooperation.agreements.models.agreements import LANGUAGES as LANGUAGES
from aktsom.cooperation.agreements.models.agreements import Agreement
from aktsom.core.countries import country_choices
from aktsom.core.errors import InvalidError, Sentence, spoken
from aktsom.engine.agreements.terms import Terms, TermsError
from aktsom.engine.lengths import Length

LONGEST = {"title": 500, "reference": 100, "summary": 20_000, "forum": 200}
"""What people type, and how long it may be."""
LONGEST_OF_PARTY = {"name": 300, "role": 100, "signatory": 200, "signatory_title": 200, "authority": 300}
BEGINS_AS = (Agreement.State.DRAFT, Agreement.State.NEGOTIATED, Agreement.State.SIGNED)
"""Where an agreement can stand when it is registered; from its days the calendar says whether it is in force or has ended."""
MOST_MONTHS, MOST_DAYS, MOST_VALUE = 600, 1000, Decimal(10) ** 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyDraft:
    """A party as somebody describes it. Without `partner` it is the institution itself; `name` as the paper names it."""

    partner: UUID | None = None
    name: str = ""
    role: str = ""
    signatory: str = ""
    signatory_title: str = ""
    authority: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementDraft:
    """An agreement as somebody describes it. Without `unit` it is registered for the unit of whoever registers it."""

    title: str
    kind: str
    parties: tuple[PartyDraft, ...]
    state: str = Agreement.State.DRAFT
    unit: UUID | None = None
    owner: UUID | None = None
    reference: str = ""
    summary: str = ""
    parent: UUID | None = None
    relation: str = ""
    signed_on: date | None = None
    starts: date | None = None
    ends: date | None = None
    notice_months: int = 0
    notice_days: int = 0
    renewal_months: int = 0
    review_months: int = 0
    value: Decimal | None = None
    currency: str = ""
    language: str = ""
    law: str = ""
    forum: str = ""
    flags: tuple[str, ...] = ()


CHANGEABLE = tuple(each.name for each in fields(AgreementDraft) if each.name not in ("parties", "state"))
TIMES = ("starts", "ends", "notice_months", "notice_days", "renewal_months", "review_months")
"""The fields that say from when to when; changing them amends the agreement."""


def typed(argument: str) -> tuple[str, ...]:
    """The parts of an argument that people type, which the log leaves out."""
    return (*(f"{argument}.{name}" for name in LONGEST), f"{argument}.parties", f"{argument}.value")


def check_values(values: Mapping[str, Any], currency_now: str = "") -> None:
    """Raise `InvalidError` that names every field whose value cannot be used. Only the fields that are there are checked.

    `currency_now` is the agreement's own, which stays also when it is no longer in use.
    """
    judged = [name for name in values if name != "currency" or values[name] != currency_now]
    wrong = {name: reason for name in judged if (reason := _wrong(name, values[name]))}
    if not wrong:
        wrong = {**_money(values), **_times(values)}
    if wrong:
        raise InvalidError(fields=wrong)


def check_party(party: PartyDraft) -> None:
    """Raise `InvalidError` when something about a party is too long."""
    wrong: dict[str, Sentence] = {
        name: _too_long(longest)
        for name, longest in LONGEST_OF_PARTY.items()
        if len(getattr(party, name)) > longest or "\x00" in getattr(party, name)
    }
    if wrong:
        raise InvalidError(fields=wrong)


def _wrong(name: str, value: Any) -> Sentence:
    if name in LONGEST:
        if name == "title" and not value.strip():
            return _("Give it a title that colleagues will recognise.")
        return _too_long(LONGEST[name]) if len(value) > LONGEST[name] or "\x00" in value else ""
    if name.endswith(("_months", "_days")):
        most = MOST_DAYS if name.endswith("_days") else MOST_MONTHS
        return "" if 0 <= value <= most else _("Write a number from 0 to %(most)d.") % {"most": most}
    fits, otherwise = _CHOICES.get(name, (None, ""))
    return otherwise if fits and not fits(value) else ""


_CHOICES: dict[str, tuple[Callable[[Any], bool], Sentence]] = {
    "kind": (lambda value: value in Agreement.Kind.values, _("Choose what kind of agreement it is.")),
    "state": (lambda value: value in BEGINS_AS, _("Choose whether it is a draft, negotiated or signed.")),
    "relation": (lambda value: value in ("", *Agreement.Relation.values), _("Choose from the list.")),
    "flags": (lambda value: set(value) <= known_flags(), _("Choose flags from the list.")),
    "language": (lambda value: value in ("", *LANGUAGES), _("Choose from the list.")),
    "currency": (
        lambda value: not value or is_currency(value),
        _("This is no currency in use. Write its three letters, such as NOK."),
    ),
    "law": (lambda value: not value or value in dict(country_choices("en")), _("Choose a country from the list.")),
}


_NONE = {"XXX", "XTS"}
"""Codes for no currency, and for trying things out."""


def is_currency(code: str) -> bool:
    """Whether it is the code of a currency that is in use (ISO 4217), in capitals."""
    return (
        code.isascii() and code.isupper() and code not in _NONE and pycountry.currencies.get(alpha_3=code) is not None
    )


def known_flags() -> frozenset[str]:
    """The rules whose flags can call for a condition."""
    return frozenset(rule.id for rule in rule_book().rules)


def _money(values: Mapping[str, Any]) -> dict[str, Sentence]:
    value, currency = values.get("value"), values.get("currency", "")
    if value is not None and not 0 <= value < MOST_VALUE:
        return {"value": _("Write an amount from 0 up, below a thousand billion.")}
    if value is not None and not currency:
        return {"currency": _("Say in which currency.")}
    return {}


def _times(values: Mapping[str, Any]) -> dict[str, Sentence]:
    """What the days say together; the engine knows what contradicts itself."""
    if not any(name in values for name in TIMES):
        return {}
    ends, starts = values.get("ends"), values.get("starts")
    try:
        Terms(
            start=starts or values.get("signed_on") or ends or date(2000, 1, 1),
            end=ends,
            notice=Length(months=values.get("notice_months", 0), days=values.get("notice_days", 0)),
            renewal=Length(months=values.get("renewal_months", 0)),
            review=Length(months=values.get("review_months", 0)),
        )
    except TermsError as error:
        return {"ends": spoken(error)}
    return {}


def _too_long(longest: int) -> Sentence:
    return _("This is too long: at most %(longest)d characters.") % {"longest": longest}
