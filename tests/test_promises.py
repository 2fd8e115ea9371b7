"""Every promise of docs/USE-CASES.md has a story that is told as a test, under the promise's number and words."""

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "USE-CASES.md"
PROMISE = re.compile(r"^- P(\d+) (.+?)(?=\n- |\n\n|\n#|\Z)", re.MULTILINE | re.DOTALL)
WORDS = 6


@dataclass(frozen=True)
class Story:
    """A test that tells a promise, and whether something keeps it from being run."""

    name: str
    kept_from_running: bool


def words_of(text: str) -> list[str]:
    """The words as a function's name holds them: small letters and digits, without apostrophes."""
    return re.findall(r"[^\W_]+", re.sub(r"['’]", "", text.lower()))


@cache
def promises() -> list[tuple[int, str]]:
    return [(int(number), text) for number, text in PROMISE.findall(DOCUMENT.read_text("utf-8"))]


@cache
def stories() -> dict[int, list[Story]]:
    """The stories by the number of their promise."""
    found: dict[int, list[Story]] = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and (named := re.match(r"test_promise_p(\d+)_", node.name)):
                marks = " ".join(ast.unparse(each) for each in node.decorator_list)
                kept = bool(re.search(r"skip|xfail|mark\.(data|browser|slow)", marks))
                found.setdefault(int(named[1]), []).append(Story(node.name, kept))
    return found


def test_the_document_counts_its_promises_without_gap() -> None:
    assert [number for number, _text in promises()] == list(range(1, len(promises()) + 1))
    assert len(promises()) >= 19


@pytest.mark.parametrize(
    ("number", "text"), promises(), ids=lambda value: f"P{value}" if isinstance(value, int) else ""
)
def test_every_promise_has_a_story_that_carries_its_words(number: int, text: str) -> None:
    told = [story for story in stories().get(number, []) if not story.kept_from_running]
    assert told, f"P{number} has no test that always runs: “{text}”"
    for story in told:
        said = words_of(story.name.replace("_", " "))[3:]
        assert said[:WORDS] == words_of(text)[:WORDS], f"{story.name} does not carry the words of P{number}: “{text}”"


def test_no_story_tells_a_promise_that_nobody_made() -> None:
    assert set(stories()) <= {number for number, _text in promises()}


def test_no_two_stories_have_one_name() -> None:
    names = Counter(story.name for told in stories().values() for story in told)
    assert [name for name, times in names.items() if times > 1] == []
