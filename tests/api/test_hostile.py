"""Whatever is sent, the answer names the field in plain words; nothing of the program's inside comes out."""

from uuid import uuid4

import pytest
from django.test import Client

from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from tests.api.conftest import V1, Program

pytestmark = pytest.mark.django_db
NOT_FOR_READERS = (
    "Traceback",
    "pydantic",
    "Input should",
    "validation",
    "Python",
    "Exception",
    "object at 0x",
    "psycopg",
)
BODIES = {
    "nothing": (b"", 422),
    "no JSON": (b"{", 422),
    "deep arrays": (b"[" * 10_000 + b"]" * 10_000, 422),
    "deep objects": (b'{"title":' * 5_000 + b"1" + b"}" * 5_000, 422),
    "an array": (b"[]", 422),
    "a number": (b"7", 422),
    "null": (b"null", 422),
    "not UTF-8": (b'{"title": "\xff\xfe"}', 422),
    "lone surrogate": (b'{"title": "\\ud800"}', 422),
    "huge number": (b'{"title": "t", "kind": "event", "partners": [' + b"9" * 400 + b"]}", 422),
    "not a number": (b'{"title": NaN}', 422),
    "arrays for objects": (b'{"title": [], "kind": {}, "partners": {}, "starts": [1]}', 422),
    "impossible date": (b'{"title": "t", "kind": "event", "partners": [], "starts": "2023-02-30"}', 422),
    "far date": (b'{"title": "t", "kind": "event", "partners": [], "starts": 1e300}', 422),
    "unknown field": (b'{"titel": "t"}', 422),
}


@pytest.fixture
def client(adviser: Actor, program: Program) -> Client:
    return program(adviser)


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_used_is_refused_in_plain_words(client: Client, name: str) -> None:
    body, status = BODIES[name]
    answer = client.post(f"{V1}/cooperation", body, content_type="application/json")
    assert answer.status_code == status
    assert set(answer.json()) == {"happened", "kept", "remedy", "fields"}
    assert not [word for word in NOT_FOR_READERS if word in answer.content.decode()]


def test_each_wrong_field_is_named(client: Client) -> None:
    body = {"title": "x" * 501, "kind": "party", "partners": ["me"], "starts": "soon", "surprise": 1}
    fields = client.post(f"{V1}/cooperation", body, content_type="application/json").json()["fields"]
    assert set(fields) == {"title", "kind", "partners.0", "starts", "surprise"}
    assert fields["title"] == "This is too long: at most 500 characters."
    assert "research-project" in fields["kind"]


def test_a_nul_character_is_named_where_it_stands(client: Client, partner: Partner) -> None:
    body = {"title": "a\x00b", "kind": "event", "partners": [str(partner.pk)]}
    answer = client.post(f"{V1}/cooperation", body, content_type="application/json")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["title"])


@pytest.mark.parametrize(
    "path",
    ["/partners?q=%00", "/sources/%00", "/listings/a%00b", "/partners?page=0", "/partners?page=99999999999999999999",
     "/partners?size=201", "/cooperation?year=3000", "/cooperation?unit=me", "/ties?institution=9223372036854775808",
     "/sources/x/versions/99999999999999/changes", "/partners/me", "/countries/QQQ", "/overview/rows?weight=heavy",
     "/nothing", "/listings/%ff"],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_refused(client: Client, path: str) -> None:
    assert client.get(V1 + path).status_code in (404, 422)


def test_a_body_of_sixty_megabytes_is_refused(client: Client) -> None:
    answer = client.post(f"{V1}/cooperation", b"x" * 60_000_000, content_type="application/json")
    assert answer.status_code == 413
    assert answer.json()["kept"] == "Nothing was changed."


def test_unknown_partners_and_ids_are_refused(client: Client) -> None:
    body = {"title": "t", "kind": "event", "partners": [str(uuid4())]}
    answer = client.post(f"{V1}/cooperation", body, content_type="application/json")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["partners"])
    assert client.get(f"{V1}/cooperation/{uuid4()}").status_code == 404


def test_a_page_after_the_last_is_empty_and_not_an_error(client: Client) -> None:
    assert client.get(f"{V1}/partners", {"page": 1_000_000}).json()["items"] == []


@pytest.mark.parametrize(
    ("method", "path", "status"), [("get", "/no-such-thing", 404), ("delete", "/cooperation", 405)]
)
def test_an_address_or_a_method_that_is_not_there_is_refused_in_the_same_shape(
    client: Client, method: str, path: str, status: int
) -> None:
    answer = getattr(client, method)(f"{V1}{path}", headers={"accept-language": "en"})
    assert (answer.status_code, set(answer.json())) == (status, {"happened", "kept", "remedy", "fields"})
    assert status == 404 or ("POST" in answer["Allow"] and "does not answer DELETE" in answer.json()["happened"])
