"""The same through the real actions and the database: whoever tries whatever, every task lies on somebody's desk."""

from random import Random

import pytest
from django.utils import timezone

from aktsom.appraisal.deciding.actions import Wanted, appeal, decide, hand_over, send_back, step_aside
from aktsom.appraisal.deciding.who import turn_of
from aktsom.appraisal.models import Appraisal, Decision, Passage
from aktsom.appraisal.watch.days import go_with_the_days
from aktsom.appraisal.way import words
from aktsom.appraisal.work.queries import desk_of
from aktsom.core.actor import Actor
from aktsom.core.errors import AktsomError
from aktsom.institutions.models import DutyAssignment, Member

pytestmark = pytest.mark.django_db
HISTORIES, STEPS = 12, 14


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_a_random_history_loses_no_task_and_lets_nobody_decide_without_right(house, partners, sent_in, as_, seed):
    random = Random(seed)
    people = [house.researcher, house.head, house.dean, house.rector, house.adviser, house.lead, house.auditor]
    people.append(house.colleague)
    if seed % 2:
        with as_(house.system):
            DutyAssignment.objects.filter(duty="leadership").update(deputy=house.colleague.member_id)
    row = sent_in(random.choice([partners.concern, partners.serious, partners.sanctioned]))
    for _each in range(STEPS):
        with as_(house.system):
            _life(random, house, row)
        actor = random.choice(people)
        could = _turn(house, as_, row)
        before = _decisions(house, as_)
        with as_(actor):
            _try(random, actor, _now(row), house)
        if _decisions(house, as_) > before:
            assert actor.member_id in could, "decided without right"
        _lies_on_a_desk(house, as_, people, row)
    with as_(house.system):
        assert Passage.objects.filter(appraisal=row, step="decide").count() == Decision.objects.count()


def _life(random: Random, house, row) -> None:
    """Days pass, and duties end or begin."""
    kind = random.randrange(6)
    if kind == 0:
        held = random.choice(list(DutyAssignment.objects.all()))
        ended = None if held.ended_at else timezone.now()
        DutyAssignment.objects.filter(pk=held.pk).update(ended_at=ended)
    elif kind == 1:
        Appraisal.objects.filter(pk=row.pk, due__isnull=False).update(due="2020-01-01")
        go_with_the_days(Actor.system("watch", house.institution.pk))
    elif kind == 2:
        member = random.choice(list(Member.objects.all()))
        away = None if member.away_from else timezone.localdate()
        Member.objects.filter(pk=member.pk).update(away_from=away)


def _try(random: Random, actor: Actor, row: Appraisal, house) -> None:
    wanted = [Wanted(text="Lock it", owner=house.researcher.member_id, due=timezone.localdate())]
    outcome = random.choice([words.Outcome.APPROVE, words.Outcome.DECLINE, words.Outcome.APPROVE_WITH_MEASURES])
    measures = wanted if outcome is words.Outcome.APPROVE_WITH_MEASURES else []
    steps = [
        lambda: hand_over(actor, appraisal=row),
        lambda: send_back(actor, appraisal=row, reason="More."),
        lambda: step_aside(actor, appraisal=row),
        lambda: appeal(actor, appraisal=row, reason="No."),
        *[lambda: decide(actor, appraisal=row, version=row.version, outcome=outcome, reason="So.", measures=measures)]
        * 3,
    ]
    try:
        random.choice(steps)()
    except AktsomError:
        return


def _now(row: Appraisal) -> Appraisal:
    rows = Appraisal.objects.select_related("unit", "cooperation").prefetch_related("asides")
    found: Appraisal = rows.get(pk=row.pk)
    return found


def _turn(house, as_, row) -> frozenset[object]:
    with as_(house.system):
        return turn_of(_now(row)).people


def _decisions(house, as_) -> int:
    with as_(house.system):
        return Decision.objects.count()


def _lies_on_a_desk(house, as_, people: list[Actor], row: Appraisal) -> None:
    with as_(house.system):
        found, turn = _now(row), turn_of(_now(row))
    if found.matter.state not in words.WAITING:
        return
    assert found.due is not None
    for actor in people:
        if actor.member_id in turn.people:
            with as_(actor):
                assert found.pk in {each.pk for each in desk_of(actor).turn}, "a task that nobody sees"
    if not turn.people:
        with as_(house.lead):
            assert found.pk in {each.pk for each in desk_of(house.lead).stuck}, "a task that is lost"
