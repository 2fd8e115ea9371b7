"""The way from signing in to a partner needs no script."""

import pytest

from tests.browser.pages import ADVISER, sign_in

pytestmark = pytest.mark.browser


def test_an_adviser_signs_in_and_reads_about_a_partner_without_javascript(chromium, site):
    context = chromium.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    sign_in(page, site, ADVISER)
    page.locator("details.menu", has=page.locator(".person")).locator("summary").click()
    page.locator("form.language button[value='en']").click()
    page.locator(".main-nav a", has_text="Overview").click()
    assert page.locator("h1").inner_text()
    page.goto(f"{site}/partners/")
    page.locator("main a[href^='/partners/']:not([href*='?'])").first.click()
    assert page.locator("h1").inner_text()
    page.locator("details.menu", has_text="I want to").locator("summary").click()
    page.get_by_role("link", name="Register a cooperation").first.click()
    assert page.url.endswith("/cooperation/new/")
    context.close()
