"""The log holds what an operator needs and nothing of what people write, ask for or are.

A line is made anew from a list of what may be in it. Of a message from our own code only the words in the code are kept,
with its numbers; of other people's code only which logger and line spoke, as its messages may hold anything.
"""

import logging
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from structlog.dev import ConsoleRenderer
from structlog.processors import JSONRenderer
from structlog.typing import Processor

OWN = "aktsom."
ALLOWED = ("route", "method", "status", "milliseconds", "job", "action", "count")
"""What our own code may add to a line by `extra`."""
HIDDEN = "…"
FRAMES = 40
request_id: ContextVar[str] = ContextVar("request id", default="")


class Lines(logging.Formatter):
    """Writes each record as one line, as structlog renders it: JSON, or to be read."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.render: Processor = JSONRenderer() if form == "json" else ConsoleRenderer(colors=False)

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        return str(self.render(None, record.levelname, line_of(record)))


def line_of(record: logging.LogRecord) -> dict[str, Any]:
    """What of a record is written."""
    line: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": _words(record),
    }
    if request_id.get():
        line["request_id"] = request_id.get()
    if record.name.startswith(OWN):
        line |= {name: _plain(getattr(record, name)) for name in ALLOWED if hasattr(record, name)}
    if record.exc_info and isinstance(record.exc_info[1], BaseException):
        line |= _fault(record.exc_info[1])
    return line


def logging_setup(form: str, level: str) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, as JSON lines or to be read."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": Lines, "form": form}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        # Django gives these handlers of its own, which would print messages as they are.
        "loggers": {name: {"handlers": [], "propagate": True} for name in ("django", "django.server", "procrastinate")},
    }


def _words(record: logging.LogRecord) -> str:
    if not record.name.startswith(OWN):
        return f"{record.module}:{record.lineno}"
    shown = tuple(_plain(each) if isinstance(each, int | float) else HIDDEN for each in _arguments(record.args))
    template = str(record.msg).replace("%d", "%s").replace("%r", "%s")
    return template % shown if template.count("%s") == len(shown) else template


def _arguments(given: tuple[object, ...] | Mapping[str, object] | None) -> tuple[object, ...]:
    return given if isinstance(given, tuple) else ()


def _plain(value: object) -> str | int | float:
    return value if isinstance(value, int | float) else str(value)[:100]


def _fault(error: BaseException) -> dict[str, Any]:
    """The kind of fault and where it came up, without its message, which may quote what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    said: dict[str, Any] = {"fault": f"{type(error).__module__}.{type(error).__qualname__}"}
    said["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    cause = error.__cause__ or error.__context__
    if cause is not None:
        said["because"] = f"{type(cause).__module__}.{type(cause).__qualname__}"
    state = getattr(cause or error, "sqlstate", None)
    if state:
        said["sqlstate"] = str(state)
    return said
