"""Choosing a partner while typing, by keyboard alone, with what a screen reader is told; and without script by buttons."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.chromium import patient_context
from tests.browser.pages import LANGUAGES, RESEARCHER, choose_language, press, sign_in

pytestmark = pytest.mark.browser
UNDER_WAY = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"
"""What htmx marks as long as it asks or brings in an answer."""


def to_the_partner_question(page: Page, site: str) -> None:
    page.goto(f"{site}/appraisals/new/")
    press(page.locator("button[value='research-project']"))
    for _each in range(10):
        if page.locator("#search-for").count():
            return
        if page.locator("textarea[name='answer']").count():
            page.locator("textarea[name='answer']").fill("Typed")
        press(page.locator("main form.form > .actions > button").first)
    raise AssertionError("no question about partners")


def type_name(page: Page, text: str) -> None:
    """Type into the field, letter by letter, and wait until what fits the whole of it is offered."""
    expect(page.locator(UNDER_WAY)).to_have_count(0)
    with page.expect_response(lambda answer: parse_qs(urlsplit(answer.url).query).get("search_for") == [text]):
        page.locator("#search-for").press_sequentially(text, delay=20)
    expect(page.locator(UNDER_WAY)).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_partner_is_chosen_by_keyboard_under_a_name_in_another_script(page_of, site, language):
    page = page_of(RESEARCHER)
    choose_language(page, site, language)
    to_the_partner_question(page, site)
    field = page.locator("#search-for")
    type_name(page, "清华大")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#said")).not_to_be_empty()
    field.press("ArrowDown")
    active = page.locator(f"#{field.get_attribute('aria-activedescendant')}")
    expect(active).to_have_attribute("aria-selected", "true")
    assert "Tsinghua University" in active.inner_text()
    assert "清华大学" in active.inner_text()
    field.press("Enter")
    expect(page.locator("input[name='partner']")).to_have_count(1)
    expect(page.locator("#said")).to_contain_text("Tsinghua University")
    assert page.evaluate("document.activeElement.id") == "search-for"
    type_name(page, "aalb")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("Escape")
    expect(page.locator("#partner-options")).to_be_hidden()
    page.locator("main form.form > .actions > button").first.click()
    expect(page.locator("#search-for")).to_have_count(0)


def test_a_partner_that_nobody_knows_is_added_by_name_country_and_address(page_of, site):
    page = page_of(RESEARCHER)
    choose_language(page, site, "en")
    to_the_partner_question(page, site)
    type_name(page, "aalborg")
    page.locator("#option-1").click()
    expect(page.locator("input[name='partner']")).to_have_count(1)
    type_name(page, "Zzyx Institute of Lichens")
    page.locator("#option-new").click()
    expect(page.locator("#new-country")).to_be_focused()
    page.locator("#new-country").select_option("IS")
    page.locator("#new-domain").fill("zzyx.example")
    page.locator("button[name='add_new']").click()
    expect(page.locator("input[name='partner']")).to_have_count(2)


def test_what_is_typed_before_the_scripts_have_come_is_looked_for_when_they_come(page_of, site):
    page = page_of(RESEARCHER)
    to_the_partner_question(page, site)
    held: list[Route] = []
    page.route("**/combobox*.js", lambda route: held.append(route))
    with page.expect_request("**/combobox*.js"):
        page.reload(wait_until="commit")
    page.locator("#search-for").fill("Harbin Engineering University")
    expect(page.locator("#search-for")).not_to_have_attribute("role", "combobox")
    held[0].continue_()
    page.locator("#option-1").click()
    expect(page.locator("input[name='partner']")).to_have_count(1)


def test_without_script_buttons_do_the_same_and_enter_in_the_field_searches(chromium, site):
    context = patient_context(chromium, java_script_enabled=False, locale="en")
    page = context.new_page()
    sign_in(page, site, RESEARCHER)
    choose_language(page, site, "en")
    to_the_partner_question(page, site)
    page.locator("#search-for").fill("aalborg univ")
    press(page.locator("#search-for"), "Enter")
    press(page.locator("button[name='add']").first)
    page.locator("#search-for").fill("清华大学")
    press(page.locator("#search-for"), "Enter")
    assert page.locator("input[name='partner']").count() == 1, "Enter removes nobody"
    press(page.locator("button[name='add']").first)
    assert page.locator("input[name='partner']").count() == 2
    context.close()
