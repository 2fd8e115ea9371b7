"""The words of the overview in the reader's language: countries, weights, kinds, and the sentence on what is listed."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from aktsom.appraisal.queries import rules_by_id
from aktsom.appraisal.wording import language
from aktsom.cooperation.register.areas import area_title
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.countries import country_name
from aktsom.engine.documents import Texts
from aktsom.engine.flags.types import Weight
from aktsom.overview.filters import REGISTERED, Chosen
from aktsom.overview.queries import Totals

__all__ = [
    "area", "at_least", "country", "kind", "language", "rule", "said", "sentence", "span", "state", "weight", "weight_of_rank",
]  # fmt: skip
UNKNOWN = "none"
_WEIGHTS = {each.rank: each.value for each in Weight}


def said(texts: Texts) -> str:
    """A text in the reader's language."""
    return texts.get(language()) or texts["en"]


def country(code: str) -> str:
    """The country's name; words when it is unknown."""
    return country_name("" if code == UNKNOWN else code, language())


def rule(rule_id: str) -> str:
    """The title of a rule; its id when it is no longer in force."""
    found = rules_by_id().get(rule_id)
    return said(found.title) if found else rule_id


def area(area_id: str) -> str:
    """The title of a critical technology area."""
    return area_title(area_id)


def weight(name: str) -> str:
    """The word for a weight."""
    return {
        "note": pgettext("weight", "note"),
        "concern": pgettext("weight", "concern"),
        "serious": pgettext("weight", "serious"),
        "stop": pgettext("weight", "stop"),
    }.get(name, name)


def weight_of_rank(rank: int) -> str:
    """The name of the weight that has a rank; "" for rows without flags."""
    return _WEIGHTS.get(rank, "")


def at_least(name: str) -> str:
    """What a filter on weight lets through."""
    if name == "none":
        return _("without flags")
    if name == "note":
        return _("with any flag")
    return _("%(weight)s or heavier") % {"weight": weight(name)} if name != "stop" else weight(name)


def kind(name: str) -> str:
    """The kind of a cooperation."""
    return str(dict(Cooperation.Kind.choices).get(name, name))


def state(name: str) -> str:
    """Registered, or only seen."""
    return _("registered") if name == REGISTERED else _("seen, not registered")


def span(first: int | None, last: int | None) -> str:
    """Years from and to."""
    if first is None and last is None:
        return ""
    return str(last) if first in (None, last) else f"{first}–{last}"


def sentence(chosen: Chosen, totals: Totals, filters: list[str]) -> str:
    """What is listed, and how it is filtered."""
    number = {"rows": totals.rows, "registered": totals.registered, "heavier": totals.second_look}
    what = ngettext("%(rows)d cooperation across borders", "%(rows)d cooperations across borders", totals.rows) % number
    whose = (
        _("of the whole sector, from open sources, and your own register")
        if chosen.is_sector
        else _("of your institution")
    )
    told = _("%(registered)d of them registered, %(heavier)d with a concern or something heavier.") % number
    if not filters:
        return f"{what} {whose}. {told}"
    filtered = _("filtered by")
    return f"{what} {whose}, {filtered}: {', '.join(filters)}. {told}"
