"""Which names become one partner by themselves, and which wait. The organisations are invented."""

import pytest

from aktsom.cooperation.partners.resolution import Reason, SeenName, resolve


def curated(text: str, country: str = "DE", **given: object) -> SeenName:
    return SeenName(text, country, "openalex", curated=True, **given)  # type: ignore[arg-type]


def other(text: str, country: str = "DE") -> SeenName:
    return SeenName(text, country, "cordis")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("University of Nordvik", "THE UNIVERSITY OF NORDVIK"),
        ("Büchsee (Germany)", "BUCHSEE GMBH"),
        ("Nordvik Research Council (NRC)", "NORDVIK RESEARCH COUNCIL"),
        ("Nordvik-Sølund Institute", "Nordvik Sølund Institute"),
    ],
)
def test_the_same_name_in_one_country_is_one_partner(one: str, two: str) -> None:
    found = resolve([curated(one), other(two)])
    assert len(found.groups) == 1


def test_the_same_name_in_two_countries_is_two_partners() -> None:
    found = resolve([curated("Institute of Zuggology", "DE"), other("INSTITUTE OF ZUGGOLOGY", "AT")])
    assert len(found.groups) == 2
    assert not found.joins


def test_the_same_words_in_another_language_are_merged_with_that_reason() -> None:
    [join] = resolve([curated("University of Weldenburg"), other("UNIVERSITAET WELDENBURG")]).joins
    assert (join.certain, join.reason) == (True, Reason.OTHER_LANGUAGE)


def test_two_names_of_a_curated_source_are_never_merged_by_themselves() -> None:
    [join] = resolve([curated("Weldenburg University"), curated("University of Weldenburg")]).joins
    assert not join.certain


def test_technology_and_technological_wait_for_a_person() -> None:
    joins = resolve(
        [curated("Weldenburg University of Technology"), other("WELDENBURG TECHNOLOGICAL UNIVERSITY")]
    ).joins
    assert all(not join.certain for join in joins)


def test_names_of_common_words_alone_wait_for_a_person() -> None:
    joins = resolve([curated("National Research Council"), other("CONSEIL NATIONAL DE RECHERCHE")]).joins
    assert all(not join.certain for join in joins)


def test_a_misspelling_waits_with_its_likeness_and_the_words_that_differ() -> None:
    [join] = resolve([curated("Western Weldenburg University"), other("WESTERN WELDENBURG UNVERSITY")]).joins
    assert (join.certain, join.reason) == (False, Reason.LOOKS_ALIKE)
    assert join.score > 0.93
    assert "unversity" in join.explanation


def test_a_city_in_brackets_and_capitals_is_no_acronym() -> None:
    found = resolve(
        [other("WELDENBURG UNIVERSITY OF MINES (OSTHEIM)"), other("WELDENBURG UNIVERSITY OF MINES (WESTHEIM)")]
    )
    assert len(found.groups) == 2


def test_the_same_identifier_is_one_organisation_whatever_the_names() -> None:
    same = frozenset({"ror:01x"})
    [join] = resolve([curated("Alfa", identifiers=same), curated("Omega", identifiers=same)]).joins
    assert (join.certain, join.reason) == (True, Reason.SAME_IDENTIFIER)
