"""Leadership sees what appraising costs and what it catches; the figures are those of what really happened."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from aktsom.appraisal.deciding.actions import appeal, decide
from aktsom.appraisal.models import Appraisal, Decision, Passage
from aktsom.appraisal.models.words import Step
from aktsom.appraisal.proportion.queries import proportion
from aktsom.appraisal.way.words import Outcome
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from tests.appraisal.conftest import House, Partners

PAGE = "/appraisals/proportion/"


def figures(house: House):
    now = timezone.now()
    with acting_for(house.rector):
        return proportion(house.rector, now - timedelta(days=365), now + timedelta(seconds=1))


def test_promise_p104_leadership_sees_the_share_that_went_ahead_and_what_was_caught(
    house: House, partners: Partners, sent_in: Callable[..., Appraisal]
) -> None:
    for _each in range(3):
        sent_in(partners.quiet)
    held = sent_in(partners.serious)
    found = figures(house)
    assert (found.without_anyone.part, found.without_anyone.whole) == (3, 4)
    assert found.asked_most is not None
    assert 0 < found.asked_most <= 8
    rules = {each.rule.id: each.number for each in found.caught}
    assert rules
    assert set(rules) == {flag["rule"] for flag in held.flags}
    assert not set(rules) & {rule.id for rule in found.never}


def test_days_to_the_decision_are_counted_from_sending_in(
    house: House, partners: Partners, sent_in: Callable[..., Appraisal]
) -> None:
    row = sent_in(partners.concern)
    with acting_for(house.head):
        decide(house.head, appraisal=row, version=row.version, outcome=Outcome.DECLINE, reason="Not with them.")
    with acting_for(house.system):
        sent = Passage.objects.filter(appraisal=row, step=Step.SUBMIT)
        sent.update(at=timezone.now() - timedelta(days=6))
    (waited,) = figures(house).waited
    assert (waited.route, waited.number) == ("unit-leader", 1)
    assert round(waited.median) == 6
    (caught,) = [each for each in figures(house).caught if each.number]
    assert caught.changed == 1


def test_decisions_that_an_appeal_overturned_are_counted(
    house: House, partners: Partners, sent_in: Callable[..., Appraisal]
) -> None:
    row = sent_in(partners.concern)
    with acting_for(house.head):
        decide(house.head, appraisal=row, version=row.version, outcome=Outcome.DECLINE, reason="Not with them.")
    with acting_for(house.researcher):
        row = Appraisal.objects.get(pk=row.pk)
        appeal(house.researcher, appraisal=row, reason="They changed their board.")
        row = Appraisal.objects.get(pk=row.pk)
    with acting_for(house.dean):
        decide(house.dean, appraisal=row, version=row.version, outcome=Outcome.APPROVE, reason="Indeed they did.")
        assert Decision.objects.filter(appraisal=row).count() == 2
    found = figures(house)
    assert (found.appeals, found.overturned) == (1, 1)


def test_the_page_is_for_those_who_answer_for_the_whole_institution(
    house: House, client_for: Callable[[Actor], Client]
) -> None:
    for actor, status in ((house.rector, 200), (house.adviser, 200), (house.auditor, 200), (house.head, 403)):
        assert client_for(actor).get(PAGE).status_code == status
    assert client_for(house.researcher).get(PAGE).status_code == 403


def test_an_empty_page_says_so_and_any_period_can_be_asked_for(
    house: House, client_for: Callable[[Actor], Client]
) -> None:
    browser = client_for(house.rector)
    for days in ("90", "1825", "-1", "x", "9" * 30):
        assert "chips" in browser.get(PAGE, {"days": days}).content.decode()


def test_queries_do_not_grow_with_the_appraisals(
    house: House,
    partners: Partners,
    sent_in: Callable[..., Appraisal],
    client_for: Callable[[Actor], Client],
    django_assert_max_num_queries,
) -> None:
    for _each in range(6):
        sent_in(partners.concern)
    browser = client_for(house.rector)
    browser.get(PAGE)
    with django_assert_max_num_queries(20):
        page = browser.get(PAGE).content.decode()
    assert "Granskog" not in page
