"""What whoever answers for an agreement cannot take away from whoever decides, and what locks nobody out."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from aktsom.cooperation.agreements.actions import restore_agreement, withdraw_agreement
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.protecting import put_into_compartment
from aktsom.cooperation.exits.actions import add_access, write_strategy
from aktsom.cooperation.exits.breaching import cure_breach
from aktsom.cooperation.exits.models import LIES_THERE, Breach, BreachEntry, HangingAccess
from aktsom.cooperation.exits.queries import breach_of, decider_of, running_plans, to_decide
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError
from aktsom.core.tenancy import acting_for
from aktsom.protection.access.models import AccessGrant
from tests.cooperation.exits.conftest import DRAFT, Harbour

pytestmark = pytest.mark.django_db
Clients = Callable[[Actor], Client]


@pytest.fixture
def researcher(harbour: Harbour, person: Callable[..., Actor]) -> Actor:
    """Somebody without a duty who answers for the agreement."""
    found = person(unit=harbour.house.unit, name="Rea Researcher")
    with acting_for(harbour.officer):
        Agreement.objects.filter(pk=harbour.agreement.pk).update(owner=found.member_id)
        harbour.agreement.refresh_from_db()
    return found


def test_promise_p131_who_decides_about_a_breach_stays_who_it_was_when_it_was_recorded(
    harbour: Harbour, researcher: Actor
) -> None:
    breach, leader = harbour.broken(), harbour.house.leader
    with acting_for(researcher):
        write_strategy(researcher, agreement=harbour.agreement, draft=replace(DRAFT, decides="owner"), version=1)
        with pytest.raises(NotAllowedError):
            cure_breach(researcher, breach=breach_of(researcher, breach.pk), shown_by="All is well")
        assert not to_decide(researcher).exists()
    with acting_for(leader):
        assert to_decide(leader).get() == breach
        found = breach_of(leader, breach.pk)
        who = decider_of(leader, found)
        assert who is not None
        assert who.pk == leader.member_id
        cure_breach(leader, breach=found, shown_by="It came back")


def test_a_breach_from_before_that_was_kept_is_decided_by_whom_the_strategy_names(
    harbour: Harbour, researcher: Actor
) -> None:
    breach = harbour.broken()
    with acting_for(researcher):
        write_strategy(researcher, agreement=harbour.agreement, draft=replace(DRAFT, decides="owner"), version=1)
        Breach.objects.filter(pk=breach.pk).update(decides="")
        assert to_decide(researcher).get() == breach
        cure_breach(researcher, breach=breach_of(researcher, breach.pk), shown_by="It came back")


@pytest.mark.parametrize("trigger", ["breach", "expiry"])
def test_an_agreement_is_not_withdrawn_from_under_a_plan_that_runs(
    harbour: Harbour, researcher: Actor, person: Callable[..., Actor], trigger: str
) -> None:
    breach, rector = harbour.broken(trigger), person(Duty.LEADERSHIP)
    with acting_for(researcher), pytest.raises(ConflictError):
        withdraw_agreement(researcher, agreement=harbour.agreement)
    with acting_for(rector):
        assert running_plans(rector).get() == breach
        cure_breach(rector, breach=breach_of(rector, breach.pk), shown_by="It came back")
    with acting_for(researcher):
        withdraw_agreement(researcher, agreement=harbour.agreement)
        restore_agreement(researcher, agreement=harbour.agreement)


def _inside(harbour: Harbour) -> Actor:
    """The officer, who has put the agreement into the compartment for records."""
    for each in (harbour.officer, harbour.house.deputy):
        harbour.house.let_in(each, harbour.house.records)
    officer = harbour.house.now(harbour.officer)
    with acting_for(officer):
        put_into_compartment(officer, agreement=harbour.agreement, compartment=harbour.house.records)
        harbour.agreement.refresh_from_db()
    return officer


def test_access_to_the_compartment_in_which_the_agreement_lies_cannot_hang_on_it(
    harbour: Harbour, client_for: Clients
) -> None:
    officer, records = _inside(harbour), harbour.house.records
    page = client_for(officer).get(f"/agreements/{harbour.agreement.pk}/exit/access/").content.decode()
    assert str(harbour.house.laboratory.pk) in page
    assert str(records.pk) not in page
    with acting_for(officer), pytest.raises(InvalidError) as refused:
        add_access(officer, agreement=harbour.agreement, compartment=records)
    assert "compartment" in refused.value.fields


def test_an_agreement_is_not_put_into_a_compartment_to_which_access_ends_with_it(harbour: Harbour) -> None:
    with acting_for(harbour.officer):
        add_access(harbour.officer, agreement=harbour.agreement, compartment=harbour.house.records)
    with pytest.raises(ConflictError):
        _inside(harbour)
    with acting_for(harbour.officer):
        assert Agreement.objects.get(pk=harbour.agreement.pk).compartment_id is None


def test_where_it_was_so_already_the_breach_locks_nobody_out_and_the_log_says_why(harbour: Harbour) -> None:
    officer, records = _inside(harbour), harbour.house.records
    with acting_for(officer):
        HangingAccess.objects.create(
            institution=harbour.house.institution,
            agreement=harbour.agreement,
            compartment=records,
            agreed_by_id=harbour.house.owner.member_id,
        )
    breach = harbour.broken(by=officer)
    now = harbour.house.now(harbour.officer)
    with acting_for(now):
        assert Breach.objects.visible_to(now).get() == breach
        said = BreachEntry.objects.visible_to(now).get(compartment=records)
        assert (said.sort, said.words) == ("not-stopped", f"{records.name}: {LIES_THERE}")
        assert AccessGrant.objects.filter(compartment=records, state="granted").count() == 2
