"""What somebody wants to register or change, checked before anything is written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.areas import area_ids
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.compiled import Slot, among, prepared
from aktsom.core.errors import InvalidError, Sentence
from aktsom.institutions.models import Member

FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A cooperation as somebody describes it. Without `unit` it is registered for the unit of whoever registers it."""

    title: str
    kind: str
    partners: tuple[UUID, ...]
    state: str = Cooperation.State.ACTIVE
    unit: UUID | None = None
    contact: UUID | None = None
    starts: date | None = None
    ends: date | None = None
    summary: str = ""
    reference: str = ""
    funding: str = ""
    fields: tuple[str, ...] = ()
    sensitive_access: bool = False


CHANGEABLE = tuple(each.name for each in fields(Draft) if each.name != "partners")
LONGEST = {"title": 500, "reference": 100, "funding": 300, "summary": 20_000}
"""What people type, and how long it may be."""


def typed(argument: str) -> tuple[str, ...]:
    """The parts of an argument that people type, which the log leaves out."""
    return tuple(f"{argument}.{name}" for name in LONGEST)


def check_values(values: Mapping[str, Any]) -> None:
    """Raise `InvalidError` that names every field whose value cannot be used. Only the fields that are there are checked."""
    wrong = {**_texts(values), **_choices(values), **_days(values)}
    if wrong:
        raise InvalidError(_("Some answers need another look."), fields=wrong)


def checked_partners(actor: Actor, wanted: Collection[UUID], compartment: UUID | None = None) -> list[UUID]:
    """The wanted partners, each once, after making sure that the actor can see them all.

    A partner in a compartment can be named only by cooperation in the same one, or its name would be seen outside.
    """
    ids = list(dict.fromkeys(wanted))
    if not ids:
        raise InvalidError(_("Some answers need another look."), fields={"partners": _("Choose at least one partner.")})
    visible = dict(_visible.read(actor, compartment, ids=ids))
    if merged := [pk for pk, into in visible.items() if into is not None]:
        visible |= {each.pk: each.standing.pk for each in Partner.objects.visible_to(actor).filter(pk__in=merged)}
    if len(visible) < len(ids):
        raise InvalidError(
            _("Some answers need another look."),
            fields={"partners": _("One of the partners is not there any more. Search for it again.")},
        )
    return list(dict.fromkeys(visible[each] or each for each in ids))


@prepared
def _visible(actor: Actor, compartment: UUID | None, *, ids: Slot) -> QuerySet[Any, tuple[UUID, UUID | None]]:
    """Which of the partners are there for the actor, in this compartment or in none, and what each was merged into."""
    here = Q(compartment=None) | Q(compartment=compartment)
    rows = Partner.objects.visible_to(actor).filter(here, among("pk", ids)).order_by()
    return rows.values_list("pk", "merged_into")


def check_contact(contact: UUID | None) -> None:
    """Raise `InvalidError` when the contact is nobody in the institution that the connection acts for."""
    if contact is not None and not Member.objects.filter(pk=contact).exists():
        raise InvalidError(
            _("Some answers need another look."), fields={"contact": _("This person has no place in your institution.")}
        )


def _texts(values: Mapping[str, Any]) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {
        name: _("This is too long: at most %(longest)d characters.") % {"longest": longest}
        for name, longest in LONGEST.items()
        if len(values.get(name, "")) > longest
    }
    if "title" in values and not values["title"].strip():
        wrong["title"] = _("Give it a title that colleagues will recognise.")
    return wrong


def _choices(values: Mapping[str, Any]) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {}
    if "kind" in values and values["kind"] not in Cooperation.Kind.values:
        wrong["kind"] = _("Choose what kind of cooperation it is.")
    if "state" in values and values["state"] not in Cooperation.State.values:
        wrong["state"] = _("Choose whether it is planned, active or ended.")
    if set(values.get("fields", ())) - area_ids():
        wrong["fields"] = _("Choose technology areas from the list.")
    return wrong


def _days(values: Mapping[str, Any]) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {
        name: _("Write a year between 1900 and 2100.")
        for name in ("starts", "ends")
        if (day := values.get(name)) and not FIRST_YEAR <= day.year <= LAST_YEAR
    }
    starts, ends = values.get("starts"), values.get("ends")
    if not wrong and starts and ends and ends < starts:
        wrong["ends"] = _("The end is before the start. Correct one of the two.")
    return wrong
