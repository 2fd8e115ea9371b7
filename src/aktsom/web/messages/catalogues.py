"""Catalogues of a source tree: one for every room, gathered from Python files and templates with Babel."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as extract_from
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from aktsom.web.messages.operations import operation_texts
from aktsom.web.messages.templates import template_as_python

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "action": (1,),
    "counted": (1, 2),
    "said": (1,),
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*[\d.]*[a-zA-Z]|%[sdifr]|\{(\w*)(?::[^}]*)?\}")
ENGINE, SPEAK_WITH_ENGINE = "engine", ("cli", "config", "operation", "snapshots")
KINDS = ("*.py", "*.html", "*.txt")
Key = tuple[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Gap:
    """A text that cannot be shown in Bokmål as it should be, and why."""

    file: Path
    text: str
    reason: str


def rooms(package: Path) -> list[Path]:
    """The folders that keep a catalogue: those with an `apps.py`, and the engine, which knows no Django."""
    found = (file.parent for file in (*package.rglob("apps.py"), *package.glob(f"{ENGINE}/wording.py")))
    return sorted(room for room in found if room.name not in SPEAK_WITH_ENGINE)


def catalogue_file(room: Path) -> Path:
    """Where a room keeps its Bokmål."""
    return room / "locale" / "nb" / "LC_MESSAGES" / "django.po"


def extract_all(package: Path, chosen: list[Path]) -> Iterator[tuple[Path, int]]:
    """Update the catalogues of the chosen rooms; give each file with the number of its texts that still lack Bokmål."""
    for room in chosen:
        texts = texts_of(room, package)
        if not texts:
            continue
        file = catalogue_file(room)
        updated = _updated(_read(file), texts)
        _write(file, updated)
        yield file.relative_to(package), sum(1 for message in updated if message.id and _gap(message))


def compile_all(package: Path) -> int:
    """Write a .mo beside every .po; give their number."""
    files = sorted(package.rglob("locale/nb/LC_MESSAGES/*.po"))
    for file in files:
        written = BytesIO()
        write_mo(written, _read(file))
        file.with_suffix(".mo").write_bytes(written.getvalue())
    return len(files)


def check_all(package: Path) -> list[Gap]:
    """Every text of every room that lacks its Bokmål, is fuzzy, or has other placeholders than the English."""
    return [gap for room in rooms(package) for gap in check_room(room, package)]


def check_room(room: Path, package: Path) -> Iterator[Gap]:
    """The gaps of one room, in the order of its catalogue."""
    file = catalogue_file(room)
    catalogue = _read(file)
    shown = file.relative_to(package)
    for context, text in sorted(texts_of(room, package), key=str):
        message = catalogue.get(text, context or None)
        reason = "missing" if message is None else _gap(message)
        if reason:
            yield Gap(shown, text if isinstance(text, str) else text[0], reason)


def texts_of(room: Path, package: Path) -> set[Key]:
    """Every text that a room's code and templates give to gettext, with its context ("" for none)."""
    inner = [other for other in rooms(package) if other != room and room in other.parents]
    found: set[Key] = set()
    folders = [room, *(package / name for name in SPEAK_WITH_ENGINE if room == package / ENGINE)]
    for file in sorted(file for folder in folders for kind in KINDS for file in folder.rglob(kind)):
        if any(other in file.parents for other in inner) or "migrations" in file.parts or "static" in file.parts:
            continue
        found.update(_texts_in(file))
    return found


def _texts_in(file: Path) -> Iterator[Key]:
    text = file.read_text(encoding="utf-8")
    python = text if file.suffix == ".py" else template_as_python(text, file)
    for _line, message, _comments, context in extract_from("python", BytesIO(python.encode()), keywords=KEYWORDS):
        if message:
            yield context or "", message if isinstance(message, str) else tuple(message)
    if file.suffix == ".py":
        yield from (("", each) for each in operation_texts(text))


def _gap(message: Message) -> str:
    said = message.string if isinstance(message.string, tuple | list) else (message.string,)
    asked = message.id if isinstance(message.id, tuple | list) else (message.id,)
    if not all(said):
        return "no Bokmål"
    texts = [str(each) for each in said]
    if message.fuzzy:
        return "fuzzy"
    allowed = _placeholders(asked[-1])
    if _placeholders(texts[-1]) != allowed or not all(_placeholders(each) <= allowed for each in texts):
        return "other placeholders than the English"
    return ""


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(match.group(0) for match in PLACEHOLDER.finditer(text))


def _read(file: Path) -> Catalog:
    if not file.is_file():
        return Catalog(locale="nb", domain="django")
    with file.open("rb") as opened:
        return read_po(opened, locale="nb", domain="django")


def _write(file: Path, catalogue: Catalog) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    write_po(written, catalogue, width=120, sort_output=True, no_location=True)
    file.write_bytes(written.getvalue())


def _updated(catalogue: Catalog, texts: set[Key]) -> Catalog:
    fresh = Catalog(
        locale="nb",
        domain="django",
        project="Aktsom",
        header_comment="# Aktsom in Bokmål.",
        creation_date=datetime(2026, 1, 1, tzinfo=UTC),
        revision_date=datetime(2026, 1, 1, tzinfo=UTC),
        fuzzy=False,
    )
    for context, text in sorted(texts, key=str):
        known = catalogue.get(text, context or None)
        if known and known.pluralizable is isinstance(text, str):
            known = None  # What was said of any number is asked anew when it depends on the number, and the other way round.
        fresh.add(text, known.string if known else None, context=context or None, flags=known.flags if known else ())
    return fresh
