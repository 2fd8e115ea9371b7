"""Every answer carries safe headers and speaks the chosen language."""

import pytest
from django.test import Client

from aktsom.core.duties import Duty
from aktsom.institutions.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/sign-in/", "/about/", "/no/such/page/", "/"])
def test_no_answer_lets_inline_code_run_or_another_site_frame_it(address):
    answer = Client().get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_a_static_file_is_never_taken_for_something_else():
    answer = Client().get("/static/aktsom/app.css")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"].startswith("text/css")
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("cookie", "language"), [("en", "en"), ("nb", "nb"), ("xx", "nb"), ("<script>", "nb"), ("", "nb")]
)
def test_the_language_is_the_chosen_one_else_bokmal(cookie, language):
    client = Client()
    client.cookies["aktsom_language"] = cookie
    answer = client.get("/sign-in/")
    assert answer["Content-Language"] == language
    assert f'<html lang="{language}"' in answer.content.decode()


def test_without_a_cookie_the_account_says_the_language(person, client_for):
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    User.objects.filter(pk=adviser.user_id).update(language="en")
    assert client_for(adviser).get("/places/")["Content-Language"] == "en"


def test_choosing_a_language_lasts_and_returns_to_the_page():
    client = Client()
    answer = client.post("/language/", {"language": "en", "next": "/about/"})
    assert answer["Location"] == "/about/"
    assert client.get("/about/")["Content-Language"] == "en"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example", "", "a\x00b", "²"]
)
def test_the_language_button_never_leads_to_another_site(target):
    assert Client().post("/language/", {"language": "en", "next": target})["Location"] == "/"


def test_a_form_without_its_token_is_refused_in_plain_words():
    client = Client(enforce_csrf_checks=True)
    client.cookies["aktsom_language"] = "en"
    answer = client.post("/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "We could not be sure that this form came from you." in answer.content.decode()


@pytest.mark.parametrize("address", ["/", "/sign-in/", "/about/", "/api/v1/me", "/static/aktsom/favicon.svg"])
def test_trace_is_not_answered_with_the_request(address):
    answer = Client().generic("TRACE", address, headers={"X-Told": "a secret"})
    assert answer.status_code in (302, 401, 405)
    assert b"a secret" not in b"".join(answer.streaming_content if answer.streaming else [answer.content])


@pytest.mark.django_db
def test_signing_out_clears_what_the_browser_kept(person, client_for):
    answer = client_for(person()).post("/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_program_that_asks_in_the_clear_is_refused_and_a_person_is_led_on(settings):
    settings.SECURE = settings.SECURE_SSL_REDIRECT = True
    for address in ("/api/v1/me", "/scim/v2/Users"):
        answer = Client().get(address, headers={"Authorization": "Bearer aktsom_1_x"})
        assert answer.status_code == 403
        assert "https" in answer.json()["remedy"]
        assert Client().get(address, secure=True).status_code == 401
    assert Client().get("/sign-in/")["Location"] == "https://testserver/sign-in/"
