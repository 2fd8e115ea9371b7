"""Those who may let the lists be fetched in the background; when lists changed, everyone is screened again."""

from collections.abc import Callable

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.rounds import last_done, noted, round_soon
from aktsom.knowledge.sources import command, tasks
from aktsom.knowledge.sources.actions import put_in_force
from aktsom.knowledge.sources.updating import Outcome, Result
from tests.knowledge.samples import edition, listing, un_file

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
UPDATES = "/api/v1/source-updates"
SignIn = Callable[[Actor], Client]


def waiting(name: str) -> int:
    return ProcrastinateJob.objects.filter(task_name=name, status="todo").count()


def publishers_answer(monkeypatch: pytest.MonkeyPatch, result: Result) -> None:
    monkeypatch.setattr(tasks, "update_source", lambda _actor, source, _report: Outcome(source, result))


@pytest.mark.parametrize(("result", "rounds"), [(Result.IN_FORCE, 1), (Result.UNCHANGED, 0), (Result.REFUSED, 0)])
def test_a_round_follows_only_when_a_list_changed(monkeypatch: pytest.MonkeyPatch, result: Result, rounds: int) -> None:
    publishers_answer(monkeypatch, result)

    tasks.update_sources.run(member_id="", institution_id=0)

    assert waiting("a whole round") == rounds
    done = last_done(SYSTEM, tasks.FETCHING)
    assert done is not None
    assert set(done.numbers) == {result.name.lower()}


@pytest.mark.parametrize("duty", [Duty.RESEARCH_SECURITY_LEAD, Duty.PLATFORM_OPERATOR])
def test_those_who_may_ask_for_an_update_once_and_can_leave(
    person: Callable[..., Actor], client_for: SignIn, duty: Duty
) -> None:
    client = client_for(person(duty))
    client.cookies["aktsom_language"] = "en"
    assert "Fetch what has changed" in client.get("/sources/").content.decode()

    first = client.post("/sources/update/", follow=True).content.decode()
    again = client.post("/sources/update/", follow=True).content.decode()

    assert "in the background" in first
    assert "being fetched already" in again
    assert "Fetch what has changed" not in again
    assert waiting("update the sources") == 1


def test_others_have_no_button_and_no_way(person: Callable[..., Actor], client_for: SignIn) -> None:
    client = client_for(person())

    assert "/sources/update/" not in client.get("/sources/").content.decode()
    assert client.post("/sources/update/").status_code == 403
    assert waiting("update the sources") == 0


def test_programs_ask_for_an_update_and_see_how_it_stands(
    monkeypatch: pytest.MonkeyPatch, person: Callable[..., Actor], client_for: SignIn
) -> None:
    publishers_answer(monkeypatch, Result.UNCHANGED)
    client = client_for(person(Duty.RESEARCH_SECURITY_LEAD))
    assert client.get(UPDATES).json() == {"state": "idle", "fetched_at": None, "new": 0, "unchanged": 0, "refused": 0}

    asked = client.post(UPDATES)
    again = client.post(UPDATES)

    assert (asked.status_code, again.status_code) == (202, 202)
    assert asked.json()["state"] == again.json()["state"] == "under way"
    assert waiting("update the sources") == 1

    tasks.update_sources.run(member_id="", institution_id=0)
    ProcrastinateJob.objects.filter(task_name="update the sources").delete()

    done = client.get(UPDATES).json()
    assert done["state"] == "idle"
    assert done["fetched_at"] is not None
    assert done["unchanged"] > 0


@pytest.mark.parametrize("address", ["/sources/", "/screening/hits/"])
def test_pages_say_whether_hits_are_older_than_the_lists(
    person: Callable[..., Actor], client_for: SignIn, address: str
) -> None:
    client = client_for(person(Duty.RESEARCH_SECURITY_ADVISER))
    client.cookies["aktsom_language"] = "en"
    put_in_force(SYSTEM, edition=edition(listing(1)))
    assert "have not been screened against these lists" in client.get(address).content.decode()
    with noted("screening"):
        pass
    put_in_force(SYSTEM, edition=edition(listing(1), listing(2)))
    assert "The lists changed after the last screening. Hits" in client.get(address).content.decode()
    round_soon()
    assert "it is being done again" in client.get(address).content.decode()

    with noted("screening"):
        pass
    page = client.get(address).content.decode()

    assert "The lists changed" not in page
    assert "All partners were last screened" in page


@pytest.mark.parametrize(("worker", "later", "queued"), [(True, False, 1), (False, True, 1), (False, False, 0)])
def test_the_command_leaves_the_round_to_a_worker_or_does_it_at_once(
    monkeypatch: pytest.MonkeyPatch,
    home: object,
    tmp_path_factory: pytest.TempPathFactory,
    worker: bool,
    later: bool,
    queued: int,
) -> None:
    done: list[bool] = []
    monkeypatch.setattr(command, "worker_is_running", lambda: worker)
    monkeypatch.setattr(command, "run_round", lambda _report: done.append(True))
    folder = tmp_path_factory.mktemp("lists")
    un_file(folder, "Invented Institute")

    assert command.update((), folder, "", later=later)
    assert command.update((), folder, "", later=later), "nothing new, so no round"

    assert waiting("a whole round") == queued
    assert len(done) == 1 - queued
