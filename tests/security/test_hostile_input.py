"""Whatever is sent to any page: no fault of ours, nothing of the program's inside, nobody of another institution.

Every address of the product is tried, as somebody who may do much and as somebody who may do little; a page that is added
is tried without being named here.
"""

import re
from collections.abc import Iterator, Mapping
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aktsom.core.duties import Duty
from tests.security.conftest import what_is_sent
from tests.security.driving import Driver, Sent, Upload, text_of
from tests.security.faces import methods_of, page_addresses
from tests.security.world import MEMBER, OTHER, STRANGER, WHOLE, Person, undone

pytestmark = pytest.mark.usefixtures("known_people")
TRIED_HARDEST = ("/", "/cooperation/new/", "/screening/judge/{kind}/", "/sign-in/")
"""What is the same for all pages (headers, verbs, bodies that cannot be read) is tried in full on these."""
PAGES = sorted(page_addresses())
NOT_FOR_READERS = (
    "Traceback", "psycopg", "ValueError", "TypeError", "KeyError", "IntegrityError", "DataError", "object at 0x", "django.",
    "NoneType", 'File "/',
)  # fmt: skip
STRANGERS = (STRANGER, "Southern optics", "Sørlig optikk", ".elsewhere@example.org")
QUERIES = (
    "page=99999999999999999999&year=99999999999999999999&version=99999999999999999999&day=99999-99-99&until=1e309",
    "page=%C2%B2&year=%C2%B2&version=%C2%B2&unit=%C2%B2&since=%D9%A3&institution=%C2%B2&day=0000-00-00",
    "q=%00&name=%00&country=%00&unit=%00&partner=%00&field=%00&rule=%00&kind=%00&sort=%00&day=%00&duty=%00&member=%00",
    "q=%ED%A0%80&name=%ED%A0%80&partner=-1&next=//evil.example&state=%FF&page=1&page=-2&q[$ne]=x&scope=all",
)
PARTS = ("%00", "\N{SUPERSCRIPT TWO}", "x" * 1000, "9" * 30, str(uuid4()))
VALUES = ("a\x00b", "9" * 5000, '{"a": [1]}', "\N{SUPERSCRIPT TWO}", str(uuid4()), "99999-01-01")
RAW = (
    ("application/json", b"[[[[[]]]]]"),
    ("application/json", b'{"a":' * 500),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name="),
    ("multipart/form-data; boundary=" + "x" * 500, b"--x--"),
    ("application/x-www-form-urlencoded; charset=nothing", b"a=b"),
    ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(2100))),
    ("application/x-www-form-urlencoded", b"title=%ff%fe&reason=%ED%A0%80&q=%00"),
    ("text/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    ("\x01junk", b"\x00\xff"),
)
HEADERS: tuple[Mapping[str, str], ...] = (
    {"Accept-Language": "x" * 5000}, {"Accept-Language": "nb;q=abc,\x7f"}, {"Cookie": "sessionid=\x01; csrftoken=%00"},
    {"Cookie": "sessionid=" + "x" * 5000 + "; aktsom_language=../../etc; messages=junk"}, {"Referer": "javascript:alert(1)"},
    {"Accept": "application/x-junk;q=nothing"}, {"HX-Request": "true", "HX-Current-URL": "\x01"}, {"Range": "bytes=99-1"},
    {"If-Modified-Since": "yesterday"}, {"X-Forwarded-For": "'; DROP TABLE"}, {"Content-Length": "-5"},
)  # fmt: skip
VERBS = ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "X" * 50)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_fails_or_tells_of_others_whatever_is_sent(page: str, driver: Driver) -> None:
    wrong = []
    for what, answer in _answers(driver, page, driver.world.people[Duty.RESEARCH_SECURITY_LEAD.value, WHOLE]):
        wrong += [f"{what[:120]!r}: {each}" for each in _faults(answer)]
    assert not wrong, "\n" + "\n".join(wrong[:6])


@pytest.mark.parametrize("page", PAGES)
def test_no_page_fails_or_tells_of_others_as_somebody_who_may_little(page: str, driver: Driver) -> None:
    """The second duty: a leader of another department. Every sixth input, as what is refused is refused alike."""
    person = driver.world.people[Duty.UNIT_LEADER.value, OTHER]
    wrong = []
    for what, answer in _answers(driver, page, person, every=6):
        wrong += [f"{what[:120]!r}: {each}" for each in _faults(answer)]
    assert not wrong, "\n" + "\n".join(wrong[:6])


def test_a_hostile_host_is_told_nothing(driver: Driver, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["aktsom.example"]
    driver.sign_in(driver.world.people[MEMBER, WHOLE])
    for host in ("evil.example", "a b", "'", "aktsom.example@evil.example"):
        with undone():
            answer = driver.client.get("/", headers={"Host": host})
        assert answer.status_code == 400
        assert "evil" not in text_of(answer)


@pytest.mark.parametrize("where", ["/cooperation/import/", "/institution/import/"])
def test_a_file_that_is_not_what_it_says_is_refused_with_its_field(where: str, driver: Driver) -> None:
    driver.sign_in(driver.world.people[Duty.LEADERSHIP.value, WHOLE])
    for name, content in _files():
        with undone():
            fields = {"sheet": SimpleUploadedFile("x", content), "kind": "members"}
            fields["sheet"].name = name
            answer = driver.client.post(where, fields)
            text = text_of(answer)
        assert answer.status_code in (302, 400, 413, 422), f"{name[:30]}: {answer.status_code}"
        assert not _faults(answer, text)


def _answers(driver: Driver, page: str, person: Person, *, every: int = 1) -> Iterator[tuple[str, Any]]:
    """One answer after the other to every such input; each is looked at before what it did is taken back."""
    address = _address(driver, page)
    driver.sign_in(person)
    with undone():
        methods = methods_of(driver.client, address)
    for method, path, given in [*_requests(driver, page, address, methods)][::every]:
        driver.sign_in(person)
        with undone():
            yield f"{method} {path} {given}", driver.client.generic(method, path, **given)
    for fields in [*_forms(driver, page)][::every] if "POST" in methods else ():
        driver.sign_in(person)
        with undone():
            yield f"POST {address} {fields}", driver.client.post(address, fields)


def _requests(driver: Driver, page: str, address: str, methods: set[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if "GET" in methods:
        yield from (("GET", f"{address}?{query}", {}) for query in QUERIES)
    method = "GET" if "GET" in methods else "POST"
    for part in PARTS if "{" in page else ():
        yield method, re.sub(r"\{\w+\}", part.replace("\\", ""), page), {}
    for headers in HEADERS if page in TRIED_HARDEST else ():
        yield method, address, {"headers": headers}
    if "POST" in methods:
        yield from (
            ("POST", address, {"data": body, "content_type": kind})
            for kind, body in RAW
            if page in TRIED_HARDEST or kind[0] != "a"
        )
    yield from ((verb, address, {}) for verb in VERBS[: 6 if page in TRIED_HARDEST else 1])


def _forms(driver: Driver, page: str) -> Iterator[dict[str, Any]]:
    """The form as it should be, with one kind of value wrong in all its fields, or in each alone."""
    sent = driver.sent.get(f"POST {page}", Sent()).body or {}
    plain = {name: _plain(driver, value) for name, value in sent.items()}
    names = [name for name, value in plain.items() if isinstance(value, str)] or [
        "title",
        "reason",
        "name",
        "token",
        "version",
    ]
    for value in VALUES:
        yield {**plain, **dict.fromkeys(names, value)}
    for name in names:
        yield {each: value for each, value in plain.items() if each != name}
        yield {**plain, name: "a\x00b"}
        yield {**plain, name: "\N{SUPERSCRIPT TWO}"}
    yield {name: SimpleUploadedFile("x.csv", b"a,b\n1,2\n") for name in names}


def _plain(driver: Driver, value: Any) -> Any:
    if isinstance(value, str):
        return re.sub(r"\{(\w+)\}", lambda found: driver.world.things[found[1]], value)
    if isinstance(value, list):
        return [_plain(driver, each) for each in value]
    return SimpleUploadedFile(value.name, value.content) if isinstance(value, Upload) else "1"


def _address(driver: Driver, page: str) -> str:
    given = [sent.address for name, sent in what_is_sent().items() if name.endswith(f" {page}") and sent.address]
    return re.sub(r"\{(\w+)\}", lambda found: driver.world.things.get(found[1], "x"), given[0] if given else page)


def _files() -> Iterator[tuple[str, bytes]]:
    yield "n" * 1000 + ".csv", b"Partner,Land\nA,CN\n"
    yield "picture.xlsx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100
    yield "table.csv", b"PK\x03\x04" + b"\x00" * 100
    yield "table.csv", b"\x00" * 1000
    yield "table.xlsx", b""
    yield "../../../etc/passwd", b"Partner\nA\n"
    yield "<script>alert(1)</script>.csv", b"\xff\xfe\x00\xd8"
    yield "a\r\nSet-Cookie: x=1.csv", b"Partner,Land\n"


def _faults(answer: Any, text: str | None = None) -> list[str]:
    said = text_of(answer) if text is None else text
    found = [f"answered {answer.status_code}"] if answer.status_code >= 500 else []
    found += [f"says {word}" for word in (*NOT_FOR_READERS, *STRANGERS) if word in said]
    if answer.status_code < 300 and "evil.example" in answer.headers.get("Location", ""):
        found.append("leads away")
    if "no-store" not in answer.headers.get("Cache-Control", "") or "default-src 'none'" not in answer.headers.get(
        "Content-Security-Policy", "default-src 'none'"
    ):
        found.append(f"headers {dict(answer.headers)}")
    return found


def test_cookies_of_nobody_are_no_sign_in(driver: Driver) -> None:
    for junk in ("x", "\x7f", "a" * 4000, "' OR 1=1", str(uuid4())):
        driver.client.cookies = SimpleCookie()
        driver.client.cookies["sessionid"] = junk
        with undone():
            assert driver.client.get("/cooperation/").status_code == 302
