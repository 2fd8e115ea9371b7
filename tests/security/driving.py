"""Sends what a cell stands for to the real web, the real API or the action itself, and says what the person meets."""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client

from aktsom.core.actor import Actor
from aktsom.core.errors import AktsomError, NotAllowedError, NotVisibleError
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from tests.security.faces import API
from tests.security.matrix import Cell
from tests.security.world import CLOSED, WHOLE, Person, World, undone

ACTION = "ACTION"
SIGN_IN = "/sign-in/"


@dataclass(frozen=True)
class Upload:
    """A file that a form carries."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Number:
    """A thing that is a number, such as a version."""

    name: str


@dataclass(frozen=True)
class Sent:
    """What is sent to an operation. Every text may name things in braces, such as "{cooperation_id}".

    `body` are the fields of a form, or of the JSON object for the API. `looks_for` is what stands in the answer where the
    person is shown the thing; the matrix then says `with` or `without`. `call` is for actions that have no address.
    """

    body: Mapping[str, Any] | None = None
    query: str = ""
    address: str = ""
    looks_for: str = ""
    call: Callable[[Actor, World], object] | None = None
    header: Mapping[str, str] = field(default_factory=dict)


class Driver:
    """Meets one cell after the other; each leaves the world as it was."""

    def __init__(self, world: World, sent: Mapping[str, Sent]) -> None:
        self.world, self.sent = world, sent
        self.client = Client(raise_request_exception=False)
        with acting_for(world.system):
            self._known_here = AuditEvent.objects.filter(chain=world.institution.pk).count()
        with acting_for(Actor.system("tests", world.other_institution.pk)):
            self._known_there = AuditEvent.objects.filter(chain=world.other_institution.pk).count()

    def meets(self, cell: Cell) -> str:
        """What the person of this cell meets: one of the words of the matrix, or another status."""
        with undone():
            met = self._acted(cell) if cell.operation.startswith(ACTION) else self._answered(cell)
            if met in ("ok", "with", "without") and cell.does and not self._was_done(cell):
                return f"{met}, but nothing was done"
        return met

    def _acted(self, cell: Cell) -> str:
        person = self._person(cell)
        call = self.sent[cell.operation].call
        if person is None or call is None:
            return "nothing to call"
        try:
            with acting_for(person.actor):
                call(replace(person.actor, proven=True), self.world)
        except NotAllowedError:
            return "403"
        except NotVisibleError:
            return "404"
        except AktsomError as error:
            return f"{error.status} {error}"
        return "ok"

    def _answered(self, cell: Cell) -> str:
        sent = self.sent.get(cell.operation, Sent())
        answer = self.ask(cell, sent)
        if answer.status_code in (401, 403, 404, 422):
            return {401: "sign-in"}.get(answer.status_code, str(answer.status_code))
        if answer.status_code in (301, 302, 303):
            return "sign-in" if SIGN_IN in answer.headers["Location"] else "ok"
        if not 200 <= answer.status_code < 300:
            return f"{answer.status_code} {text_of(answer)[:300]}"
        if sent.looks_for:
            return "with" if self._named(sent.looks_for, cell) in text_of(answer) else "without"
        return "ok"

    def ask(self, cell: Cell, sent: Sent) -> HttpResponse:
        """The answer to what the cell stands for. A page in which nothing is looked for is not drawn, for that takes long."""
        with nullcontext() if sent.looks_for else patch.object(Template, "render", lambda *_given: ""):
            return self._ask(cell, sent)

    def _ask(self, cell: Cell, sent: Sent) -> HttpResponse:
        method, address = cell.operation.split(" # ")[0].split(" ", 1)
        address = self._named(sent.address or address, cell) + self._named(sent.query, cell)
        body = self._filled(sent.body, cell)
        person = self._person(cell)
        if address.startswith((f"{API}/", "/scim/v2/")):
            headers = {"Authorization": f"Bearer {person.key}"} if person else {}
            self.client.cookies = SimpleCookie()
            given = {} if body is None else _as_sent_by_programs(body)
        else:
            headers = {}
            self.sign_in(person)
            given = {"data": body or {}} if method == "POST" else {}
        headers |= {"Accept-Language": "en", **sent.header}
        return getattr(self.client, method.lower())(address, headers=headers, **given)  # type: ignore[no-any-return]

    def sign_in(self, person: Person | None) -> None:
        """Let the browser be this person's, or nobody's."""
        self.client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: person.session} if person else {})

    def _person(self, cell: Cell) -> Person | None:
        return self.world.people[cell.who, WHOLE if cell.scope == CLOSED else cell.scope] if cell.who else None

    def _named(self, text: str, cell: Cell) -> str:
        things = self.world.things | (self.world.closed if cell.scope == CLOSED else {})
        return re.sub(r"\{(\w+)\}", lambda found: things[found[1]], text)

    def _filled(self, value: Any, cell: Cell) -> Any:
        if isinstance(value, str):
            return self._named(value, cell)
        if isinstance(value, Number):
            return int(self.world.things[value.name])
        if isinstance(value, Upload):
            return SimpleUploadedFile(value.name, value.content)
        if isinstance(value, Mapping):
            return {name: self._filled(each, cell) for name, each in value.items()}
        if isinstance(value, list):
            return [self._filled(each, cell) for each in value]
        return value

    def _was_done(self, cell: Cell) -> bool:
        """Whether the action that the operation stands for has left its event, here or (for the system's) anywhere."""
        person = self._person(cell)
        here = person.actor.institution_id if person else None
        known = self._known_here if here == self.world.institution.pk else self._known_there
        with acting_for(Actor.system("tests", here)):
            return AuditEvent.objects.filter(chain=here, sequence__gt=known, verb__in=cell.does).exists()


def _as_sent_by_programs(body: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON; with a file in it as a form in parts."""
    if any(isinstance(each, SimpleUploadedFile) for each in body.values()):
        return {"data": body}
    return {"data": json.dumps(body), "content_type": "application/json"}


def text_of(answer: Any) -> str:
    """What the answer says, streamed or not."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return bytes(content).decode("utf-8", "replace")
