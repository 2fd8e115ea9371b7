"""Everything that the description allows, and what it does not, is answered as it says: never with a fault of ours."""

from collections.abc import Iterator
from dataclasses import dataclass
from unittest.mock import patch

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from pytest_django import DjangoDbBlocker
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from aktsom.api.v1 import api
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.keys import make_key
from aktsom.institutions.models import Unit
from aktsom.knowledge.screening import api as screening_api
from tests.api.conftest import new_hit, new_partner, new_tie, register
from tests.people import new_person, nordvik, sorvik
from tests.security.world import undone

schema = schemathesis.openapi.from_dict(dict(api.get_openapi_schema()))
schema.app = get_wsgi_application()
CHECKS = [not_a_server_error, response_schema_conformance]


@dataclass(frozen=True)
class Callers:
    """Who calls: the headers with the key of an adviser, and those of others by what they hold."""

    adviser: dict[str, str]
    others: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def callers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callers]:
    """People and what there is to be found, made once for all operations; lists answer at once.

    A server closes its connection when a request goes wrong, and with it the transaction would be gone.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with (
        patch.object(screening_api, "lists_in_force", lambda _actor: None),
        patch.object(screening_api, "ask", lambda *_asked, **_options: []),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        yield _made()
        transaction.set_rollback(True)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def calling(callers: Callers) -> Iterator[Callers]:
    """Each test finds the same."""
    with undone():
        yield callers


def _made() -> Callers:
    """The keys of the others may not do sensitive things, but that of `leadership, sensitive`."""
    here, elsewhere = nordvik(), sorvik()
    adviser, partner = new_person(here, Duty.RESEARCH_SECURITY_ADVISER, name="Astrid"), new_partner()
    new_tie(here, partner)
    new_hit(partner)
    register(adviser, partner)
    with acting_for(Actor.system("tests", here.pk)):
        unit = Unit.objects.create(institution=here, name_nb="Optikk")
    others = {
        "leader of a unit": headers_of(new_person(here, Duty.UNIT_LEADER, unit=unit)),
        "auditor": headers_of(new_person(here, Duty.INTERNAL_AUDITOR)),
        "member without duty": headers_of(new_person(here)),
        "leadership": headers_of(new_person(here, Duty.LEADERSHIP)),
        "leadership, sensitive": headers_of(new_person(here, Duty.LEADERSHIP), sensitive=True),
        "lead elsewhere": headers_of(new_person(elsewhere, Duty.RESEARCH_SECURITY_LEAD)),
    }
    return Callers(headers_of(adviser), others)


def headers_of(actor: Actor, *, sensitive: bool = False) -> dict[str, str]:
    """A key of this person, as a program sends it."""
    with acting_for(actor):
        return {"Authorization": f"Bearer {make_key(actor, label='fuzz', sensitive=sensitive)[1]}"}


def nobody_elsewhere_is_told_of(context: object, response: schemathesis.Response, case: schemathesis.Case) -> None:
    """A check: no answer to somebody at another institution names anything of this one."""
    del context, case
    assert "Sea ice" not in response.text
    assert "Astrid" not in response.text


@schema.parametrize()
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_described(case: schemathesis.Case, calling: Callers) -> None:
    case.call_and_validate(headers=calling.adviser, checks=CHECKS)


@schema.parametrize()
@settings(
    max_examples=1,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_every_duty_as_described(case: schemathesis.Case, calling: Callers) -> None:
    for who, headers in calling.others.items():
        checks = [*CHECKS, nobody_elsewhere_is_told_of] if who == "lead elsewhere" else CHECKS
        case.call_and_validate(headers=headers, checks=checks)
