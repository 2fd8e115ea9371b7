"""A partner that an institution adds is screened in the background: adding stays quick, and only that institution knows."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from aktsom.cooperation.partners import tasks
from aktsom.cooperation.partners.actions import add_partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.institutions.models import Institution
from aktsom.knowledge.screening import watching
from aktsom.knowledge.screening.models import ScreeningHit
from aktsom.knowledge.screening.processes import screen_all
from aktsom.knowledge.sources.actions import put_in_force
from tests.knowledge.samples import edition, listing

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
Acting = Callable[[Actor], AbstractContextManager[None]]
BODY = "Zorvania Institute of Thunder Physics"


@pytest.fixture(autouse=True)
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AKTSOM_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(
        watching, "screen_all", lambda lists, *askings, processes: screen_all(lists, *askings, processes=0)
    )
    monkeypatch.setattr(watching, "prepared", lambda lists, processes: nullcontext())
    put_in_force(SYSTEM, edition=edition(listing(1, BODY)))


@pytest.fixture
def adviser(person: Callable[..., Actor]) -> Actor:
    return person(Duty.RESEARCH_SECURITY_ADVISER)


def run_job(institution: Institution) -> None:
    tasks.screen_own_partners.run(member_id="", institution_id=institution.pk)


def test_adding_partners_queues_one_screening_and_waits_for_none(adviser: Actor, acting: Acting) -> None:
    with acting(adviser):
        add_partner(adviser, BODY, "XK")
        add_partner(adviser, "Quiet College of Gardening", "NO")

        assert not ScreeningHit.objects.exists()
    assert ProcrastinateJob.objects.filter(task_name="screen own partners", status="todo").count() == 1


def test_its_hits_belong_to_the_institution_alone(
    adviser: Actor, institution: Institution, other_institution: Institution, acting: Acting
) -> None:
    with acting(adviser):
        partner = add_partner(adviser, BODY, "XK")

    run_job(institution)
    run_job(other_institution)

    with acting(adviser):
        hit = ScreeningHit.objects.visible_to(adviser).get()
    assert (hit.subject_id, hit.institution_id, hit.listing) == (partner.pk, institution.pk, "un-sc:T.001")
    with acting(Actor.system("tests", other_institution.pk)):
        assert not ScreeningHit.objects.exists()


def test_a_round_screens_own_partners_again(adviser: Actor, institution: Institution, acting: Acting) -> None:
    with acting(adviser):
        add_partner(adviser, "Quiet College of Gardening", "XK")
    run_job(institution)
    put_in_force(SYSTEM, edition=edition(listing(1, BODY), listing(2, "Quiet College of Gardening")))

    tasks.screen_everywhere(lambda _line: None)

    with acting(adviser):
        assert [hit.listing for hit in ScreeningHit.objects.visible_to(adviser)] == ["un-sc:T.002"]
