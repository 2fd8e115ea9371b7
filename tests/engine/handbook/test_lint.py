"""The handbook that ships is sound, and the linter sees what makes one unsound."""

import pytest

from aktsom.content import handbook
from aktsom.content.soundness import KINDS, findings
from aktsom.cooperation.register.models import Cooperation
from aktsom.engine.handbook.overrides import apply_override, read_override
from aktsom.engine.handbook.reading import lix
from tests.engine.handbook.override_texts import EVERYTHING, as_text
from tests.engine.handbook.test_overrides import changed_question, changed_rule


def test_what_ships_is_sound() -> None:
    assert [str(finding) for finding in findings(handbook())] == []


def test_the_kinds_are_those_of_the_register() -> None:
    assert set(KINDS) == set(Cooperation.Kind.values)


def test_promise_p57_no_kind_of_cooperation_asks_more_than_eight_questions() -> None:
    assert all(guide.longest <= 8 for guide in handbook().guides.values())


LONG = {"en": "Long. " * 60, "nb": "Kort."}
HARD = {
    "en": "Institutional internationalisation considerations necessitate comprehensive interdisciplinary documentation.",
    "nb": "Kort og godt.",
}
MISSPELT = {"ask": "own_reactor", "after": "terms", "when": 'answer.memo_content == "feild"'}


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (as_text(guides=None), "own_reactor", "No guide asks this question"),
        (changed_rule(measures=[]), "access.own-reactor", "names nothing that helps"),
        (changed_rule(measures=[]), "own-dosimeter", "No rule points to this measure"),
        (changed_rule(when="country.arms_embargo", facts=["country.arms_embargo"]), "own.reactor", "No rule rests on"),
        (
            changed_rule(when='"rpism" in field.critical_areas', facts=["field.critical_areas"]),
            "access.own-reactor",
            "Nothing ever gives “rpism”",
        ),
        (changed_rule(reason=LONG), "access.own-reactor", "“reason” (en) has 359 characters"),
        (changed_rule(reason=HARD), "access.own-reactor", "hard to read (en"),
        (changed_question(why={"en": "One. Two.", "nb": "En."}), "own_reactor", "several sentences"),
        (changed_question(gives={}), "own_reactor", "No answer changes anything"),
        (
            as_text(measures=[{**EVERYTHING["measures"][0], "duty": "janitor"}]),  # type: ignore[index]
            "own-dosimeter",
            "no duty janitor",
        ),
        (
            as_text(guides=[{"kind": "memorandum", "add": [MISSPELT]}]),
            "memorandum",
            "memo_content has no answer “feild”",
        ),
    ],
)
def test_the_linter_names_what_is_not_sound(text: str, place: str, message: str) -> None:
    found = findings(apply_override(handbook(), read_override(text)))
    assert any(finding.place.startswith(place) and message in str(finding.message) for finding in found), found
    assert all(finding.remedy for finding in found)


def test_a_rule_that_others_always_replace_is_unreachable() -> None:
    rule = {
        "facet": "access",
        "id": "access.own-shadow",
        "weight": "serious",
        "when": "access.own_equipment",
        "facts": ["access.own_equipment"],
        "title": {"en": "A", "nb": "B"},
        "reason": {"en": "A", "nb": "B"},
        "advice": {"en": "A", "nb": "B"},
        "requirements": ["EU-14h"],
        "measures": ["own-zone"],
        "replaces": ["access.own-equipment"],
        "sources": [{"title": "House rules", "url": "https://example.org/rules", "year": 2026}],
    }
    book = apply_override(handbook(), read_override(as_text(own_rules=[rule, EVERYTHING["own_rules"][0]])))  # type: ignore[index]
    assert [f.place for f in findings(book) if "Others always speak" in str(f.message)] == ["access.own-equipment"]


def test_lix_is_that_of_the_books() -> None:
    assert lix("") == 0
    assert lix("You decide. We help.") == 2.0
    assert lix("Internasjonalt samarbeid") == 2 + 100
