"""The demo has an agreement that is left by plan and a drawer that was brought in, and makes them once."""

from collections.abc import Callable

import pytest

from aktsom.cli.demo import agreements, drawer, exits
from aktsom.cooperation.agreements.models import Comparison
from aktsom.cooperation.drawer.models import DrawerItem
from aktsom.cooperation.exits.models import Breach, ExitStrategy, PlanTask
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.actions import add_unit
from aktsom.institutions.models import Institution


@pytest.fixture
def officer(
    person: Callable[..., Actor],
    institution: Institution,
    partner: Callable[..., Partner],
    monkeypatch: pytest.MonkeyPatch,
) -> Actor:
    told = [each for each in agreements.stories() if each.title in (exits.BROKEN, exits.CALM) or each.returned]
    known = [partner(f"Testmark Institute {number}", "DE") for number in range(6)]
    monkeypatch.setattr(agreements, "stories", lambda: tuple(told))
    monkeypatch.setattr(agreements, "partners_of", lambda *_given: known)
    actor = person(Duty.AGREEMENTS_OFFICER, name=agreements.OFFICER)
    agreements.sign(institution)
    return actor


def test_a_breach_is_recorded_and_its_plan_runs(officer: Actor, institution: Institution) -> None:
    for _twice in range(2):
        exits.leave(institution)
    with acting_for(officer):
        assert ExitStrategy.objects.visible_to(officer).count() == 2
        breach = Breach.objects.visible_to(officer).get()
        assert breach.agreement.title == exits.BROKEN
        assert PlanTask.objects.visible_to(officer).filter(done_at=None).count() == breach.tasks.count() - 1
        assert Comparison.objects.visible_to(officer).get().changes


def test_a_drawer_shows_each_outcome(officer: Actor, institution: Institution) -> None:
    system = Actor.system("test", institution.pk)
    with acting_for(system):
        add_unit(system, name_nb="Institutt for marin teknikk", name_en="Marine Technology")
    for _twice in range(2):
        drawer.bring_in(institution)
    with acting_for(officer):
        outcomes = sorted(DrawerItem.objects.visible_to(officer).values_list("outcome", flat=True))
    assert outcomes == ["look", "refused", "registered"]
