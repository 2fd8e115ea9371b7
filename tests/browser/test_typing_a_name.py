"""Hits come while a name is typed, without a jump and without a button; without script the button does the same."""

import pytest

from tests.browser.pages import ADVISER, choose_language, sign_in

pytestmark = pytest.mark.browser
NAME = "Harbin Institute of Technology"


def test_hits_come_while_a_name_is_typed_and_the_field_keeps_the_focus(chromium, site):
    context = chromium.new_context(locale="en")
    page = context.new_page()
    sign_in(page, site, ADVISER)
    choose_language(page, site, "en")
    page.goto(f"{site}/screening/")
    page.get_by_label("Name of the organisation").press_sequentially(NAME, delay=20)
    page.locator("#answer h2").wait_for(timeout=60_000)
    assert "possible match" in page.locator("#answer h2").inner_text()
    assert page.locator("#answer").get_attribute("role") == "status"
    assert page.evaluate("document.activeElement.id") == "id_name"
    assert page.evaluate("window.scrollY") == 0
    assert page.locator("#answer details[open]").first.is_visible()
    context.close()


def test_without_script_the_button_gives_the_same(chromium, site):
    context = chromium.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    sign_in(page, site, ADVISER)
    choose_language(page, site, "en")
    page.goto(f"{site}/screening/")
    page.get_by_label("Name of the organisation").fill(NAME)
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator("#answer h2").wait_for(timeout=60_000)
    assert "possible match" in page.locator("#answer h2").inner_text()
    context.close()
