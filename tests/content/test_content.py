"""The content that ships: complete in both languages, with references, and covering what it promises."""

import pytest
import yaml

from aktsom.content import content_path, critical_areas, fact_schema, rule_book
from aktsom.content.countries import assistance_laws, sanctions_regimes, threat_assessments
from aktsom.content.institutions import known_institutions
from aktsom.content.requirements import requirements
from aktsom.engine.flags.rules import REQUIREMENTS

FILES = sorted(content_path().rglob("*.yaml"))


def texts_in(node: object) -> list[dict[str, object]]:
    """Every mapping that speaks a language, however deep."""
    if isinstance(node, list):
        return [found for item in node for found in texts_in(item)]
    if not isinstance(node, dict):
        return []
    here = [node] if {"en", "nb"} & set(node) else []
    return here + [found for value in node.values() for found in texts_in(value)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_text_is_there_in_both_languages(path: object) -> None:
    speaking = texts_in(yaml.safe_load(path.read_text(encoding="utf-8")))  # type: ignore[attr-defined]
    assert all(texts.get("en") and texts.get("nb") for texts in speaking)


def test_rules_serve_requirements_and_name_their_sources() -> None:
    for rule in rule_book().rules:
        assert rule.requirements
        assert all(source.title and source.url.startswith("https://") and source.year > 1945 for source in rule.sources)


def test_no_fact_is_declared_that_no_rule_rests_on() -> None:
    used = {fact for rule in rule_book().rules for fact in rule.when.facts}
    assert used == set(fact_schema().facts)


def test_the_requirements_are_the_nineteen_of_the_two_texts() -> None:
    assert set(requirements()) == REQUIREMENTS
    assert len(REQUIREMENTS) == 19
    assert all(requirement.url.startswith("https://") for requirement in requirements().values())


def test_the_ten_critical_areas_each_have_words() -> None:
    areas = critical_areas().areas
    assert len(areas) == 10
    assert all(area.words for area in areas)


@pytest.mark.parametrize(
    ("title", "areas"),
    [
        ("A silicon photonics chip for quantum key distribution", ["semiconductors", "quantum"]),
        ("Federated learning on UAVs", ["artificial-intelligence", "robotics"]),
        ("Lithium-ion batteries after ten winters", ["energy"]),
        ("Dyplæring for hyperspektrale bilder", ["artificial-intelligence", "sensing"]),
        ("A network of energy in rural communities", []),
        ("Sensors of social change", []),
        ("Robustness of small-sample statistics", []),
        ("", []),
    ],
)
def test_titles_point_to_areas_only_by_whole_telling_words(title: str, areas: list[str]) -> None:
    assert [match.area for match in critical_areas().critical_areas(title)] == areas


def test_institutions_have_one_name_each_and_a_domain() -> None:
    owners: dict[str, str] = {}
    for institution in known_institutions():
        assert "." in institution.domain
        assert institution.city
        for name in institution.all_names:
            assert owners.setdefault(name.casefold(), institution.id) == institution.id, name
    assert len(known_institutions()) >= 70


def test_regimes_name_their_acts_and_follow_the_programmes() -> None:
    catalogue = sanctions_regimes()
    assert all(regime.legal_act and regime.url.startswith("https://") and regime.as_of for regime in catalogue.all)
    assert catalogue.regimes({"EU-PRK"})["KP"].comprehensive
    assert "KP" not in catalogue.regimes(set())
    assert catalogue.regimes(set())["CN"].arms_embargo == "country"
    assert catalogue.regimes({"EU-SOM"})["SO"].arms_embargo == "groups"
    assert catalogue.unmapped({"EU-PRK", "EU-NEW"}) == ("EU-NEW",)


def test_a_thematic_regime_touches_no_country_and_ukraine_is_not_the_target() -> None:
    catalogue = sanctions_regimes()
    without = set(catalogue.regimes(set()))
    assert set(catalogue.regimes({"EU-CYB", "EU-HR", "EU-CHEM", "EU-TERR", "EU-TAQA-EUAQ", "EU-HAM"})) == without
    assert "UA" not in catalogue.regimes({"EU-UKR"})


def test_namings_and_laws_carry_their_references() -> None:
    assert {naming.country for naming in threat_assessments()} >= {"CN", "RU", "IR", "KP"}
    assert all(naming.url.startswith("https://") and naming.year >= 2023 for naming in threat_assessments())
    assert {law.country for law in assistance_laws()} == {"CN", "RU"}
    assert all(law.reference and law.url.startswith("https://") for law in assistance_laws())
