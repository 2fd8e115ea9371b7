"""How partners are found by the one search field: by any name they are known under, in any script."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aktsom.cooperation.partners.finding import FoundPartner, known_bodies, partners_called
from aktsom.cooperation.partners.queries import listed_among
from aktsom.core.actor import Actor
from aktsom.core.beforehand import register_beforehand
from aktsom.core.countries import country_name
from aktsom.core.search import Found, register_finder


def find(actor: Actor, query: str, limit: int) -> Iterable[Found]:
    """Partners, with their country; one whose name is like a name on a list says so."""
    found = partners_called(actor, query, limit)
    listed = listed_among(actor, [each.partner.pk for each in found])
    for each in found:
        address = reverse("partners:detail", args=[each.partner.pk])
        yield Found(each.partner.name, _("partner"), address, _about(each, each.partner.pk in listed))


def _about(found: FoundPartner, listed: bool) -> str:
    where = country_name(found.partner.country, get_language() or "nb")
    return " · ".join(filter(None, (where, found.known_as, _("like a name on a list") if listed else "")))


register_finder("partners", find)
register_beforehand("partners", known_bodies)
