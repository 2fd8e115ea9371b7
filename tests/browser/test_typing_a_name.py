"""Hits come while a name is typed, without a jump and without a button; without script the button does the same."""

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import patient_context
from tests.browser.pages import ADVISER, choose_language, sign_in

pytestmark = pytest.mark.browser
NAME = "Harbin Institute of Technology"


def test_hits_come_while_a_name_is_typed_and_the_field_keeps_the_focus(chromium, site):
    context = patient_context(chromium, locale="en")
    page = context.new_page()
    sign_in(page, site, ADVISER)
    choose_language(page, site, "en")
    page.goto(f"{site}/screening/")
    page.get_by_label("Name of the organisation").press_sequentially(NAME, delay=20)
    expect(page.locator("#answer h2")).to_contain_text("possible match")
    assert page.locator("#answer").get_attribute("role") == "status"
    assert page.evaluate("document.activeElement.id") == "id_name"
    assert page.evaluate("window.scrollY") == 0
    expect(page.locator("#answer details[open]").first).to_be_visible()
    context.close()


def test_without_script_the_button_gives_the_same(chromium, site):
    context = patient_context(chromium, java_script_enabled=False, locale="en")
    page = context.new_page()
    sign_in(page, site, ADVISER)
    choose_language(page, site, "en")
    page.goto(f"{site}/screening/")
    page.get_by_label("Name of the organisation").fill(NAME)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#answer h2")).to_contain_text("possible match")
    context.close()
