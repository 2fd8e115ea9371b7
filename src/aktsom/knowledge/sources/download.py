"""Fetching a source from its publisher: only when it changed, on from where it stopped, never more than is believable."""

import ipaddress
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import orjson
from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import Sentence, UnusableSourceError, filled
from aktsom.engine.lists.catalogue import Publication

MAX_BYTES = 512 * 1024**2
MAX_REDIRECTS = 5
ATTEMPTS = 3
TIMEOUT = httpx.Timeout(30.0, connect=15.0)


@dataclass(frozen=True, slots=True)
class Known:
    """What the version in force was served with; lets the publisher answer "not changed"."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that was fetched whole."""

    path: Path
    url: str
    etag: str
    last_modified: str

    @property
    def server_date(self) -> date | None:
        """The day of the server's Last-Modified."""
        try:
            return parsedate_to_datetime(self.last_modified).date()
        except ValueError:
            return None


class _Interrupted(Exception):
    """The connection ended early; what came is kept."""


def address_of(publication: Publication) -> str:
    """Where the source is fetched: AKTSOM_SOURCE_<ID> (such as AKTSOM_SOURCE_UN_SC), else what the catalogue says."""
    return os.environ.get(f"AKTSOM_SOURCE_{publication.id.upper().replace('-', '_')}", publication.download)


def fetch(url: str, part: Path, known: Known, *, max_bytes: int = MAX_BYTES) -> Fetched | None:
    """Fetch into `part`, going on from what it holds; None when the publisher says that nothing changed.

    `part` outlives an interruption and a kill; the caller removes it. Raises `UnusableSourceError`.
    """
    part.parent.mkdir(parents=True, exist_ok=True)
    with httpx.Client(timeout=TIMEOUT, follow_redirects=False, headers={"Accept-Encoding": "identity"}) as client:
        for _attempt in range(ATTEMPTS):
            try:
                return _fetch_once(client, url, part, known, max_bytes)
            except _Interrupted:
                continue
    raise UnusableSourceError(
        filled(_("Fetching %(url)s was interrupted."), {"url": url}),
        kept=_("The version in force stays in force, and what came is kept."),
        remedy=_("Run the update again: it goes on from where it stopped."),
    )


def _fetch_once(client: httpx.Client, url: str, part: Path, known: Known, max_bytes: int) -> Fetched | None:
    begun = _begun(part)
    headers = _resume(part, begun) if begun else _conditions(known)
    with _answer(client, url, headers) as response:
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return None
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            discard(part)
            raise _Interrupted
        _check(response, url, max_bytes)
        _receive(response, part, max_bytes)
        return Fetched(part, url, _header(response, "etag"), _header(response, "last-modified"))


@contextmanager
def _answer(client: httpx.Client, url: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
    """The answer after redirects, each of which must stay on https."""
    try:
        for _step in range(MAX_REDIRECTS + 1):
            _check_address(url)
            with client.stream("GET", url, headers=headers) as response:
                if not response.has_redirect_location:
                    yield response
                    return
                url = _next(url, response)
    except httpx.TransportError as error:
        raise _Interrupted from error
    raise _refused(filled(_("%(url)s leads from one address to the next without end."), {"url": url}))


def _next(url: str, response: httpx.Response) -> str:
    target = str(httpx.URL(url).join(response.headers["location"]))
    if _is_loopback(target) and not _is_loopback(url):
        raise _refused(filled(_("%(url)s leads back to this machine."), {"url": url}))
    return target


def _check_address(url: str) -> None:
    if urlsplit(url).scheme != "https" and not _is_loopback(url):
        raise _refused(filled(_("%(url)s is not a protected (https) address."), {"url": url}))


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check(response: httpx.Response, url: str, max_bytes: int) -> None:
    if not response.is_success:
        raise _refused(
            filled(_("%(url)s answered with status %(status)s."), {"url": url, "status": response.status_code}),
            remedy=_("Try later; look at the publisher's page when it stays so."),
        )
    if "html" in _header(response, "content-type"):
        raise _refused(filled(_("%(url)s answered with a web page, not with a list."), {"url": url}))
    if int(_header(response, "content-length") or 0) > max_bytes:
        raise _too_large(max_bytes)


def _receive(response: httpx.Response, part: Path, max_bytes: int) -> None:
    goes_on = response.status_code == httpx.codes.PARTIAL_CONTENT and _fits(response, part)
    if response.status_code == httpx.codes.PARTIAL_CONTENT and not goes_on:
        discard(part)
        raise _Interrupted
    received = part.stat().st_size if goes_on else 0
    _note(part, response)
    with part.open("ab" if goes_on else "wb") as file:
        for chunk in response.iter_raw():
            received += len(chunk)
            if received > max_bytes:
                file.close()
                discard(part)
                raise _too_large(max_bytes)
            file.write(chunk)


def _fits(response: httpx.Response, part: Path) -> bool:
    return _header(response, "content-range").startswith(f"bytes {part.stat().st_size}-")


def _resume(part: Path, begun: dict[str, str]) -> dict[str, str]:
    return {"Range": f"bytes={part.stat().st_size}-", "If-Range": begun["etag"] or begun["last_modified"]}


def _conditions(known: Known) -> dict[str, str]:
    wanted = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in wanted.items() if value}


def _begun(part: Path) -> dict[str, str] | None:
    """What an earlier, interrupted run noted of the file; None when it cannot be gone on from."""
    try:
        noted = orjson.loads(_note_of(part).read_bytes())
        usable = part.stat().st_size > 0 and (noted["etag"] or noted["last_modified"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return noted if usable else None


def _note(part: Path, response: httpx.Response) -> None:
    etag = _header(response, "etag")
    strong = "" if etag.startswith("W/") else etag
    _note_of(part).write_bytes(orjson.dumps({"etag": strong, "last_modified": _header(response, "last-modified")}))


def _note_of(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def discard(part: Path) -> None:
    """Forget what was fetched."""
    part.unlink(missing_ok=True)
    _note_of(part).unlink(missing_ok=True)


def _header(response: httpx.Response, name: str) -> str:
    return str(response.headers.get(name, ""))


def _too_large(max_bytes: int) -> UnusableSourceError:
    return _refused(
        filled(_("The file is larger than the %(limit)s MB that we accept."), {"limit": max_bytes // 1024**2})
    )


def _refused(happened: Sentence, remedy: Sentence = "") -> UnusableSourceError:
    return UnusableSourceError(
        happened,
        kept=_("The version in force stays in force."),
        remedy=remedy or _("Look at the publisher's page; the address can be set with AKTSOM_SOURCE_<SOURCE>."),
    )
