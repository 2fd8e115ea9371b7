"""What a person sees to go to: the entries that their duties use, and the things that they can begin."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty

EVERYONE = frozenset(Duty) - {Duty.PLATFORM_OPERATOR}
ADVISERS = frozenset(
    {
        Duty.RESEARCH_SECURITY_LEAD,
        Duty.RESEARCH_SECURITY_ADVISER,
        Duty.EXPORT_CONTROL_OFFICER,
        Duty.AGREEMENTS_OFFICER,
        Duty.LEADERSHIP,
        Duty.INTERNAL_AUDITOR,
        Duty.SECTOR_COORDINATOR,
    }
)

KEEPERS = frozenset(
    {
        Duty.LEADERSHIP,
        Duty.RESEARCH_SECURITY_LEAD,
        Duty.UNIT_LEADER,
        Duty.DATA_PROTECTION_OFFICER,
        Duty.INTERNAL_AUDITOR,
        Duty.PLATFORM_OPERATOR,
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A place to go, and further `words` that people search for it by. With `anyone`, members without its duties see it too.

    Whoever only reads is not led to where something is `changed`.
    """

    name: str
    title: str | Promise
    words: str | Promise = ""
    about: str | Promise = ""
    duties: frozenset[Duty] = EVERYONE
    anyone: bool = True
    changed: bool = False
    parts: tuple["Entry", ...] = ()

    @property
    def url(self) -> str:
        """Its address; "" while the room has no pages."""
        return _address(self.name)

    def is_for(self, actor: Actor) -> bool:
        """Whether the actor's duties use it."""
        if self.changed and reads_only(actor):
            return False
        return actor.holds(*self.duties) or (self.anyone and not actor.holds(Duty.PLATFORM_OPERATOR))


@cache
def _address(name: str) -> str:
    """Asked some sixty times for every page, and the same as long as the program runs."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


ENTRIES = (
    Entry("start", pgettext_lazy("navigation", "Start"), _("what waits for me, home page"), duties=frozenset(Duty)),
    Entry(
        "register:list",
        _("Cooperation"),
        _("all registered cooperation, projects, agreements"),
        parts=(
            Entry("register:list", _("Registered"), _("all registered cooperation, projects")),
            Entry(
                "appraisal:list",
                _("Appraisals"),
                _("risk appraisal, due diligence, red flags, decide, dossier, measures, what waits"),
            ),
            Entry(
                "agreements:list",
                _("Agreements"),
                _(
                    "memoranda, contracts, framework conditions, clauses, exit, notice, review, renewal, expiry, calendar, "
                    "deadlines"
                ),
            ),
            Entry("register:seen", _("Seen, not registered"), _("ties from publications and projects, traces")),
            Entry("partners:list", _("Partners"), _("organisations abroad, universities, companies")),
            Entry("partners:merges", _("Same organisation?"), _("merges, duplicates"), duties=ADVISERS, anyone=False),
            Entry(
                "screening:list", _("Hits to judge"), _("screening, sanctions, matches"), duties=ADVISERS, anyone=False
            ),
        ),
    ),
    Entry(
        "overview:index",
        _("Overview"),
        _("map, countries, statistics, figures"),
        duties=ADVISERS | {Duty.UNIT_LEADER, Duty.DATA_PROTECTION_OFFICER},
        anyone=False,
        parts=(
            Entry("overview:index", _("All cooperation"), _("map, countries, partners, years")),
            Entry(
                "overview:agreements",
                _("Agreements at a glance"),
                _("missing conditions, gap report, agreements without cooperation"),
            ),
            Entry(
                "appraisal:proportion",
                _("Proportion"),
                _("time to decision, share that goes ahead, fairness, rules that fire"),
                duties=frozenset(
                    {
                        Duty.LEADERSHIP,
                        Duty.RESEARCH_SECURITY_LEAD,
                        Duty.RESEARCH_SECURITY_ADVISER,
                        Duty.INTERNAL_AUDITOR,
                    }
                ),
                anyone=False,
            ),
        ),
    ),
    Entry(
        "access:list",
        _("Protection"),
        _("access, compartments, rooms, systems, need to know"),
        parts=(
            Entry("access:list", _("Access"), _("compartments, rooms, systems, data sets")),
            Entry("access:mine", _("What I can reach"), _("my access, my grants")),
            Entry("access:queue", _("Questions and reviews"), _("grant, decline, recertify, revoke, emergencies")),
        ),
    ),
    Entry(
        "sources:list",
        _("Sources"),
        _("sanctions lists, country facts, dates, what changed"),
        duties=ADVISERS | {Duty.PLATFORM_OPERATOR},
        anyone=False,
    ),
    Entry(
        "institutions:responsibility",
        _("Administration"),
        _("who answers for what, units, people, duties"),
        duties=KEEPERS,
        anyone=False,
        parts=(
            Entry(
                "institutions:responsibility", _("Who answers for what"), _("duties, gaps, deputies"), duties=KEEPERS
            ),
            Entry("institutions:units", _("Units"), _("faculties, departments, tree, merge, move"), duties=KEEPERS),
            Entry("institutions:members", _("People"), _("members, places, staff"), duties=KEEPERS, anyone=False),
            Entry(
                "identity:services",
                _("Sign-in services"),
                _("single sign-on, OpenID Connect, SAML, Feide, Entra, claims, duties at sign-in"),
                duties=frozenset({Duty.LEADERSHIP, Duty.PLATFORM_OPERATOR}),
                anyone=False,
            ),
            Entry(
                "personal-data:requests",
                _("Personal data"),
                _("privacy, GDPR, requests, retention, record of processing, data protection officer"),
                duties=frozenset({Duty.DATA_PROTECTION_OFFICER, Duty.INTERNAL_AUDITOR, Duty.LEADERSHIP}),
                anyone=False,
            ),
            Entry(
                "log:list",
                _("Log"),
                _("audit log, who did what, who has looked"),
                duties=frozenset({Duty.INTERNAL_AUDITOR, Duty.RESEARCH_SECURITY_LEAD}),
                anyone=False,
            ),
        ),
    ),
)

BEGINNINGS = (
    Entry(
        "appraisal:new",
        _("Start a cooperation"),
        _("new project, agreement, exchange, visit, appointment, donation, ask before I begin"),
        _("Answer a few questions and see at once whether you can go ahead. Most can."),
    ),
    Entry(
        "register:new",
        _("Register a cooperation"),
        _("new project, agreement, exchange or visit"),
        _("Who works with whom, on what, from when to when. It takes a few minutes."),
        changed=True,
    ),
    Entry(
        "drawer:list",
        _("Bring in a drawer of agreements"),
        _("import many agreements, upload files, zip, folder, bulk"),
        _("Many files and a sheet at once. Each ends as registered, to look at, or refused, and you see why."),
        changed=True,
    ),
    Entry(
        "agreements:new",
        _("Register an agreement"),
        _("memorandum, contract, check the framework conditions of a draft"),
        _("Add its paper, and see which framework conditions it holds and which are missing."),
        changed=True,
    ),
    Entry(
        "partners:list",
        _("Check a partner"),
        _("look up an organisation, lists, screening, due diligence"),
        _("See what public sources and published lists say about an organisation."),
    ),
    Entry(
        "access:list",
        _("Ask for access"),
        _("enter a room, a system, a data set, records"),
        _("Say what you need to do there and until when. The owner answers."),
    ),
    Entry(
        "register:import",
        _("Import a sheet"),
        _("upload Excel or CSV, many at once"),
        _("Bring in many at once from Excel or CSV. You see everything before it is saved."),
        changed=True,
    ),
    Entry(
        "institutions:contacts",
        _("Find whom to turn to"),
        _("contact point, emergency, PST, NSM, police, help, report"),
        _("The people here who answer for each subject, and the authorities with when to call them."),
        duties=frozenset(Duty),
    ),
)


@lru_cache(maxsize=500)
def entries_for(actor: Actor) -> tuple[Entry, ...]:
    """The main entries for the actor, each with the parts that the actor uses. Rooms without pages are left out."""
    return tuple(replace(entry, parts=tuple(_usable(entry.parts, actor))) for entry in _usable(ENTRIES, actor))


@lru_cache(maxsize=500)
def beginnings_for(actor: Actor) -> tuple[Entry, ...]:
    """What the actor can begin."""
    return tuple(_usable(BEGINNINGS, actor))


@dataclass(frozen=True, slots=True)
class Menu:
    """All that the menu of places shows: the entries, the one that one is in, and the address if it is one of theirs."""

    entries: tuple[Entry, ...]
    current: Entry | None
    here: str


def menu_at(entries: tuple[Entry, ...], path: str) -> Menu:
    """The menu on the page with this address."""
    current = current_entry(entries, path)
    shown = (*entries, *(current.parts if current else ()))
    return Menu(entries, current, path if any(each.url == path for each in shown) else "")


def current_entry(entries: tuple[Entry, ...], path: str) -> Entry | None:
    """The entry whose pages hold this address: the one with the longest address that the path begins with."""
    fitting = [(len(each.url), entry) for entry in entries for each in (entry, *entry.parts) if _within(path, each.url)]
    return max(fitting, key=lambda found: found[0])[1] if fitting else None


def _within(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _usable(entries: tuple[Entry, ...], actor: Actor) -> Iterator[Entry]:
    return (entry for entry in entries if entry.url and entry.is_for(actor))
