"""Finding everything that is kept about one person, by following what the models declare."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model, QuerySet

from aktsom.core.personal import IN_THE_INSTITUTION, Declaration, Held, Kind, holdings
from aktsom.institutions.models import Member
from aktsom.protection.personal_data.models import Pseudonym


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in one institution, by everything that rows may know them by. `is_only_one` of that name there."""

    member_id: UUID
    account_id: int
    name: str
    is_only_one: bool


def person_of(member: Member) -> Person:
    """The person behind a place, also one whose use is stopped. The connection must act for the institution."""
    stopped = Pseudonym.objects.filter(member=member, account__isnull=False).select_related("account").first()
    account = stopped.account if stopped is not None and stopped.account is not None else member.user
    namesakes = Member.objects.filter(user__name=account.name).exclude(pk=member.pk)
    return Person(member.pk, account.pk, account.name, not namesakes.exists())


def rows_about(declaration: Declaration, held: Held, person: Person) -> "QuerySet[Model]":
    """The rows of a declared model that are about the person. The connection must act for the institution.

    Rows that know a person only by name are left out where two people in the institution have that name.
    """
    rows = declaration.model._base_manager.all()
    path = held.whose.path or "pk"
    if held.secret or held.whose.kind not in IN_THE_INSTITUTION:
        return rows.none()
    if held.whose.kind is Kind.PLACE:
        return rows.filter(**{path: str(person.member_id)})
    if held.whose.kind is Kind.ACCOUNT:
        return rows.filter(**{path: person.account_id})
    return rows.filter(**{path: person.name}) if person.is_only_one and person.name else rows.none()


def everything_about(person: Person) -> Iterator[tuple[Declaration, Held, "QuerySet[Model]"]]:
    """For each thing that models hold of people here: the rows about this person, which may be none."""
    for declaration, held in holdings():
        if held.whose.kind in IN_THE_INSTITUTION:
            yield declaration, held, rows_about(declaration, held, person)
