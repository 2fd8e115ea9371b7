"""A faculty with a facility owner, a deputy and a leader; a laboratory, and a compartment for records."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.actions import add_unit
from aktsom.institutions.models import Institution, Member, Unit
from aktsom.institutions.queries import actor_of
from aktsom.protection.access.granting import approve, ask_for_access
from aktsom.protection.access.models import AccessGrant, Compartment
from aktsom.protection.access.setting_up import Described, set_up_compartment


@dataclass
class House:
    """Who and what there is."""

    institution: Institution
    unit: Unit
    owner: Actor
    deputy: Actor
    leader: Actor
    asker: Actor
    laboratory: Compartment
    records: Compartment

    def now(self, actor: Actor) -> Actor:
        """The actor as their next request would know them."""
        with acting_for(replace(actor, compartments=frozenset())):
            member = Member.objects.select_related("user", "unit").get(pk=actor.member_id)
            return replace(actor_of(member), proven=actor.proven)

    def let_in(self, actor: Actor, compartment: Compartment, days: int = 30) -> AccessGrant:
        """A grant that was asked for and approved."""
        with acting_for(actor):
            until = timezone.localdate() + timedelta(days=days)
            asked = ask_for_access(actor, compartment=compartment, purpose="To work there", until=until)
        by = self.deputy if actor.member_id == self.owner.member_id else self.owner
        with acting_for(by):
            return approve(by, grant=asked)


@pytest.fixture
def house(institution: Institution, person: Callable[..., Actor]) -> House:
    """Nobody may enter anything yet."""
    system = Actor.system("tests", institution.pk)
    with acting_for(system):
        unit = add_unit(system, name_nb="Fakultet for teknologi")
    owner = person(Duty.FACILITY_OWNER, unit=unit, name="Olga Owner")
    deputy, asker = person(unit=unit, name="Dag Deputy"), person(unit=unit, name="Asta Asker")
    leader = person(Duty.UNIT_LEADER, unit=unit, name="Lea Leader")
    with acting_for(owner):
        plain = Described(
            name="Lasers", kind="laboratory", level="protected", owner=owner.member_id or unit.pk,
            deputy=deputy.member_id, unit=unit.pk,
        )  # fmt: skip
        laboratory = set_up_compartment(owner, described=plain)
        records = set_up_compartment(owner, described=replace(plain, name="Dual use", kind="records", level="strict"))
    return House(institution, unit, owner, deputy, leader, asker, laboratory, records)
