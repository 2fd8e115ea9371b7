"""Everything that the description allows, and what it does not, is answered as it says: never with a fault of ours."""

from collections.abc import Iterator

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
from aktsom.core.tenancy import acting_for
from aktsom.institutions.keys import make_key
from aktsom.knowledge.screening import api as screening_api

schema = schemathesis.openapi.from_dict(dict(api.get_openapi_schema()))
schema.app = get_wsgi_application()


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """A server closes its connection when a request goes wrong, and with it the test's transaction would be gone."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def headers(
    adviser: Actor,
    registered: object,
    tie: object,
    hit: object,
    kept_connection: None,
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, str]:
    monkeypatch.setattr(screening_api, "lists_in_force", lambda _actor: None)
    monkeypatch.setattr(screening_api, "ask", lambda *_asked, **_options: [])
    with acting_for(adviser):
        return {"Authorization": f"Bearer {make_key(adviser, label='fuzz')[1]}"}


@pytest.mark.django_db
@schema.parametrize()
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_described(case: schemathesis.Case, headers: dict[str, str]) -> None:
    case.call_and_validate(headers=headers, checks=[not_a_server_error, response_schema_conformance])
