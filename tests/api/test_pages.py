"""The two pages beside the API: keys that people make for their programs, and the description of what programs can do."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from tests.api.conftest import V1, Program, register

pytestmark = pytest.mark.django_db


def test_a_person_makes_a_key_sees_it_once_and_ends_it(adviser: Actor, client_for: Callable[..., Client]) -> None:
    browser = client_for(adviser)
    assert b"aktsom_" not in browser.get("/account/keys/").content
    made = browser.post("/account/keys/", {"label": "Archive"})
    secret = made.content.decode().split('value="aktsom_')[1].split('"')[0]
    program = Client(headers={"Authorization": f"Bearer aktsom_{secret}"})
    assert program.get(f"{V1}/me").status_code == 200
    page = browser.get("/account/keys/").content.decode()
    assert "Archive" in page
    assert secret not in page
    browser.post(f"/account/keys/{program.get(f'{V1}/keys').json()['items'][0]['id']}/end/")
    assert program.get(f"{V1}/me").status_code == 401


def test_a_key_without_a_name_is_asked_for_one(adviser: Actor, client_for: Callable[..., Client]) -> None:
    assert client_for(adviser).post("/account/keys/", {"label": " "}).status_code == 422


def test_keys_are_for_people_who_are_signed_in() -> None:
    assert Client().get("/account/keys/").status_code == 302


def test_the_description_needs_no_sign_in_no_script_and_no_other_host() -> None:
    answer = Client().get("/api/docs", headers={"Accept-Language": "en"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "/api/v1/cooperation/{cooperation_id}" in page
    assert "style=" not in page
    assert "<script>" not in page


@cache
def description(language: str) -> Any:
    """What the API says of itself; it is put together once for all who look at it here, for that takes a second."""
    return Client().get(f"{V1}/openapi.json", headers={"Accept-Language": language}).json()


def test_the_description_says_who_may() -> None:
    schema = description("nb")
    assert schema["openapi"] == "3.1.0"
    assert schema["paths"]["/api/v1/judgements"]["post"]["x-action"] == "judge a hit"
    changing = [
        (path, method)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
        if method != "get" and not re.search("/(screen|compare)", path) and "x-action" not in operation
    ]
    assert changing == []


def said_by(paths: dict[str, dict[str, Any]]) -> set[str]:
    """What operations say in words: summaries, descriptions, and those of what they take."""
    operations = [operation for methods in paths.values() for operation in methods.values()]
    parts = [*operations, *(each for operation in operations for each in operation["parameters"])]
    return {part[name] for part in parts for name in ("summary", "description") if part.get(name)}


def test_operations_are_described_in_the_language_that_is_asked_for() -> None:
    english, norwegian = (description(language)["paths"] for language in ("en", "nb"))
    assert english["/api/v1/me"]["get"]["summary"] == "Who am I"
    assert norwegian["/api/v1/me"]["get"]["summary"] == "Hvem er jeg"
    assert len(said_by(english)) > 150
    assert said_by(english) & said_by(norwegian) <= {"For OpenID Connect."}


def test_the_page_says_what_can_be_done_in_norwegian_too() -> None:
    page = Client().get("/api/docs", headers={"Accept-Language": "nb"}).content.decode()
    assert "Registrer det som er sett" in page
    assert "Register what was seen" not in page
    assert "Den som har ansvar for det skjermede området det gjelder." in page


def test_every_operation_has_a_name_of_its_own() -> None:
    paths = description("nb")["paths"]
    names = [operation["operationId"] for methods in paths.values() for operation in methods.values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", ["/cooperation", "/cooperation/seen", "/partners?seen=all", "/hits", "/overview/rows"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    path: str, adviser: Actor, program: Program, partner: Partner
) -> None:
    client = program(adviser)
    counts = []
    for round_ in range(2):
        for number in range(5 * round_ + 1):
            register(adviser, Partner.objects.create(name=f"Partner {round_}{number}", country="IN"), f"Title {number}")
        client.get(V1 + path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(V1 + path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_the_page_names_what_is_sent_in_a_form_and_says_what_a_body_holds() -> None:
    page = Client().get("/api/docs", headers={"Accept-Language": "en"}).content.decode()
    of_paper = page.split("/api/v1/agreements/{agreement_id}/papers</code>")[1].split("</details>")[0]
    cells = re.findall(
        r'<tr><th scope="row"><code>(.*?)</code></th><td><code>(.*?)</code></td><td><span lang="en">(.*?)</span>',
        of_paper,
    )
    kinds = "agreement, draft, returned, amendment, annex, letter, other"
    assert cells == [
        ("agreement_id", "path", "uuid"), ("file", "form", "file"), ("kind", "form", kinds), ("note", "form", "string"),
    ]  # fmt: skip
    of_columns = page.split("/api/v1/agreement-drawers/{drawer_id}/columns</code>")[1].split("</details>")[0]
    assert 'What is sent: <span lang="en">For each thing the place of the column that holds it' in of_columns
