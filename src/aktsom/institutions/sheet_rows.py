"""Rows of a sheet as units or people: the columns, and what each row makes of what is there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.errors import AktsomError, InvalidError, Sentence
from aktsom.engine.sheets import Row
from aktsom.engine.sheets.columns import Target
from aktsom.institutions import actions
from aktsom.institutions.models import Member, SheetOutcome, Unit

Kind = SheetOutcome.Outcome
UNIT_TARGETS = (
    Target("code", _("Code"), ("kode", "code", "id", "enhetskode", "unit code", "stedkode", "koststed", "nummer", "number")),
    Target("name_nb", _("Name in Norwegian"), ("navn", "name", "enhet", "unit", "navn på norsk", "norwegian name", "bokmål",
        "norsk navn", "name in norwegian"), required=True),
    Target("name_en", _("Name in English"), ("navn på engelsk", "english name", "engelsk", "english", "engelsk navn",
        "name in english")),
    Target("parent", _("Code or name of the unit above"), ("overordnet", "parent", "under", "overenhet", "parent unit",
        "overordnet enhet", "parent code", "overordnet kode", "hører til")),
)  # fmt: skip
MEMBER_TARGETS = (
    Target("email", _("E-mail address"), ("e-post", "epost", "email", "e-mail", "e-postadresse", "e-mail address",
        "brukernavn"), required=True),
    Target("name", _("Name"), ("navn", "name", "fullt navn", "full name", "person", "ansatt")),
    Target("unit", _("Code or name of the unit"), ("enhet", "unit", "enhetskode", "unit code", "stedkode", "avdeling",
        "department", "institutt", "fakultet", "faculty")),
    Target("title", _("Title"), ("tittel", "title", "stilling", "position", "stillingstittel")),
    Target("code", _("Code of the person"), ("kode", "code", "ansattnummer", "employee number", "id", "ansattnr")),
)  # fmt: skip
PROBLEMS: dict[str, Promise] = {
    "name-missing": _("The name is missing."),
    "email-missing": _("The e-mail address is missing."),
    "twice": _("This stands in an earlier row of the sheet, too."),
    "name-unclear": _("Several units have this name. Write the code."),
    "parent-unknown": _("No unit here or in the sheet has this code or name."),
    "parent-wrong": _("The unit above could not be brought in, or the rows lie under each other in a circle."),
    "unit-unknown": _("No unit has this code or name."),
    "extra-cells": _("There are more cells than columns. Is a separator inside a text without quotation marks?"),
}


@dataclass(slots=True)
class Result:
    """What one row did, or would do: the unit or person, what stood there before and stands there now, or the problems."""

    row: Row
    outcome: str = Kind.REFUSED
    what: str = ""
    unit: Unit | None = None
    member: Member | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)


class Cells:
    """The cells of a row by what their columns hold. A column that is not chosen says nothing, which is None."""

    def __init__(self, row: Row, places: Mapping[str, int]) -> None:
        self.row, self.places = row, places

    def get(self, name: str) -> str | None:
        """What stands there; "" for a blank cell."""
        place = self.places.get(name)
        return None if place is None else self.row.cells[place].strip() if place < len(self.row.cells) else ""

    def text(self, name: str) -> str:
        """What stands there; "" also without a column."""
        return self.get(name) or ""


class Known:
    """The units there are, by code and by name."""

    def __init__(self, actor: Actor) -> None:
        self.by_code: dict[str, Unit] = {}
        self.by_name: dict[str, list[Unit]] = {}
        for unit in Unit.objects.visible_to(actor):
            self.add(unit)

    def add(self, unit: Unit) -> None:
        """Know one more, or what one is called now."""
        if unit.external_id:
            self.by_code[unit.external_id] = unit
        for name in {unit.name_nb.casefold(), unit.name_en.casefold()} - {""}:
            same = [each for each in self.by_name.get(name, []) if each.pk != unit.pk]
            self.by_name[name] = [*same, unit] if unit.closed_at is None else same

    def named(self, text: str) -> list[Unit]:
        """Those with this code, else the open ones with this name."""
        if text in self.by_code and self.by_code[text].closed_at is None:
            return [self.by_code[text]]
        return self.by_name.get(text.casefold(), [])


def unit_results(actor: Actor, rows: list[Row], places: Mapping[str, int], reason: str) -> list[Result]:
    """Bring units in, those above before those under them, in whatever order the rows stand."""
    known, seen = Known(actor), set[str]()
    results = [Result(row) for row in rows]
    waiting = [(result, Cells(result.row, places)) for result in results if _fit(result)]
    waiting = [each for each in waiting if _unit_is_clear(*each, known, seen)]
    wanted = {
        name.casefold() for _result, cells in waiting for name in (cells.text("code"), cells.text("name_nb")) if name
    }
    while waiting:
        later = [each for each in waiting if not _bring_unit(actor, *each, known, wanted, reason)]
        if len(later) == len(waiting):
            for result, cells in later:
                result.problems.append(("parent-wrong", cells.text("parent")))
            break
        waiting = later
        wanted = {
            name.casefold() for _r, cells in waiting for name in (cells.text("code"), cells.text("name_nb")) if name
        }
    return results


def member_results(actor: Actor, rows: list[Row], places: Mapping[str, int], reason: str) -> list[Result]:
    """Bring people in; those who are here already get the unit and title of the sheet."""
    del reason  # A place has no history of reasons.
    known = Known(actor)
    here = {
        member.user.email.casefold(): member
        for member in Member.objects.visible_to(actor).filter(ended_at=None).select_related("user", "unit")
    }
    seen = set[str]()
    results = [Result(row) for row in rows]
    for result in results:
        if _fit(result):
            _bring_member(actor, result, Cells(result.row, places), known, here, seen)
    return results


def _fit(result: Result) -> bool:
    if result.row.extra:
        result.problems.append(("extra-cells", "; ".join(result.row.extra)[:200]))
    return not result.problems


def _unit_is_clear(result: Result, cells: Cells, known: Known, seen: set[str]) -> bool:
    """Whether it is clear which unit the row is about; the unit, when it is there, becomes the result's."""
    code, name = cells.text("code"), cells.text("name_nb")
    result.what = name
    key = code or f"{name.casefold()} / {cells.text('parent').casefold()}"
    same = [unit for unit in known.by_name.get(name.casefold(), []) if not code or not unit.external_id]
    if not name:
        result.problems.append(("name-missing", ""))
    elif key in seen:
        result.problems.append(("twice", code or name))
    elif code in known.by_code:
        result.unit = known.by_code[code]
    elif len(same) > 1:
        result.problems.append(("name-unclear", name))
    elif same:
        result.unit = same[0]
    seen.add(key)
    return not result.problems


def _bring_unit(actor: Actor, result: Result, cells: Cells, known: Known, wanted: set[str], reason: str) -> bool:
    """Whether the row is dealt with; it is not while the unit above it is still to come."""
    above = cells.get("parent")
    if above and above.casefold() in wanted and not _is_itself(cells, above):
        return False
    found = known.named(above) if above else []
    if above and len(found) != 1:
        result.problems.append(("name-unclear" if found else "parent-unknown", above))
        return True
    parent = found[0] if found else None
    _attempt(result, lambda: _put_unit(actor, result, cells, parent, reason))
    if result.unit is not None and not result.problems:
        known.add(result.unit)
    return True


def _is_itself(cells: Cells, above: str) -> bool:
    return above.casefold() in {cells.text("code").casefold(), cells.text("name_nb").casefold()}


def _put_unit(actor: Actor, result: Result, cells: Cells, parent: Unit | None, reason: str) -> None:
    code, name_nb = cells.text("code"), cells.text("name_nb")
    if result.unit is None:
        result.unit = actions.add_unit(
            actor, name_nb=name_nb, name_en=cells.text("name_en"), parent=parent, external_id=code, reason=reason
        )
        result.outcome, result.after = Kind.ADDED, unit_state(result.unit)
        return
    unit = result.unit
    result.before = unit_state(unit)
    if unit.closed_at is not None:
        unit = actions.reopen_unit(actor, unit=unit, reason=reason)
    english = cells.get("name_en")
    names = (name_nb, unit.name_en if english is None else english, code or unit.external_id)
    if names != (unit.name_nb, unit.name_en, unit.external_id):
        unit = actions.rename_unit(
            actor, unit=unit, name_nb=names[0], name_en=names[1], reason=reason, external_id=names[2]
        )
    if cells.get("parent") is not None and unit.parent_id != (parent.pk if parent else None):
        unit = actions.move_unit(actor, unit=unit, parent=parent, reason=reason)
    result.unit, result.after = unit, unit_state(unit)
    result.outcome = Kind.SAME if result.after == result.before else Kind.CHANGED


def _bring_member(
    actor: Actor, result: Result, cells: Cells, known: Known, here: dict[str, Member], seen: set[str]
) -> None:
    email, wanted = cells.text("email").casefold(), cells.get("unit")
    result.what = cells.text("name") or email
    units = known.named(wanted) if wanted else []
    if not email:
        result.problems.append(("email-missing", ""))
    if email in seen:
        result.problems.append(("twice", email))
    if wanted and len(units) != 1:
        result.problems.append(("name-unclear" if units else "unit-unknown", wanted))
    seen.add(email)
    if result.problems:
        return
    _attempt(result, lambda: _put_member(actor, result, cells, units[0] if units else None, here.get(email)))


def _put_member(actor: Actor, result: Result, cells: Cells, unit: Unit | None, member: Member | None) -> None:
    title, code = cells.get("title"), cells.get("code")
    if member is None:
        result.member = actions.invite_member(
            actor,
            email=cells.text("email"),
            name=cells.text("name") or cells.text("email"),
            unit=unit,
            title=title or "",
            external_id=code or "",
        )
        result.outcome, result.after = Kind.ADDED, member_state(result.member)
        return
    result.member, result.before = member, member_state(member)
    place = unit if cells.get("unit") is not None else member.unit
    wanted = (place.pk if place else None, member.title if title is None else title, code or member.external_id)
    if wanted != (member.unit_id, member.title, member.external_id):
        result.member = actions.change_member(actor, member=member, unit=place, title=wanted[1], external_id=wanted[2])
    result.after = member_state(result.member)
    result.outcome = Kind.SAME if result.after == result.before else Kind.CHANGED


def _attempt(result: Result, bring: Callable[[], None]) -> None:
    """What is refused leaves nothing of the row behind, and says why."""
    try:
        with transaction.atomic():
            bring()
    except AktsomError as error:
        result.outcome = Kind.REFUSED
        reasons = error.fields.values() if isinstance(error, InvalidError) else ()
        result.problems.append(("refused", " ".join(map(str, (error.happened, *reasons)))[:500]))


def unit_state(unit: Unit) -> dict[str, Any]:
    """What a row can change of a unit."""
    return {
        "name_nb": unit.name_nb,
        "name_en": unit.name_en,
        "parent": str(unit.parent_id or ""),
        "code": unit.external_id,
        "open": unit.closed_at is None,
    }


def member_state(member: Member) -> dict[str, Any]:
    """What a row can change of a person's place."""
    return {
        "unit": str(member.unit_id or ""),
        "title": member.title,
        "code": member.external_id,
        "open": member.ended_at is None,
    }


def told(problems: list[Any]) -> Iterator[tuple[Sentence, str]]:
    """Problems as kept, in words and with what stands in the cell."""
    for code, value in problems:
        yield (value, "") if code == "refused" else (PROBLEMS.get(code, code), value)
