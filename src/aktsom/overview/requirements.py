"""What the product shows today for each requirement, and plainly where it shows nothing yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aktsom.appraisal.models import Appraisal
from aktsom.appraisal.queries import rules_in_force
from aktsom.content.requirements import Requirement, requirements
from aktsom.cooperation.agreements.models import Agreement
from aktsom.core.actor import Actor
from aktsom.core.errors import Sentence
from aktsom.institutions.models import DutyAssignment
from aktsom.knowledge.sources.models import SourceVersion
from aktsom.overview.filters import Chosen
from aktsom.overview.queries import Totals, totals_of
from aktsom.protection.access.models import Compartment


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that the product shows, and where."""

    says: str
    url: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """A requirement, what is shown for it, and what is still missing in this version."""

    requirement: Requirement
    evidence: list[Evidence]
    missing: Sentence

    @property
    def state(self) -> str:
        """ "some" when the product shows part of it, "none" when nothing yet. It never claims that a requirement is met."""
        return "some" if self.evidence else "none"


@dataclass(frozen=True, slots=True)
class _Known:
    """What the evidence is counted from."""

    totals: Totals
    duties: int
    sources: int
    rules: int
    appraisals: int
    agreements: int
    compartments: int


def coverage_of(actor: Actor) -> list[Coverage]:
    """All requirements in their own order, with the institution's evidence."""
    known = _Known(
        totals=totals_of(actor, Chosen()),
        duties=DutyAssignment.objects.visible_to(actor).count(),
        sources=SourceVersion.objects.visible_to(actor).filter(state=SourceVersion.State.IN_FORCE).count(),
        rules=len(rules_in_force(actor)),
        appraisals=Appraisal.objects.visible_to(actor).count(),
        agreements=Agreement.objects.visible_to(actor).count(),
        compartments=Compartment.objects.visible_to(actor).count(),
    )
    return [
        Coverage(each, _EVIDENCE[key](known) if key in _EVIDENCE else [], _MISSING[key])
        for key, each in requirements().items()
    ]


def _agreements(known: _Known) -> list[Evidence]:
    return _counted(
        known.agreements, _("%(number)d agreements, checked for the framework conditions"), "agreements:list"
    )


def _access(known: _Known) -> list[Evidence]:
    return _counted(
        known.compartments, _("%(number)d rooms, systems and sets of records with access by need"), "access:list"
    )


def _counted(number: int, words: str, page: str) -> list[Evidence]:
    return [Evidence(words % {"number": number}, reverse(page))] if number else []


def _overview(known: _Known) -> list[Evidence]:
    home = reverse("overview:index")
    said = {"rows": known.totals.rows, "registered": known.totals.registered, "countries": len(known.totals.countries)}
    shown = [
        Evidence(
            _("%(rows)d cooperations with %(countries)d countries, %(registered)d of them registered") % said, home
        )
    ]
    by_rule = {each.key: each.rows for each in known.totals.rules}
    for words, rules in _naming():
        number = max(
            (sum(by_rule.get(f"{rule}{of}", 0) for of in ("", "-exposed", "-slight")) for rule in rules), default=0
        )
        shown.append(Evidence(words % {"number": number}, f"{home}{Chosen(rule=rules[0]).query()}"))
    return [*shown, *_agreements(known)]


def _naming() -> list[tuple[str, tuple[str, ...]]]:
    return [
        (_("%(number)d with countries where academic freedom is low"), ("country.academic-freedom-low",)),
        (_("%(number)d with countries where academic freedom falls"), ("country.academic-freedom-falling",)),
        (_("%(number)d with countries that the open threat assessments name"), ("country.threat-assessment",)),
        (_("%(number)d with countries under comprehensive sanctions"), ("country.comprehensive-sanctions",)),
    ]


def _due_diligence(known: _Known) -> list[Evidence]:
    return [
        Evidence(
            _("partners compared with %(number)d published sources") % {"number": known.sources},
            reverse("sources:list"),
        ),
        Evidence(_("%(number)d rules in plain words") % {"number": known.rules}, reverse("overview:rules")),
        Evidence(
            _("%(number)d cooperations with a concern or something heavier") % {"number": known.totals.second_look},
            f"{reverse('overview:index')}{Chosen(weight='concern').query()}",
        ),
        *_counted(known.appraisals, _("%(number)d appraisals with a route and a decision"), "appraisal:list"),
    ]


def _duties(known: _Known) -> list[Evidence]:
    if not known.duties:
        return []
    return [Evidence(_("%(number)d duties assigned to named people") % {"number": known.duties}, "")]


def _export_control(known: _Known) -> list[Evidence]:
    fields = sum(each.rows for each in known.totals.fields)
    return [
        Evidence(
            _("%(number)d marks of a critical technology area on cooperation") % {"number": fields},
            f"{reverse('overview:index')}{Chosen(rule='field.critical-technology').query()}",
        )
    ]


_EVIDENCE: Mapping[str, Callable[[_Known], list[Evidence]]] = {
    "EU-14b": _due_diligence,
    "EU-14c": _agreements,
    "EU-14e": _duties,
    "EU-14h": _access,
    "NO-3": _access,
    "NO-5": _overview,
    "NO-6": _export_control,
    "NO-8": _duties,
    "NO-10": _agreements,
}

_NOT_YET = gettext_lazy("Not yet in this version.")
_ONLY_BROUGHT_IN = gettext_lazy("Agreements that nobody has brought in do not show.")
_MISSING: Mapping[str, Sentence] = {
    **{f"EU-14{letter}": _NOT_YET for letter in "abcdefghi"},
    **{f"NO-{number}": _NOT_YET for number in range(1, 11)},
    "EU-14b": gettext_lazy("What valuations, risk analyses and reports say is not yet part of an appraisal."),
    "EU-14c": _ONLY_BROUGHT_IN,
    "EU-14d": gettext_lazy(
        "Programmes and providers are appraised like other cooperation; a yearly assurance is not yet in this version."
    ),
    "EU-14e": gettext_lazy("Expertise, training and cyber hygiene are not yet in this version."),
    "EU-14h": gettext_lazy("Doors and systems are compared with what is granted here, not steered from here."),
    "NO-3": gettext_lazy("A valuation of what the access protects is not yet in this version."),
    "NO-5": gettext_lazy("What is neither registered nor seen in public sources does not show."),
    "NO-6": gettext_lazy(
        "Search in the control lists, and support for recruiting and visits, are not yet in this version."
    ),
    "NO-10": _ONLY_BROUGHT_IN,
    "NO-8": gettext_lazy("Reports to the contact points are not yet in this version."),
}
