"""Looking for viruses in what people upload: asked of a clamd (ClamAV) that the operator names, and of nobody without one.

When the scanner does not answer, nothing is taken: what nobody looked at is not handed on to a colleague.
"""

import logging
import socket
import struct
from collections.abc import Iterable, Iterator
from contextlib import closing

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import AktsomError, InvalidError

logger = logging.getLogger(__name__)
PATIENCE, CHUNK, LONGEST_ANSWER = 60, 65_536, 1_000
UNIX = "unix:"


class ScannerError(AktsomError):
    """The scanner did not answer, or could not look at the file."""

    status = 503


def refuse_infected(chunks: Iterable[bytes]) -> None:
    """Raises `InvalidError` when the scanner finds something in it, `ScannerError` when it could not look."""
    if not settings.AKTSOM_CLAMD:
        return
    said = _asked(b"zINSTREAM\0", _framed(chunks))
    if said.endswith(" FOUND"):
        logger.warning("an upload was refused: %s", said.removeprefix("stream: "))
        happened = _("The virus scanner found something in this file.")
        raise InvalidError(
            happened,
            kept=_("The file was not kept."),
            remedy=_("Tell whoever looks after your computer before you open it again."),
            fields={"file": happened},
        )
    if said != "stream: OK":
        logger.error("the virus scanner could not look: %s", said)
        raise _unanswered()


def answers() -> bool:
    """Whether the scanner that is named answers."""
    try:
        return _asked(b"zPING\0", ()) == "PONG"
    except ScannerError:
        return False


def _asked(command: bytes, parts: Iterable[bytes]) -> str:
    try:
        with closing(_connected()) as scanner:
            scanner.sendall(command)
            for part in parts:
                scanner.sendall(part)
            return _answer(scanner)
    except OSError as error:
        logger.error("the virus scanner does not answer: %s", type(error).__name__)  # noqa: TRY400 - its trace says no more
        raise _unanswered() from error


def _connected() -> socket.socket:
    place = settings.AKTSOM_CLAMD
    if not place.startswith(UNIX):
        host, _colon, port = place.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)
    scanner = socket.socket(socket.AF_UNIX)
    try:
        scanner.settimeout(PATIENCE)
        scanner.connect(place.removeprefix(UNIX))
    except OSError:
        scanner.close()
        raise
    return scanner


def _framed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Each part with its length before it, and a part of no length at the end."""
    for chunk in chunks:
        for start in range(0, len(chunk), CHUNK):
            part = chunk[start : start + CHUNK]
            yield struct.pack("!I", len(part)) + part
    yield struct.pack("!I", 0)


def _answer(scanner: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        if not (part := scanner.recv(LONGEST_ANSWER)):
            break
        said += part
    return said.split(b"\0")[0].decode("utf-8", "replace").strip()


def _unanswered() -> ScannerError:
    return ScannerError(
        _("This file could not be looked at for viruses just now."),
        kept=_("The file was not kept."),
        remedy=_("Try again in a few minutes. If it says the same, tell whoever runs Aktsom at your institution."),
    )
