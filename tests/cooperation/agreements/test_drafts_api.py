"""Over the API: a draft is made, what came back is compared, notice is given with its letter, and examples go out."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aktsom.cooperation.agreements import checking, papers
from aktsom.cooperation.agreements.condition_example import EXAMPLE
from aktsom.cooperation.agreements.models import Agreement, Comparison
from aktsom.cooperation.agreements.tasks import compare_drafts
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Noticed, Paper, PaperKind

pytestmark = pytest.mark.django_db
MakeAgreement = Callable[..., Agreement]
DAY, LETTER = date(2024, 1, 1), b"%PDF-1.4 a letter"


def test_a_program_drafts_and_compares_what_came_back(
    person: Callable[..., Actor], client_for: Callable[[Actor], Client], agreement: MakeAgreement
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    client, at = client_for(officer), f"/api/v1/agreements/{agreement(officer).pk}"
    client.cookies["aktsom_language"] = "en"
    choices = client.get(f"{at}/draft").json()
    needed = next(each["id"] for each in choices["conditions"] if each["needed"])
    first = _posted(client, f"{at}/draft", {"language": "en"}, 201)
    second = _posted(client, f"{at}/draft", {"language": "en", "firmness": {needed: "firmer"}}, 201)
    assert (first["paper"], second["number"]) == (second["paper"], 2)
    assert {"id": "term_years", "title": "Years that the agreement runs", "usual": "four"} in first["assumed"]
    compared = _posted(client, f"{at}/comparisons", {"sent": first["id"], "returned": second["id"]}, 202)
    compare_drafts.run(
        member_id=str(officer.member_id), institution_id=officer.institution_id, comparison_id=compared["id"]
    )
    found = client.get(f"{at}/comparisons/{compared['id']}").json()
    assert found["progress"] == "done"
    assert found["changes"]
    listed = client.get(f"{at}/comparisons").json()
    with acting_for(officer):
        assert Comparison.objects.count() == len(listed) == 1


def test_a_check_tells_a_program_what_was_noticed_of_the_paper(
    person: Callable[..., Actor], client_for: Callable[[Actor], Client], agreement: MakeAgreement
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made, scan = agreement(officer), Paper(PaperKind.PDF, (), 3, frozenset({Noticed.SCAN}))
    with acting_for(officer):
        version = papers.add_document(officer, agreement=made, upload=SimpleUploadedFile("scan.pdf", LETTER))
        waiting = checking.start_check(officer, agreement=made, version=version)
    client, at = client_for(officer), f"/api/v1/agreements/{made.pk}/checks/{waiting.pk}"
    client.cookies["aktsom_language"] = "en"
    assert client.get(at).json()["current"] is False
    with acting_for(officer):
        checking.keep_findings(officer, agreement=made, waiting=waiting, paper=scan)
    answer = client.get(at)
    assert any("their text was not read" in each for each in answer.json()["remarks"])
    assert answer.json()["current"] is False


def test_notice_is_given_with_the_letter_that_shows_it(
    person: Callable[..., Actor], client_for: Callable[[Actor], Client], agreement: MakeAgreement
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    row = agreement(officer, state="signed", starts=DAY, signed_on=DAY, notice_months=3)
    client, at = client_for(officer), f"/api/v1/agreements/{row.pk}"
    assert client.post(f"{at}/steps", {"step": "give-notice"}, content_type="application/json").status_code == 409
    given = {"step": "give-notice", "reason": "It is over", "file": SimpleUploadedFile("letter.pdf", LETTER)}
    answer = client.post(f"{at}/steps/shown", given)
    assert answer.status_code == 200, answer.content
    assert answer.json()["state"] == "notice-given"
    assert client.get(at).json()["papers"][0]["kind"] == "letter"


def test_own_conditions_and_examples_go_over_the_api(
    person: Callable[..., Actor], client_for: Callable[[Actor], Client]
) -> None:
    client = client_for(person(Duty.AGREEMENTS_OFFICER, name="Oda Officer"))
    before = client.get("/api/v1/agreement-conditions").json()
    assert (before["number"], len(before["conditions"])) == (0, 17)
    freedom = next(each for each in before["conditions"] if each["id"] == "academic-freedom")
    assert set(freedom["wordings"]) == {"softer", "model", "firmer"}
    assert all(freedom[name] for name in ("kinds", "insist", "negotiable"))
    assert "memorandum" in freedom["kinds"]
    publication = next(each for each in before["conditions"] if each["id"] == "publication")
    assert {"agreement.publication-permission", "field.critical-technology"} <= set(publication["flags"])
    wrong = client.put(
        "/api/v1/agreement-conditions", {"text": "conditions: 7", "number": 0}, content_type="application/json"
    )
    assert wrong.status_code == 422
    assert "text" in json.dumps(wrong.json())
    for number, text in enumerate((EXAMPLE, "")):
        given = {"text": text, "number": number}
        assert client.put("/api/v1/agreement-conditions", given, content_type="application/json").status_code == 200
    versions = client.get("/api/v1/agreement-conditions/versions").json()["items"]
    assert [(each["number"], each["text"], each["by"]) for each in versions] == [
        (2, "", "Oda Officer"),
        (1, EXAMPLE.strip(), "Oda Officer"),
    ]
    examples = client.get("/api/v1/agreement-examples")
    assert (examples.status_code, examples["Content-Type"]) == (200, "application/x-ndjson")


def _posted(client: Client, address: str, given: object, status: int) -> dict[str, object]:
    answer = client.post(address, given, content_type="application/json")
    assert answer.status_code == status, answer.content
    told: dict[str, object] = answer.json()
    return told
