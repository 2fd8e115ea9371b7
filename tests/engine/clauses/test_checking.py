"""The check of an agreement: what a person who reads it would say, with the place."""

import pickle
from dataclasses import replace

import pytest

from aktsom.content import clause_library
from aktsom.engine.clauses.checking import check
from aktsom.engine.clauses.types import Check, Standing
from aktsom.engine.papers.types import Paper, PaperKind, Passage
from aktsom.engine.wording import worded


def checked(*texts: str, kind: str = "project", partners: tuple[str, ...] = ("CN",)) -> Check:
    passages = tuple(Passage(text, number=f"{number}.1") for number, text in enumerate(texts, 1))
    return check(Paper(PaperKind.DOCX, passages), clause_library(), kind=kind, partners=partners)


def standing(condition: str, *texts: str, **given: object) -> Standing:
    return checked(*texts, **given).results[condition].standing  # type: ignore[arg-type]


def test_a_right_to_publish_with_a_limit_is_met() -> None:
    text = "Each Party may publish the results. The other may ask for a delay of at most sixty (60) days."
    assert standing("publication", text) is Standing.MET


def test_a_right_to_publish_without_a_limit_is_met_in_part() -> None:
    result = checked("Each Party may publish the results.").results["publication"]
    assert (result.standing, result.missing) == (Standing.PARTLY, ("limit",))


def test_a_veto_hidden_elsewhere_contradicts_the_right_to_publish() -> None:
    right = "Partene kan publisere resultatene. Utkast sendes 30 dager før innsending."
    veto = "Ingen avhandling kan offentliggjøres uten skriftlig samtykke fra partneren."
    found = checked(right, veto)
    assert found.results["publication"].standing is Standing.CONTRADICTED
    assert found.facts["agreement.publication_permission"] is True
    against = [each for each in found.results["publication"].found if each.supports == "contradiction"]
    assert against[0].passage == 1


def test_a_denied_veto_is_no_veto() -> None:
    text = "The Institute may publish within 30 days. The Sponsor may not refuse publication."
    assert standing("publication", text) is Standing.MET


def test_what_says_something_else_more_clearly_raises_no_doubt() -> None:
    met = (
        "The holder publishes freely, and nobody else has a say in it. Drafts are shown to the partner 30 days before."
    )
    others = (
        "Only persons on the list may enter the laboratory.",
        "Interviews wait for the approval of the ethics committee.",
    )
    assert standing("publication", met, *others) is Standing.MET


def test_good_words_before_a_veto_do_not_hide_it() -> None:
    text = "The parties encourage papers. A draft is withdrawn when the sponsor finds that it would not serve its interests."
    assert standing("publication", text) is not Standing.MET


def test_the_partners_law_and_courts_alone_contradict_a_fair_settlement() -> None:
    text = "This Agreement is governed by Chinese law. The courts of Beijing have exclusive jurisdiction."
    assert standing("law", text) is Standing.CONTRADICTED


@pytest.mark.parametrize(
    ("partner", "text"),
    [
        ("DE", "This Agreement is governed by Chinese law. The courts of Beijing decide. The English text prevails."),
        ("DE", "Avtalen er underlagt russisk rett og tvister avgjøres av domstolene i Moskva. Språk: engelsk."),
        ("CN", "Avtalen er skrevet på norsk og er underlagt kinesisk rett. Tvister avgjøres av domstolene i Beijing."),
        (
            "CN",
            "Signed in Oslo in English under the laws of China; the courts of Beijing decide. The English text prevails.",
        ),
        (
            "CN",
            "Den norske parten har rett til innsyn. Kinesisk rett gjelder, og domstolene i Beijing. Språk: engelsk.",
        ),
        (
            "CN",
            "Students from Norway follow the laws of China. The courts of Beijing decide. The English text prevails.",
        ),
    ],
)
def test_foreign_law_is_not_made_fair_by_a_third_country_a_language_or_a_place(partner: str, text: str) -> None:
    assert standing("law", text, partners=(partner,)) is Standing.CONTRADICTED


@pytest.mark.parametrize(
    "text",
    [
        "English law applies and disputes go to arbitration in London. The English text prevails.",
        "Avtalen følger norsk materiell rett, med Trondheim som verneting. Språket er engelsk.",
        "Lovvalg: norsk. Verneting: Oslo. Språk: norsk.",
    ],
)
def test_our_law_and_a_neutral_one_are_fair(text: str) -> None:
    assert standing("law", text) is Standing.MET


def test_whose_law_applies_does_not_say_which_language_counts() -> None:
    found = checked("This Agreement is governed by Norwegian law. Trøndelag District Court settles disputes.")
    assert found.results["law"].missing == ("language",)


def test_to_leave_when_academic_freedom_is_at_risk_does_not_grant_it() -> None:
    text = "Either Party may end this agreement at once if academic freedom or the safety of staff is at risk."
    assert standing("academic-freedom", text) is not Standing.MET


def test_what_contradicts_is_not_told_again_as_something_that_it_has() -> None:
    found = checked("This Agreement is governed by Chinese law. The courts of Beijing decide all disputes.")
    assert [str(each) for each in found.results["law"].why] == [
        "The text says the opposite: only foreign law and courts."
    ]


def test_words_of_a_veto_are_not_told_as_a_right() -> None:
    veto = checked("Resultater kan bare publiseres når partneren har gitt skriftlig samtykke.").results["publication"]
    assert (veto.standing, len(veto.why)) == (Standing.CONTRADICTED, 1)


def test_what_was_not_found_is_absent_and_mandatory_by_kind() -> None:
    found = checked("The Parties wish each other well.")
    assert found.results["export-control"].standing is Standing.ABSENT
    assert found.results["export-control"].mandatory
    assert "export-control" in found.facts["agreement.missing_conditions"]  # type: ignore[operator]


def test_the_reasons_are_told_in_both_languages() -> None:
    (reason, *_rest) = checked("Each Party may publish the results.").results["publication"].why
    assert worded(reason, "en") == "It has: a right to publish."
    assert worded(reason, "nb") == "Den har: en rett til å publisere."


def test_an_item_that_was_left_empty_is_read_as_one() -> None:
    passages = (Passage("Each Party may publish the results within:", number="4"), Passage("____", number="4.1"))
    found = check(Paper(PaperKind.DOCX, passages), replace(clause_library(), meaning=None)).results["publication"].found
    assert (0, 0) in {(each.passage, each.start) for each in found}


def test_a_check_can_be_sent_and_kept() -> None:
    paper = Paper(PaperKind.DOCX, (Passage("Each Party may publish the results.", number="1"),))
    found = check(paper, clause_library())
    assert pickle.loads(pickle.dumps(found)) == found
    kept = found.as_json(paper)
    assert kept["library"] == {"version": clause_library().version, "digest": clause_library().digest}


def test_who_is_not_released_by_sanctions_and_whose_court_decides_is_named() -> None:
    found = checked(
        "Volzhsk State Technical University and the University of Havbyen make this agreement.",
        "Restrictive measures of third states do not release the University of Havbyen from deliveries.",
        "The theme is confirmed by Volzhsk for each project.",
        "A dispute is decided by the court at the location of Volzhsk, under its law.",
        partners=("RU",),
    )
    contradicted = {name for name, each in found.results.items() if each.standing is Standing.CONTRADICTED}
    assert contradicted == {"export-control", "academic-freedom", "law"}
    assert found.facts["agreement.foreign_law_only"] is True


@pytest.mark.parametrize(
    ("condition", "line", "expected"),
    [
        ("publication", "Nobody may publish without the written permission of the Sponsor.", Standing.CONTRADICTED),
        ("publication", "Ingen kan publisere uten skriftlig tillatelse fra sponsoren.", Standing.CONTRADICTED),
        ("security", "The linkage key remains with the Provider at all times.", Standing.ABSENT),
        ("data-management", "Giveren beholder kodenøkkelen, og mottakeren skal ikke be om den.", Standing.ABSENT),
    ],
)
def test_words_of_a_contradiction_count_where_it_is_meant(condition: str, line: str, expected: Standing) -> None:
    assert standing(condition, line) is expected
