"""A question or guide that is mistaken, unfair or misspelt is refused before it is in force, with place, reason and remedy."""

from pathlib import Path

import pytest
import yaml

from aktsom.content import handbook
from aktsom.engine.guides.errors import GuideError
from aktsom.engine.guides.loading import load_guides
from aktsom.engine.guides.questions import load_questions

WORDS = {"en": "Here.", "nb": "Her."}
NONE = {"id": "none", "text": WORDS, "alone": True}
SEVERAL: dict[str, object] = {
    "id": "sample",
    "type": "several",
    "text": WORDS,
    "why": WORDS,
    "example": WORDS,
    "open_point": WORDS,
    "remedy": WORDS,
    "options": [{"id": "lab", "text": WORDS, "gives": {"access.sensitive": True}}, NONE],
}
YES_NO = {key: value for key, value in SEVERAL.items() if key != "options"} | {
    "type": "yes-no",
    "gives": {"access.sensitive": True},
}
TEXT = {"id": "plain", "type": "text", "text": WORDS, "why": WORDS, "example": WORDS}


def load(folder: Path, *questions: dict[str, object]) -> None:
    (folder / "some.yaml").write_text(yaml.safe_dump({"questions": list(questions)}), encoding="utf-8")
    load_questions(folder, handbook().schema)


def test_sound_questions_are_taken(tmp_path: Path) -> None:
    load(tmp_path, SEVERAL, YES_NO | {"id": "other"}, TEXT)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (SEVERAL | {"id": "Sample one"}, "no plain word"),
        (SEVERAL | {"type": "slider"}, "no type of question"),
        (SEVERAL | {"options": [NONE]}, "only one option"),
        (SEVERAL | {"options": [NONE, NONE | {"alone": False}]}, "stands twice"),
        (SEVERAL | {"options": [NONE, NONE | {"id": "other"}]}, "one option stands alone"),
        (SEVERAL | {"options": [NONE, NONE | {"id": "unknown", "alone": False}]}, "always there"),
        (SEVERAL | {"type": "choice"}, "one stands alone"),
        (SEVERAL | {"gives": {}}, "Only a yes-no question"),
        (
            SEVERAL | {"options": [{"id": "lab", "text": WORDS, "gives": {"access.cellar": True}}, NONE]},
            "no fact access",
        ),
        (
            SEVERAL | {"options": [{"id": "lab", "text": WORDS, "gives": {"access.sensitive": "yes"}}, NONE]},
            "of type bool",
        ),
        (SEVERAL | {"known_from": ["access.cellar"]}, "no fact access.cellar"),
        (SEVERAL | {"text": {"en": "Here."}}, "“nb” is missing"),
        (SEVERAL | {"exampel": WORDS}, "is not a key"),
        ({key: value for key, value in SEVERAL.items() if key != "remedy"}, "Expected named values"),
        (YES_NO | {"options": [NONE, NONE]}, "has no options"),
        (TEXT | {"open_point": WORDS}, "has no “open_point”"),
    ],
)
def test_a_mistake_in_a_question_is_refused(tmp_path: Path, question: dict[str, object], reason: str) -> None:
    with pytest.raises(GuideError, match=reason) as refusal:
        load(tmp_path, question)
    assert str(refusal.value.place).startswith("some.yaml")
    assert refusal.value.remedy


def test_a_question_that_stands_twice_or_none_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuideError, match="no questions here"):
        load_questions(tmp_path, handbook().schema)
    with pytest.raises(GuideError, match="Another question has this id"):
        load(tmp_path, SEVERAL, SEVERAL)


GUIDE: dict[str, object] = {
    "kind": "event",
    "version": 1,
    "title": WORDS,
    "intro": WORDS,
    "questions": [{"ask": "data_way"}, {"ask": "terms", "when": 'answer.data_way == "copy"'}],
}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "picnic"}, "another kind's file"),
        ({"questions": []}, "empty list"),
        ({"questions": [{"ask": "weather"}]}, "no question weather"),
        ({"questions": [{"ask": "unit"}, {"ask": "unit"}]}, "asks unit twice"),
        ({"questions": [{"ask": "terms", "when": 'answer.data_way == "copy"'}]}, "not asked before"),
        ({"questions": [{"ask": "terms", "when": "answer.subject == 'x'"}]}, "no fact answer.subject"),
        ({"questions": [{"ask": "terms", "when": "false && access.sensitive"}]}, "can never hold"),
        ({"questions": [{"ask": "terms", "when": "size(access.sensitive) > 0"}]}, "types"),
        ({"questions": [{"ask": "terms", "because": "x"}]}, "is not a key"),
        ({"version": "one"}, "no whole number"),
    ],
)
def test_a_mistake_in_a_guide_is_refused(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    (tmp_path / "event.yaml").write_text(yaml.safe_dump(GUIDE), encoding="utf-8")
    load_guides(tmp_path, handbook().questions, handbook().schema)
    (tmp_path / "event.yaml").write_text(yaml.safe_dump(GUIDE | change), encoding="utf-8")
    with pytest.raises(GuideError, match=reason) as refusal:
        load_guides(tmp_path, handbook().questions, handbook().schema)
    assert str(refusal.value.place).startswith("event.yaml")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuideError, match="no guides here"):
        load_guides(tmp_path, handbook().questions, handbook().schema)
