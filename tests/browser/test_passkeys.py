"""Passkeys in a real browser that plays the phone: one is added, signs in alone, and shows again who one is."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.chromium import patient_context
from tests.browser.pages import FACILITY_OWNER, choose_language, sign_in

pytestmark = pytest.mark.browser
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """A browser of its own, in English, under a name that passkeys can be made for."""
    context = patient_context(chromium)
    page = context.new_page()
    choose_language(page, named(site), "en")
    yield page
    context.close()


@pytest.fixture
def phone(page: Page) -> tuple[CDPSession, str]:
    """What the browser asks for passkeys: its connection and its id."""
    connection = page.context.new_cdp_session(page)
    connection.send("WebAuthn.enable")
    made = connection.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    return connection, made["authenticatorId"]


@pytest.fixture
def with_passkey(page: Page, phone: tuple[CDPSession, str], site: str) -> Iterator[str]:
    """The site, where the person has added a passkey; it is removed afterwards."""
    place = named(site)
    sign_in(page, place, FACILITY_OWNER)
    page.goto(f"{place}/account/security/passkeys/add/")
    page.get_by_label("A name for it").fill("My phone")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url(outside("/add/"))
    yield place
    page.context.clear_cookies()
    sign_in(page, place, FACILITY_OWNER)
    while (
        remove := page_at(page, place, "/account/security/").locator("a[href*='/passkeys/'][href*='/remove/']")
    ).count():
        page.goto(place + (remove.first.get_attribute("href") or ""))
        page.locator("main form[method='post'] button").click()
        page.wait_for_url(outside("/remove/"))


def named(site: str) -> str:
    """The site by name: no passkey is made for a bare network address."""
    return site.replace("127.0.0.1", "localhost")


def outside(part: str) -> Callable[[str], bool]:
    return lambda address: part not in address


def page_at(page: Page, site: str, address: str) -> Page:
    page.goto(site + address)
    return page


def keys_on(phone: tuple[CDPSession, str]) -> list[dict[str, object]]:
    connection, number = phone
    return connection.send("WebAuthn.getCredentials", {"authenticatorId": number})["credentials"]


def test_a_passkey_is_added_and_signs_in_alone(page, phone, with_passkey):
    assert page.get_by_text("The passkey is added.").is_visible()
    assert [key["isResidentCredential"] for key in keys_on(phone)] == [True]
    assert page_at(page, with_passkey, "/account/security/").get_by_text("My phone").first.is_visible()
    page.context.clear_cookies()
    choose_language(page, with_passkey, "en")
    assert "/sign-in/" in page_at(page, with_passkey, "/places/").url
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(outside("/sign-in/"))
    assert page_at(page, with_passkey, "/account/security/").get_by_text("this browser").is_visible()


def test_a_passkey_shows_again_who_one_is(page, with_passkey):
    page_at(page, with_passkey, "/sign-in/again/?next=/account/security/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(with_passkey + "/account/security/")


def test_a_phone_that_does_not_know_its_person_signs_nobody_in(page, phone, with_passkey):
    connection, number = phone
    connection.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    page.context.clear_cookies()
    page_at(page, with_passkey, "/sign-in/").locator("form[data-passkey] button").click()
    page.locator("[data-failed]").wait_for(state="visible")
    assert "/sign-in/" in page_at(page, with_passkey, "/places/").url
