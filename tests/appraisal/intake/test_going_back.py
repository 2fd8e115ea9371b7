"""Whoever goes back, sends twice or opens a second tab meets a clear message and loses nothing."""

import pytest
from django.utils.translation import override

from aktsom.appraisal.deciding.actions import step_aside
from aktsom.appraisal.intake.actions import begin
from aktsom.core.errors import InvalidError

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["questions/", "questions/subject/", "send/"])
def test_what_was_sent_in_already_leads_to_the_appraisal(house, partners, sent_in, client_for, page):
    client, row = client_for(house.researcher), sent_in(partners.quiet)
    for meet in (client.get, client.post) if page != "questions/" else (client.get,):
        answer = meet(f"/appraisals/{row.pk}/{page}", follow=True)
        assert answer.redirect_chain[-1][0] == f"/appraisals/{row.pk}/"
        assert "sendt inn allerede" in answer.content.decode()


def test_a_second_tab_keeps_what_was_written_and_can_send_it(house, client_for, as_):
    client = client_for(house.researcher)
    with as_(house.researcher):
        row = begin(house.researcher, kind="event")
    there = f"/appraisals/{row.pk}/questions/subject/"
    assert client.post(there, {"version": "1", "answer": "In the first tab"}).status_code == 302
    met = client.post(there, {"version": "1", "answer": "In the second tab"})
    assert met.status_code == 409
    assert "In the second tab" in met.content.decode()
    assert client.post(there, {"version": "2", "answer": "In the second tab"}).status_code == 302


def test_a_refusal_without_a_form_says_what_to_write(house, partners, sent_in, client_for):
    client, row = client_for(house.adviser), sent_in(partners.serious)
    met = client.post(f"/appraisals/{row.pk}/dossier/comment/", {"text": "  "})
    assert met.status_code == 422
    assert "ses på en gang til" not in met.content.decode()


def test_one_wrong_answer_is_what_happened_and_several_are_listed():
    with override("en"):
        assert str(InvalidError(fields={"a": "Say why."}).happened) == "Say why."
        assert str(InvalidError(fields={"a": "Why?", "b": "When?"}).happened) == "Some answers need another look."


def test_who_lost_the_turn_while_writing_gets_the_reason_back(house, partners, sent_in, client_for, as_):
    client, row = client_for(house.head), sent_in(partners.concern)
    assert client.get(f"/appraisals/{row.pk}/decide/").status_code == 200
    with as_(house.head):
        step_aside(house.head, appraisal=row)
    sent = {"version": "2", "outcome": "approve", "reason": "All of it is published."}
    met = client.post(f"/appraisals/{row.pk}/decide/", sent)
    assert met.status_code == 403
    assert "All of it is published." in met.content.decode()
