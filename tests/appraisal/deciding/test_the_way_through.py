"""From the answers sent in to a decision: who is asked, who decides, and what it rests on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aktsom.appraisal.deciding.actions import Wanted, appeal, approve_note, decide, hand_over, send_back, step_aside
from aktsom.appraisal.deciding.evidence import evidence_of
from aktsom.appraisal.deciding.who import turn_of
from aktsom.appraisal.models import Appraisal, Decision, Measure, Passage
from aktsom.appraisal.way.words import Outcome
from aktsom.appraisal.work.queries import desk_of
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError
from aktsom.institutions.models import DutyAssignment

pytestmark = pytest.mark.django_db(transaction=False)


def test_nothing_found_goes_ahead_at_once_and_its_evidence_is_frozen(house, partners, sent_in, as_):
    row = sent_in(partners.quiet)
    assert (row.state, row.weight, row.due) == ("went-ahead", "", None)
    with as_(house.researcher):
        assert row.cooperation.state == Cooperation.State.PLANNED
        assert evidence_of(row)["partners"] == [
            {"id": str(partners.quiet.pk), "name": "Quiet College", "country": "XB"}
        ]


def test_a_concern_waits_for_the_leader_of_the_unit(house, partners, sent_in, as_):
    row = sent_in(partners.concern)
    assert (row.state, row.weight) == ("with-leader", "concern")
    assert row.due == timezone.localdate() + timedelta(days=7)
    with as_(house.head):
        assert turn_of(row).people == {house.head.member_id}
        done = decide(house.head, appraisal=row, version=row.version, outcome=Outcome.APPROVE, reason="Open science.")
    assert (done.state, done.outcome) == ("decided", "approve")
    with as_(house.system):
        decision = Decision.objects.get()
        assert (decision.by_id, decision.reason, decision.weight) == (house.head.member_id, "Open science.", "concern")
        assert decision.evidence_id is not None
        steps = list(Passage.objects.values_list("step", flat=True))
    assert steps == ["begin", "submit", "decide"]


def test_serious_goes_to_the_adviser_and_then_one_level_up(house, partners, sent_in, as_):
    row = sent_in(partners.serious)
    assert (row.state, row.weight) == ("preparing", "serious")
    with as_(house.head), pytest.raises(NotAllowedError):
        decide(house.head, appraisal=row, version=row.version, outcome=Outcome.APPROVE, reason="Mine?")
    with as_(house.adviser):
        row = hand_over(house.adviser, appraisal=row, note="Ready")
        assert turn_of(row).people == {house.dean.member_id}
    with as_(house.dean):
        row = send_back(house.dean, appraisal=row, reason="Who owns the equipment?")
    with as_(house.adviser):
        row = hand_over(house.adviser, appraisal=row)
    due = timezone.localdate() + timedelta(days=20)
    measure = Wanted(text="No remote access", owner=house.researcher.member_id, due=due)
    with as_(house.dean):
        row = decide(
            house.dean,
            appraisal=row,
            version=row.version,
            outcome=Outcome.APPROVE_WITH_MEASURES,
            reason="With limits.",
            measures=[measure],
        )
    assert row.state == "decided"
    with as_(house.system):
        assert Measure.objects.get().owner_id == house.researcher.member_id


def test_a_stop_is_decided_by_leadership(house, partners, sent_in, as_):
    row = sent_in(partners.sanctioned)
    assert (row.state, row.weight) == ("preparing", "stop")
    with as_(house.adviser):
        row = hand_over(house.adviser, appraisal=row)
        assert turn_of(row).people == {house.rector.member_id}


def test_nobody_decides_on_their_own_cooperation(house, partners, sent_in, as_):
    row = sent_in(partners.concern, by=house.head)
    with as_(house.head):
        assert turn_of(row).people == {house.dean.member_id}
        with pytest.raises(NotAllowedError):
            decide(house.head, appraisal=row, version=row.version, outcome=Outcome.APPROVE, reason="Mine.")


def test_who_has_an_interest_steps_aside_and_the_next_level_decides(house, partners, sent_in, as_):
    row = sent_in(partners.concern)
    with as_(house.head):
        row = step_aside(house.head, appraisal=row)
        assert turn_of(row).people == {house.dean.member_id}


def test_a_gap_in_the_duties_takes_it_one_level_up(house, partners, sent_in, as_):
    row = sent_in(partners.concern)
    with as_(house.system):
        DutyAssignment.objects.filter(member_id=house.head.member_id).update(ended_at=timezone.now())
        turn = turn_of(row)
    assert (turn.people, turn.is_gap) == ({house.dean.member_id}, True)


def test_a_refusal_can_be_appealed_once_and_somebody_else_hears_it(house, partners, sent_in, as_):
    row = sent_in(partners.concern)
    with as_(house.head):
        row = decide(house.head, appraisal=row, version=row.version, outcome=Outcome.DECLINE, reason="Too risky.")
    with as_(house.researcher):
        row = appeal(house.researcher, appraisal=row, reason="All of it is published.")
        assert turn_of(row).people == {house.dean.member_id}
    with as_(house.dean):
        row = decide(house.dean, appraisal=row, version=row.version, outcome=Outcome.APPROVE, reason="Agreed.")
    assert (row.state, row.outcome, row.is_appealed) == ("decided", "approve", True)
    with as_(house.researcher), pytest.raises(ConflictError):
        appeal(house.researcher, appraisal=row, reason="Again.")


def test_promise_p99_where_only_the_rector_could_hear_an_appeal_her_deputy_does(house, partners, sent_in, as_):
    """She refused it herself, and nobody is above her: without a deputy it lies with those who can fill the gap."""
    row = sent_in(partners.sanctioned)
    with as_(house.adviser):
        row = hand_over(house.adviser, appraisal=row)
    with as_(house.rector):
        row = decide(house.rector, appraisal=row, version=row.version, outcome=Outcome.DECLINE, reason="The law.")
    with as_(house.researcher):
        row = appeal(house.researcher, appraisal=row, reason="The list names another institute.")
        assert turn_of(row).people == frozenset()
    with as_(house.rector):
        assert [each.pk for each in desk_of(house.rector).stuck] == [row.pk]
    with as_(house.system):
        DutyAssignment.objects.filter(member_id=house.rector.member_id).update(deputy=house.colleague.member_id)
    with as_(house.colleague):
        assert [each.pk for each in desk_of(house.colleague).turn] == [row.pk]
        row = decide(house.colleague, appraisal=row, version=row.version, outcome=Outcome.APPROVE, reason="So it is.")
    assert (row.state, row.outcome) == ("decided", "approve")


def test_a_deputy_of_leadership_sees_and_decides_nothing_that_leadership_may(house, partners, sent_in, as_):
    row = sent_in(partners.concern)
    with as_(house.system):
        DutyAssignment.objects.filter(member_id=house.rector.member_id).update(deputy=house.colleague.member_id)
    with as_(house.colleague):
        assert desk_of(house.colleague).turn == ()
        with pytest.raises(NotAllowedError):
            decide(house.colleague, appraisal=row, version=row.version, outcome=Outcome.APPROVE, reason="Mine?")


def test_promise_p98_what_has_not_begun_cannot_be_terminated(house, partners, sent_in, as_):
    row = sent_in(partners.concern)
    with as_(house.head), pytest.raises(InvalidError) as refused:
        decide(house.head, appraisal=row, version=row.version, outcome=Outcome.TERMINATE, reason="No.")
    assert list(refused.value.fields) == ["outcome"]
    with as_(house.system):
        Cooperation.objects.filter(pk=row.cooperation_id).update(state=Cooperation.State.ACTIVE)
    with as_(house.head):
        row = Appraisal.objects.get(pk=row.pk)
        row = decide(house.head, appraisal=row, version=row.version, outcome=Outcome.TERMINATE, reason="It ends.")
    with as_(house.system):
        assert Cooperation.objects.get(pk=row.cooperation_id).state == Cooperation.State.ENDED


def test_what_changed_meanwhile_is_not_decided_on_unseen(house, partners, sent_in, as_):
    row = sent_in(partners.concern)
    with as_(house.system):
        Appraisal.objects.filter(pk=row.pk).update(version=row.version + 1)
    with as_(house.head), pytest.raises(ConflictError):
        decide(house.head, appraisal=row, version=row.version, outcome=Outcome.APPROVE, reason="Fine.")


@pytest.mark.parametrize(
    ("outcome", "reason", "until", "field"),
    [
        (Outcome.APPROVE, "  ", None, "reason"),
        (Outcome.POSTPONE, "Later.", None, "until"),
        (Outcome.APPROVE_WITH_MEASURES, "Yes.", None, "measures"),
    ],
)
def test_a_decision_says_what_it_lacks(house, partners, sent_in, as_, outcome, reason, until, field):
    row = sent_in(partners.concern)
    with as_(house.head), pytest.raises(InvalidError) as refused:
        decide(house.head, appraisal=row, version=row.version, outcome=outcome, reason=reason, until=until)
    assert list(refused.value.fields) == [field]


def test_only_notes_are_approved_in_bulk(house, partners, sent_in, as_):
    row = sent_in(partners.concern)
    with as_(house.head), pytest.raises(ConflictError):
        approve_note(house.head, appraisal=row, reason="All fine.")


def test_a_typical_measure_is_chosen_only_by_its_mark_whatever_it_is_called(house, partners, sent_in, client_for):
    row = sent_in(partners.quiet, {"partner_access": ["protected", "alone"]})
    page = client_for(house.head).get(f"/appraisals/{row.pk}/decide/").content.decode()
    assert 'value="own-zone"' in page
    assert 'name="text-own-zone"' not in page
