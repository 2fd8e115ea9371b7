"""Every text has its Bokmål; the check that says so finds what is wrong."""

import ast
from pathlib import Path

import pytest

from aktsom.web.messages.catalogues import (
    KEYWORDS,
    catalogue_file,
    check_all,
    check_room,
    compile_all,
    extract_all,
    texts_of,
)

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "aktsom"


def test_every_text_of_every_room_has_its_bokmal():
    assert [f"{gap.file}: {gap.reason}: {gap.text}" for gap in check_all(PACKAGE)] == []


def test_no_text_hides_in_a_text_with_braces_where_it_is_not_collected():
    """Before Python 3.12 what stands inside an f-string is one word to whoever collects texts."""
    hidden = [
        f"{file}:{call.lineno}"
        for file in PACKAGE.rglob("*.py")
        for text in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
    ]
    assert not hidden


@pytest.fixture
def room(tmp_path) -> Path:
    room = tmp_path / "room"
    (room / "templates").mkdir(parents=True)
    (room / "apps.py").write_text("")
    (room / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext\n"
        '_("Hello %(name)s")\nngettext("%(n)d day", "%(n)d days", 2)\n'
    )
    (room / "templates" / "page.html").write_text(
        "{% load i18n %}<c-empty title=\"{% trans 'Nothing yet' %}\" />"
        "{% blocktranslate with a=b %}As {{ a }}{% endblocktranslate %}"
        '{% translate "Start" context "navigation" %}'
    )
    return room


def written(room: Path, text: str) -> list[tuple[str, str]]:
    file = catalogue_file(room)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n' + text)
    return [(gap.text, gap.reason) for gap in check_room(room, room.parent)]


def test_texts_are_found_in_code_and_in_templates_with_components(room):
    assert texts_of(room, room.parent) == {
        ("", "Hello %(name)s"),
        ("", ("%(n)d day", "%(n)d days")),
        ("", "Nothing yet"),
        ("", "As %(a)s"),
        ("navigation", "Start"),
    }


def test_a_room_without_a_catalogue_lacks_everything(room):
    assert {reason for _text, reason in ((gap.text, gap.reason) for gap in check_room(room, room.parent))} == {
        "missing"
    }


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ('msgid "Nothing yet"\nmsgstr ""\n', "no Bokmål"),
        ('#, fuzzy\nmsgid "Nothing yet"\nmsgstr "Ingenting ennå"\n', "fuzzy"),
        ('msgid "As %(a)s"\nmsgstr "Som %(b)s"\n', "other placeholders than the English"),
        ('msgid "Hello %(name)s"\nmsgstr "Hei"\n', "other placeholders than the English"),
    ],
)
def test_what_is_wrong_with_a_translation_is_named(room, entry, reason):
    text = entry.split('msgid "')[1].split('"')[0]
    assert (text, reason) in written(room, entry)


def test_collecting_keeps_what_is_translated_and_adds_what_is_new(room):
    written(room, 'msgid "Nothing yet"\nmsgstr "Ingenting ennå"\n\nmsgid "Gone"\nmsgstr "Borte"\n')
    assert [new for _file, new in extract_all(room.parent, [room])] == [4]
    kept = catalogue_file(room).read_text()
    assert "Ingenting ennå" in kept
    assert "Gone" not in kept


def test_a_text_that_depends_on_a_number_now_is_asked_anew(room):
    written(room, 'msgid "%(n)d day"\nmsgstr "dager"\n')
    list(extract_all(room.parent, [room]))
    assert ("%(n)d day", "no Bokmål") in [(gap.text, gap.reason) for gap in check_room(room, room.parent)]


def test_compiled_catalogues_lie_beside_their_source(room):
    written(room, 'msgid "Nothing yet"\nmsgstr "Ingenting ennå"\n')
    assert compile_all(room.parent) == 1
    assert catalogue_file(room).with_suffix(".mo").read_bytes().startswith(b"\xde\x12\x04\x95")
