"""Every page, in both languages, wide and narrow: accessible, inside its frame, without errors."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.pages import LANGUAGES, NOT_FOUND_IS_RIGHT, PLACES, Place, choose_language, visit

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = (
    "{resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
)
WIDTHS = (1280, 320)


@pytest.fixture(scope="module")
def one_page_of(signed_in) -> Iterator[Callable[[str], Page]]:
    """`one_page_of(person)`: the same for all pages that they look at; a browser takes as long to open one as to show it."""
    opened: dict[str, Page] = {}

    def page(person: str) -> Page:
        if person not in opened or opened[person].is_closed():
            opened[person] = signed_in(person).new_page()
        return opened[person]

    yield page
    for each in opened.values():
        each.close()


@contextmanager
def complaints_of(page: Page) -> Iterator[list[str]]:
    """What the browser complains of meanwhile."""
    found: list[str] = []
    heard = {
        "console": lambda message: found.append(message.text) if message.type in ("error", "warning") else None,
        "pageerror": lambda error: found.append(str(error)),
    }
    for what, hear in heard.items():
        page.on(what, hear)
    try:
        yield found
    finally:
        for what, hear in heard.items():
            page.remove_listener(what, hear)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_page_is_accessible_fits_and_reports_no_error(one_page_of, site, place: Place, language: str):
    page = one_page_of(place.person)
    with complaints_of(page) as complaints, ExitStack() as after_a_failure:
        # Whatever is wrong with this window is not to be wrong with the next page.
        after_a_failure.callback(page.close)
        look_at(page, site, place, language)
        after_a_failure.pop_all()
    assert [each for each in complaints if "404" not in each] == []


def look_at(page: Page, site: str, place: Place, language: str) -> None:
    choose_language(page, site, language)
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    assert visit(page, site, place) == (404 if place.name in NOT_FOUND_IS_RIGHT else 200)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert overflow(page) == [], f"wider than {width} px"
        # What only a narrow page shows is the same in both languages but for its words, which `make check` misses.
        if width == WIDTHS[0] or language == LANGUAGES[0]:
            assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_of_both_schemes_can_be_read(page_of, site, scheme):
    page = page_of("")
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/sign-in/")
    assert violations(page) == []


def test_the_first_page_is_small(page_of, site):
    page = page_of("")
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    page.goto(f"{site}/sign-in/", wait_until="networkidle")
    assert len(sizes) < 20
    assert sum(sizes) < 500_000


def overflow(page: Page) -> list[str]:
    """What reaches beyond the right edge, when the page scrolls sideways at all."""
    return page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            const reaches = (each) => each.getBoundingClientRect().right > width + 1;
            const wide = [...document.body.querySelectorAll("*")].filter(reaches);
            return ["page", ...wide.slice(0, 5).map((each) => each.outerHTML.slice(0, 120))];
        }"""
    )


def violations(page: Page) -> list[str]:
    """What axe finds: rule and the first element of each."""
    if not AXE.is_file():
        pytest.fail("axe is not there: run `npm ci` in frontend/")
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run(document, {RULES}).then((result) => result.violations)")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]} {each['nodes'][0]['failureSummary'][:300]}" for each in found
    ]
