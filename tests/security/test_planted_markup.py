"""What people type is shown as they typed it and does nothing: on every page, in every export, in mail."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat, Left

from aktsom.appraisal.models import Appraisal, Attachment, Comment, Decision, HandbookChange, Letter, Measure, Passage
from aktsom.cooperation.agreements.models import Agreement, AgreementParty, DocumentVersion, Finding, StepTaken
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.exits.models import (
    Breach,
    BreachEntry,
    ExitStrategy,
    HangingPeople,
    HangingThing,
    PlanTask,
    StrategyStep,
)
from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.cooperation.register.models import Cooperation, NotOurs
from aktsom.cooperation.traces.models import Authorship, Trace
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.core.typed import TURNING
from aktsom.identity.models import PersonSession, Provider
from aktsom.institutions.models import ApiKey, Member, Unit, UnitVersion, User
from aktsom.knowledge.screening.models import ScreeningHit
from aktsom.overview.actions import rebuild
from aktsom.protection.access.alarms import mail_of_emergency
from aktsom.protection.access.models import AccessGrant, Compartment, Prerequisite
from aktsom.protection.personal_data.models import RightsRequest
from tests.security.driving import Driver, Sent, text_of
from tests.security.matrix import Cell, operations
from tests.security.world import OWN, WHOLE, undone

SCRIPT, TEMPLATE, FORMULA = (
    "<script>alert(1)</script>",
    "{{ 7|add:70 }}{% now 'Y' %}",
    '=HYPERLINK("http://evil.example")',
)
PLANTED = f"{FORMULA}\"><img src=x onerror=alert(1)>'{SCRIPT}{TEMPLATE}"
FIELDS: tuple[tuple[type[models.Model], str], ...] = (
    (User, "name"), (Member, "title"), (Unit, "name_nb"), (Unit, "name_en"), (UnitVersion, "name_nb"), (UnitVersion, "reason"),
    (Cooperation, "title"), (Cooperation, "summary"), (NotOurs, "reason"), (Partner, "name"), (PartnerName, "text"),
    (Compartment, "name"), (Compartment, "description"), (AccessGrant, "purpose"), (Prerequisite, "title"),
    (ApiKey, "label"), (PersonSession, "browser"), (RightsRequest, "text"), (Trace, "title"), (Authorship, "author"),
    (ScreeningHit, "listing_name"), (ScreeningHit, "matched_name"), (Provider, "name"),
    (Agreement, "title"), (Agreement, "summary"), (Agreement, "reference"), (Agreement, "forum"), (AgreementParty, "role"),
    (AgreementParty, "signatory"), (DocumentVersion, "filename"), (DocumentVersion, "note"), (Finding, "note"),
    (StepTaken, "reason"), (ExitStrategy, "costs"), (StrategyStep, "title"), (HangingThing, "what"), (HangingPeople, "plan"),
    (Breach, "what"), (Breach, "evidence"), (PlanTask, "title"), (PlanTask, "shown_by"), (BreachEntry, "text"),
    (Drawer, "name"), (DrawerItem, "file"), (DrawerItem, "aside_because"), (Appraisal, "title"), (Passage, "note"),
    (Decision, "reason"), (Measure, "text"), (Comment, "text"), (Attachment, "filename"),
    (Letter, "text"), (HandbookChange, "about"),
)  # fmt: skip
ALIVE = re.compile(r"<script>alert|<img src=x|<img[^>]*onerror=alert", re.IGNORECASE)


@pytest.fixture(scope="module")
def planted(driver: Driver) -> Iterator[Driver]:
    """The world of the matrix, with hostile text in whatever people type; taken back with the world."""
    with undone():
        for actor in (driver.world.system, Actor.system("tests")):
            with acting_for(actor):
                for model, field in FIELDS:
                    planted = Concat(Value(PLANTED), Cast("pk", models.TextField()))
                    model._base_manager.update(**{field: Left(planted, _longest(model, field))})
        with acting_for(driver.world.system):
            rebuild(driver.world.system)
        yield driver


def _longest(model: type[models.Model], field: str) -> int:
    return getattr(model._meta.get_field(field), "max_length", None) or 500


def cells(*kinds: str) -> list[Cell]:
    """Every page and operation that shows something, for whoever may see most of it."""
    found = []
    for operation, every in operations().items():
        shows = [each for each in every if each.expected in ("ok", "with") and each.scope in (OWN, WHOLE)]
        if operation.startswith(kinds) and shows:
            found.append(max(shows, key=_shows_most))
    return found


def _shows_most(cell: Cell) -> tuple[bool, bool, bool]:
    return cell.expected == "with", cell.scope == WHOLE, cell.who == Duty.RESEARCH_SECURITY_LEAD.value


def answers(driver: Driver, found: list[Cell]) -> Iterator[tuple[Cell, Any]]:
    for cell in found:
        with undone():
            yield cell, driver._ask(cell, driver.sent.get(cell.operation, Sent()))


def test_no_markup_comes_alive_on_any_page(planted: Driver) -> None:
    alive, shown = [], 0
    for cell, answer in answers(planted, cells("GET /")):
        if "text/html" in answer.headers.get("Content-Type", ""):
            text = text_of(answer)
            shown += "&lt;script&gt;alert(1)" in text or "&lt;img src=x" in text
            alive += [f"{cell.name}: {found[0]}" for found in ALIVE.finditer(text)]
            alive += [f"{cell.name}: a template ran"] if re.search(r"\b77\b.{0,5}20\d\d", text) else []
    assert alive == []
    assert shown > 25


def test_no_text_is_a_formula_in_any_file(planted: Driver) -> None:
    files = 0
    for cell, answer in answers(planted, cells("GET /")):
        kind, content = answer.headers.get("Content-Type", ""), None
        if "text/csv" in kind:
            content = text_of(answer)
            rows = csv.reader(io.StringIO(content.removeprefix("\ufeff")), delimiter=";")
            assert not [value for row in rows for value in row if value.startswith(("=", "+", "-", "@"))], cell.name
        elif "spreadsheetml" in kind:
            content = _sheet(answer)
            assert "<f>" not in content, cell.name
            assert "<hyperlink " not in content, cell.name
        files += content is not None and "HYPERLINK" in content
    assert files >= 3


def test_the_api_gives_json_that_no_browser_takes_for_a_page(planted: Driver) -> None:
    for cell, answer in answers(planted, cells("GET /api/v1/")):
        kind = answer.headers.get("Content-Type", "")
        saved = "attachment" in answer.headers.get("Content-Disposition", "")
        programs = ("application/json", "text/csv", "application/vnd", "application/x-ndjson")
        assert kind.startswith(programs) or (saved and "sandbox" in answer.headers["Content-Security-Policy"]), (
            cell.name
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff", cell.name


def test_no_planted_name_is_in_a_mail(planted: Driver) -> None:
    with undone(), acting_for(planted.world.system):
        grant = AccessGrant.objects.get(pk=planted.world.things["urgent_id"])
        mail_of_emergency.run(
            member_id="",
            institution_id=grant.institution_id,
            grant_id=str(grant.pk),
            to=str(planted.world.author.member_id),
        )
    assert len(mail.outbox) == 1
    assert not ALIVE.search(str(mail.outbox[0].message()))
    assert "HYPERLINK" not in mail.outbox[0].subject + mail.outbox[0].body


def test_marks_that_turn_other_text_around_are_not_kept(driver: Driver) -> None:
    turned, name = "Harbour \u202egnitirw sdrawkcab\u2066", "\u200f\u05e9\u05dc\u05d5\u05dd"
    with undone():
        cell = Cell("POST /institution/units/new/", (), Duty.LEADERSHIP.value, WHOLE, "ok")
        answer = driver._ask(cell, Sent({"name_nb": turned, "name_en": name, "parent": ""}))
        assert answer.status_code == 302
        with acting_for(driver.world.system):
            made = Unit.objects.get(name_nb__startswith="Harbour")
        assert (made.name_nb, made.name_en) == ("Harbour gnitirw sdrawkcab", name)
    with undone():
        cell = Cell("POST /api/v1/partners", (), Duty.RESEARCH_SECURITY_LEAD.value, WHOLE, "ok")
        answer = driver._ask(cell, Sent({"name": turned, "country": "NL"}))
        assert answer.status_code == 201
        assert not TURNING.search(text_of(answer))


def _sheet(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
