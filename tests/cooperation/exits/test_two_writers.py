"""Two people write the exit strategy at once: the second sees what the first wrote, and sends theirs again to let it stand."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from aktsom.cooperation.exits.actions import write_strategy
from aktsom.cooperation.exits.drafts import PeopleDraft, StepDraft, StrategyDraft, ThingDraft
from aktsom.cooperation.exits.models import ExitStrategy
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from tests.cooperation.exits.conftest import DRAFT, Harbour
from tests.cooperation.exits.test_pages import fields_of

pytestmark = pytest.mark.django_db
CLOSE, TELL, DATA = DRAFT.steps
THEIRS = replace(
    DRAFT,
    decides="owner",
    triggers=("law", "security"),
    cure_days=14,
    notice_days=90,
    costs="The boat is ours.",
    steps=(CLOSE, replace(DATA, days=45, after=("close",)), StepDraft("thank", "Say thanks", "owner", 3)),
    things=(ThingDraft("samples", "Ice cores", "returned"),),
    people=(PeopleDraft("phd", 4, "Finish there"),),
)


@pytest.fixture
def client(harbour: Harbour, client_for: Callable[[Actor], Client]) -> Client:
    """The officer's, in English."""
    made = client_for(harbour.officer)
    made.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return made


def address(harbour: Harbour) -> str:
    return f"/agreements/{harbour.agreement.pk}/exit/strategy/"


def opened(client: Client, harbour: Harbour) -> dict[str, Any]:
    """What the form sends; boxes of one name, which a dictionary cannot hold, as a list."""
    page = client.get(address(harbour)).content.decode()
    return fields_of(page) | {"triggers": list(DRAFT.triggers), "costs": DRAFT.costs}


def written(harbour: Harbour, draft: StrategyDraft, version: int = 1) -> None:
    with acting_for(harbour.officer):
        write_strategy(harbour.officer, agreement=harbour.agreement, draft=draft, version=version)


def saved(harbour: Harbour) -> ExitStrategy:
    with acting_for(harbour.officer):
        row: ExitStrategy = ExitStrategy.objects.prefetch_related("steps", "things", "people").get()
        return row


def compared(page: str) -> str:
    """What the page says of the other's strategy, before the form."""
    return page.split("<main", 1)[1].split("<form", 1)[0]


def sent(client: Client, harbour: Harbour, given: dict[str, Any]) -> tuple[int, str]:
    answer = client.post(address(harbour), given)
    return answer.status_code, answer.content.decode()


def test_the_second_of_two_writers_sends_theirs_again_as_the_page_says(harbour: Harbour, client: Client) -> None:
    given = opened(client, harbour) | {"cure_days": "21", "steps-0-title": "Close every door"}
    written(harbour, THEIRS)
    status, page = sent(client, harbour, given)
    assert status == 409
    shown = fields_of(page)
    assert (shown["version"], shown["cure_days"], shown["steps-0-title"]) == ("2", "21", "Close every door")
    assert saved(harbour).cure_days == 14
    status, _page = sent(client, harbour, given | {"version": shown["version"]})
    assert status == 302
    row = saved(harbour)
    assert (row.version, row.cure_days, row.steps.all()[0].title) == (3, 21, "Close every door")


def test_all_that_the_other_wrote_differently_is_shown_in_words(harbour: Harbour, client: Client) -> None:
    given = opened(client, harbour)
    written(harbour, THEIRS)
    theirs = compared(sent(client, harbour, given)[1])
    for words in (
        "Whoever answers for the agreement",
        "sanctions or law stand against it, a security event",
        "<dd>14</dd>",
        "<dd>90</dd>",
        "The boat is ours.",
        "Have the data back · Whoever answers for the agreement · 45 days · after the last day · waits for: Stop access",
        "Say thanks · Whoever answers for the agreement · 3 days · at once",
        "Not in what is saved: Tell the people",
        "Ice cores · samples and material · goes back to them",
        "Not in what is saved: Sonar recordings",
        "4 PhD candidates · Finish there",
    ):
        assert words in theirs
    assert "Not in what is saved: 3 PhD" not in theirs
    assert "Stop access ·" not in theirs


def test_what_both_wrote_alike_is_not_shown(harbour: Harbour, client: Client) -> None:
    given = opened(client, harbour)
    written(harbour, replace(DRAFT, notice_days=61))
    theirs = compared(sent(client, harbour, given)[1])
    assert "<dd>61</dd>" in theirs
    assert theirs.count("<dd>") == 1
    written(harbour, DRAFT, version=2)
    status, page = sent(client, harbour, given)
    assert status == 409
    assert "<dd>" not in compared(page)


def test_a_step_with_another_name_is_shown_without_those_that_wait_for_it(harbour: Harbour, client: Client) -> None:
    given = opened(client, harbour)
    renamed = (replace(CLOSE, title="Close every door"), TELL, DATA)
    written(harbour, replace(DRAFT, steps=renamed, costs="The boat\nis theirs."))
    theirs = compared(sent(client, harbour, given | {"costs": "The boat\r\nis theirs."})[1])
    assert "Close every door · Facility or system owner · 0 days · at once · Stops access at once" in theirs
    assert theirs.count("<dd>") == 1


@pytest.mark.parametrize("more", [2, 5])
def test_lines_that_the_other_added_ask_nothing_of_the_empty_lines_in_the_form(
    harbour: Harbour, client: Client, more: int
) -> None:
    given = opened(client, harbour)
    added = tuple(StepDraft(f"new{number}", f"Step {number} of theirs", "owner", 1) for number in range(more))
    things = tuple(ThingDraft("data", f"Tape {number}", "deleted") for number in range(more))
    written(harbour, replace(DRAFT, steps=DRAFT.steps + added, things=DRAFT.things + things))
    status, page = sent(client, harbour, given)
    assert status == 409
    assert f"Step {more - 1} of theirs" in compared(page)
    assert sent(client, harbour, given | {"version": "2"})[0] == 302
    assert [step.key for step in saved(harbour).steps.all()] == ["close", "tell", "data"]


def test_a_line_marked_to_be_removed_stays_so_when_the_other_wrote_fewer_lines(
    harbour: Harbour, client: Client
) -> None:
    given = opened(client, harbour) | {"steps-2-DELETE": "on", "things-0-DELETE": "on"}
    written(harbour, replace(DRAFT, steps=(CLOSE,), things=()))
    status, page = sent(client, harbour, given)
    shown = fields_of(page)
    assert (status, shown["steps-2-DELETE"], shown["things-0-DELETE"]) == (409, "on", "on")
    assert sent(client, harbour, given | {"version": "2"})[0] == 302
    row = saved(harbour)
    assert [step.key for step in row.steps.all()] == ["close", "tell"]
    assert not row.things.all()


def test_two_who_write_the_first_strategy_at_once_notice_each_other(harbour: Harbour, client: Client) -> None:
    with acting_for(harbour.officer):
        ExitStrategy.objects.all().delete()
    given = opened(client, harbour) | {"cure_days": "21"}
    written(harbour, THEIRS, version=0)
    status, page = sent(client, harbour, given)
    assert (status, fields_of(page)["version"]) == (409, "1")
    assert "Say thanks" in compared(page)
    assert sent(client, harbour, given | {"version": "1"})[0] == 302
    assert saved(harbour).cure_days == 21


def test_a_version_of_a_strategy_that_is_not_there_can_be_sent_again(harbour: Harbour, client: Client) -> None:
    given = opened(client, harbour)
    with acting_for(harbour.officer):
        ExitStrategy.objects.all().delete()
    status, page = sent(client, harbour, given)
    assert (status, fields_of(page)["version"]) == (409, "0")
    assert sent(client, harbour, given | {"version": "0"})[0] == 302


def test_a_form_that_lies_about_its_number_of_lines_is_refused_or_read_without_them(
    harbour: Harbour, client: Client
) -> None:
    given = opened(client, harbour) | {"things-INITIAL_FORMS": "999999999", "people-INITIAL_FORMS": "-1"}
    assert sent(client, harbour, given)[0] in (302, 422)
