"""Who is signed out while writing finds the text again after signing in, and whoever else signs in there does not."""

import pytest

from tests.browser.chromium import patient_context
from tests.browser.pages import ADVISER, RESEARCHER, press, sign_in

pytestmark = pytest.mark.browser
WRITTEN = "Ice in fjords"


@pytest.mark.parametrize(("who", "found"), [(RESEARCHER, WRITTEN), (ADVISER, None)])
def test_text_comes_back_after_signing_in_again_to_its_writer_alone(chromium, site, who, found):
    context = patient_context(chromium)
    page = context.new_page()
    sign_in(page, site, RESEARCHER)
    page.goto(f"{site}/appraisals/new/")
    press(page.locator("button[value='research-project']"))
    page.fill("textarea[name='answer']", WRITTEN)
    address = page.url
    context.clear_cookies(name="sessionid")
    press(page.locator("main form.form > .actions > button").first)
    press(page.locator("main a.ds-button"))
    press(page.locator(f"button[value='{who}']"))
    assert page.url == address
    box = page.locator("textarea[name='answer']")
    assert (box.input_value() if box.count() else None) == found
    assert page.evaluate("sessionStorage.getItem('unsent')") is None
    context.close()
