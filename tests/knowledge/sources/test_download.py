"""Fetching from a publisher who is slow, moves, breaks off, or serves something else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from aktsom.core.actor import Actor
from aktsom.core.errors import InvalidError, UnusableSourceError
from aktsom.knowledge.sources.command import update
from aktsom.knowledge.sources.download import Known, fetch
from aktsom.knowledge.sources.models import SourceVersion
from aktsom.knowledge.sources.queries import current_listings
from aktsom.knowledge.sources.updating import Result, update_source
from tests.knowledge.samples import un_xml

BODY = un_xml(*(f"Invented Bureau {number}" for number in range(30)))
ETAG = '"v1"'


@dataclass
class Publisher:
    """A publisher on this machine. `script` answers each request in turn; the last answer stays."""

    url: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    script: list[Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=list)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    one = Publisher()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            one.asked.append(dict(self.headers.items()))
            answer = one.script.pop(0) if len(one.script) > 1 else one.script[0]
            answer(self)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.url = f"http://127.0.0.1:{server.server_address[1]}/list.xml"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield one
    server.shutdown()
    server.server_close()
    thread.join()


def answer(
    status: int = 200, body: bytes = BODY, *, send: int | None = None, **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"ETag": ETAG, "Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body if send is None else body[:send])
        handler.close_connection = True

    return give


def rest(start: int) -> Callable[[BaseHTTPRequestHandler], None]:
    return answer(206, BODY[start:], Content_Range=f"bytes {start}-{len(BODY) - 1}/{len(BODY)}")


def test_an_interrupted_file_goes_on_from_where_it_stopped(publisher: Publisher, tmp_path: Path) -> None:
    publisher.script = [answer(send=1000), rest(1000)]

    fetched = fetch(publisher.url, tmp_path / "list", Known())

    assert fetched is not None
    assert fetched.path.read_bytes() == BODY
    assert publisher.asked[1]["Range"] == "bytes=1000-"
    assert publisher.asked[1]["If-Range"] == ETAG


def test_a_file_that_changed_in_between_starts_anew(publisher: Publisher, tmp_path: Path) -> None:
    publisher.script = [answer(send=1000), answer(body=BODY.replace(b"Bureau", b"Office"))]

    fetched = fetch(publisher.url, tmp_path / "list", Known())

    assert fetched is not None
    assert fetched.path.read_bytes() == BODY.replace(b"Bureau", b"Office")


def test_what_came_is_kept_when_it_breaks_off_again_and_again(publisher: Publisher, tmp_path: Path) -> None:
    publisher.script = [answer(send=1000), answer(503, b"")]
    with pytest.raises(UnusableSourceError):
        fetch(publisher.url, tmp_path / "list", Known())

    publisher.script = [rest(1000)]
    fetched = fetch(publisher.url, tmp_path / "list", Known())

    assert fetched is not None
    assert fetched.path.read_bytes() == BODY


def test_a_range_from_somewhere_else_is_not_trusted(publisher: Publisher, tmp_path: Path) -> None:
    publisher.script = [answer(send=1000), rest(500), answer()]

    fetched = fetch(publisher.url, tmp_path / "list", Known())

    assert fetched is not None
    assert fetched.path.read_bytes() == BODY


def test_nothing_is_fetched_when_nothing_changed(publisher: Publisher, tmp_path: Path) -> None:
    publisher.script = [answer(304, b"")]

    assert (
        fetch(publisher.url, tmp_path / "list", Known(etag=ETAG, last_modified="Mon, 05 Jan 2026 00:00:00 GMT")) is None
    )
    assert publisher.asked[0]["If-None-Match"] == ETAG
    assert publisher.asked[0]["If-Modified-Since"] == "Mon, 05 Jan 2026 00:00:00 GMT"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (answer(Content_Type="text/html"), "web page"),
        (answer(500, b"oops"), "status 500"),
        (answer(302, b"", Location="http://lists.example.org/list.xml"), "not a protected"),
        (answer(302, b"", Location="file:///etc/hosts"), "not a protected"),
        (answer(302, b"", Location="/again"), "without end"),
    ],
)
def test_what_is_no_list_is_refused(
    publisher: Publisher, tmp_path: Path, given: Callable[..., None], reason: str
) -> None:
    publisher.script = [given]

    with pytest.raises(UnusableSourceError, match=reason):
        fetch(publisher.url, tmp_path / "list", Known())


def test_a_plain_http_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableSourceError, match="not a protected"):
        fetch("http://lists.example.org/list.xml", tmp_path / "list", Known())


@pytest.mark.parametrize("announced", [True, False])
def test_a_file_that_is_too_large_is_refused_and_not_kept(
    publisher: Publisher, tmp_path: Path, announced: bool
) -> None:
    publisher.script = [answer() if announced else unannounced]

    with pytest.raises(UnusableSourceError, match="larger than"):
        fetch(publisher.url, tmp_path / "list", Known(), max_bytes=2000)

    assert not (tmp_path / "list").exists()


def unannounced(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(BODY)


@pytest.mark.django_db
def test_an_update_brings_a_version_in_force_and_the_next_one_finds_nothing_new(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AKTSOM_SOURCE_UN_SC", publisher.url)
    publisher.script = [answer(), answer(304, b"")]
    system = Actor.system("tests")

    first = update_source(system, "un-sc", lambda outcome: None)
    second = update_source(system, "un-sc", lambda outcome: None)

    assert [first.result, second.result] == [Result.IN_FORCE, Result.UNCHANGED]
    assert publisher.asked[1]["If-None-Match"] == ETAG
    assert current_listings(system).count() == 30


@pytest.mark.django_db
@pytest.mark.parametrize("served", [b"<html>Sorry</html>", un_xml("One")[:-30], b"", un_xml("Only One Left")])
def test_a_bad_file_is_refused_on_record_and_the_old_version_stays(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch, served: bytes
) -> None:
    monkeypatch.setenv("AKTSOM_SOURCE_UN_SC", publisher.url)
    system = Actor.system("tests")
    publisher.script = [answer()]
    update_source(system, "un-sc", lambda outcome: None)

    publisher.script = [answer(body=served)]
    outcome = update_source(system, "un-sc", lambda outcome: None)

    assert outcome.result is Result.REFUSED
    assert "stays in force" in outcome.message
    assert SourceVersion.objects.get(state="refused").refusal == outcome.message
    assert current_listings(system).count() == 30


@pytest.mark.parametrize("named", [(), ("un-sc", "us-csl")])
def test_a_reason_to_accept_less_holds_for_one_list_that_is_named(named: tuple[str, ...]) -> None:
    with pytest.raises(InvalidError, match="accepted by itself"):
        update(named, None, "the regime was lifted")
