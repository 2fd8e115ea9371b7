"""A round does every room's step in its place, waits only once, and says when it was done."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from aktsom.cooperation.partners.tasks import screen_own_partners
from aktsom.core import rounds
from aktsom.core.actor import Actor
from aktsom.core.models import RoundStep
from aktsom.core.rounds import freshness, last_done, noted, register_step, round_soon, run_round, whole_round
from aktsom.institutions.models import Institution

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


def waiting(name: str) -> int:
    return ProcrastinateJob.objects.filter(task_name=name, status="todo").count()


def test_every_room_does_its_step_after_those_that_it_rests_on() -> None:
    ordered = sorted(rounds.STEPS, key=lambda room: rounds.STEPS[room].order)
    assert ordered == ["sources", "screening", "partners", "appraisal", "watch", "overview", "retention"]


def test_steps_are_done_in_their_order_and_tell_how_far_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "STEPS", {})
    said: list[str] = []
    register_step("second", 20, lambda report: report("second"))
    register_step("first", 10, lambda report: report("first"))

    run_round(said.append)

    assert said == ["first", "second"]


def test_a_round_that_waits_already_is_enough() -> None:
    with transaction.atomic():
        round_soon()
        round_soon()
        assert RoundStep.objects.count() == 0, "the transaction can still be used"

    assert waiting("a whole round") == 1
    assert whole_round.is_under_way()


def test_each_institution_has_its_own_place_in_the_queue(
    institution: Institution, other_institution: Institution
) -> None:
    for each in (institution, institution, other_institution):
        screen_own_partners.defer(Actor.system("tests", each.pk))

    assert waiting("screen own partners") == 2


def test_work_that_stops_half_way_never_counts_as_done() -> None:
    with noted("screening") as done:
        done.numbers = {"hits": 3}
    with pytest.raises(RuntimeError), noted("screening"):
        raise RuntimeError

    last = last_done(SYSTEM, "screening")

    assert RoundStep.objects.count() == 2
    assert last is not None
    assert last.numbers == {"hits": 3}


def test_hits_are_behind_when_a_list_came_into_force_after_the_screening_began() -> None:
    now = timezone.now()
    assert not freshness(SYSTEM, None).is_behind
    assert freshness(SYSTEM, now).is_behind
    RoundStep.objects.create(name="screening", begun_at=now, ended_at=now + timedelta(minutes=1))

    assert not freshness(SYSTEM, now - timedelta(seconds=1)).is_behind
    during = freshness(SYSTEM, now + timedelta(seconds=1))
    assert during.is_behind
    assert not during.is_under_way
    round_soon()
    assert freshness(SYSTEM, now + timedelta(seconds=1)).is_under_way


def test_a_step_acts_for_nobody(
    monkeypatch: pytest.MonkeyPatch,
    institution: Institution,
    acting: Callable[[Actor], AbstractContextManager[None]],
) -> None:
    monkeypatch.setattr(rounds, "STEPS", {})
    seen: list[int] = []
    own = Actor.system("tests", institution.pk)

    def step(_report: object) -> None:
        seen.append(Institution.objects.extra(where=["id = aktsom_institution()"]).count())

    register_step("looking", 1, step)
    with acting(own):
        run_round()

    assert seen == [0]
