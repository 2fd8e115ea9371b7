"""An agreements officer who sees the pages for the first time registers an agreement and has its paper checked."""

import sys
from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.browser.pages import AGREEMENTS_OFFICER, LANGUAGES, choose_language
from tests.browser.test_the_whole_way import FIVE_MINUTES, Hand

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("worker")]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAPER = (
    ("1 Purpose", "The Parties will work together on sensors in cold water."),
    ("2 Publication", "Each Party may publish its results. The other Party may ask for a delay of at most 60 days."),
    ("3 Confidentiality", "Confidential information is kept secret for five years after the agreement has ended."),
    ("4 Term", "The agreement runs for three years. Either Party may end it with three months' written notice."),
)


def paper() -> dict[str, object]:
    document, written = Document(), BytesIO()
    for heading, text in PAPER:
        document.add_heading(heading, 1)
        document.add_paragraph(text)
    document.save(written)
    return {"name": "memorandum.docx", "mimeType": WORD, "buffer": written.getvalue()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_agreement_is_registered_and_checked_in_under_five_minutes(page_of, site, language, capsys):
    page = page_of(AGREEMENTS_OFFICER)
    choose_language(page, site, language)
    hand = Hand(page)
    page.goto(f"{site}/agreements/")
    hand.click("main a[href='/agreements/new/']")
    hand.type("#search-for", "Aalborg University")
    hand.click("#option-1")
    page.locator("input[name='partner']").first.wait_for(state="attached")
    hand.type("#id_title", f"Memorandum on cold water {language}")
    page.select_option("#id_kind", "memorandum")
    hand.type("#id_starts", "1.1.2027")
    hand.type("#id_ends", "31.12.2029")
    hand.clicks += 2
    hand.click("main form.form > button[type='submit']")
    page.set_input_files("#id_file", paper())
    hand.clicks += 3
    hand.click("#add-paper button[type='submit']")
    page.locator("details.finding").first.wait_for(timeout=1000 * FIVE_MINUTES)
    expect(page.locator("#group-absent, #group-contradicted")).not_to_have_count(0)
    cost = f"{hand.clicks} clicks, {hand.keys} keys, {hand.pages} pages, {hand.seconds:.0f} s"
    with capsys.disabled():
        sys.stdout.write(f"\nfirst agreement ({language}): {cost}\n")
    assert hand.seconds < FIVE_MINUTES
