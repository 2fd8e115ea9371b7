"""What was typed when somebody turns out to be signed out is shown to them, and to nobody from elsewhere."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
SAID = {"text": "Whom did you <b>ask</b>?", "version": "3"}


def test_promise_p106_what_was_typed_when_a_session_ends_is_given_back():
    answer = Client().post("/appraisals/measures/", SAID, headers={"Referer": "http://testserver/appraisals/?q=ice"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "Whom did you &lt;b&gt;ask&lt;/b&gt;?" in page
    assert 'data-action="/appraisals/measures/"' in page
    assert 'data-page="/appraisals/?q=ice"' in page
    assert "/sign-in/?next=/appraisals/%3Fq%3Dice" in page
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "referer", ["https://elsewhere.example/x", "http://testserver//elsewhere.example/x", "//x", ""]
)
def test_the_way_back_leads_to_no_other_site(referer):
    page = Client().post("/appraisals/measures/", SAID, headers={"Referer": referer}).content
    assert b"//elsewhere" not in page
    assert b"%2F%2F" not in page


def test_what_is_refused_gives_back_what_was_typed_too(person, client_for):
    gone = "/appraisals/0775930c-f9b8-49fa-94e8-e99dadd137db/decide/"
    answer = client_for(person()).post(gone, {"reason": "All of it is published.", "password": "my long secret"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "All of it is published." in page
    assert "secret" not in page


@pytest.mark.parametrize("said", [{}, {"measure": "0775930c-f9b8-49fa-94e8-e99dadd137db", "version": "3"}])
def test_who_typed_nothing_is_only_asked_to_sign_in(said):
    assert Client().post("/appraisals/measures/", said).status_code == 302


def test_passwords_and_codes_are_never_shown():
    said = {**SAID, "password": "my long secret", "new_password1": "my other secret", "code": "12 34 56"}
    page = Client().post("/appraisals/measures/", said).content.decode()
    assert "secret" not in page
    assert "12 34 56" not in page


@pytest.mark.parametrize(
    ("origin", "status"), [("http://testserver", 401), ("https://elsewhere.example", 403), ("null", 403), ("", 403)]
)
def test_a_form_that_grew_too_old_gives_back_what_was_typed_and_one_from_elsewhere_does_not(
    person, client_for, origin, status
):
    client = client_for(person())
    client.handler.enforce_csrf_checks = True
    answer = client.post("/appraisals/measures/", SAID, headers={"Origin": origin} if origin else {})
    assert answer.status_code == status
    assert (b"Whom did you" in answer.content) is (status == 401)
