"""A drawer waits in the queue once, and says why it stopped to readers of either language."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from aktsom.cooperation.drawer import filling
from aktsom.cooperation.drawer.actions import start
from aktsom.cooperation.drawer.filling import fill
from aktsom.cooperation.drawer.models import Drawer
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import NotAllowedError
from aktsom.core.tenancy import acting_for

pytestmark = pytest.mark.django_db
Person, MakeDrawer = Callable[..., Actor], Callable[..., Drawer]


def test_a_drawer_that_waits_for_a_worker_is_not_put_into_the_queue_again(
    person: Person, drawer: MakeDrawer, client_for: Callable[[Actor], Client]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    first, second = drawer(officer), drawer(officer)
    client, queued = client_for(officer), ProcrastinateJob.objects.filter(task_name="bring in a drawer")
    for made in (first, first, second, first):
        assert client.post(f"/agreements/drawers/{made.pk}/run/").status_code == 302
    assert client.post(f"/api/v1/agreement-drawers/{first.pk}/run").status_code == 200
    assert [each.args["drawer_id"] for each in queued.order_by("pk")] == [str(first.pk), str(second.pk)]
    queued.update(status="doing")
    client.post(f"/agreements/drawers/{first.pk}/run/")
    assert [each.args["drawer_id"] for each in queued.filter(status="todo")] == [str(first.pk)]


def test_why_a_drawer_stopped_is_told_in_the_language_of_whoever_reads_it(
    person: Person, drawer: MakeDrawer, client_for: Callable[[Actor], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made, client = drawer(officer), client_for(officer)

    def refused(_drawer: Drawer) -> object:
        raise NotAllowedError

    monkeypatch.setattr(filling, "places_of", refused)
    with acting_for(officer), override("nb"):
        assert fill(officer, made).state == "stopped"
    for language, told in (("en", "Your duties do not include this."), ("nb", "Dette hører ikke til ansvaret ditt.")):
        client.cookies["aktsom_language"] = language
        assert told in client.get(f"/agreements/drawers/{made.pk}/").content.decode()
        assert client.get(f"/api/v1/agreement-drawers/{made.pk}").json()["message"].startswith(told)
    with acting_for(officer):
        Drawer.objects.update(stopped_because={}, message="Stoppet før.")
    assert "Stoppet før." in client.get(f"/agreements/drawers/{made.pk}/").content.decode()
    with acting_for(officer):
        start(officer, drawer=made)
    assert "Stoppet før." not in client.get(f"/agreements/drawers/{made.pk}/").content.decode()
