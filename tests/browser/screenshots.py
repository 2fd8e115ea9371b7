"""Pictures of every page of a running demo: `python -m tests.browser.screenshots http://127.0.0.1:8000 FOLDER [NAME…]`.

With FOLDER docs/screenshots and no names only the four that the README shows are taken, in English, as the window has them.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.chromium import browser
from tests.browser.pages import ADVISER, LANGUAGES, PLACES, choose_language, sign_in, visit

WIDTHS = (1280, 360)
README = Path("docs/screenshots")
SHOWN = {"overview": ("overview", 1280, 860), "partner": ("partner", 1280, 860), "check": ("check-found", 1280, 860),
    "phone": ("start", 390, 844)}  # fmt: skip


def main(site: str, folder: Path, names: list[str]) -> None:
    """Write one picture for each page, language and width."""
    folder.mkdir(parents=True, exist_ok=True)
    with browser() as chromium:
        if chromium is None:
            sys.exit("There is no Chromium on this machine: install Debian's, or run `playwright install chromium`.")
        if folder == README and not names:
            _for_readme(chromium, site)
            return
        for person in sorted({place.person for place in PLACES}):
            _as_person(chromium, site, folder, person, names)


def _for_readme(chromium: Browser, site: str) -> None:
    page = chromium.new_context().new_page()
    sign_in(page, site, ADVISER)
    choose_language(page, site, "en")
    places = {place.name: place for place in PLACES}
    for name, (place, width, height) in SHOWN.items():
        page.set_viewport_size({"width": width, "height": height})
        visit(page, site, places[place])
        if name == "check":  # what was found, not the form
            page.locator("main h2").first.evaluate("heading => heading.scrollIntoView()")
        page.screenshot(path=README / f"{name}.png")


def _as_person(chromium: Browser, site: str, folder: Path, person: str, names: list[str]) -> None:
    context = chromium.new_context()
    page = context.new_page()
    if person:
        sign_in(page, site, person)
    for place in PLACES:
        if place.person != person or (names and place.name not in names):
            continue
        for language in LANGUAGES:
            choose_language(page, site, language)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                visit(page, site, place)
                page.screenshot(path=folder / f"{place.name}-{language}-{width}.png", full_page=True)
    context.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
