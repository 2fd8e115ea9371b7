"""Units as SCIM groups and places as SCIM users, in both directions. Every change goes through the room's actions."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from scim2_models import (
    Email,
    Group,
    GroupMember,
    InvalidValueException,
    Meta,
    MutabilityException,
    Name,
    Reference,
    User,
)

from aktsom.core.actor import Actor
from aktsom.institutions import actions
from aktsom.institutions.actions.units import hold_tree
from aktsom.institutions.models import Member, Unit
from aktsom.institutions.queries import open_units
from aktsom.institutions.scim.filters import Equal

REASON = "SCIM"


def users(actor: Actor, equal: Equal | None = None) -> QuerySet[Member]:
    """The places that are shown: those that last, and ended ones that still have a code of the identity system."""
    rows: QuerySet[Member] = Member.objects.visible_to(actor).filter(Q(ended_at=None) | ~Q(external_id=""))
    if equal is not None:
        field = {"externalid": "external_id", "username": "user__email__iexact", "displayname": "user__name__iexact"}
        rows = rows.filter(**{field.get(equal.attribute, "external_id"): equal.value})
    return rows.select_related("user", "unit").order_by("user__email")


def groups(actor: Actor, equal: Equal | None = None) -> QuerySet[Unit]:
    """The open units."""
    rows = open_units(actor)
    if equal is not None:
        field = {"externalid": "external_id", "displayname": "name_nb__iexact"}
        rows = rows.filter(**{field.get(equal.attribute, "external_id"): equal.value})
    return rows


def as_user(member: Member, base: str) -> User[Any]:
    """A place as a SCIM user."""
    return User(
        id=str(member.pk),
        external_id=member.external_id or None,
        user_name=member.user.email,
        display_name=member.user.name,
        name=Name(formatted=member.user.name),
        title=member.title or None,
        active=member.is_here,
        emails=[Email(value=member.user.email, primary=True)],
        meta=Meta(resource_type="User", location=f"{base}/Users/{member.pk}"),
    )


def as_groups(actor: Actor, units: Iterable[Unit], base: str) -> list[Group]:
    """Units as SCIM groups, with the people who belong to each and the units right under it, in two queries."""
    wanted = list(units)
    inside: dict[UUID | None, list[GroupMember]] = defaultdict(list)
    people = Member.objects.visible_to(actor).filter(unit__in=wanted, ended_at=None).order_by("pk")
    for pk, unit_id, name in people.values_list("pk", "unit_id", "user__name"):
        inside[unit_id].append(_inside("User", pk, name, base))
    for unit in open_units(actor).filter(parent__in=wanted):
        inside[unit.parent_id].append(_inside("Group", unit.pk, unit.name_nb, base))
    return [
        Group(
            id=str(unit.pk),
            external_id=unit.external_id or None,
            display_name=unit.name_nb,
            members=inside[unit.pk] or None,
            meta=Meta(resource_type="Group", location=f"{base}/Groups/{unit.pk}"),
        )
        for unit in wanted
    ]


def hold_user(actor: Actor, member: Member) -> None:
    """Nobody else changes the place until the request is done."""
    Member.objects.visible_to(actor).select_for_update(of=("self",), no_key=True).get(pk=member.pk)


def hold_group(actor: Actor, unit: Unit) -> None:
    """Nobody else changes the tree, or moves those who belong to the unit, until the request is done."""
    hold_tree(actor)
    here = Member.objects.visible_to(actor).filter(unit=unit).select_for_update(of=("self",), no_key=True)
    list(here.order_by("pk").values_list("pk", flat=True))


def make_user(actor: Actor, wanted: User[Any]) -> Member:
    """Give a place to the person whom a new SCIM user names."""
    address = wanted.user_name or ""
    if "@" not in address:
        address = next((each.value for each in wanted.emails or [] if each.value), address)
    member = actions.invite_member(
        actor,
        email=str(address),
        name=_name_of(wanted) or str(address),
        title=wanted.title or "",
        external_id=wanted.external_id or "",
    )
    if wanted.active is False:
        actions.end_place(actor, member=member, reason=REASON)
    return member


def change_user(actor: Actor, member: Member, wanted: User[Any]) -> None:
    """Bring a place to what a SCIM user says. Addresses stay: whoever changes one could take an account over."""
    if (wanted.user_name or "").casefold() != member.user.email.casefold():
        raise MutabilityException(detail="userName cannot be changed here. End this place and add the new address.")
    if member.ended_at is not None and wanted.active is not False:
        member = actions.add_member(
            actor, user=member.user, unit=member.unit, title=member.title, external_id=member.external_id
        )
    if member.ended_at is not None:
        return
    name = _name_of(wanted)
    if name and name != member.user.name and member.opened_account:
        actions.correct_name(actor, member=member, name=name)
    title, code = wanted.title or "", wanted.external_id or ""
    if (title, code) != (member.title, member.external_id):
        actions.change_member(actor, member=member, unit=member.unit, title=title, external_id=code)
    if wanted.active is False:
        actions.end_place(actor, member=member, reason=REASON)


def remove_user(actor: Actor, member: Member) -> None:
    """End the place, and forget the code of the identity system, so that it is not shown any more."""
    if member.ended_at is None:
        actions.change_member(actor, member=member, unit=member.unit, title=member.title, external_id="")
        actions.end_place(actor, member=member, reason=REASON)


def make_group(actor: Actor, wanted: Group) -> Unit:
    """Add the unit that a new SCIM group names, and put its members there."""
    unit = actions.add_unit(
        actor, name_nb=wanted.display_name or "", external_id=wanted.external_id or "", reason=REASON
    )
    _gather(actor, unit, wanted.members or [])
    return unit


def change_group(actor: Actor, unit: Unit, wanted: Group) -> None:
    """Bring a unit to what a SCIM group says: its name, its code, and who and what belongs to it."""
    code = wanted.external_id or ""
    if (wanted.display_name, code) != (unit.name_nb, unit.external_id):
        actions.rename_unit(
            actor, unit=unit, name_nb=wanted.display_name or "", name_en=unit.name_en, reason=REASON, external_id=code
        )
    _gather(actor, unit, wanted.members or [])


def remove_group(actor: Actor, unit: Unit) -> None:
    """Close the unit."""
    actions.close_unit(actor, unit=unit, reason=REASON)


def _gather(actor: Actor, unit: Unit, wanted: Iterable[GroupMember]) -> None:
    """People and units who are named come here; those who are not any more go one level up, or to the top."""
    keys = {_key(each.value) for each in wanted}
    people = {row.pk: row for row in Member.objects.visible_to(actor).filter(pk__in=keys, ended_at=None)}
    units = {row.pk: row for row in open_units(actor).filter(pk__in=keys - set(people))}
    if missing := keys - set(people) - set(units):
        raise InvalidValueException(detail=f"No user or group has the id {sorted(map(str, missing))[0]}.")
    here = Member.objects.visible_to(actor).filter(unit=unit, ended_at=None)
    for member in here.exclude(pk__in=keys):
        actions.change_member(actor, member=member, unit=unit.parent, title=member.title)
    for member in people.values():
        if member.unit_id != unit.pk:
            actions.change_member(actor, member=member, unit=unit, title=member.title)
    for child in open_units(actor).filter(parent=unit).exclude(pk__in=keys):
        actions.move_unit(actor, unit=child, parent=None, reason=REASON)
    for child in units.values():
        if child.parent_id != unit.pk:
            actions.move_unit(actor, unit=child, parent=unit, reason=REASON)


def _key(value: str | None) -> UUID:
    try:
        return UUID(value or "")
    except ValueError as error:
        raise InvalidValueException(detail="A member is named by the id that it has here.") from error


def _name_of(user: User[Any]) -> str:
    name = user.name
    parts = f"{name.given_name or ''} {name.family_name or ''}".strip() if name else ""
    return str(user.display_name or (name.formatted if name else "") or parts)


def _inside(kind: str, pk: UUID, name: str, base: str) -> GroupMember:
    return GroupMember(value=str(pk), display=name, type=kind, ref=Reference[Any](f"{base}/{kind}s/{pk}"))
