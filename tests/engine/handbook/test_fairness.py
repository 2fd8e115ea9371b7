"""Who somebody is, or where they come from, never enters: by no rule, question, guide or override, however it is spelt."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from aktsom.content import content_path, handbook
from aktsom.engine.documents import Entry
from aktsom.engine.errors import EngineError
from aktsom.engine.flags.errors import RuleError
from aktsom.engine.flags.expressions import compile_expression
from aktsom.engine.flags.forbidden import forbidden_term
from aktsom.engine.flags.types import Fact
from aktsom.engine.guides.errors import GuideError
from aktsom.engine.guides.guide import Guide
from aktsom.engine.guides.loading import read_stop, with_answers
from aktsom.engine.guides.questions import read_question
from aktsom.engine.handbook.overrides import apply_override, read_override
from tests.engine.handbook.override_texts import EVERYTHING, as_text

ATTRIBUTES = (
    *("nationality", "citizenship", "ethnicity", "birthplace", "place_of_birth", "country_of_birth", "religion"),
    *(
        "language",
        "mother_tongue",
        "native_speaker",
        "surname",
        "first_name",
        "name",
        "race",
        "skin_colour",
        "ancestry",
    ),
    *("descent", "caste", "tribe", "passport_country", "immigrant", "homeland"),
    *("nasjonalitet", "statsborgerskap", "etnisitet", "fødested", "fødeland", "religion", "språk", "morsmål"),
    *("etternavn", "fornavn", "navn", "hudfarge", "opprinnelse", "herkomst", "avstamning", "innvandrer", "rase", "tro"),
)


def spellings(attribute: str) -> Iterator[str]:
    """The attribute as somebody might hide it."""
    words = attribute.split("_")
    camel = words[0] + "".join(word.capitalize() for word in words[1:])
    yield from (attribute, attribute.upper(), camel, f"person{camel[:1].upper()}{camel[1:]}", f"has_{attribute}_abroad")


def tricks(subject: str, attribute: str) -> Iterator[str]:
    """Conditions that would reach the attribute: plainly, by index, by text, put together, nested, by function."""
    half = len(attribute) // 2
    yield f'{subject}.{attribute} == "x"'
    yield f'{subject}["{attribute}"] == "x"'
    yield f'{subject}.person.{attribute} == "x"'
    yield f'{subject} . {attribute} != ""'
    yield f'"{attribute}" in field.critical_areas'
    yield f'{subject}["{attribute[:half]}" + "{attribute[half:]}"] == "x"'
    yield f"has({subject}.{attribute})"
    yield f"field.critical_areas.exists({attribute}, true)"
    yield f'field.critical_areas == ["{attribute}"]'


SHIPPED_RULES = [
    (path.name, rule)
    for path in sorted(content_path("rules").glob("*.yaml"))
    for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
]
SHIPPED_QUESTIONS = [
    question
    for path in sorted(content_path("questions").glob("*.yaml"))
    for question in yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]
]


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_no_rule_can_rest_on_it(attribute: str) -> None:
    for file, rule in SHIPPED_RULES:
        subject = rule["facts"][0].split(".")[0]
        entry = Entry(f"{file}, {rule['id']}", rule, RuleError)
        for trick in tricks(subject, attribute):
            with pytest.raises(RuleError):
                compile_expression(f"({rule['when']}) || {trick}", handbook().schema, entry)


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_no_question_can_ask_or_give_it(attribute: str) -> None:
    for question in SHIPPED_QUESTIONS:
        for change in asked_in(question, attribute):
            with pytest.raises(GuideError):
                read_question(Entry("a question", question | change, GuideError), handbook().schema)


def asked_in(question: dict[str, Any], attribute: str) -> Iterator[dict[str, object]]:
    """A question with the attribute in its id, its text, what makes it unnecessary, or its options."""
    yield {"id": f"{attribute}"}
    yield {"id": f"the_{attribute}_of_the_guest"}
    yield {"text": question["text"] | {"nb": f"Hva er {attribute.replace('_', ' ')}?"}}
    yield {"text": question["text"] | {"en": f"What is the {attribute.replace('_', ' ')}?"}}
    yield {"known_from": [f"people.{attribute}"]}
    if "options" in question:
        first, *rest = question["options"]
        yield {"options": [first | {"id": attribute}, *rest]}
        yield {"options": [first | {"text": {"en": attribute.replace("_", " "), "nb": "Ja"}}, *rest]}
        yield {"options": [first | {"hint": {"en": "Yes", "nb": attribute.replace("_", " ")}}, *rest]}
        yield {"options": [first | {"gives": {f"people.{attribute}": True}}, *rest]}
        yield {"options": [first | {"gives": {"field.critical_areas": [attribute]}}, *rest]}


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_no_guide_can_branch_on_it(attribute: str) -> None:
    book = handbook()
    wider = with_answers(book.schema, book.questions)
    for guide in book.guides.values():
        for stop in guide.stops:
            for trick in tricks("answer", attribute):
                entry = Entry(guide.kind, {"ask": stop.question.id, "when": trick}, GuideError)
                with pytest.raises(GuideError):
                    read_stop(entry, book.questions, wider)


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_no_override_can_bring_it_in(attribute: str) -> None:
    for change in brought_in(attribute):
        with pytest.raises(EngineError):
            apply_override(handbook(), read_override(as_text(**change)))


def brought_in(attribute: str) -> Iterator[dict[str, object]]:
    rules, questions, facts = EVERYTHING["own_rules"], EVERYTHING["questions"], EVERYTHING["facts"]
    assert isinstance(rules, list)
    assert isinstance(questions, list)
    assert isinstance(facts, dict)
    for spelling in spellings(attribute):
        yield {"facts": facts | {f"own.{spelling}": facts["own.reactor"]}}
        yield {"questions": [questions[0] | {"gives": {f"own.{spelling}": True}}]}
        yield {"own_rules": [rules[0] | {"facts": [*rules[0]["facts"], f"people.{spelling}"]}]}
        yield {"own_rules": [rules[0] | {"when": f"own.reactor || own.{spelling}"}]}
    for trick in tricks("own", attribute):
        yield {"own_rules": [rules[0] | {"when": f"own.reactor || {trick}"}]}
        yield {"guides": [{"kind": "event", "add": [{"ask": "own_reactor", "after": "unit", "when": trick}]}]}
    for change in asked_in(questions[0], attribute):
        yield {"questions": [questions[0] | change]}


HIDEABLE = [each for each in ATTRIBUTES if forbidden_term(f"x{each}x")]
"""Those that are found inside other letters too; short words such as “race” are forbidden only as words (“trace” is none)."""


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(HIDEABLE), st.data())
def test_letters_put_between_capitals_and_other_alphabets_do_not_hide_it(attribute: str, data: st.DataObject) -> None:
    disguised = ""
    for letter in attribute:
        disguised += data.draw(st.sampled_from(disguises(letter)))
        disguised += data.draw(st.sampled_from(["", "", "_", "-", ".", " ", "\u200b"]))
    assert forbidden_term(disguised)


LOOKALIKES = {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "y": "у", "x": "х", "i": "і", "s": "ѕ"}


def disguises(letter: str) -> list[str]:
    full_width = [chr(ord(letter) + 0xFEE0)] if letter.isascii() and letter.isalpha() else []
    return [letter, letter.upper(), *full_width, *LOOKALIKES.get(letter, "")]


def outcomes(person: dict[str, str], guide: Guide, answers: dict[str, object], facts: list[Fact]) -> object:
    """What comes of a cooperation in which this person takes part: the people are kept with the answers, as the room does."""
    kept = answers | {"subject": f"Work with {person['name']}", "people": [person], "unit": [person]}
    given = guide.facts_of(kept, facts)
    assessment = handbook().assess([*facts, *given], guide.unknowns(kept, facts))
    return [each.id for each in guide.path(kept, facts)], [flag.rule for flag in assessment.flags], assessment.route


def test_promise_p62_two_cooperations_that_differ_only_in_who_takes_part_come_out_the_same_in_5000_pairs() -> None:
    chance = random.Random(14)
    guides = list(handbook().guides.values())
    for _ in range(5_000):
        guide = chance.choice(guides)
        facts = some_facts(chance)
        answers = some_answers(guide, facts, chance)
        assert outcomes(somebody(chance), guide, answers, facts) == outcomes(somebody(chance), guide, answers, facts)


NAMES = (
    "Wang Wei",
    "Kari Nordmann",
    "Иван Петров",
    "فاطمة",
    "Ngozi Okafor",
    "José García",
    "Reza",
    "O'Brien",
    "Li",
    "明",
)
PLACES = ("CN", "NO", "RU", "IR", "NG", "ES", "US", "KP", "UA", "")


def somebody(chance: random.Random) -> dict[str, str]:
    return {
        "name": f"{chance.choice(NAMES)} {chance.choice(NAMES)}",
        "nationality": chance.choice(PLACES),
        "birthplace": chance.choice(PLACES),
    }


def some_facts(chance: random.Random) -> list[Fact]:
    """Facts of the rooms, each with a chance of one in five."""
    declared = [each for each in handbook().schema.facts.values() if "appraisal" not in each.rooms]
    return [Fact(each.name, each.example, "a room") for each in declared if chance.random() < 0.2]


def some_answers(guide: Guide, facts: list[Fact], chance: random.Random) -> dict[str, object]:
    answers: dict[str, object] = {}
    while question := guide.next_question(answers, facts):
        ids = [option.id for option in question.options if not option.alone]
        if not ids:
            answers[question.id] = "given"
        elif question.type == "several":
            chosen = [each for each in ids if chance.random() < 0.3]
            answers[question.id] = chosen or "unknown"
        else:
            answers[question.id] = chance.choice([*ids, "unknown"])
    return answers
