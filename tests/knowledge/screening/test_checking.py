"""Names are checked while somebody types, two are compared with each other, and new hits can be told from old ones."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.start import what_changed
from aktsom.engine.names.types import Evidence, How
from aktsom.knowledge.screening.actions import keep_hits
from aktsom.knowledge.screening.asking import Asked, ask, stop_asking
from aktsom.knowledge.screening.keeping import Compared
from aktsom.knowledge.screening.lists import lists_in_force
from aktsom.knowledge.screening.models import ScreeningHit
from aktsom.knowledge.screening.processes import FoundHit
from aktsom.knowledge.screening.subjects import KINDS, Subject, SubjectKind
from aktsom.knowledge.screening.wording import HOW
from aktsom.knowledge.sources.actions import put_in_force
from tests.knowledge.samples import edition, listing

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
BODY = "Zorvania Institute of Thunder Physics"
ADVISER = Duty.RESEARCH_SECURITY_ADVISER


@pytest.fixture
def client(client_for: Callable[[Actor], Client], person: Callable[..., Actor]) -> Iterator[Client]:
    """An adviser, while the index is ready."""
    put_in_force(SYSTEM, edition=edition(listing(1, BODY), listing(2, "Another Body Entirely")))
    ask(lists_in_force(SYSTEM), Asked("anything"), patience=60)
    adviser = client_for(person(ADVISER))
    adviser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    yield adviser
    stop_asking()


def test_while_somebody_types_only_the_answer_is_sent_with_its_explanation_unfolded(client: Client) -> None:
    asked = {"name": "Zorvania Thunder Physics Institute", "country": "", "kind": "organisation"}
    whole = client.get("/screening/", asked).content.decode()
    answer = client.get("/screening/", asked, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole
    assert "<html" not in answer
    assert all("2 possible match" in each or "1 possible match" in each for each in (whole, answer))
    assert '<details class="more" open><summary>Which part met which' in answer
    assert "rare in the lists: tells much" in answer


def test_an_unfinished_name_is_no_error(client: Client) -> None:
    answer = client.get("/screening/", {"name": ""}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content.decode().strip()) == (200, "")


def test_promise_p67_two_names_side_by_side_show_which_part_met_which(client: Client) -> None:
    given = {"one": "Zorvania Institute of Thunder", "other": "Institute of Zorvanja Lightning", "kind": "organisation"}
    page = client.get("/screening/compare/", given).content.decode()
    assert "spelled differently" in page
    assert "Only here: One name" in page
    assert "Only here: The other name" in page
    assert "We would not call them the same" in page
    same = client.get("/screening/compare/", {"one": BODY, "other": BODY.upper()}).content.decode()
    assert "The same name" in same


@pytest.mark.parametrize("given", [{}, {"one": ""}, {"one": "x" * 400, "other": "y"}, {"one": "…", "other": "·"}])
def test_what_cannot_be_compared_is_said(client: Client, given: dict[str, str]) -> None:
    assert client.get("/screening/compare/", given).status_code == 200


def test_every_way_of_meeting_has_words() -> None:
    assert HOW.keys() == {each.value for each in How}
    assert all(each.value for each in Evidence)


@pytest.fixture
def hits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three hits: one from the beginning, one that began ten days ago, and one of today."""
    kind = SubjectKind(
        "partner", lambda: iter(()), lambda a, i: {}, lambda a, i: (), lambda a: [UUID(int=n) for n in range(3)]
    )
    monkeypatch.setitem(KINDS, "partner", kind)
    put_in_force(SYSTEM, edition=edition(listing(1, BODY)))
    for number, days in enumerate((None, 10, 0)):
        name = f"Body {number}"
        found = FoundHit(str(UUID(int=number)), name, f"un-sc:T.{number}", "un-sc", name, name, 1, "exact", None, {})
        keep_hits(SYSTEM, kind="partner", compared=Compared([Subject(UUID(int=number), (name,))]), found=[found])
        since = None if days is None else timezone.now() - timedelta(days=days)
        ScreeningHit.objects.filter(subject_id=UUID(int=number)).update(new_since=since)


def listed(client: Client, new: str) -> list[str]:
    page = client.get("/screening/hits/", {"new": new}).content.decode()
    return [name for name in ("Body 0", "Body 1", "Body 2") if name in page]


@pytest.mark.usefixtures("hits")
def test_hits_are_filtered_by_since_when_they_are_new(
    client_for: Callable[[Actor], Client], person: Callable[..., Actor]
) -> None:
    client = client_for(person(ADVISER))
    assert listed(client, "") == ["Body 0", "Body 1", "Body 2"]
    assert listed(client, "30") == ["Body 1", "Body 2"]
    assert listed(client, "7") == ["Body 2"]
    assert listed(client, "update") == ["Body 2"]
    assert listed(client, "nonsense") == ["Body 0", "Body 1", "Body 2"]
    hour = 3600
    now = int(timezone.now().timestamp())
    client.cookies["aktsom_hits_visits"] = f"{now - 40 * 24 * hour}-{now - 5 * 24 * hour}"
    assert listed(client, "visit") == ["Body 2"]
    client.cookies["aktsom_hits_visits"] = "half-a cookie"
    assert listed(client, "visit") == ["Body 1", "Body 2"]


@pytest.mark.usefixtures("hits")
def test_the_start_page_says_how_many_are_new(person: Callable[..., Actor]) -> None:
    said = [str(change.title) for change in what_changed(person(ADVISER)) if "?new=" in change.url]
    assert said == ["1 new hit on your partners", "1 new hit on your partners"]
    assert [change for change in what_changed(person()) if "?new=" in change.url] == []
