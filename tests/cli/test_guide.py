"""Whoever writes guides and rules looks at them, tries them, checks them and sees what a change moves, without a server."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aktsom.cli.guide import guide
from aktsom.cli.main import main_group
from aktsom.cli.setup import speak
from aktsom.content import content_path, handbook
from aktsom.engine.errors import EngineError
from tests.engine.handbook.override_texts import as_text, only

CASES = Path(__file__).parents[1] / "appraisal" / "cases"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(guide, list(arguments))


@pytest.mark.parametrize("kind", sorted(handbook().guides))
def test_every_guide_can_be_looked_at(kind: str) -> None:
    shown = run("preview", kind).stdout
    for question in handbook().guides[kind].questions:
        assert question.text["en"] in shown
        assert question.why["en"] in shown
        assert all(f"[{option.id}]" in shown for option in question.options)


def test_a_guide_can_be_looked_at_in_norwegian() -> None:
    shown = CliRunner().invoke(main_group, ["--language", "nb", "guide", "preview", "memorandum"]).stdout
    speak("")
    assert "Hva binder intensjonsavtalen oss til?" in shown
    assert "spørres når" in shown


def test_a_guide_can_be_tried_and_says_what_comes_of_it() -> None:
    answers = ("memo_content=field", "critical_field=quantum", "terms=secret,no-exit")
    tried = run("preview", "memorandum", *(part for each in answers for part in ("--answer", each))).stdout
    assert "agreement.secrecy" in tried
    assert "leader-above" in tried
    half = run("preview", "memorandum", "--answer", "memo_content=unknown").stdout
    assert "Still asked, at most: 2" in half


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("preview", "picnic"), "no guide for picnic"),
        (("preview", "event", "--answer", "weather=fine"), "is no answer"),
        (("preview", "event", "--answer", "event_signs=fine"), "Choose one of the answers"),
    ],
)
def test_a_mistake_is_said_in_words(arguments: tuple[str, ...], message: str) -> None:
    assert message in str(refusal(run(*arguments)))


def refusal(result: Result) -> EngineError:
    assert isinstance(result.exception, EngineError)
    return result.exception


def test_the_handbook_is_checked_and_an_override_too(tmp_path: Path) -> None:
    assert "All sound." in run("lint").stdout
    sound, unsound = tmp_path / "sound.yaml", tmp_path / "unsound.yaml"
    sound.write_text(as_text(), encoding="utf-8")
    unsound.write_text(as_text(guides=None), encoding="utf-8")
    assert "2026.1+3" in run("lint", "--override", str(sound)).stdout
    result = run("lint", "--override", str(unsound))
    assert "own_reactor: No guide asks this question." in result.stdout
    assert "1 thing to mend" in str(refusal(result))


def test_promise_p102_a_source_that_we_have_not_verified_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the command line here, on the page of the rules by the same word of the source."""
    book = handbook()
    one = replace(book.sources["critical-areas"], checked=None, how="")
    monkeypatch.setattr(
        "aktsom.cli.guide.handbook_with", lambda _own: replace(book, sources={**book.sources, "critical-areas": one})
    )
    told = [line for line in run("lint").stdout.splitlines() if line.startswith("Not yet verified by us:")]
    assert told == [f"Not yet verified by us: {one.title}, {one.url}"]


def test_a_change_shows_which_cases_move(tmp_path: Path) -> None:
    override = tmp_path / "own.yaml"
    override.write_text(only(rules=[{"rule": "partner.end-user", "weight": "note", "reason": "A try."}]), "utf-8")
    shown = run("moved", "--cases", str(CASES), "--override", str(override)).stdout
    assert "looser: partner.end-user (A try.)" in shown
    assert "end-user-drones" in shown
    assert re.search(r"\n[1-9]\d* of \d+ cases move", shown)
    still = run("moved", "--cases", str(CASES), "--before", str(content_path())).stdout
    assert still.startswith("0 of")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    override = tmp_path / "own.yaml"
    override.write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in str(refusal(run("lint", "--override", str(override))))
