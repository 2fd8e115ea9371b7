"""The whole frame by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import ADVISER, choose_language

pytestmark = pytest.mark.browser


@pytest.fixture
def start(page_of, site):
    page = page_of(ADVISER)
    choose_language(page, site, "en")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/")
    return page


def focused(page) -> str:
    return page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id")


def test_the_first_stop_skips_to_the_content(start):
    start.keyboard.press("Tab")
    assert focused(start) == "Skip to the content"
    start.keyboard.press("Enter")
    assert start.evaluate("document.activeElement.id") == "content"


def test_slash_goes_to_the_search_field_but_not_while_writing(start):
    start.keyboard.press("/")
    assert start.evaluate("document.activeElement.id") == "search-field"
    start.keyboard.type("a/b")
    assert start.input_value("#search-field") == "a/b"
    start.keyboard.press("Enter")
    start.wait_for_url("**/search/?q=a%2Fb")


def test_i_want_to_opens_and_closes_by_key(start):
    menu = start.locator("details.menu", has_text="I want to")
    menu.locator("summary").focus()
    start.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    start.keyboard.press("Tab")
    assert focused(start) == "Start a cooperation"
    start.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    assert "I want to" in focused(start)


def test_every_stop_can_be_seen(start):
    for _stop in range(12):
        start.keyboard.press("Tab")
        seen = start.evaluate(
            """() => {
                const box = document.activeElement.getBoundingClientRect();
                const looks = getComputedStyle(document.activeElement);
                return box.width > 0 && (looks.outlineStyle !== "none" || looks.boxShadow !== "none");
            }"""
        )
        assert seen, start.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_on_a_phone_one_button_opens_the_places(start):
    start.set_viewport_size({"width": 360, "height": 800})
    places = start.locator("#places")
    expect(places).to_be_hidden()
    start.get_by_role("button", name="Menu: Start").focus()
    start.keyboard.press("Enter")
    expect(places.get_by_role("link", name="Cooperation")).to_be_visible()
    start.keyboard.press("Escape")
    expect(places).to_be_hidden()
