"""The pages that the browser visits, and as whom."""

from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

from playwright.sync_api import Locator, Page

ADVISER = "astrid.lunde@ntnu.demo.aktsom.example"
RESEARCHER = "ase.lien@ntnu.demo.aktsom.example"
LEAD = "harald.moen@ntnu.demo.aktsom.example"
DEAN = "ingrid.solbakken@ntnu.demo.aktsom.example"
UNIT_LEADER = "jonas.haugen@ntnu.demo.aktsom.example"
FACILITY_OWNER = "tor.bakken@ntnu.demo.aktsom.example"
RECRUITER = "maja.eide@ntnu.demo.aktsom.example"
AUDITOR = "vidar.myhre@ntnu.demo.aktsom.example"
OFFICER = "sigrid.holm@ntnu.demo.aktsom.example"
AGREEMENTS_OFFICER = "lars.brekke@ntnu.demo.aktsom.example"
OPERATOR = "yngve.ruud@ntnu.demo.aktsom.example"
LANGUAGES = ("nb", "en")
LISTED = "/partners/?q=Harbin+Institute+of+Technology"
FIRST_ROW = "main tbody th a"
MARINE, BROKEN = "/agreements/?q=Rammeavtale+om+marin&sort=title", "/agreements/?q=autonomous+vessels"
CALM, RETURNED, PRINTED = "/agreements/?q=Cold+Chain", "/agreements/?q=hydrogenr", "/agreements/?kind=provider-host"


@dataclass(frozen=True)
class Place:
    """A page by name: its address, who visits it, and the links to follow there for addresses that only the data knows.

    `then` may name several links, with "; " between them.
    """

    name: str
    address: str
    person: str = ADVISER
    follow: str = ""
    then: str = ""


PLACES = (
    Place("sign-in", "/sign-in/", person=""),
    Place("about", "/about/", person=""),
    Place("not-found", "/there-is-no-such-page/", person=""),
    Place("start", "/"),
    Place("start-researcher", "/", person=RESEARCHER),
    Place("access", "/access/", person=FACILITY_OWNER),
    Place("access-queue", "/access/queue/", person=FACILITY_OWNER),
    Place("access-new", "/access/new/", person=FACILITY_OWNER),
    Place("access-mine", "/access/mine/", person=RESEARCHER),
    Place("access-compartment", "/access/", person=FACILITY_OWNER, follow="main tbody th a"),
    Place("search", "/search/"),
    Place("search-results", "/search/?q=tech"),
    Place("search-nothing", "/search/?q=qqqqzzzz"),
    Place("places", "/places/"),
    Place("password", "/password/"),
    Place("sign-out", "/sign-out/"),
    Place("overview", "/overview/"),
    Place("partners", "/partners/"),
    Place("partners-listed", "/partners/?hits=on&seen=mine&q=institute"),
    Place("partners-nothing", "/partners/?q=qqqqzzzz"),
    Place("partner", LISTED, follow=FIRST_ROW),
    Place("partner-researcher", LISTED, person=RESEARCHER, follow=FIRST_ROW),
    Place("partner-unlisted", "/partners/", follow=FIRST_ROW),
    Place("partner-new", "/partners/new/"),
    Place("merges", "/partners/merges/"),
    Place("merges-done", "/partners/merges/?state=merged"),
    Place("traces", LISTED, follow=FIRST_ROW, then="main a[href^='/traces/']"),
    Place("traces-sector", LISTED, follow=FIRST_ROW, then="main a[href^='/traces/'][href*='sector']"),
    Place("check", "/screening/"),
    Place("check-found", "/screening/?name=Harbin+Institute+of+Technology&country=CN"),
    Place("check-nothing", "/screening/?name=Qqqq+Zzzz+Institute"),
    Place("compare", "/screening/compare/"),
    Place("compared", "/screening/compare/?one=Harbin+Institute+of+Technology&other=Harbin+Engineering+University"),
    Place("sharing", "/screening/sharing/", person=LEAD),
    Place("openrefine", "/screening/openrefine/"),
    Place("listing", "/screening/listing/?id=un-sc:KPe.001"),
    Place("hits", "/screening/hits/"),
    Place("hits-sector", "/screening/hits/?scope=all"),
    Place("start-lead", "/", person=LEAD),
    Place("start-leadership", "/", person=DEAN),
    Place("start-unit-leader", "/", person=UNIT_LEADER),
    Place("start-hr", "/", person=RECRUITER),
    Place("start-auditor", "/", person=AUDITOR),
    Place("start-operator", "/", person=OPERATOR),
    Place("log", "/log/", person=AUDITOR),
    Place("log-about-me", "/log/about-me/", person=RESEARCHER),
    Place("keys", "/account/keys/"),
    Place("contacts", "/institution/contacts/", person=RESEARCHER),
    Place("responsibility", "/institution/responsibility/", person=DEAN),
    Place("duty-new", "/institution/duties/new/", person=DEAN),
    Place("duties-required", "/institution/duties/required/", person=DEAN),
    Place("units", "/institution/units/", person=DEAN),
    Place("unit", "/institution/units/", person=DEAN, follow="main .tree a"),
    Place("unit-new", "/institution/units/new/", person=DEAN),
    Place("members", "/institution/members/", person=DEAN),
    Place("member", "/institution/members/", person=DEAN, follow=FIRST_ROW),
    Place("member-new", "/institution/members/new/", person=DEAN),
    Place("structure-import", "/institution/import/", person=DEAN),
    Place("my-data", "/personal-data/"),
    Place("my-data-open", "/personal-data/", follow="main a[href*='?show=']"),
    Place("record-of-processing", "/personal-data/record/"),
    Place("requests", "/personal-data/requests/", person=OFFICER),
    Place("request-new", "/personal-data/requests/new/", person=OFFICER),
    Place("removed", "/personal-data/removed/", person=OFFICER),
    Place("record-edit", "/personal-data/record/edit/", person=OFFICER),
    Place("reminders", "/account/reminders/"),
    Place("security", "/account/security/"),
    Place("passkey-new", "/account/security/passkeys/add/"),
    Place("app-new", "/account/security/app/add/"),
    Place("again", "/sign-in/again/"),
    Place("api-docs", "/api/docs"),
    Place("cooperation", "/cooperation/"),
    Place("cooperation-new", "/cooperation/new/"),
    Place("cooperation-import", "/cooperation/import/"),
    Place("proportion", "/appraisals/proportion/", person=DEAN),
    Place("appraisals", "/appraisals/?show=all"),
    Place("appraisals-mine", "/appraisals/", person=RESEARCHER),
    Place("appraisal-new", "/appraisals/new/", person=RESEARCHER),
    Place("appraisal", "/appraisals/?q=Testrigg", person=RESEARCHER, follow=FIRST_ROW),
    Place("appraisal-dossier", "/appraisals/?show=turn", follow=FIRST_ROW, then="main .actions a[href$='/dossier/']"),
    Place(
        "appraisal-decide", "/appraisals/?show=turn", person=UNIT_LEADER, follow=FIRST_ROW, then="a[href$='/decide/']"
    ),
    Place(
        "appraisal-question",
        "/appraisals/?q=Studentutveksling",
        person=RESEARCHER,
        follow=FIRST_ROW,
        then="a[href$='/questions/']",
    ),
    Place("appraisal-measures", "/appraisals/measures/", person=RESEARCHER),
    Place("appraisal-notes", "/appraisals/notes/", person=UNIT_LEADER),
    Place("handbook", "/appraisals/handbook/", person=LEAD),
    Place(
        "appraisal-letter",
        "/appraisals/?show=turn",
        follow=FIRST_ROW,
        then="main .actions a[href$='/dossier/']; main a[href*='/letters/']",
    ),
    Place("agreements", "/agreements/", person=LEAD),
    Place("agreement", "/agreements/?q=marin", person=LEAD, follow=FIRST_ROW),
    Place("agreement-new", "/agreements/new/", person=LEAD),
    Place(
        "agreement-check",
        "/agreements/?checked=yes&kind=gift",
        person=LEAD,
        follow=FIRST_ROW,
        then="a[href*='/checks/']",
    ),
    Place("agreement-parties", "/agreements/?q=marin", person=LEAD, follow=FIRST_ROW, then="a[href$='/parties/']"),
    Place("agreement-step", "/agreements/?state=in-force", person=LEAD, follow=FIRST_ROW, then="a[href*='/steps/']"),
    Place("conditions", "/agreements/conditions/", person=LEAD),
    Place("agreement-page", PRINTED, person=LEAD, follow=FIRST_ROW, then="a[href*='/checks/']; a[href*='/pages/']"),
    Place("agreement-draft", MARINE, person=LEAD, follow=FIRST_ROW, then="a[href$='/draft/']"),
    Place("agreement-compare", RETURNED, person=LEAD, follow=FIRST_ROW),
    Place("agreement-comparison", RETURNED, person=LEAD, follow=FIRST_ROW, then="a[href*='/comparisons/']"),
    Place("exit-drill", BROKEN, person=LEAD, follow=FIRST_ROW, then="a[href$='/exit/']"),
    Place("exit-drill-new", CALM, person=LEAD, follow=FIRST_ROW, then="a[href$='/exit/']"),
    Place("exit-strategy", BROKEN, person=LEAD, follow=FIRST_ROW, then="a[href$='/exit/strategy/']"),
    Place("exit-strategy-new", CALM, person=LEAD, follow=FIRST_ROW, then="a[href$='/exit/strategy/']"),
    Place("exit-access", MARINE, person=LEAD, follow=FIRST_ROW, then="a[href$='/exit/']; a[href$='/exit/access/']"),
    Place("exit-record", CALM, person=LEAD, follow=FIRST_ROW, then="a[href$='/exit/breach/']"),
    Place("exit-breaches", "/agreements/exits/breaches/", person=LEAD),
    Place("exit-breach", "/agreements/exits/breaches/", person=LEAD, follow="main .rows a"),
    Place("exit-breach-decide", "/agreements/exits/breaches/", person=DEAN, follow="main .rows a"),
    Place("exit-tasks", "/agreements/exits/tasks/", person=AGREEMENTS_OFFICER),
    Place("exit-to-agree", "/agreements/exits/access/", person=FACILITY_OWNER),
    Place("days", "/agreements/days/", person=AGREEMENTS_OFFICER),
    Place("days-year", "/agreements/year/", person=LEAD),
    Place("days-month", "/agreements/year/", person=LEAD, follow="main .months h2 a"),
    Place("drawers", "/agreements/drawers/", person=AGREEMENTS_OFFICER),
    Place("drawer", "/agreements/drawers/", person=AGREEMENTS_OFFICER, follow="main .rows a"),
    Place("agreements-overview", "/overview/agreements/", person=LEAD),
    Place("agreements-gap", "/overview/agreements/", person=LEAD, follow="main .rows a"),
    Place("agreements-gap-condition", "/overview/agreements/", person=LEAD, follow=FIRST_ROW),
    Place("agreements-without", "/overview/agreements/without/", person=LEAD),
    Place("sources", "/sources/"),
    Place("source", "/sources/", follow="main tbody th a"),
    Place("source-changes", "/sources/us-csl/?changes=changed"),
    Place("countries", "/sources/countries/"),
    Place("countries-waiting", "/sources/countries/?show=waiting"),
    Place("country", "/sources/countries/CN/"),
    Place("country-lead", "/sources/countries/CN/", person=LEAD),
)
NOT_FOUND_IS_RIGHT = {"not-found"}
_led_to: dict[tuple[str, Place], str] = {}


def sign_in(page: Page, site: str, person: str) -> None:
    """Come in with the demo's button for this person."""
    page.goto(urljoin(site, "/sign-in/"))
    page.locator(f"button[value='{person}']").click()
    page.wait_for_url(urljoin(site, "/"))


def press(what: Locator, key: str = "") -> None:
    """Press what leads to another page, by a key or else by the mouse, and wait until that one is there with its scripts."""
    with what.page.expect_navigation():
        what.press(key) if key else what.click()


def visit(page: Page, site: str, place: Place) -> int:
    """Go to the page, following its links if it has any and where they lead is not known yet; give the HTTP status."""
    known = _led_to.get((site, place))
    address = known or urljoin(site, place.address)
    answer = page.goto(address)
    for link in filter(None, (place.follow, *place.then.split("; "))) if known is None else ():
        if answer is not None and answer.ok:
            href = page.locator(link).first.get_attribute("href")
            address = urljoin(site, href or "")
            answer = page.goto(address)
    if answer is not None and answer.ok:
        # To go once more to a place on the page where one is would load nothing.
        _led_to[site, place] = urldefrag(address).url
    while answer is not None and answer.header_value("refresh"):
        address = page.url
        page.goto("about:blank")  # or its own asking again would come between, sooner or later
        page.wait_for_timeout(500)
        answer = page.goto(address)
    return answer.status if answer is not None else 0


def choose_language(page: Page, site: str, language: str) -> None:
    """As the language button would."""
    page.context.add_cookies([{"name": "aktsom_language", "value": language, "url": site}])
