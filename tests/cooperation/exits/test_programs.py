"""What programs are told of breaches over the API, and that what they read is on record."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.protecting import put_into_compartment
from aktsom.cooperation.exits.breaching import record_breach
from aktsom.cooperation.exits.models import Breach, HangingAccess
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from tests.cooperation.exits.conftest import Harbour

pytestmark = pytest.mark.django_db
Clients = Callable[[Actor], Client]
V1 = "/api/v1"


@pytest.fixture
def other(harbour: Harbour, agreement: Callable[..., Agreement]) -> Agreement:
    """A second agreement in force of the same officer."""
    return agreement(
        harbour.officer, title="Other", kind="project", state="signed", unit=harbour.house.unit.pk,
        signed_on=date(2024, 1, 1), starts=date(2024, 1, 1),
    )  # fmt: skip


def _given(token: str) -> dict[str, str]:
    day = timezone.localdate().isoformat()
    return {"trigger": "breach", "what": "Kept it", "evidence": "A letter", "happened_on": day, "token": token}


def test_the_token_of_one_agreements_breach_is_refused_for_another_and_repeats_for_its_own(
    harbour: Harbour, other: Agreement, client_for: Clients
) -> None:
    client, given = client_for(harbour.officer), _given(str(uuid4()))

    def recorded(agreement: Agreement) -> tuple[int, dict[str, str]]:
        answer = client.post(f"{V1}/agreements/{agreement.pk}/breaches", given, content_type="application/json")
        return answer.status_code, answer.json()

    status, first = recorded(harbour.agreement)
    assert (status, first["agreement"]) == (201, str(harbour.agreement.pk))
    assert recorded(harbour.agreement)[1]["id"] == first["id"]
    assert recorded(other)[0] == 409
    with acting_for(harbour.officer):
        assert not Breach.objects.filter(agreement=other).exists()
    given["token"] = str(uuid4())
    status, second = recorded(other)
    assert (status, second["agreement"]) == (201, str(other.pk))


def test_the_form_of_one_agreement_that_is_sent_to_another_says_so(
    harbour: Harbour, other: Agreement, client_for: Clients
) -> None:
    client, given = client_for(harbour.officer), _given(str(uuid4()))
    client.cookies["aktsom_language"] = "en"
    assert client.post(f"/agreements/{harbour.agreement.pk}/exit/breach/", given).status_code == 302
    page = client.post(f"/agreements/{other.pk}/exit/breach/", given)
    assert page.status_code == 409
    assert "This was sent before, about another agreement." in page.content.decode()


def test_a_program_reads_what_a_task_is_about_what_became_of_access_and_the_log(
    harbour: Harbour, client_for: Clients
) -> None:
    with acting_for(harbour.officer):
        HangingAccess.objects.create(
            institution=harbour.house.institution, agreement=harbour.agreement, compartment=harbour.house.records
        )
    breach, client = harbour.broken(), client_for(harbour.house.owner)
    officer = client_for(harbour.officer)
    officer.cookies["aktsom_language"] = "en"
    (task, _second) = officer.get(f"{V1}/exit-tasks").json()["items"]
    assert (task["agreement"], task["breach"]) == (str(harbour.agreement.pk), str(breach.pk))
    assert task["decides"] is False
    found = officer.get(f"{V1}/agreement-breaches/{breach.pk}").json()
    assert found["decides"] == "unit-leader"
    assert (
        found["access"] == officer.get(f"{V1}/agreements/{harbour.agreement.pk}/breaches").json()["items"][0]["access"]
    )
    (line,) = found["access"]
    assert (line["stopped"], line["compartment"]) == (False, str(harbour.house.records.pk))
    assert "Ask the owner now" in line["what"]
    log = officer.get(f"{V1}/agreement-breaches/{breach.pk}/log").json()["items"]
    assert [each["sort"] for each in log] == ["recorded", "not-stopped"]
    assert (log[0]["by"], log[0]["text"]) == (str(harbour.officer.member_id), "They kept the data.")
    assert client.get(f"{V1}/agreement-breaches/{breach.pk}/log").status_code == 404


def test_a_program_lists_the_plans_that_run_and_which_the_caller_decides(harbour: Harbour, client_for: Clients) -> None:
    breach = harbour.broken()
    for who, decides in ((harbour.officer, False), (harbour.house.leader, True)):
        (plan,) = client_for(who).get(f"{V1}/agreement-breaches").json()["items"]
        assert (plan["id"], plan["agreement"]) == (str(breach.pk), str(harbour.agreement.pk))
        assert (plan["title"], plan["is_broken"]) == (harbour.agreement.title, True)
        assert (plan["decides"], plan["may_decide"]) == ("unit-leader", decides)
    assert client_for(harbour.outsider).get(f"{V1}/agreement-breaches").json()["items"] == []


@pytest.mark.parametrize(
    "address",
    [
        f"{V1}/agreement-breaches/{{breach}}",
        f"{V1}/agreement-breaches/{{breach}}/log",
        f"{V1}/agreements/{{agreement}}/breaches",
        f"{V1}/agreements/{{agreement}}/exit-strategy",
        f"{V1}/agreements/{{agreement}}/exit-access",
        "/agreements/{agreement}/exit/access/",
        "/agreements/{agreement}/exit/strategy/",
    ],
)
def test_who_reads_the_way_out_of_a_sensitive_agreement_over_the_api_or_its_pages_is_on_record(
    harbour: Harbour, client_for: Clients, address: str
) -> None:
    breach = harbour.broken()
    harbour.house.let_in(harbour.officer, harbour.house.records)
    officer = harbour.house.now(harbour.officer)
    with acting_for(officer):
        put_into_compartment(officer, agreement=harbour.agreement, compartment=harbour.house.records)
    client = client_for(officer)
    system = Actor.system("tests", harbour.house.institution.pk)
    assert client.get(address.format(breach=breach.pk, agreement=harbour.agreement.pk)).status_code == 200
    with acting_for(system):
        seen = AuditEvent.objects.filter(verb="look at a record", member_id=officer.member_id)
        assert [each.subject for each in seen] == [f"agreements.agreement:{harbour.agreement.pk}"]


def test_a_program_that_records_a_breach_again_is_told_that_it_was_recorded_before(
    harbour: Harbour, client_for: Clients
) -> None:
    client, given = client_for(harbour.officer), _given(str(uuid4()))
    address = f"{V1}/agreements/{harbour.agreement.pk}/breaches"
    first, again = (client.post(address, given, content_type="application/json") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


def test_words_that_are_missing_are_named_as_the_program_calls_them(harbour: Harbour, client_for: Clients) -> None:
    breach, client = harbour.broken(), client_for(harbour.house.leader)
    for step in ("cure", "end", "notes"):
        refused = client.post(
            f"{V1}/agreement-breaches/{breach.pk}/{step}", {"text": "  "}, content_type="application/json"
        )
        assert (refused.status_code, list(refused.json()["fields"])) == (422, ["text"])


def test_a_program_finds_the_file_that_the_log_names(harbour: Harbour, client_for: Clients) -> None:
    breach, client = harbour.broken(), client_for(harbour.officer)
    address = f"{V1}/agreement-breaches/{breach.pk}"
    client.post(f"{address}/evidence", {"files": SimpleUploadedFile("letter.pdf", b"%PDF-1.4 a letter")})
    recorded, shown = client.get(f"{address}/log").json()["items"]
    assert (recorded["sort"], recorded["paper"], shown["sort"]) == ("recorded", None, "shown")
    paper = client.get(f"{V1}/agreements/{harbour.agreement.pk}/papers/{shown['paper']}")
    assert b"".join(paper.streaming_content) == b"%PDF-1.4 a letter"  # type: ignore[attr-defined]


def test_a_program_is_told_which_access_goes_on_after_a_breach_and_whom_to_ask(
    harbour: Harbour, client_for: Clients
) -> None:
    with acting_for(harbour.officer):
        HangingAccess.objects.update(agreed_by=None)
        access = HangingAccess.objects.get()
    breach, house = harbour.broken(), harbour.house
    address = f"{V1}/agreement-breaches/{breach.pk}"
    (told,) = client_for(harbour.officer).get(address).json()["goes_on"]
    assert (told["id"], told["compartment"], told["member"]) == (str(access.pk), str(house.laboratory.pk), None)
    assert (told["agreed"], told["mine"]) == (False, False)
    assert told["ask"] == [str(house.owner.member_id), str(house.deputy.member_id)]
    client_for(house.owner).post(f"{V1}/exit-access/{access.pk}/agree")
    assert client_for(harbour.officer).get(address).json()["goes_on"] == []


def test_a_breach_that_is_sent_twice_at_once_is_not_said_to_be_about_another_agreement(harbour: Harbour) -> None:
    token, officer = uuid4(), harbour.officer
    with acting_for(officer):
        record_breach(officer, agreement=harbour.agreement, told=harbour.told(), token=token)
        with pytest.raises(ConflictError) as caught:
            record_breach(officer, agreement=harbour.agreement, told=harbour.told(), token=token)
    with override("en"):
        assert str(caught.value).startswith("A breach of this agreement is recorded already")
