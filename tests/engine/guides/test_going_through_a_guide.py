"""A person goes through a guide: which question comes, which are skipped, what the answers give, what stays open."""

import pytest

from aktsom.content import handbook
from aktsom.engine.flags.route import Step
from aktsom.engine.flags.types import Fact, Weight
from aktsom.engine.guides.errors import AnswerError
from aktsom.engine.guides.guide import Guide
from aktsom.engine.guides.types import UNKNOWN, Answers

BEGUN: Answers = {"subject": "Batteries", "partner": ["some id"], "unit": "some id"}
NONE = ["none"]


def guide(kind: str) -> Guide:
    return handbook().guides[kind]


def asked(kind: str, answers: Answers, facts: tuple[Fact, ...] = ()) -> list[str]:
    return [question.id for question in guide(kind).path(answers, facts)]


def test_questions_come_one_at_a_time_and_end() -> None:
    answers: dict[str, object] = {}
    seen = []
    while question := guide("research-project").next_question(answers):
        assert guide("research-project").remaining(answers) == 8 - len(seen)
        seen.append(question.id)
        answers[question.id] = NONE if question.options else "something"
    assert len(seen) == 8
    assert guide("research-project").remaining(answers) == 0


def test_what_the_rooms_know_is_not_asked() -> None:
    field = Fact("field.critical_areas", ("energy",), "register")
    assert "critical_field" in asked("research-project", BEGUN)
    assert "critical_field" not in asked("research-project", BEGUN, (field,))
    assert guide("research-project").remaining(BEGUN, (field,)) == 4


def test_what_is_filled_in_beforehand_is_not_asked() -> None:
    assert guide("memorandum").next_question({"unit": "mine"}).id == "subject"  # type: ignore[union-attr]
    assert guide("memorandum").remaining({"unit": "mine"}) == guide("memorandum").longest - 1


def test_a_branch_is_asked_only_where_it_applies() -> None:
    courses = {**BEGUN, "teaching": NONE, "lab_work": "no"}
    thesis = {**BEGUN, "teaching": NONE, "lab_work": "yes"}
    assert guide("student-exchange").next_question(courses) is None
    assert guide("student-exchange").next_question(thesis).id == "critical_field"  # type: ignore[union-attr]
    assert guide("student-exchange").remaining(thesis) == 2


def test_an_answer_on_a_branch_that_was_left_gives_no_facts() -> None:
    answers = {**BEGUN, "teaching": NONE, "lab_work": "yes", "critical_field": ["quantum"], "partner_access": NONE}
    assert ("quantum",) in [fact.value for fact in guide("student-exchange").facts_of(answers)]
    left = answers | {"lab_work": "no"}
    assert ("quantum",) not in [fact.value for fact in guide("student-exchange").facts_of(left)]


def test_answers_give_facts_and_what_was_ruled_out_is_a_fact_too() -> None:
    answers = {**BEGUN, "period": {}, "critical_field": ["quantum", "energy"], "visit_access": ["takes"]}
    facts = {fact.name: fact for fact in guide("visiting-researcher").facts_of(answers | {"period": {"to": "x"}})}
    assert facts["field.critical_areas"].value == ("quantum", "energy")
    assert facts["access.export"].value is True
    assert facts["access.sensitive"].value is False
    assert facts["access.export"].source == "intake"
    assert facts["access.export"].detail == "visit_access"
    assert "people.state_tie" not in facts


def test_i_do_not_know_is_always_allowed_and_stays_open() -> None:
    for each in handbook().questions.values():
        assert guide_of(each.id).check(each.id, UNKNOWN) == UNKNOWN
    answers = {**BEGUN, "memo_content": "field", "critical_field": UNKNOWN, "terms": NONE}
    (point,) = guide("memorandum").unknowns(answers)
    assert point.question == "critical_field"
    assert point.facts == ("field.critical_areas",)
    assert point.text["nb"]
    assert point.remedy["en"]
    assert "field.critical_areas" not in {fact.name for fact in guide("memorandum").facts_of(answers)}


def guide_of(question: str) -> Guide:
    return next(each for each in handbook().guides.values() if question in {asked.id for asked in each.questions})


def test_promise_p58_i_dont_know_is_always_an_answer_and_never_an_all_clear() -> None:
    book = handbook()
    answers = {**BEGUN, "memo_content": "field", "critical_field": UNKNOWN, "terms": NONE}
    open_points = guide("memorandum").unknowns(answers)
    alone = book.assess(guide("memorandum").facts_of(answers), open_points)
    assert alone.route.step is Step.GO_AHEAD
    assert not alone.route.all_clear
    listed = [*guide("memorandum").facts_of(answers), Fact("partner.military_affiliation", True, "partners")]
    could_be_serious = book.assess(listed, open_points)
    assert "partner.military-critical" in [rule.id for rule in could_be_serious.possible]
    assert could_be_serious.route.step is Step.UNIT_LEADER


def test_what_could_be_serious_brings_in_a_person_even_without_a_flag() -> None:
    answers = {**BEGUN, "memo_content": "shared", "critical_field": NONE, "terms": UNKNOWN}
    open_points = guide("memorandum").unknowns(answers)
    outcome = handbook().assess(guide("memorandum").facts_of(answers), open_points)
    assert outcome.weight is None
    assert Weight.SERIOUS in {rule.weight for rule in outcome.possible}
    assert outcome.route.step is Step.UNIT_LEADER
    assert outcome.route.four_eyes


@pytest.mark.parametrize(
    ("question", "raw", "reason"),
    [
        ("funding", [], "Choose an answer."),
        ("funding", ["money"], "Choose one of the answers that are offered."),
        ("funding", "state", "Choose one of the answers that are offered."),
        ("funding", ["none", "state"], "“None of these” cannot stand beside others."),
        ("funding", [["state"]], "Choose one of the answers that are offered."),
        ("subject", "  ", "Write an answer."),
        ("subject", "x" * 5001, "Write at most 5000 characters; this has 5001."),
        ("partner", None, "Choose at least one partner."),
        ("subject", "", "Write an answer."),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_in_words(question: str, raw: object, reason: str) -> None:
    with pytest.raises(AnswerError) as refusal:
        guide_of(question).check(question, raw)
    assert refusal.value.reason["en"] == reason
    assert refusal.value.reason["nb"] != reason


def test_an_answer_of_an_older_guide_that_fits_no_longer_is_asked_again() -> None:
    old = {**BEGUN, "memo_content": "friendship"}
    assert guide("memorandum").next_question(old).id == "memo_content"  # type: ignore[union-attr]


def test_the_digest_is_of_the_content_alone() -> None:
    handbook.cache_clear()
    before = handbook().digest
    handbook.cache_clear()
    assert handbook().digest == before
    assert len(before) == 64
