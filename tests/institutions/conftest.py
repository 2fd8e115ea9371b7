"""A small university: two faculties, a department, and people with duties."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.actions import add_unit
from aktsom.institutions.models import Institution, Member, Unit
from aktsom.institutions.queries import actor_of_member


@dataclass(frozen=True)
class House:
    """The university's tree, and its rector."""

    institution: Institution
    system: Actor
    rector: Actor
    engineering: Unit
    science: Unit
    physics: Unit

    def member(self, actor: Actor) -> Member:
        return Member.objects.select_related("user", "unit").get(pk=actor.member_id)

    def again(self, actor: Actor) -> Actor:
        """The same person with what they hold now."""
        found = actor_of_member(actor.member_id) if actor.member_id else None
        assert found is not None
        return replace(found, proven=True)


@pytest.fixture
def house(institution: Institution, person: Callable[..., Actor]) -> Iterator[House]:
    system = Actor.system("tests", institution.pk)
    rector = person(Duty.LEADERSHIP, name="Rakel Rektor")
    with acting_for(system):
        engineering = add_unit(system, name_nb="Fakultet for ingeniørvitenskap", name_en="Faculty of Engineering")
        science = add_unit(system, name_nb="Fakultet for naturvitenskap", name_en="Faculty of Natural Sciences")
        physics = add_unit(system, name_nb="Institutt for fysikk", name_en="Department of Physics", parent=science)
        yield House(institution, system, rector, engineering, science, physics)
