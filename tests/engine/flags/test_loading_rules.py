"""A rule that is unfair, mistaken or misspelt is refused before it is in force, with file, rule, reason and remedy."""

import contextlib
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from aktsom.content import content_path, fact_schema
from aktsom.engine.documents import Entry
from aktsom.engine.flags.errors import RuleError
from aktsom.engine.flags.expressions import compile_expression
from aktsom.engine.flags.forbidden import forbidden_term
from aktsom.engine.flags.rules import Terms, load_rules
from aktsom.engine.flags.schema import load_schema

FORBIDDEN = (
    *("nationality", "citizenship", "citizen_of", "ethnicity", "ethnic_group", "birthplace", "place_of_birth"),
    *("birth_country", "religion", "language", "mother_tongue", "surname", "first_name", "name", "race"),
    *("nasjonalitet", "statsborgerskap", "etnisitet", "fødested", "fødeland", "religiøs", "språk", "morsmål"),
    *("etternavn", "fornavn", "navn", "hudfarge", "opprinnelse"),
)

SHIPPED = [
    (rule, rule["facts"][0].split(".")[0])
    for path in sorted(content_path("rules").glob("*.yaml"))
    for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
]

GOOD: dict[str, object] = {
    "id": "partner.sample",
    "weight": "concern",
    "when": "partner.military_affiliation",
    "facts": ["partner.military_affiliation"],
    "title": {"en": "A", "nb": "B"},
    "reason": {"en": "A", "nb": "B"},
    "advice": {"en": "A", "nb": "B"},
    "requirements": ["EU-14b"],
    "sources": [{"title": "A law", "url": "https://example.org/law", "year": 2024}],
}


def load(folder: Path, *rules: dict[str, object], facet: str = "partner") -> None:
    (folder / "partner.yaml").write_text(yaml.safe_dump({"facet": facet, "rules": list(rules)}), encoding="utf-8")
    load_rules(folder, Terms(fact_schema()))


def test_a_sound_rule_is_taken(tmp_path: Path) -> None:
    load(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"when": "partner.unheard_of", "facts": ["partner.unheard_of"]}, "no fact partner.unheard_of"),
        ({"when": "partner.military_affiliation &&"}, "does not compile"),
        ({"when": "partner['military_affiliation']"}, "no fact partner"),
        ({"when": "partner.part_of_listed[0] == 'eu'", "facts": ["partner.part_of_listed"]}, "by index"),
        ({"when": "matches(partner.military_affiliation)"}, "no function matches"),
        ({"when": "partner.part_of_listed.exists(x, true)"}, "no function"),
        ({"when": "partner.part_of_listed > 3", "facts": ["partner.part_of_listed"]}, "types"),
        ({"when": "size(partner.part_of_listed)", "facts": ["partner.part_of_listed"]}, "neither true nor false"),
        ({"when": "!partner.military_affiliation"}, "unknown"),
        ({"when": "partner.military_affiliation && !access.sensitive"}, "unknown"),
        ({"when": "partner.military_affiliation && false"}, "never hold"),
        ({"when": "true", "facts": []}, "rests on no fact"),
        ({"when": "partner.military_affiliation == 'x\\u0041'"}, "cannot be used"),
        ({"facts": ["partner.opaque_ownership"]}, "name different facts"),
        ({"when": "partner.religion == 'x'"}, "no rule may rest on"),
        ({"facts": ["partner.nationality"]}, "No rule may rest on"),
        ({"weight": "grave"}, "no weight"),
        ({"title": {"en": "A"}}, "“nb” is missing"),
        ({"advice": {"en": "A", "nb": " "}}, "“nb” is missing"),
        ({"requirements": ["EU-14z"]}, "no requirement EU-14z"),
        ({"requirements": []}, "serves no requirement"),
        ({"sources": []}, "empty list"),
        ({"id": "country.sample"}, "does not begin with its facet"),
        ({"wieght": "note"}, "is not a key"),
        ({"replaces": ["partner.other"]}, "is no rule"),
        ({"replaces": ["partner.sample"]}, "not lighter"),
    ],
)
def test_a_mistake_is_refused_with_file_and_rule(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    with pytest.raises(RuleError, match=reason) as refusal:
        load(tmp_path, GOOD | change)
    assert refusal.value.place.startswith("partner.yaml")
    assert "sample" in refusal.value.place
    assert refusal.value.remedy


def test_the_same_id_twice_and_a_wrong_facet_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"partner\.sample: Another rule"):
        load(tmp_path, GOOD, GOOD)
    with pytest.raises(RuleError, match="no facet"):
        load(tmp_path, GOOD, facet="partners")
    with pytest.raises(RuleError, match="another facet"):
        load(tmp_path, GOOD, facet="country")


@pytest.mark.parametrize("text", ["", "- a\n", "a: [", "a: !!python/object/apply:os.system ['true']", "\x00"])
def test_a_file_that_is_no_rule_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "partner.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=r"partner\.yaml"):
        load_rules(tmp_path, Terms(fact_schema()))


@pytest.mark.parametrize("attribute", FORBIDDEN)
def test_promise_p17_a_rule_that_names_nationality_ethnicity_birthplace_religion_or_language_is_refused_when_loaded(
    attribute: str,
) -> None:
    for rule, subject in SHIPPED:
        for attempt in (
            f"{subject}.{attribute} == 'x'",
            f"{subject}['{attribute}'] == 'x'",
            f"'{attribute}' in field.critical_areas",
            f"{subject}.has_foreign_{attribute}",
        ):
            entry = Entry(f"partner.yaml, {rule['id']}", rule, RuleError)
            with pytest.raises(RuleError, match="no rule may rest on"):
                compile_expression(f"({rule['when']}) || {attempt}", fact_schema(), entry)


@pytest.mark.parametrize("attribute", FORBIDDEN)
def test_the_schema_cannot_declare_who_somebody_is(tmp_path: Path, attribute: str) -> None:
    (tmp_path / "facts.yaml").write_text(yaml.safe_dump({"facts": {f"people.{attribute}": {"type": "string"}}}))
    with pytest.raises(RuleError, match="No fact may say this"):
        load_schema(tmp_path / "facts.yaml")


@pytest.mark.parametrize(
    "spelling", ["NATIONALITY", "n_a_t_i_o_n_a_l_i_t_y", "personNationality", "na-tio nality", "ｎationality"]
)
def test_a_disguised_spelling_is_seen(spelling: str) -> None:
    assert forbidden_term(spelling)


@pytest.mark.parametrize(
    "innocent", ["traces", "controlled_by", "international", "unnamed", "embrace", "fraser", "surfaces"]
)
def test_words_that_only_look_alike_are_allowed(innocent: str) -> None:
    assert forbidden_term(innocent) is None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_text_as_condition_is_taken_or_refused_but_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("rules")
    with contextlib.suppress(RuleError):
        load(folder, GOOD | {"when": text})
