"""The pages that the browser visits, and as whom."""

from dataclasses import dataclass
from urllib.parse import urljoin

from playwright.sync_api import Page

ADVISER = "astrid.lunde@ntnu.demo.aktsom.example"
RESEARCHER = "ase.lien@ntnu.demo.aktsom.example"
LANGUAGES = ("nb", "en")


@dataclass(frozen=True)
class Place:
    """A page by name: its address, who visits it, and the link to follow there for addresses that only the data knows."""

    name: str
    address: str
    person: str = ADVISER
    follow: str = ""


PLACES = (
    Place("sign-in", "/sign-in/", person=""),
    Place("about", "/about/", person=""),
    Place("not-found", "/there-is-no-such-page/", person=""),
    Place("start", "/"),
    Place("start-researcher", "/", person=RESEARCHER),
    Place("search", "/search/"),
    Place("search-results", "/search/?q=tech"),
    Place("search-nothing", "/search/?q=qqqqzzzz"),
    Place("places", "/places/"),
    Place("password", "/password/"),
    Place("sign-out", "/sign-out/"),
    Place("overview", "/overview/"),
    Place("partners", "/partners/"),
    Place("partner", "/partners/", follow="main a[href^='/partners/']:not([href*='?'])"),
    Place("cooperation", "/cooperation/"),
    Place("cooperation-new", "/cooperation/new/"),
    Place("cooperation-import", "/cooperation/import/"),
    Place("sources", "/sources/"),
)
NOT_FOUND_IS_RIGHT = {"not-found"}


def sign_in(page: Page, site: str, person: str) -> None:
    """Come in with the demo's button for this person."""
    page.goto(urljoin(site, "/sign-in/"))
    page.locator(f"button[value='{person}']").click()
    page.wait_for_url(urljoin(site, "/"))


def visit(page: Page, site: str, place: Place) -> int:
    """Go to the page, following its link if it has one; give the HTTP status."""
    answer = page.goto(urljoin(site, place.address))
    if place.follow and answer is not None and answer.ok:
        href = page.locator(place.follow).first.get_attribute("href")
        answer = page.goto(urljoin(site, href or ""))
    return answer.status if answer is not None else 0


def choose_language(page: Page, site: str, language: str) -> None:
    """As the language button would."""
    page.context.add_cookies([{"name": "aktsom_language", "value": language, "url": site}])
