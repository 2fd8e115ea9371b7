"""Asking the process that holds the index. It is started when somebody checks a name, and ends when nobody does."""

import atexit
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

import orjson
from django.utils.translation import gettext as _

from aktsom.core.errors import SetupError
from aktsom.engine.lists.listing import PartyKind
from aktsom.knowledge.screening.lines import Lines
from aktsom.knowledge.screening.processes import FoundHit, Lists

PATIENCE_SECONDS = 1.0
ANSWER_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A name to check, with what is known of who bears it."""

    name: str
    country: str = ""
    kind: PartyKind = PartyKind.ORGANISATION
    other: str = ""
    """A second name, when the two are to be compared with each other and with no list."""


class Helper:
    """The process, and whether it has said that it is ready."""

    def __init__(self, lists: Lists) -> None:
        self.digest = lists.digest
        self._ready = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "aktsom.knowledge.screening.helper"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        if self._process.stdout is None:
            raise SetupError(_("The process that screens could not be started."))
        self._lines = Lines(self._process.stdout.fileno())
        self._send({"files": [str(path) for path in lists.files], "folder": str(lists.folder), "digest": lists.digest})

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def wait(self, seconds: float) -> bool:
        """Whether it is ready to be asked, waiting at most so long."""
        if not self._ready:
            self._ready = self._lines.next(seconds) is not None
        return self._ready

    def ask(self, asked: Asked) -> Any:
        """What it answers; None when it ended or took too long."""
        try:
            self._send({"name": asked.name, "country": asked.country, "kind": asked.kind.value, "other": asked.other})
        except OSError:
            return None
        line = self._lines.next(ANSWER_SECONDS)
        return None if line is None else orjson.loads(line)

    def end(self) -> None:
        """Stop it."""
        self._process.kill()
        self._process.communicate()

    def _send(self, said: dict[str, Any]) -> None:
        if self._process.stdin is not None:
            self._process.stdin.write(orjson.dumps(said) + b"\n")
            self._process.stdin.flush()


_lock = Lock()
_helpers: list[Helper] = []


def ask(lists: Lists, asked: Asked, *, patience: float = PATIENCE_SECONDS) -> list[FoundHit] | None:
    """The hits of one name, best first; None while the index is still being loaded: ask again in a moment."""
    with _lock:
        for _attempt in range(2):
            helper = _helper(lists)
            if not helper.wait(patience):
                if helper.is_alive:
                    return None
                break
            answer = helper.ask(asked)
            if answer is not None:
                return [_hit(each) for each in answer]
            _forget()
        _forget()
    raise SetupError(
        _("The lists could not be searched."),
        kept=_("Nothing was changed."),
        remedy=_("Try again; tell the platform operator if it stays so."),
    )


def stop_asking() -> None:
    """End the process, if there is one."""
    with _lock:
        _forget()


atexit.register(stop_asking)


def _helper(lists: Lists) -> Helper:
    """The running process for these lists, else a new one."""
    if not (_helpers and _helpers[0].is_alive and _helpers[0].digest == lists.digest):
        _forget()
        _helpers.append(Helper(lists))
    return _helpers[0]


def _forget() -> None:
    while _helpers:
        _helpers.pop().end()


def _hit(said: dict[str, Any]) -> FoundHit:
    day = said.pop("source_date")
    return FoundHit(**said, source_date=date.fromisoformat(day) if day else None)
