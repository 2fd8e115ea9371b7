"""Every change goes through an action: permission, one transaction, one audit event."""

from collections.abc import Callable

import pytest
from django.apps import apps

from aktsom.core.actions import ACTIONS, action, held_by
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import NotAllowedError
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.institutions.actions import add_unit
from aktsom.institutions.models import Institution, Unit

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]


def test_every_change_leaves_one_audit_event_in_the_same_transaction(person: Person) -> None:
    rector = person(Duty.LEADERSHIP)
    with acting_for(rector):
        unit = add_unit(rector, name_nb="Fakultet for havrom")
        event = AuditEvent.objects.visible_to(Actor.system("t", rector.institution_id)).latest("sequence")
        assert (event.verb, event.who, event.member_id) == ("add a unit", rector.name, rector.member_id)
        assert event.subject == f"institutions.unit:{unit.pk}"
        assert event.details["name_nb"] == "Fakultet for havrom"


def test_who_may_not_is_refused_and_the_attempt_is_an_event(person: Person) -> None:
    researcher = person()
    with acting_for(researcher):
        with pytest.raises(NotAllowedError):
            add_unit(researcher, name_nb="Eget institutt")
        assert not Unit.objects.exists()
        assert AuditEvent.objects.latest("sequence").verb == "add a unit (refused)"


def test_no_other_duty_lets_auditors_and_operators_change_records(person: Person) -> None:
    both = person(Duty.LEADERSHIP, Duty.INTERNAL_AUDITOR)
    with acting_for(both), pytest.raises(NotAllowedError):
        add_unit(both, name_nb="Fakultet for havrom")
    may_update = held_by(Duty.PLATFORM_OPERATOR, Duty.RESEARCH_SECURITY_LEAD)
    assert may_update(person(Duty.PLATFORM_OPERATOR), {})
    assert not may_update(person(Duty.RESEARCH_SECURITY_LEAD, Duty.INTERNAL_AUDITOR), {})


def test_an_action_that_fails_leaves_neither_a_change_nor_an_event(person: Person) -> None:
    rector = person(Duty.LEADERSHIP)

    @action("fail half-way", may=held_by(Duty.LEADERSHIP))
    def fail(actor: Actor) -> None:
        Unit.objects.create(institution_id=actor.institution_id, name_nb="Halv")
        raise KeyError("half")

    try:
        with acting_for(rector):
            with pytest.raises(KeyError):
                fail(rector)
            assert not Unit.objects.exists()
            assert not AuditEvent.objects.filter(verb="fail half-way").exists()
    finally:
        del ACTIONS["fail half-way"]


def test_private_arguments_stay_out_of_the_log(person: Person) -> None:
    rector = person(Duty.LEADERSHIP)

    @action("keep a secret", may=held_by(Duty.LEADERSHIP), private=("secret",))
    def keep(actor: Actor, *, secret: str, label: str) -> None:
        assert secret

    try:
        with acting_for(rector):
            keep(rector, secret="1234", label="safe")
            assert AuditEvent.objects.latest("sequence").details == {"label": "safe"}
    finally:
        del ACTIONS["keep a secret"]


def test_a_value_with_a_nul_character_is_refused_and_logged_all_the_same(person: Person) -> None:
    researcher = person()
    with acting_for(researcher):
        with pytest.raises(NotAllowedError):
            add_unit(researcher, name_nb="Eget\x00institutt")
        assert AuditEvent.objects.latest("sequence").details["name_nb"] == "Eget\ufffdinstitutt"


def test_every_model_of_the_product_says_who_may_see_it(institution: Institution) -> None:
    stranger = Actor(name="nobody", institution_id=institution.pk)
    ours = [model for model in apps.get_models() if model.__module__.startswith("aktsom.")]
    assert len(ours) > 15
    for model in ours:
        model._default_manager.filter(model.visibility(stranger)).exists()  # type: ignore[attr-defined]
