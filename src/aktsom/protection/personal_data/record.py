"""The record of processing activities (GDPR art. 30), made from the declarations, so that it cannot differ from the models."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from aktsom.core.actor import Actor
from aktsom.core.personal import Declaration, Held, Purpose, holdings
from aktsom.institutions.models import Institution
from aktsom.protection.personal_data.models import RecordAddition
from aktsom.protection.personal_data.wording import how_long, which_ground, who_gets


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record: what is held, of whom, on which ground, for how long, for whom."""

    where: str
    what: str
    whose: str
    ground: str
    kept: str
    recipients: str
    fields: str


@dataclass(frozen=True, slots=True)
class Activity:
    """One processing activity: a purpose and what is held for it."""

    purpose: Purpose
    lines: list[Line]

    @property
    def title(self) -> str:
        """The purpose in words, with a capital letter."""
        said = str(self.purpose.label)
        return said[:1].upper() + said[1:]


def activities() -> list[Activity]:
    """All activities in the reader's language, by purpose."""
    found: dict[Purpose, list[Line]] = {}
    for declaration, held in holdings():
        found.setdefault(held.purpose, []).append(_line(declaration, held))
    return [Activity(purpose, found[purpose]) for purpose in Purpose if purpose in found]


def addition_of(actor: Actor) -> RecordAddition:
    """What the actor's institution adds; empty when it has added nothing."""
    rows = RecordAddition.objects.visible_to(actor)
    return rows.first() or RecordAddition(institution_id=actor.institution_id or 0)


def additions(addition: RecordAddition) -> list[tuple[str, str]]:
    """The institution's additions with their titles, those that are filled in."""
    fields = ("controller", "officer", "law", "recipients", "transfers", "measures")
    titled = [(str(addition._meta.get_field(name).verbose_name), getattr(addition, name)) for name in fields]  # type: ignore[union-attr]
    return [(title, said) for title, said in titled if said]


def as_json(actor: Actor) -> dict[str, Any]:
    """The whole record for a program."""
    institution = Institution.objects.visible_to(actor).get(pk=actor.institution_id)
    return {
        "institution": institution.name_nb,
        "additions": dict(additions(addition_of(actor))),
        "activities": [
            {
                "purpose": activity.purpose.value,
                "title": activity.title,
                "holdings": [{name: getattr(line, name) for name in Line.__slots__} for line in activity.lines],
            }
            for activity in activities()
        ],
    }


def columns() -> list[str]:
    """The titles of the columns of the sheet."""
    return [
        _("Purpose"), _("Record"), _("What"), _("Whose"), _("Legal ground"), _("Kept"), _("Recipients"), _("Fields"),
    ]  # fmt: skip


def sheet_rows() -> Iterator[list[str]]:
    """The rows of the sheet."""
    for activity in activities():
        for line in activity.lines:
            yield [activity.title, *(str(getattr(line, name)) for name in Line.__slots__)]


def _line(declaration: Declaration, held: Held) -> Line:
    return Line(
        where=str(declaration.title),
        what=str(held.what),
        whose=str(held.whose.kind.label),
        ground=which_ground(held),
        kept=how_long(held.kept),
        recipients=who_gets(held.recipients),
        fields=f"{declaration.label}: {', '.join(held.fields)}",
    )
