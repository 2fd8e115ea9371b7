"""What somebody may not know of is answered as if it were not there: words, headers and the work that the answer costs."""

import re
from dataclasses import dataclass, replace
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aktsom.core.duties import Duty
from tests.security.driving import ACTION, Driver, Sent, text_of
from tests.security.matrix import Cell, operations
from tests.security.world import CLOSED, ELSEWHERE, undone

SOMEBODY = {CLOSED: Duty.LEADERSHIP.value, ELSEWHERE: Duty.RESEARCH_SECURITY_LEAD.value}
"""Who may do much here or there, and still is not to know."""
BY_CHANCE = re.compile(r'csrf[^>]*value="[^"]+"|name="token" value="[^"]+"')
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
NUMBER = "987654321"
"""Names of partners have numbers, not random ids."""
CHANCE_HEADERS = {"X-Request-ID", "Content-Length", "Vary"}


@dataclass(frozen=True)
class Met:
    """An answer without what differs by chance, and how many queries it took."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    queries: int

    def differs_from(self, other: "Met") -> str:
        """In what, and how, for who mends it."""
        pairs = {name: (getattr(self, name), getattr(other, name)) for name in ("status", "headers", "queries")}
        said = [f"{name} {here} and {there}" for name, (here, there) in pairs.items() if here != there]
        return "; ".join(said or [f"{self.body[:600]} and {other.body[:600]}"])


def cells() -> list[Cell]:
    """Every cell in which the matrix says that something is there and must not be known."""
    return [
        cell
        for operation, found in operations().items()
        for cell in found
        if cell.expected == "404" and SOMEBODY.get(cell.scope) == cell.who and not operation.startswith(ACTION)
    ]


def test_promise_p54_what_is_hidden_looks_like_what_is_missing_word_by_word_and_header_by_header(
    driver: Driver,
) -> None:
    found = cells()
    assert len(found) > 100
    for scope, who in SOMEBODY.items():  # a key that is used for the first time takes two queries more
        met(driver, Cell("GET /api/v1/me", (), who, scope, "ok"))
    differing = [
        f"{cell.name}: {there.differs_from(gone)}"
        for cell in found
        if (there := met(driver, cell)) != (gone := met(driver, cell, missing=True))
    ]
    assert not differing, "\n" + "\n".join(differing)


@pytest.mark.parametrize("scope", [CLOSED, ELSEWHERE])
def test_the_comparison_notices_what_is_there(driver: Driver, scope: str) -> None:
    """The same question about something that may be known is answered otherwise, so the comparison is not idle."""
    cell = next(
        each for each in cells() if each.scope == scope and each.operation == "GET /cooperation/{cooperation_id}/"
    )
    assert met(driver, replace(cell, who=Duty.LEADERSHIP.value, scope="whole")) != met(driver, cell, missing=True)


def met(driver: Driver, cell: Cell, *, missing: bool = False) -> Met:
    """What the person of the cell meets: at the thing itself, or at one of the same shape that never was."""
    world = driver.world
    there = world.closed if cell.scope == CLOSED else world.things
    numbers = {name: NUMBER for name in ("name_id", "own_name_id") if name in there}
    nowhere = {name: IDS.sub(str(uuid4()), value) for name, value in there.items()}
    asked_of = (nowhere | numbers) if missing else there
    with undone(), patch.object(world, "closed" if cell.scope == CLOSED else "things", {**world.things, **asked_of}):
        with CaptureQueriesContext(connection) as queries:
            answer = driver._ask(cell, driver.sent.get(cell.operation, Sent()))
        body = IDS.sub("ID", BY_CHANCE.sub("", text_of(answer)))
    for number in {NUMBER, *(there[name] for name in numbers)}:
        body = body.replace(f"/names/{number}/", "/names/ID/")
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in CHANCE_HEADERS)
    return Met(answer.status_code, tuple(headers), body, len(queries))
