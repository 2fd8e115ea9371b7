"""The pages of the way out, as people use them."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.exits import drill_views, drilling
from aktsom.cooperation.exits.actions import add_access
from aktsom.cooperation.exits.drilling import Drill
from aktsom.cooperation.exits.models import Breach, ExitStrategy, HangingAccess, PlanTask
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member
from tests.cooperation.exits.conftest import Harbour

pytestmark = pytest.mark.django_db
Clients = Callable[[Actor], Client]


def fields_of(page: str) -> dict[str, str]:
    """What the form sends when nothing is changed, ticked boxes included."""
    found: dict[str, str] = {}
    main = page.split("<main", 1)[1]
    for tag in re.findall(r"<input[^>]*>", main):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or "checked" in tag):
            found[name[1]] = value[1] if value else "on" if "checkbox" in tag else ""
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', main, re.DOTALL):
        chosen = re.search(r'value="([^"]*)"[^>]*selected', inside) or re.search(r'value="([^"]*)"', inside)
        found[name] = chosen[1] if chosen else ""
    return found


def test_the_drill_is_a_page_a_paper_and_a_sheet(harbour: Harbour, client_for: Clients) -> None:
    client, base = client_for(harbour.officer), f"/agreements/{harbour.agreement.pk}/exit/"
    page = client.get(f"{base}?trigger=security").content.decode()
    for words in ("Whale song", "Sonar recordings", "Tell the people", harbour.house.laboratory.name):
        assert words in page
    sheet = client.get(f"{base}export/csv/")
    assert b"Whale song" in b"".join(sheet)
    assert client.get(f"{base}export/doc/").status_code == 404
    assert client.get(f"{base}paper/").content.startswith(b"%PDF")
    assert client_for(harbour.outsider).get(base).status_code == 404


def test_the_drill_on_paper_warns_as_its_page_does(
    harbour: Harbour, client_for: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(drill_views, "pdf_of", lambda text: drawn.append(text) or b"%PDF")
    with acting_for(harbour.officer):
        Agreement.objects.filter(pk=harbour.agreement.pk).update(notice_months=6)
        ExitStrategy.objects.update(triggers=["breach"])
    monkeypatch.setattr(Drill, "nobody", property(lambda drill: drill.steps[:2]))
    client, base = client_for(harbour.officer), f"/agreements/{harbour.agreement.pk}/exit/"
    client.cookies["aktsom_language"] = "en"
    page = client.get(f"{base}?trigger=security").content.decode()
    client.get(f"{base}paper/?trigger=security")
    monkeypatch.setattr(drilling, "_groups", lambda *_given: iter(()))
    client.get(f"{base}paper/")
    for words in (
        "does not name this among what sets the plan off",
        "gives another notice than its exit strategy",
        "2 steps would be carried out by nobody",
    ):
        assert words in page
        assert words in drawn[0]
    assert "Nothing is linked to it yet" in drawn[1]


def test_a_strategy_is_written_on_one_page_that_is_not_empty(harbour: Harbour, client_for: Clients) -> None:
    client, address = client_for(harbour.officer), f"/agreements/{harbour.agreement.pk}/exit/strategy/"
    given = fields_of(client.get(address).content.decode())
    given |= {"triggers": "breach", "steps-3-title": "Say thanks", "steps-3-after": "1, 3", "steps-3-role": "owner"}
    assert client.post(address, given).status_code == 302
    with acting_for(harbour.officer):
        strategy = ExitStrategy.objects.get()
        assert strategy.triggers == ["breach"]
        assert [(step.title, step.after) for step in strategy.steps.all()][-1] == ("Say thanks", ["close", "data"])
    assert client.post(address, given).status_code == 409
    with_circle = given | {"version": "2", "steps-0-after": "2"}
    answer = client.post(address, with_circle)
    assert answer.status_code == 422
    assert "→" in answer.content.decode()


def test_a_step_that_waits_for_a_removed_one_is_named_with_the_numbers_that_stand_there(
    harbour: Harbour, client_for: Clients
) -> None:
    client, address = client_for(harbour.officer), f"/agreements/{harbour.agreement.pk}/exit/strategy/"
    client.cookies["aktsom_language"] = "en"
    given = fields_of(client.get(address).content.decode()) | {"triggers": "breach", "steps-0-DELETE": "on"}
    answer = client.post(address, given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Step 2, “Tell the people”, waits for step 1, which is not in the plan." in page
    assert "There is no step 1." in page
    assert "“close”" not in page
    assert client.post(address, given | {"steps-1-after": "7"}).status_code == 422
    assert client.post(address, given | {"steps-1-after": ""}).status_code == 302


def test_each_step_in_short_says_which_steps_come_before_it(harbour: Harbour, client_for: Clients) -> None:
    client, base = client_for(harbour.officer), f"/agreements/{harbour.agreement.pk}/exit/"
    client.cookies["aktsom_language"] = "en"
    strategy = client.get(f"{base}strategy/").content.decode()
    assert "Tell the people · Whoever answers for the agreement · 2 days · at once · waits for step 1" in strategy
    assert "Stop access · Facility or system owner · 0 days · at once · Stops access at once" in strategy
    assert "waits for: Tell the people" in client.get(base).content.decode()
    sheet = b"".join(client.get(f"{base}export/csv/")).decode()
    assert "after the last day · waits for: Tell the people" in sheet


def test_a_breach_is_recorded_followed_and_closed_on_its_pages(harbour: Harbour, client_for: Clients) -> None:
    client, leader = client_for(harbour.officer), client_for(harbour.house.leader)
    address = f"/agreements/{harbour.agreement.pk}/exit/breach/"
    assert "Gry Guest" not in client.get(address).content.decode()
    given = {
        "trigger": "breach",
        "what": "They kept it",
        "evidence": "A letter",
        "happened_on": "",
        "token": str(uuid4()),
    }
    assert client.post(address, given | {"what": ""}).status_code == 422
    first, second = client.post(address, given), client.post(address, given)
    assert first["Location"] == second["Location"]
    with acting_for(harbour.officer):
        breach = Breach.objects.get()
        assert breach.happened_on == timezone.localdate()
        task = PlanTask.objects.get(key="tell")
    page = client.get(first["Location"]).content.decode()
    assert "They kept it" in page
    assert client.post(f"/agreements/exits/tasks/{task.pk}/done/", {"text": "Minutes"}).status_code == 302
    assert client.post(f"/agreements/exits/tasks/{task.pk}/done/", {"text": "Minutes"}).status_code == 409
    assert client.post(f"{first['Location']}note/", {"text": "Called them"}).status_code == 302
    assert client.get("/agreements/exits/tasks/").status_code == 200
    assert "Sea ice" in leader.get("/agreements/exits/breaches/").content.decode()
    assert client.post(f"{first['Location']}cure/", {"text": "x"}).status_code == 403
    assert leader.post(f"{first['Location']}cure/", {"text": "It came back"}).status_code == 302


def test_who_looks_after_a_compartment_agrees_without_learning_which_agreement(
    harbour: Harbour, client_for: Clients
) -> None:
    with acting_for(harbour.officer):
        HangingAccess.objects.all().delete()
        access = add_access(harbour.officer, agreement=harbour.agreement, compartment=harbour.house.laboratory)
    owner = client_for(harbour.house.deputy)
    page = owner.get("/agreements/exits/access/").content.decode()
    assert harbour.house.laboratory.name in page
    assert harbour.agreement.title not in page
    assert owner.post(f"/agreements/exits/access/{access.pk}/agree/").status_code == 302
    with acting_for(harbour.officer):
        assert HangingAccess.objects.get().agreed_by_id == harbour.house.deputy.member_id


def test_no_access_of_somebody_who_left_hangs_on_an_agreement(harbour: Harbour, client_for: Clients) -> None:
    client, address = client_for(harbour.officer), f"/agreements/{harbour.agreement.pk}/exit/access/"
    client.cookies["aktsom_language"] = "en"
    with acting_for(harbour.officer):
        guest = Member.objects.select_related("user").get(pk=harbour.guest.member_id)
    given, refused = {"email": f" {guest.user.email} "}, "Nobody in your institution has this e-mail address."
    assert refused not in client.post(address, given).content.decode()
    with acting_for(harbour.officer):
        Member.objects.filter(pk=guest.pk).update(ended_at=timezone.now())
    assert refused in client.post(address, given).content.decode()


def test_a_task_is_given_to_a_colleague_by_mail_address(harbour: Harbour, client_for: Clients) -> None:
    harbour.broken()
    client = client_for(harbour.officer)
    with acting_for(harbour.officer):
        task = PlanTask.objects.get(key="tell")
    address = f"/agreements/exits/tasks/{task.pk}/give/"
    assert client.post(address, {"email": "nobody@example.org"}).status_code == 422
    with acting_for(harbour.officer):
        email = harbour.house.deputy.user_id
    assert email
    assert client.post(address, {"email": "person2@example.org"}).status_code == 302


def test_who_gives_a_task_away_is_told_to_whom_and_comes_back_to_where_they_were(
    harbour: Harbour, client_for: Clients
) -> None:
    breach, client = harbour.broken(), client_for(harbour.officer)
    client.cookies["aktsom_language"] = "en"
    with acting_for(harbour.officer):
        first, second = PlanTask.objects.filter(breach=breach, decides=False, done_at=None).order_by("position")[:2]
    plan, tasks = f"/agreements/exits/breaches/{breach.pk}/", "/agreements/exits/tasks/"
    assert f"{tasks}{first.pk}/give/?back=tasks" in client.get(tasks).content.decode()
    assert f'href="{plan}">Back' in client.get(f"{tasks}{first.pk}/give/").content.decode()
    assert f'href="{tasks}">Back' in client.get(f"{tasks}{first.pk}/give/?back=tasks").content.decode()
    given = {"email": "person2@example.org"}
    assert client.post(f"{tasks}{first.pk}/give/", given)["Location"] == plan
    assert client.post(f"{tasks}{second.pk}/give/", given | {"back": "tasks"})["Location"] == tasks
    assert f"Given to {_name_of(harbour, 'person2@example.org')}: {second.title}" in client.get(tasks).content.decode()


def test_a_task_is_given_to_who_is_chosen_among_those_of_a_name(
    harbour: Harbour, client_for: Clients, person: Callable[..., Actor]
) -> None:
    harbour.broken()
    for number in range(9):
        person(name=f"Siri Sailor {number}")
    client = client_for(harbour.officer)
    client.cookies["aktsom_language"] = "en"
    with acting_for(harbour.officer):
        task = PlanTask.objects.get(key="tell")
    address = f"/agreements/exits/tasks/{task.pk}/give/"
    assert "Siri Sailor" not in client.get(address).content.decode()
    many = client.post(address, {"email": "sailor"})
    assert many.status_code == 200
    assert many.content.decode().count("Give it to Siri Sailor") == 8
    assert "More are called this. Type more of the name." in many.content.decode()
    asked = client.post(address, {"email": "Siri 7"})
    page, chosen = asked.content.decode(), asked.context["form"].found
    assert [each.user.name for each in chosen] == ["Siri Sailor 7"]
    assert f'name="owner" value="{chosen[0].pk}">Give it to Siri Sailor 7</button>' in page
    assert chosen[0].user.email not in page
    nobody = client.post(address, {"email": "Nobody At All"})
    assert nobody.status_code == 422
    assert "Nobody who could see the task is called this." in nobody.content.decode()
    own = client.post(address, {"email": "Oda"})
    assert "Nobody who could see the task is called this." in own.content.decode()
    assert client.post(address, {"email": "Siri 7", "owner": str(chosen[0].pk)}).status_code == 302
    with acting_for(harbour.officer):
        assert PlanTask.objects.get(pk=task.pk).owner_id == chosen[0].pk


@pytest.mark.parametrize("asked", ["", "?trigger=expiry"])
def test_what_happens_at_once_is_read_before_the_button_that_lets_it_happen(
    harbour: Harbour, client_for: Clients, asked: str
) -> None:
    client = client_for(harbour.officer)
    client.cookies["aktsom_language"] = "en"
    page = client.get(f"/agreements/{harbour.agreement.pk}/exit/breach/{asked}").content.decode()
    assert page.index("What shows it?") < page.index("What happens at once") < page.index("tasks are given")
    assert page.index("tasks are given") < page.index("Record it and start the plan")


def _name_of(harbour: Harbour, email: str) -> str:
    with acting_for(harbour.officer):
        return Member.objects.get(user__email=email).user.name


def test_the_panel_on_the_agreements_page_leads_to_the_drill(harbour: Harbour, client_for: Clients) -> None:
    page = client_for(harbour.officer).get(f"/agreements/{harbour.agreement.pk}/").content.decode()
    assert f"/agreements/{harbour.agreement.pk}/exit/" in page
