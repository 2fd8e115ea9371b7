"""Everything that the description allows, and what it does not, is answered as it says: never with a fault of ours."""

from collections.abc import Callable, Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from aktsom.api.v1 import api
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.keys import make_key
from aktsom.institutions.models import Institution, Unit
from aktsom.knowledge.screening import api as screening_api

schema = schemathesis.openapi.from_dict(dict(api.get_openapi_schema()))
schema.app = get_wsgi_application()
CHECKS = [not_a_server_error, response_schema_conformance]


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """A server closes its connection when a request goes wrong, and with it the test's transaction would be gone."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def things(
    registered: object, tie: object, hit: object, kept_connection: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What there is to be found, and lists that answer at once."""
    monkeypatch.setattr(screening_api, "lists_in_force", lambda _actor: None)
    monkeypatch.setattr(screening_api, "ask", lambda *_asked, **_options: [])


@pytest.fixture
def headers(adviser: Actor, things: None) -> dict[str, str]:
    return headers_of(adviser)


@pytest.fixture
def callers(
    things: None, person: Callable[..., Actor], institution: Institution, other_institution: Institution
) -> dict[str, dict[str, str]]:
    """Who else calls: by what they hold. Their keys may not do sensitive things, but that of `leadership, sensitive`."""
    with acting_for(Actor.system("tests", institution.pk)):
        unit = Unit.objects.create(institution=institution, name_nb="Optikk")
    return {
        "leader of a unit": headers_of(person(Duty.UNIT_LEADER, unit=unit)),
        "auditor": headers_of(person(Duty.INTERNAL_AUDITOR)),
        "member without duty": headers_of(person()),
        "leadership": headers_of(person(Duty.LEADERSHIP)),
        "leadership, sensitive": headers_of(person(Duty.LEADERSHIP), sensitive=True),
        "lead elsewhere": headers_of(person(Duty.RESEARCH_SECURITY_LEAD, institution=other_institution)),
    }


def headers_of(actor: Actor, *, sensitive: bool = False) -> dict[str, str]:
    """A key of this person, as a program sends it."""
    with acting_for(actor):
        return {"Authorization": f"Bearer {make_key(actor, label='fuzz', sensitive=sensitive)[1]}"}


def nobody_elsewhere_is_told_of(context: object, response: schemathesis.Response, case: schemathesis.Case) -> None:
    """A check: no answer to somebody at another institution names anything of this one."""
    del context, case
    assert "Sea ice" not in response.text
    assert "Astrid" not in response.text


@pytest.mark.django_db
@schema.parametrize()
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_described(case: schemathesis.Case, headers: dict[str, str]) -> None:
    case.call_and_validate(headers=headers, checks=CHECKS)


@pytest.mark.django_db
@schema.parametrize()
@settings(
    max_examples=1,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_every_duty_as_described(
    case: schemathesis.Case, callers: dict[str, dict[str, str]]
) -> None:
    for who, headers in callers.items():
        checks = [*CHECKS, nobody_elsewhere_is_told_of] if who == "lead elsewhere" else CHECKS
        case.call_and_validate(headers=headers, checks=checks)
