"""How agreements are found by the one search field."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.queries import with_words
from aktsom.cooperation.register.start import shortly
from aktsom.core.actor import Actor
from aktsom.core.search import Found, register_finder


def find(actor: Actor, query: str, limit: int) -> Iterable[Found]:
    """Agreements by title, reference or partner."""
    for found in with_words(actor, query, limit):
        partners = shortly([party.partner.name for party in found.places if party.partner])
        yield Found(found.title, _("agreement"), reverse("agreements:detail", args=[found.pk]), partners)


register_finder("agreements", find)
