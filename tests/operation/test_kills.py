"""Kill -9 in the middle of writing: what was acknowledged is there, and nothing is there by half."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import connections
from pytest_django import DjangoDbBlocker

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.audit import verify_chain
from aktsom.core.changes import tell_what_waits
from aktsom.core.models import AuditEvent, PendingChange
from aktsom.core.tenancy import acting_for
from aktsom.institutions.keys import make_key
from aktsom.institutions.models import Institution, Member, User
from aktsom.institutions.queries import actor_of
from tests.database import _use
from tests.operation.conftest import Installation
from tests.operation.serving import PATIENCE, Served, serving
from tests.operation.writing import Written, writing

KILLS, OF_THE_WHOLE_SERVER = 100, 2
AFTER_AN_ANSWER = 0.8
MOMENT = (0.0, 0.1)
"""Seconds within which a kill comes: several answers long, so that it meets every part of one."""
REGISTER = "register a cooperation"


@dataclass(frozen=True)
class Place:
    """Where is written: an institution, a key of one of its people, and a partner."""

    institution: int
    key: str
    partner: UUID


def test_kill_9_of_the_server_100_times_under_writing_loses_nothing_acknowledged_and_leaves_no_half(
    installation: Installation, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), _at(installation.address.name):
        place = _place()
    written, moments = Written(), random.Random(20261124)
    for _start in range(OF_THE_WHOLE_SERVER):
        with (
            serving(installation.address, tmp_path, "--no-worker", "--processes", "1") as served,  # each kill meets it
            writing(served.port, place.key, place.partner, written),
        ):
            for _kill in range(KILLS // OF_THE_WHOLE_SERVER - 1):
                _kill_a_web_process(served, written, moments)
            time.sleep(moments.uniform(*MOMENT))
            served.kill()
    assert written.refused == []
    assert written.cut_off >= KILLS // 2, "too few of the kills came in the middle of a request"
    assert len(written.acknowledged) >= KILLS // 2
    with django_db_blocker.unblock(), _at(installation.address.name):
        _nothing_is_lost_or_half(place, written)


def _kill_a_web_process(served: Served, written: Written, moments: random.Random) -> None:
    """At some moment: of five kills, one comes while it starts, the others once it has begun to acknowledge."""
    running, before = _web_process(served, {0}), len(written.acknowledged)
    if moments.random() < AFTER_AN_ANSWER:
        _until(lambda: len(written.acknowledged) > before)
    time.sleep(moments.uniform(*MOMENT))
    os.kill(running, signal.SIGKILL)
    _web_process(served, {0, running})


def _web_process(served: Served, not_these: set[int]) -> int:
    _until(lambda: bool(served.web_processes() - not_these))
    return (served.web_processes() - not_these).pop()


def _until(so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < until, "the server did not come back"
        time.sleep(0.005)


def _nothing_is_lost_or_half(place: Place, written: Written) -> None:
    with acting_for(Actor.system("tests", place.institution)):
        kept = {row.token: row for row in Cooperation.objects.prefetch_related("parties")}
        assert {token: kept[token].pk for token in written.acknowledged if token in kept} == written.acknowledged
        assert set(kept) <= written.sent
        assert {tuple(each.partner_id for each in row.parties.all()) for row in kept.values()} == {(place.partner,)}
        events = Counter(AuditEvent.objects.filter(verb=REGISTER).values_list("subject", flat=True))
        assert events == Counter(f"register.cooperation:{row.pk}" for row in kept.values())
        assert verify_chain(place.institution) is None
        tell_what_waits(place.institution)
        assert not PendingChange.objects.exists()


def _place() -> Place:
    institution = Institution.objects.get(slug="nordvik")
    user = User.objects.create_user("writer@example.org", "a long password", name="Åse Lien")
    with acting_for(Actor.system("tests", institution.pk)):
        member = Member.objects.create(institution=institution, user=user)
        actor = actor_of(Member.objects.select_related("user", "unit").get(pk=member.pk))
    with acting_for(Actor.system("tests")):
        partner = Partner.objects.create(name="Testmark Institute of Ice", country="DE")
    with acting_for(actor):
        _row, key = make_key(actor, label="A program that registers")
    return Place(institution.pk, key, partner.pk)


@contextmanager
def _at(name: str) -> Iterator[None]:
    before = connections["default"].settings_dict["NAME"]
    _use(name)
    try:
        yield
    finally:
        _use(before)
