"""What a browser sends is taken whole or not at all.

When a connection breaks, the server gives what came so far, and the framework would take half a form for a whole one in which
the last fields are blank. Here a body that ends before the length that it announced cannot be read.
"""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Stream(Protocol):
    """What a server gives to read from."""

    def read(self, size: int = -1, /) -> bytes: ...  # noqa: D102 - as in PEP 3333

    def readline(self, size: int = -1, /) -> bytes: ...  # noqa: D102 - as in PEP 3333


class CutOffError(OSError):
    """The connection broke before the whole body was there."""


class WholeBody:
    """A request's body of a known length."""

    def __init__(self, stream: Stream, length: int) -> None:
        self.stream, self.left = stream, length

    def read(self, size: int = -1, /) -> bytes:
        """As the stream; raises `CutOffError` when it ends too early."""
        found = self.stream.read(size)
        return self._counted(found, is_end=size < 0 or len(found) < size)

    def readline(self, size: int = -1, /) -> bytes:
        """As the stream; raises `CutOffError` when it ends too early."""
        found = self.stream.readline(size)
        return self._counted(found, is_end=size != 0 and not found)

    def _counted(self, found: bytes, *, is_end: bool) -> bytes:
        self.left -= len(found)
        if is_end and self.left > 0:
            raise CutOffError("the body ended before its announced length")
        return found


def whole_bodies(application: Application) -> Application:
    """The application, for which a body that is cut off is an error."""

    def run(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        announced = str(environ.get("CONTENT_LENGTH") or "")
        if announced.isascii() and announced.isdigit() and len(announced) < 16:
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(announced))
        return application(environ, start_response)

    return run
