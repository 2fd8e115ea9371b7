"""Facts in words, in the reader's language: what a flag rests on must be readable without knowing any code."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from aktsom.appraisal.slight import LISTED
from aktsom.content import clause_library, fact_schema, handbook
from aktsom.content.countries.citing import cited
from aktsom.cooperation.register.areas import area_title
from aktsom.core.countries import country_name, with_country
from aktsom.engine.documents import Texts
from aktsom.engine.guides.types import SOURCE as INTAKE
from aktsom.knowledge.sources.queries import list_title

SCOPE = {
    "kind": gettext_lazy("the kind"),
    "partners": gettext_lazy("the partners"),
    "fields": gettext_lazy("the technology areas"),
    "sensitive_access": gettext_lazy("the access"),
}


ITEMS = {
    "one-of-many": gettext_lazy("only publications of very many"),
    "long-past": gettext_lazy("over for more than five years"),
    "list-1": gettext_lazy("control list I"),
    "list-2": gettext_lazy("control list II"),
    "surveillance": gettext_lazy("watching or recognising people"),
    "biometrics": gettext_lazy("biometrics"),
    "genetic-data": gettext_lazy("genetic data about groups at risk"),
    "personal": gettext_lazy("personal data"),
    "health": gettext_lazy("health data"),
    "geodata": gettext_lazy("detailed maps"),
    "infrastructure": gettext_lazy("data about power, water, telecom or defence"),
    "publication": gettext_lazy("what is published"),
    "recruitment": gettext_lazy("who is appointed"),
    "topics": gettext_lazy("the topics"),
    "hiring": gettext_lazy("who teaches"),
    "curriculum": gettext_lazy("what is taught"),
    "events": gettext_lazy("which events are held"),
    "secrecy": gettext_lazy("secrecy"),
    "ip-transfer": gettext_lazy("results or data go to the sponsor"),
    "parallel-lab": gettext_lazy("a second job or laboratory"),
    "exclusivity": gettext_lazy("no other funding or partners"),
    "publication-limits": gettext_lazy("limits on publishing or travelling"),
    "loyalty": gettext_lazy("loyalty or political conduct"),
    "recruiting": gettext_lazy("recruiting others"),
    "reporting": gettext_lazy("reporting to a state body"),
    "return-duty": gettext_lazy("returning or paying back"),
}
"""What the values of facts are called; critical areas, lists and framework conditions have titles of their own."""
MADE_UP = re.compile(r"~|(.*:)?[0-9a-f]{12}$")
"""A number that we gave a listing ourselves, where the publisher gives none: it ends with a digest of the name."""
OWN = {
    "traces": gettext_lazy("publications and EU projects"),
    "register": gettext_lazy("the institution's register"),
    "agreements": gettext_lazy("the agreement’s papers"),
    "appraisal": gettext_lazy("this appraisal"),
    INTAKE: gettext_lazy("the answers to the questions"),
}
SAID_BESIDE = {
    "amendment": gettext_lazy("said in an amendment"),
    "annex": gettext_lazy("said in an annex"),
}
"""Where a paper of an agreement says what its own does not."""


def language() -> str:
    """The reader's language: "nb" or "en"."""
    return "en" if (get_language() or "nb").startswith("en") else "nb"


def fact_in_words(kept: Mapping[str, Any]) -> str:
    """A fact such as “On end-user lists: US Entity List” or “Academic freedom index: 0.07 (China)”.

    What an answer gave has the id of its question for a detail, which says nothing to people.
    """
    name, value = kept["name"], kept["value"]
    title = fact_schema()[name].title[language()] if name in fact_schema() else name
    said = title if isinstance(value, bool) else f"{title}: {_value(name, value)}"
    if (detail := kept.get("detail") or "") and kept["source"] != INTAKE:
        said = f"{said} ({_detail(name, detail)})"
    return f"{said}, {_through(kept['through'])}" if kept.get("through") else said


def measure_in_words(text: str) -> Texts:
    """A measure in both languages where it is a typical one, whichever language its decider read; else as it was written."""
    return _typical_measures().get(text) or {"en": text, "nb": text}


def to_agree_on(condition: Texts) -> Texts:
    """The measure that asks for a framework condition in the agreement."""
    found = {}
    for code in ("en", "nb"):
        with override(code):
            found[code] = _("Agree in writing on: %(condition)s.") % {"condition": condition[code].lower()}
    return found


@cache
def _typical_measures() -> Mapping[str, Texts]:
    clauses = [to_agree_on(each.title) for each in clause_library().conditions.values()]
    return {
        said: each for each in (*(one.text for one in handbook().measures.values()), *clauses) for said in each.values()
    }


def _detail(name: str, detail: str) -> str:
    if name == "process.scope_changed":
        return ", ".join(str(SCOPE[part]) for part in detail.split(", "))
    if name.startswith("agreement."):
        return str(SAID_BESIDE.get(detail, detail))
    return country_name(detail, language()) if name.startswith("country.") else detail


def _through(partner: Mapping[str, str]) -> str:
    """By which of several partners a cooperation has a fact."""
    return _("through %(partner)s") % {"partner": with_country(partner["name"], partner["country"], language())}


def source_in_words(source: str) -> str:
    """Where a fact comes from: the product's own rooms by what they hold, listings by the title of their list and their id."""
    return _from(source, "")


def source_beside(detail: str, kept: Mapping[str, Any]) -> str:
    """Where and when a fact comes from, for the same line as its words: a list that those name already is not named again."""
    day = kept.get("source_date")
    parts = (_from(kept["source"], detail), date_format(date.fromisoformat(day), "DATE_FORMAT") if day else "")
    return ", ".join(filter(None, parts))


def _from(source: str, told: str) -> str:
    if source in OWN:
        return str(OWN[source])
    known = cited(source, language())
    return known if known != source else ", ".join(filter(None, (_listing(each, told) for each in source.split(", "))))


def _listing(source: str, told: str) -> str:
    list_id, _colon, number = source.partition(":")
    title = list_title(list_id, language())
    if title == list_id:
        return source
    number = "" if MADE_UP.match(number) else number
    return ", ".join(filter(None, ("" if title in told else title, number)))


def _value(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_item(name, each) for each in value)
    if isinstance(value, float):
        return str(floatformat(value, 2))
    return str(value)


def _item(name: str, value: str) -> str:
    if name == "field.critical_areas":
        return area_title(value)
    if name == LISTED or name.startswith("partner."):
        return list_title(value, language())
    if name == "agreement.missing_conditions" and value in clause_library().conditions:
        return clause_library().conditions[value].title[language()].lower()
    if value in ITEMS:
        return str(ITEMS[value])
    return value.replace("-", " ").upper() if name == "country.threat_assessments" else value.replace("-", " ")
