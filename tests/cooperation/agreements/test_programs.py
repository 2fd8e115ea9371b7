"""A program is told of an agreement over the API what the page shows, and what it sends wrong is named where it stands."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aktsom.cooperation.agreements import checking, papers
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Finding
from aktsom.cooperation.agreements.moving import StepDraft, take_step
from aktsom.cooperation.agreements.protecting import put_into_compartment
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.engine.agreements.lifecycle import Step
from aktsom.institutions.models import Unit
from tests.protection.access.conftest import House, house

__all__ = ["house"]

pytestmark = pytest.mark.django_db
V1, JSON = "/api/v1/agreements", "application/json"
MakeAgreement = Callable[..., Agreement]
NONE = "There is none with this id, or you may not know of it."


@pytest.fixture
def sent(browser: Client) -> Callable[..., tuple[int, Any]]:
    """Sends JSON as a program of the officer; gives the status and the answer."""

    def send(method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
        answer = browser.generic(method, f"{V1}/{path}", _json(body), content_type=JSON)
        return answer.status_code, answer.json()

    return send


def _json(body: dict[str, Any] | None) -> bytes:
    return orjson.dumps(body) if body is not None else b""


def test_a_program_sees_further_units_and_replaces_only_those_that_it_looked_at(
    officer: Actor, agreement: MakeAgreement, sent: Callable[..., tuple[int, Any]]
) -> None:
    made = agreement(officer)
    with acting_for(officer):
        ice, snow = (
            Unit.objects.create(institution_id=officer.institution_id, name_nb=name, name_en=name, path=f"/{name}/")
            for name in ("Ice", "Snow")
        )
    assert sent("PUT", f"{made.pk}/units", {"units": [str(ice.pk)], "version": 1})[0] == 200
    assert sent("GET", str(made.pk))[1]["units"] == [str(ice.pk)]
    status, refused = sent("PUT", f"{made.pk}/units", {"units": [str(snow.pk)], "version": 1})
    assert (status, refused["happened"]) == (409, "Somebody changed this while you were writing.")
    assert sent("PUT", f"{made.pk}/units", {"units": [str(ice.pk), str(snow.pk)]})[0] == 200
    assert set(sent("GET", str(made.pk))[1]["units"]) == {str(ice.pk), str(snow.pk)}


def test_a_program_sees_what_hangs_on_an_agreement_and_in_which_compartment_it_lies(
    house: House, agreement: MakeAgreement, officer: Actor, client_for: Callable[[Actor], Client]
) -> None:
    above = agreement(officer)
    below = agreement(officer, title="Amendment", parent=above.pk, relation="amends")
    house.let_in(officer, house.records)
    actor = house.now(officer)
    client = client_for(actor)
    found = client.get(f"{V1}/{above.pk}").json()
    assert (found["children"], found["compartment"]) == ([str(below.pk)], None)
    with acting_for(actor):
        put_into_compartment(actor, agreement=below, compartment=house.records)
    assert client.get(f"{V1}/{below.pk}").json()["compartment"] == str(house.records.pk)
    assert client.get(V1, {"q": "Amendment"}).json()["items"][0]["compartment"] == str(house.records.pk)


def test_a_program_sees_which_paper_shows_a_step_and_who_took_it(
    officer: Actor, agreement: MakeAgreement, upload: Callable[..., SimpleUploadedFile], browser: Client
) -> None:
    made = agreement(officer)
    with acting_for(officer):
        papers.add_document(officer, agreement=made, upload=upload())
        take_step(officer, agreement=made, step=Step.SIGN, given=StepDraft())
        take_step(
            officer, agreement=made, step=Step.GIVE_NOTICE, given=StepDraft(reason="Done", upload=upload("notice.pdf"))
        )
    found = browser.get(f"{V1}/{made.pk}").json()
    letter = next(each for each in found["papers"] if each["filename"] == "notice.pdf")
    assert letter["by"] == str(officer.member_id)
    told = [(each["step"], each["paper"], each["by"]) for each in found["steps"]]
    assert told == [("give-notice", letter["id"], str(officer.member_id)), ("sign", None, str(officer.member_id))]


def test_a_program_sees_who_judged_a_finding_and_when(
    officer: Actor, agreement: MakeAgreement, browser: Client
) -> None:
    made = agreement(officer)
    check, finding = _found(officer, made)
    at = f"{V1}/{made.pk}/findings/{finding.pk}"
    judged = browser.put(at, {"verdict": "met"}, content_type=JSON).json()
    assert judged["judged_by"] == str(officer.member_id)
    (shown,) = browser.get(f"{V1}/{made.pk}/checks/{check.pk}").json()["findings"]
    assert shown["judged_at"] == judged["judged_at"] == judged["judgement"]
    assert browser.put(at, {"verdict": None}, content_type=JSON).json()["judged_by"] is None


def test_a_paper_that_is_relabelled_or_put_back_is_told_with_its_check(
    officer: Actor, agreement: MakeAgreement, browser: Client
) -> None:
    made = agreement(officer)
    check, _finding = _found(officer, made)
    at = f"{V1}/{made.pk}/papers/{check.document_version_id}"
    assert browser.put(f"{at}/kind", {"kind": "draft"}, content_type=JSON).json()["check"] == str(check.pk)
    assert browser.post(f"{at}/withdraw", {"reason": "A slip"}, content_type=JSON).json()["check"] == str(check.pk)
    assert browser.post(f"{at}/restore").json()["check"] == str(check.pk)


def test_what_is_named_in_a_body_and_is_not_there_is_told_by_its_field(
    officer: Actor, agreement: MakeAgreement, sent: Callable[..., tuple[int, Any]]
) -> None:
    made, unknown = agreement(officer), str(uuid4())
    for path, body, field in (
        (f"{made.pk}/comparisons", {"sent": unknown, "returned": unknown}, "sent"),
        (f"{made.pk}/exit-access", {"compartment": unknown}, "compartment"),
    ):
        status, refused = sent("POST", path, body)
        assert (status, refused["fields"]) == (404, {field: NONE})
        assert refused["remedy"] == "Correct the fields that are named."
    assert sent("PATCH", str(made.pk), {"version": 1, "parent": unknown})[1]["fields"] == {"parent": NONE}
    parties = {"version": 1, "parties": [{"partner": unknown}]}
    assert list(sent("PUT", f"{made.pk}/parties", parties)[1]["fields"]) == ["parties"]
    assert sent("GET", unknown)[1]["fields"] == {}


def test_a_partner_that_is_named_twice_is_refused_and_nobody_who_signs_is_lost(
    officer: Actor, agreement: MakeAgreement, sent: Callable[..., tuple[int, Any]]
) -> None:
    made = agreement(officer)
    partner = sent("GET", str(made.pk))[1]["parties"][1]["partner"]
    twice = [{"partner": partner, "signatory": "A. Ice"}, {"partner": partner, "signatory": "B. Snow"}]
    status, refused = sent("PUT", f"{made.pk}/parties", {"version": 1, "parties": twice})
    reason = "One partner stands here twice. Name each once, with all who sign for it."
    assert (status, refused["fields"]) == (422, {"parties": reason})
    assert sent("PUT", f"{made.pk}/parties", {"version": 1, "parties": twice[:1]})[0] == 200


def test_a_file_that_is_missing_is_named(officer: Actor, agreement: MakeAgreement, browser: Client) -> None:
    answer = browser.post(f"{V1}/{agreement(officer).pk}/papers", {"kind": "letter"})
    assert (answer.status_code, answer.json()["fields"]) == (422, {"file": "This is missing."})


def _found(officer: Actor, agreement: Agreement) -> tuple[ClauseCheck, Finding]:
    """A check of a new paper with one finding."""
    with acting_for(officer):
        version = papers.add_document(officer, agreement=agreement, upload=SimpleUploadedFile("a.pdf", b"%PDF-1.4 a"))
        check = checking.start_check(officer, agreement=agreement, version=version)
        finding = Finding.objects.create(
            institution_id=officer.institution_id,
            agreement=agreement,
            clause_check=check,
            position=0,
            condition="publication",
            verdict="absent",
        )
    return check, finding
