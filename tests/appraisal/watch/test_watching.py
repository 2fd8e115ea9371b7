"""After a decision: facts change, days pass, the cooperation becomes another one, something happens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aktsom.appraisal.actions import raise_flags, raise_own_flags
from aktsom.appraisal.deciding.actions import decide
from aktsom.appraisal.deciding.evidence import evidence_of
from aktsom.appraisal.deciding.who import turn_of
from aktsom.appraisal.dossier.presenting import dossier_of
from aktsom.appraisal.intake.actions import send_in
from aktsom.appraisal.models import Appraisal, Passage, RaisedFlag
from aktsom.appraisal.scope import grown
from aktsom.appraisal.watch.actions import go_through_again, notice_scope, reopen_after_incident
from aktsom.appraisal.watch.days import go_with_the_days
from aktsom.appraisal.watch.following import watch_all
from aktsom.appraisal.watch.looking import look_again
from aktsom.appraisal.way.words import Outcome
from aktsom.appraisal.wording import fact_in_words
from aktsom.appraisal.work.queries import Show, appraisals
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.actions import add_partner, change_cooperation, withdraw_cooperation
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import DutyAssignment
from tests.appraisal.conftest import fill
from tests.appraisal.samples import hit

pytestmark = pytest.mark.django_db
PUBLIC = Actor.system("appraisal")


def watch(house, as_) -> int:
    """As a whole round does it: flags first, then the watch."""
    raise_flags(PUBLIC)
    watch_all(lambda _line: None)
    with as_(house.system):
        return look_again(Actor.system("watch", house.institution.pk))


def again(house, as_, row) -> Appraisal:
    with as_(house.system):
        return Appraisal.objects.select_related("unit", "cooperation").prefetch_related("asides").get(pk=row.pk)


def approved(house, as_, row) -> Appraisal:
    with as_(house.head):
        return decide(house.head, appraisal=row, version=row.version, outcome=Outcome.APPROVE, reason="Fine.")


def test_a_heavier_flag_opens_it_again_and_goes_to_whom_that_asks_for(house, partners, sent_in, as_):
    row = sent_in(partners.quiet)
    watch(house, as_)
    hit(partners.quiet, "us-el")
    watch(house, as_)
    found = again(house, as_, row)
    assert (found.state, found.weight, found.route, found.round) == ("preparing", "serious", "leader-above", 2)
    assert [each["what"] for each in found.news] == ["began"]
    with as_(house.researcher):
        assert evidence_of(found)["flags"] == [], "what it rested on is kept as it was"
        assert dossier_of(house.researcher, found).is_since_decision
    with as_(house.system):
        assert Passage.objects.filter(appraisal=row, step="reopen").get().why == {
            "reason": "heavier",
            "weight": "serious",
        }


def test_a_lighter_change_is_news_and_opens_nothing(house, partners, sent_in, as_):
    row = approved(house, as_, sent_in(partners.concern))
    watch(house, as_)
    hit(partners.concern, "us-1260h")
    watch(house, as_)
    found = again(house, as_, row)
    assert found.state == "decided"
    assert [each["what"] for each in found.news] == ["moved"]
    assert found.flags == row.flags


def test_news_that_went_away_again_is_no_news(house, partners, sent_in, as_):
    row = approved(house, as_, sent_in(partners.concern))
    more = hit(partners.concern, "us-1260h")
    watch(house, as_)
    more.until = timezone.now()
    more.save()
    watch(house, as_)
    assert again(house, as_, row).news == []


def test_only_those_that_a_change_reaches_are_looked_at(house, partners, sent_in, as_):
    for each in (partners.quiet, partners.exposed, partners.concern):
        sent_in(each)
    watch(house, as_)
    with as_(house.system):
        raise_own_flags(Actor.system("appraisal", house.institution.pk))
        assert look_again(Actor.system("watch", house.institution.pk)) == 0
    hit(partners.quiet, "us-1286")
    raise_flags(PUBLIC)
    with as_(house.system):
        assert look_again(Actor.system("watch", house.institution.pk)) == 1


def test_what_waits_goes_to_a_heavier_level_when_more_is_found(house, partners, sent_in, as_):
    row = sent_in(partners.concern)
    hit(partners.concern, "eu-fsf")
    watch(house, as_)
    found = again(house, as_, row)
    assert (found.state, found.weight, found.route) == ("preparing", "stop", "leadership")
    with as_(house.researcher):
        assert not dossier_of(house.researcher, again(house, as_, row)).is_since_decision, "it was never decided"


def test_a_refusal_is_not_opened_by_a_heavier_flag(house, partners, sent_in, as_):
    row = sent_in(partners.concern)
    with as_(house.head):
        decide(house.head, appraisal=row, version=row.version, outcome=Outcome.DECLINE, reason="No.")
    hit(partners.concern, "eu-fsf")
    watch(house, as_)
    assert again(house, as_, row).state == "decided"


def test_promise_p103_what_is_another_matter_than_was_decided_on_says_what_changed_and_its_owner_is_asked_again(
    house, partners, sent_in, as_
):
    row = sent_in(partners.quiet)
    with as_(house.researcher):
        cooperation = row.cooperation
        change_cooperation(
            house.researcher, cooperation=cooperation, version=cooperation.version, changes={"fields": ("quantum",)}
        )
    with as_(house.system):
        notice_scope(Actor.system("watch", house.institution.pk), [row.cooperation_id])
    found = again(house, as_, row)
    assert (found.state, found.round) == ("draft", 2)
    assert found.answers, "the answers are kept, to be gone through"


def test_what_changed_after_the_decision_is_a_fact_from_the_registers_history_until_it_is_appraised_anew(
    house, partners, sent_in, as_
):
    row = sent_in(partners.quiet)
    with as_(house.researcher):
        assert grown([row.cooperation_id]) == {}
        add_partner(house.researcher, cooperation=row.cooperation, partner=partners.exposed)
    with as_(house.system):
        ((key, found),) = grown([row.cooperation_id]).items()
        assert (key, found.parts, found.day) == (row.cooperation_id, ("partners",), timezone.localdate())
        raise_own_flags(house.system)
        kept = RaisedFlag.objects.get(rule="process.scope-changed", until=None)
        assert fact_in_words(kept.facts[0]).endswith(("(the partners)", "(partnerne)"))
        notice_scope(Actor.system("watch", house.institution.pk), [row.cooperation_id])
    draft = again(house, as_, row)
    with as_(house.researcher):
        filled = fill(house.researcher, draft, partner=partners.quiet)
        sent = send_in(house.researcher, appraisal=filled, version=filled.version, title="Light and mirrors")
        assert "process.scope-changed" not in {each["rule"] for each in sent.flags}
    with as_(house.system):
        assert grown([row.cooperation_id]) == {}


def test_partners_that_became_one_are_no_change(house, partners, sent_in, as_):
    row = sent_in(partners.quiet)
    with acting_for(Actor.system("tests")):
        Partner.objects.filter(pk=partners.quiet.pk).update(merged_into=partners.exposed)
    with as_(house.system):
        assert grown([row.cooperation_id]) == {}


def test_days_remind_lift_take_up_ask_again_and_close(house, partners, sent_in, as_):
    late, soon, over = (sent_in(partners.concern) for _each in range(3))
    today = timezone.localdate()
    with as_(house.system):
        Appraisal.objects.filter(pk=late.pk).update(due=today - timedelta(days=1))
        Appraisal.objects.filter(pk=soon.pk).update(due=today + timedelta(days=1))
    approved(house, as_, over)
    with as_(house.system):
        Appraisal.objects.filter(pk=over.pk).update(valid_until=today)
        watcher = Actor.system("watch", house.institution.pk)
        taken = go_with_the_days(watcher)
        assert taken == 3
        assert go_with_the_days(watcher) == 0, "done twice it changes nothing more"
    found = again(house, as_, late)
    with as_(house.system):
        assert turn_of(found).people == {house.head.member_id, house.dean.member_id}
    assert found.due > today
    assert again(house, as_, over).state == "draft"
    with as_(house.head):
        assert late.pk in {row.pk for row in appraisals(house.head, Show.LATE)}, "lifted, it is as late as before"
        decide(house.head, appraisal=found, version=found.version, outcome=Outcome.APPROVE, reason="Fine.")
        assert not appraisals(house.head, Show.LATE).exists()


def test_what_was_put_off_comes_back_on_its_day(house, partners, sent_in, as_):
    row, today = sent_in(partners.concern), timezone.localdate()
    with as_(house.head):
        row = decide(
            house.head, appraisal=row, version=row.version, outcome=Outcome.POSTPONE, reason="Wait.",
            until=today + timedelta(days=5),
        )  # fmt: skip
    with as_(house.system):
        Appraisal.objects.filter(pk=row.pk).update(until=today)
        go_with_the_days(Actor.system("watch", house.institution.pk))
    assert again(house, as_, row).state == "with-leader"


def test_a_withdrawn_cooperation_closes_its_appraisal(house, partners, sent_in, as_):
    row = sent_in(partners.concern)
    with as_(house.researcher):
        withdraw_cooperation(house.researcher, cooperation=row.cooperation)
    with as_(house.system):
        go_with_the_days(Actor.system("watch", house.institution.pk))
    assert again(house, as_, row).state == "closed"


def test_an_incident_brings_in_the_leader_whatever_was_found(house, partners, sent_in, as_):
    row = sent_in(partners.quiet)
    with as_(house.researcher):
        found = reopen_after_incident(house.researcher, appraisal=row, what="A stranger asked for the raw data.")
        told = dossier_of(house.researcher, again(house, as_, row)).sentences[1]
    assert (found.state, found.route) == ("with-leader", "unit-leader")
    assert "A stranger asked for the raw data." in told


def test_the_owner_says_that_it_changes(house, partners, sent_in, as_):
    row = sent_in(partners.quiet)
    with as_(house.researcher):
        found = go_through_again(house.researcher, appraisal=row, reason="A second partner joins.")
        assert found.state == "draft"
        with pytest.raises(ConflictError):
            go_through_again(house.researcher, appraisal=found, reason="Again.")


def test_a_duty_that_is_filled_later_gives_the_turn_to_who_fills_it(house, partners, sent_in, as_):
    row = sent_in(partners.concern)
    with as_(house.system):
        DutyAssignment.objects.exclude(member_id=house.adviser.member_id).update(ended_at=timezone.now())
        assert turn_of(again(house, as_, row)).people == frozenset()
        DutyAssignment.objects.create(
            institution=house.institution, member_id=house.colleague.member_id, duty="leadership"
        )
        assert turn_of(again(house, as_, row)).people == {house.colleague.member_id}
