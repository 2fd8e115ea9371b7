"""The whole way of two cooperations, as researcher, leader, adviser and rector, in both languages; and what an intake costs."""

import sys
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.pages import ADVISER, DEAN, LANGUAGES, RESEARCHER, UNIT_LEADER, choose_language

pytestmark = pytest.mark.browser
# The keystroke-level model (Card, Moran and Newell 1980): a key of an average typist, pointing and pressing, and a thought.
KEY, POINT, THOUGHT = 0.28, 1.3, 1.35
READ_A_PAGE = 12.0
FIVE_MINUTES = 300
LISTED, CONCERN = "Harbin Engineering University", "Guilin University of Electronic"


@dataclass
class Hand:
    """A page with a hand that counts what it does."""

    page: Page
    clicks: int = 0
    keys: int = 0
    pages: int = 0

    def click(self, what: str) -> None:
        before = self.page.url
        self.page.locator(what).first.click()
        self.page.wait_for_load_state()
        self.clicks += 1
        self.pages += self.page.url != before

    def type(self, where: str, text: str) -> None:
        self.page.locator(where).first.fill(text)
        self.keys += len(text)

    @property
    def seconds(self) -> float:
        """How long a first-time user takes, by the model, with time to read every page."""
        return self.keys * KEY + self.clicks * (POINT + THOUGHT) + self.pages * READ_A_PAGE


def intake(page: Page, site: str, title: str, partner: str) -> Hand:
    """From the start page to the answer, as somebody who has never been there would go."""
    hand = Hand(page)
    page.goto(f"{site}/")
    hand.click("main a[href='/appraisals/new/']")
    hand.click("button[value='research-project']")
    for _each in range(20):
        if "/questions/" not in page.url:
            break
        if page.locator("#search-for").count():
            hand.type("#search-for", partner)
            hand.click("#option-1")
            page.locator("input[name='partner']").first.wait_for(state="attached")
        elif page.locator("textarea[name='answer']").count():
            hand.type("textarea[name='answer']", title)
        elif page.locator("label[for='a-none']").count():
            hand.click("label[for='a-none']")
        elif page.locator("input[name='answer']").count():
            hand.click("label[for='a-no'], label[for^='a-']")
        hand.click("main form.form > .actions > button")
    assert page.url.endswith("/send/")
    hand.click("main form.form button")
    return hand


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_time_user_gets_an_answer_in_under_five_minutes_of_steps(page_of, site, language, capsys):
    page = page_of(RESEARCHER)
    choose_language(page, site, language)
    hand = intake(page, site, f"Quiet water {language}", "Aalborg University")
    assert page.locator(".ds-alert").count() == 1
    cost = f"{hand.clicks} clicks, {hand.keys} keys, {hand.pages} pages, {hand.seconds:.0f} s"
    with capsys.disabled():
        sys.stdout.write(f"\nintake ({language}): {cost}\n")
    assert hand.seconds < FIVE_MINUTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_concern_goes_from_the_researcher_to_the_leader_and_back(page_of, site, language):
    page, title = page_of(RESEARCHER), f"Cold sensors {language}"
    choose_language(page, site, language)
    intake(page, site, title, CONCERN)
    address = page.url
    leader = page_of(UNIT_LEADER)
    choose_language(leader, site, language)
    leader.goto(f"{site}/appraisals/?show=turn&q={title}")
    leader.click(f"main tbody th a:has-text('{title}')")
    leader.click("main .actions a[href$='/decide/']")
    leader.locator("input[name='measure']").first.check()
    leader.check("input[name='outcome'][value='approve-with-measures']")
    leader.fill("textarea[name='reason']", "Alt blir publisert.")
    leader.click("main form.form > .actions > button")
    assert leader.url == address
    page.goto(address)
    assert page.locator("#decisions, #measures").count() == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_serious_goes_over_the_adviser_to_the_rector_and_an_appeal_can_follow(page_of, site, language):
    page, title = page_of(RESEARCHER), f"Ice and steel {language}"
    choose_language(page, site, language)
    intake(page, site, title, LISTED)
    address = page.url
    adviser = page_of(ADVISER)
    choose_language(adviser, site, language)
    adviser.goto(f"{address}dossier/")
    adviser.fill("#c-text", "Spurt partneren om eierne.")
    adviser.click("#comments ~ form button")
    adviser.set_input_files("#file", {"name": "notat.txt", "mimeType": "text/plain", "buffer": b"Notat"})
    adviser.click("#files ~ form button")
    assert adviser.locator("a[href*='/files/']").count() == 1
    adviser.click("aside form button")
    rector = page_of(DEAN)
    choose_language(rector, site, language)
    rector.goto(f"{address}decide/")
    rector.check("input[name='outcome'][value='decline']")
    rector.fill("textarea[name='reason']", "Vi kan ikke avgrense det.")
    rector.click("main form.form > .actions > button")
    page.goto(address)
    page.click("aside details:has(#f-appeal) > summary")
    page.fill("#f-appeal", "Vi deler bare det som er publisert.")
    page.click("aside details:has(#f-appeal) button")
    assert page.locator("#f-appeal").count() == 0
