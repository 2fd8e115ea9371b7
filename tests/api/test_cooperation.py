"""A program keeps the register: it registers, reads, changes, withdraws and restores, and links what was seen."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.audit import verify_chain
from aktsom.core.duties import Duty
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Unit
from tests.api.conftest import V1, Program, register

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def client(adviser: Actor, program: Program) -> Client:
    return program(adviser)


def described(partner: Partner, **more: object) -> dict[str, object]:
    return {"title": "Sea ice and light", "kind": "research-project", "partners": [str(partner.pk)], **more}


def test_what_is_registered_is_there_and_in_the_log(client: Client, adviser: Actor, partner: Partner) -> None:
    made = client.post(
        f"{V1}/cooperation", described(partner, starts="2024-01-01", fields=["quantum"]), content_type=JSON
    )
    assert made.status_code == 201
    shown = client.get(f"{V1}/cooperation/{made.json()['id']}").json()
    assert (shown["title"], shown["starts"], shown["fields"]) == ("Sea ice and light", "2024-01-01", ["quantum"])
    assert shown["partners"][0]["name"] == partner.name
    assert shown["history"][0]["by"] == "Astrid"
    with acting_for(adviser):
        assert AuditEvent.objects.filter(verb="register a cooperation").count() == 1


def test_the_same_key_again_registers_nothing_twice(client: Client, adviser: Actor, partner: Partner) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    first = client.post(f"{V1}/cooperation", described(partner), content_type=JSON, headers=key)
    again = client.post(f"{V1}/cooperation", described(partner), content_type=JSON, headers=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    with acting_for(adviser):
        assert Cooperation.objects.count() == 1


def test_a_colleagues_idempotency_key_gives_nothing_away(
    client: Client, person: Callable[..., Actor], program: Program, partner: Partner
) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    client.post(f"{V1}/cooperation", described(partner), content_type=JSON, headers=key)
    other = program(person())
    answer = other.post(f"{V1}/cooperation", described(partner), content_type=JSON, headers=key)
    assert answer.status_code == 409
    assert "id" not in answer.json()


def test_an_idempotency_key_that_is_no_uuid_is_named(client: Client, partner: Partner) -> None:
    answer = client.post(f"{V1}/cooperation", described(partner), content_type=JSON, headers={"Idempotency-Key": "1"})
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["Idempotency-Key"]


def test_lists_are_paged_filtered_and_sorted(client: Client, adviser: Actor, partner: Partner) -> None:
    for title in ("Beta", "Alpha", "Gamma"):
        register(adviser, partner, title)
    page = client.get(f"{V1}/cooperation", {"sort": "title", "size": 2}).json()
    assert (page["total"], [each["title"] for each in page["items"]]) == (3, ["Alpha", "Beta"])
    assert [each["title"] for each in client.get(page["next"]).json()["items"]] == ["Gamma"]
    assert client.get(page["next"]).json()["next"] is None
    assert client.get(f"{V1}/cooperation", {"country": "cn", "q": "alph"}).json()["total"] == 1
    assert client.get(f"{V1}/cooperation", {"country": "IN"}).json()["total"] == 0


def test_whoever_changes_an_old_version_is_told(client: Client, registered: Cooperation) -> None:
    address = f"{V1}/cooperation/{registered.pk}"
    changed = client.patch(address, {"version": 1, "title": "Light", "ends": "2027-12-31"}, content_type=JSON)
    assert (changed.status_code, changed.json()["version"], changed.json()["title"]) == (200, 2, "Light")
    late = client.patch(address, {"version": 1, "title": "Ice"}, content_type=JSON)
    assert late.status_code == 409
    assert late.json()["kept"]
    assert client.get(address).json()["title"] == "Light"


def test_what_a_change_leaves_out_stays(client: Client, registered: Cooperation) -> None:
    address = f"{V1}/cooperation/{registered.pk}"
    client.patch(address, {"version": 1, "summary": "Kept"}, content_type=JSON)
    client.patch(address, {"version": 2, "state": "ended"}, content_type=JSON)
    shown = client.get(address).json()
    assert (shown["title"], shown["summary"], shown["state"]) == ("Sea ice and light", "Kept", "ended")


def test_withdrawn_cooperation_waits_to_be_restored(client: Client, registered: Cooperation) -> None:
    address = f"{V1}/cooperation/{registered.pk}"
    assert client.post(f"{address}/withdraw").status_code == 200
    assert client.get(address).status_code == 404
    assert [each["id"] for each in client.get(f"{V1}/cooperation/withdrawn").json()["items"]] == [str(registered.pk)]
    assert client.post(f"{address}/restore").status_code == 200
    assert client.get(address).status_code == 200


def test_partners_come_and_go_but_one_stays(client: Client, registered: Cooperation, partner: Partner) -> None:
    other = Partner.objects.create(name="Delta Works", country="NL")
    address = f"{V1}/cooperation/{registered.pk}/partners"
    added = client.post(address, {"partner": str(other.pk), "role": "builds"}, content_type=JSON).json()
    assert {each["name"] for each in added["partners"]} == {"Delta Works", partner.name}
    assert client.delete(f"{address}/{partner.pk}").status_code == 200
    assert client.delete(f"{address}/{other.pk}").status_code == 422


def test_a_tie_becomes_a_cooperation_or_is_said_not_to_be_ours(client: Client, tie: Tie) -> None:
    seen = client.get(f"{V1}/cooperation/seen").json()["items"]
    assert [each["tie"] for each in seen] == [str(tie.pk)]
    said = client.post(f"{V1}/cooperation/seen/{tie.pk}/not-ours", {"reason": "A namesake"}, content_type=JSON)
    assert said.status_code == 201
    assert client.get(f"{V1}/cooperation/seen").json()["total"] == 0
    client.delete(f"{V1}/cooperation/not-ours/{said.json()['id']}")
    made = client.post(
        f"{V1}/cooperation/seen/{tie.pk}/register", {"title": "Optics", "kind": "research-project"}, content_type=JSON
    )
    assert made.status_code == 201
    assert client.get(f"{V1}/cooperation/{made.json()['id']}").json()["links"][0]["tie"] == str(tie.pk)
    assert client.get(f"{V1}/cooperation/seen").json()["total"] == 0


def test_a_tie_is_linked_and_unlinked(client: Client, registered: Cooperation, tie: Tie) -> None:
    address = f"{V1}/cooperation/{registered.pk}/links"
    (link,) = client.post(address, {"tie": str(tie.pk)}, content_type=JSON).json()["links"]
    assert client.delete(f"{address}/{link['id']}").json()["links"] == []
    assert client.post(address, {}, content_type=JSON).status_code == 422


def test_another_institution_sees_and_changes_nothing(
    registered: Cooperation, person: Callable[..., Actor], program: Program, other_institution: object
) -> None:
    stranger = program(person(Duty.RESEARCH_SECURITY_LEAD, institution=other_institution))
    address = f"{V1}/cooperation/{registered.pk}"
    assert stranger.get(address).status_code == 404
    assert stranger.patch(address, {"version": 1, "title": "Mine"}, content_type=JSON).status_code == 404
    assert stranger.get(f"{V1}/cooperation").json()["total"] == 0


def test_many_at_once_each_have_an_outcome_and_an_event(client: Client, adviser: Actor, partner: Partner) -> None:
    records = [described(partner), described(partner, starts="2025-01-01", ends="2024-01-01"), described(partner)]
    answer = client.post(f"{V1}/cooperation/bulk", {"records": records}, content_type=JSON).json()
    assert (answer["registered"], answer["refused"]) == (2, 1)
    assert [each["outcome"] for each in answer["items"]] == ["registered", "refused", "registered"]
    assert list(answer["items"][1]["fields"]) == ["ends"]
    assert client.get(answer["items"][2]["made"]["url"]).status_code == 200
    with acting_for(adviser):
        assert AuditEvent.objects.filter(verb="register a cooperation").count() == 2
        assert verify_chain(adviser.institution_id or 0) is None


def test_promise_p81_many_sent_again_with_the_same_key_are_registered_once(
    client: Client, adviser: Actor, partner: Partner
) -> None:
    sent = {"records": [described(partner), described(partner, title=" ")]}
    key = {"Idempotency-Key": str(uuid4())}
    first = client.post(f"{V1}/cooperation/bulk", sent, content_type=JSON, headers=key).json()
    again = client.post(f"{V1}/cooperation/bulk", sent, content_type=JSON, headers=key).json()
    assert [each["outcome"] for each in again["items"]] == ["before", "refused"]
    assert again["items"][0]["made"] == first["items"][0]["made"]
    with acting_for(adviser):
        assert Cooperation.objects.count() == 1


def test_all_or_nothing_names_the_record_and_keeps_none(client: Client, adviser: Actor, partner: Partner) -> None:
    records = [described(partner), described(partner, fields=["alchemy"])]
    answer = client.post(f"{V1}/cooperation/bulk", {"records": records, "all_or_nothing": True}, content_type=JSON)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["records.1.fields"])
    with acting_for(adviser):
        assert not Cooperation.objects.exists()
        assert not AuditEvent.objects.filter(verb="register a cooperation").exists()


def test_who_may_not_register_for_a_unit_is_refused_that_record_alone_and_the_attempt_is_on_record(
    person: Callable[..., Actor], program: Program, partner: Partner, institution: Institution
) -> None:
    colleague = person()
    client = program(colleague)
    with acting_for(colleague):
        unit = Unit.objects.create(institution=institution, name_nb="Kjemi", path="/chemistry/")
    records = [described(partner), described(partner, unit=str(unit.pk))]
    answer = client.post(f"{V1}/cooperation/bulk", {"records": records}, content_type=JSON).json()
    assert [each["outcome"] for each in answer["items"]] == ["registered", "refused"]
    refused = client.post(f"{V1}/cooperation/bulk", {"records": records, "all_or_nothing": True}, content_type=JSON)
    assert refused.status_code == 403
    with acting_for(colleague):
        assert AuditEvent.objects.filter(verb="register a cooperation (refused)").count() == 2
        assert Cooperation.objects.count() == 1


def test_many_are_at_most_200(client: Client, partner: Partner) -> None:
    answer = client.post(f"{V1}/cooperation/bulk", {"records": [described(partner)] * 201}, content_type=JSON)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["records"])
    assert client.post(f"{V1}/cooperation/bulk", {"records": []}, content_type=JSON).status_code == 422
