"""Who may call: a program with a key in force, or a browser that is signed in and sends its token."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.identity.signing_in import STRONG
from aktsom.institutions.keys import make_key
from aktsom.institutions.models import ApiKey, User
from tests.api.conftest import V1, Program

pytestmark = pytest.mark.django_db


def test_without_key_or_session_nothing_is_answered() -> None:
    answer = Client().get(f"{V1}/me")
    assert answer.status_code == 401
    assert answer.json()["remedy"]


def test_a_key_acts_as_the_person_who_made_it(adviser: Actor, program: Program) -> None:
    said = program(adviser).get(f"{V1}/me").json()
    assert (said["name"], said["institution"]) == ("Astrid", "nordvik")
    assert said["duties"] == [{"duty": "research-security-adviser", "unit_path": ""}]


@pytest.mark.parametrize("sent", ["Bearer", "Bearer ", "Bearer nonsense", "Basic YTpi", "Bearer aktsom_1_" + "x" * 43])
def test_a_key_that_is_none_is_refused(institution: object, sent: str) -> None:
    assert Client(headers={"Authorization": sent}).get(f"{V1}/me").status_code == 401


@pytest.mark.parametrize("how", ["ended", "expired", "person left"])
def test_a_key_that_is_not_in_force_is_refused(adviser: Actor, program: Program, how: str) -> None:
    client = program(adviser)
    with acting_for(adviser):
        if how == "ended":
            ApiKey.objects.update(ended_at=timezone.now())
        elif how == "expired":
            ApiKey.objects.update(expires=timezone.localdate() - timedelta(days=1))
        else:
            User.objects.filter(pk=adviser.user_id).update(is_active=False)
    assert client.get(f"{V1}/me").status_code == 401


def test_a_wrong_key_is_refused_even_in_a_signed_in_browser(adviser: Actor, client_for: Callable[..., Client]) -> None:
    browser = client_for(adviser)
    assert browser.get(f"{V1}/me").status_code == 200
    assert browser.get(f"{V1}/me", headers={"Authorization": "Bearer nonsense"}).status_code == 401


def test_a_browser_needs_its_token_to_change_something(adviser: Actor) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(User.objects.get(pk=adviser.user_id))
    session = browser.session
    session[STRONG] = True
    session.save()
    assert browser.get(f"{V1}/keys").status_code == 200
    refused = browser.post(f"{V1}/keys", {"label": "x"}, content_type="application/json")
    assert refused.status_code == 403
    assert "X-CSRFToken" in refused.json()["remedy"]
    browser.get("/account/keys/")
    token = browser.cookies["csrftoken"].value
    sent = browser.post(f"{V1}/keys", {"label": "x"}, content_type="application/json", headers={"X-CSRFToken": token})
    assert sent.status_code == 201


def test_after_a_call_with_a_key_the_connection_acts_for_nobody(adviser: Actor, program: Program) -> None:
    program(adviser).get(f"{V1}/me")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('aktsom.institution', true)")
        assert cursor.fetchone() == ("",)


def test_keys_are_made_shown_once_listed_and_ended(
    adviser: Actor, program: Program, client_for: Callable[[Actor], Client]
) -> None:
    client = program(adviser)
    refused = client.post(f"{V1}/keys", {"label": "Child"}, content_type="application/json")
    assert refused.status_code == 403
    made = client_for(adviser).post(f"{V1}/keys", {"label": "Archive"}, content_type="application/json").json()
    assert Client(headers={"Authorization": f"Bearer {made['key']}"}).get(f"{V1}/me").status_code == 200
    listed = client.get(f"{V1}/keys").json()["items"]
    assert [each["label"] for each in listed] == ["Archive", "tests"]
    assert all("key" not in each and "digest" not in each for each in listed)
    assert client.delete(f"{V1}/keys/{made['id']}").status_code == 200
    assert Client(headers={"Authorization": f"Bearer {made['key']}"}).get(f"{V1}/me").status_code == 401


def test_nobody_ends_the_key_of_a_colleague(adviser: Actor, person: Callable[..., Actor], program: Program) -> None:
    with acting_for(adviser):
        key, _secret = make_key(adviser, label="mine")
    colleague = program(person(Duty.LEADERSHIP))
    assert colleague.delete(f"{V1}/keys/{key.pk}").status_code == 404
