"""What an institution names as its sign-in service leads the server to no place that only the server can reach."""

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from pytest_django import Settings

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import InvalidError, UnusableSourceError
from aktsom.core.tenancy import acting_for
from aktsom.identity import oidc, outward
from aktsom.identity.actions import set_up_provider
from aktsom.identity.models import Provider
from tests.database import LOOKED_UP

CLOSED = (
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
)
PUBLIC = ("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c")
NAMED = "https://login.nordvik.example"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """`at("10.0.0.1", …)`: what every name stands for from now on; gives the list of the names that are looked up."""

    def stand_for(*addresses: str) -> list[str]:
        asked: list[str] = []
        monkeypatch.setattr(outward, "found_at", lambda host: asked.append(host) or list(addresses))
        return asked

    return stand_for


@pytest.mark.parametrize("address", CLOSED)
def test_a_name_that_stands_for_an_inner_address_is_not_asked(address: str, at: Callable[..., list[str]]) -> None:
    for found in ([address], [PUBLIC[0], address]):
        at(*found)
        with pytest.raises(outward.ClosedAddressError):
            outward.led_to_what_was_checked(httpx.Request("GET", NAMED))
        with pytest.raises(outward.ClosedAddressError):
            outward.require_open(NAMED)


@pytest.mark.parametrize("address", PUBLIC)
def test_the_request_goes_to_the_address_that_was_checked_under_the_name_that_was_meant(
    address: str, at: Callable[..., list[str]]
) -> None:
    asked = at(address)
    led = outward.led_to_what_was_checked(httpx.Request("GET", f"{NAMED}:8443/a?b=c"))
    assert led.url.host == address
    assert (led.url.port, led.url.raw_path) == (8443, b"/a?b=c")
    assert led.headers["Host"] == "login.nordvik.example:8443"
    assert led.extensions["sni_hostname"] == "login.nordvik.example"
    assert asked == ["login.nordvik.example"]


@pytest.mark.parametrize(
    "written",
    [
        "https://127.0.0.1/",
        "https://localhost/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
    ],
)
def test_no_way_of_writing_an_inner_address_is_asked(
    written: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.AKTSOM_SIGN_IN_HOSTS = []
    monkeypatch.setattr(outward, "found_at", LOOKED_UP)
    with pytest.raises(outward.ClosedAddressError):
        outward.require_open(written)


@pytest.mark.parametrize("written", ["http://login.nordvik.example", "ftp://x.example", "https://", "https://[x", "x"])
def test_only_addresses_over_tls_are_asked(written: str, at: Callable[..., list[str]]) -> None:
    at(PUBLIC[0])
    with pytest.raises(outward.ClosedAddressError):
        outward.require_open(written)


def test_what_the_operator_named_is_asked_by_its_name(settings: Settings, at: Callable[..., list[str]]) -> None:
    asked, settings.AKTSOM_SIGN_IN_HOSTS = at("10.0.0.1"), ["login.nordvik.example"]
    assert outward.led_to_what_was_checked(httpx.Request("GET", NAMED)).url == NAMED
    assert asked == []


def test_a_name_that_nobody_knows_just_now_is_kept_and_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outward, "found_at", _nowhere)
    outward.require_open(NAMED)
    with pytest.raises(UnusableSourceError):
        oidc.discover(Provider(issuer=NAMED))


@pytest.mark.django_db
def test_it_is_refused_on_saving(person: Callable[..., Actor], at: Callable[..., list[str]]) -> None:
    leader = person(Duty.LEADERSHIP)
    at("10.0.0.1")
    with acting_for(leader), pytest.raises(InvalidError) as refused:
        set_up_provider(leader, kind="oidc", name="Inner", issuer=NAMED, client_id="x")
    assert set(refused.value.fields) == {"issuer"}


def test_what_moved_inside_after_it_was_saved_is_not_asked(at: Callable[..., list[str]]) -> None:
    at("10.0.0.1")
    with pytest.raises(UnusableSourceError):
        oidc.discover(Provider(issuer=NAMED))


def test_a_service_that_leads_elsewhere_is_not_followed(elsewhere: tuple[str, list[str]]) -> None:
    address, asked = elsewhere
    with pytest.raises(UnusableSourceError):
        oidc.discover(Provider(issuer=address))
    assert asked == ["/.well-known/openid-configuration"]


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """A service that answers everything with “look over there”, and the paths that it was asked for."""
    asked: list[str] = []

    class Leads(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "/inside")
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Leads)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def _nowhere(_host: str) -> list[str]:
    raise socket.gaierror
