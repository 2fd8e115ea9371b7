"""The way from signing in to a partner needs no script."""

import pytest

from tests.browser.chromium import patient_context
from tests.browser.pages import ADVISER, press, sign_in

pytestmark = pytest.mark.browser


def test_an_adviser_signs_in_and_reads_about_a_partner_without_javascript(chromium, site):
    context = patient_context(chromium, java_script_enabled=False, locale="en")
    page = context.new_page()
    sign_in(page, site, ADVISER)
    page.locator("details.menu", has=page.locator(".person")).locator("summary").click()
    press(page.locator("form.language button[value='en']"))
    press(page.locator(".main-nav a", has_text="Overview"))
    assert page.locator("h1").inner_text()
    page.goto(f"{site}/partners/")
    press(page.locator("main a[href^='/partners/']:not([href*='?'])").first)
    assert page.locator("h1").inner_text()
    page.locator("details.menu", has_text="I want to").locator("summary").click()
    press(page.get_by_role("link", name="Register a cooperation").first)
    assert page.url.endswith("/cooperation/new/")
    context.close()
