"""Partners that were merged after somebody registered with them: the register follows, and back again when it is undone."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from aktsom.cooperation.partners.actions import merge_partners, undo_merge
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register import actions, queries
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for

pytestmark = pytest.mark.django_db


def supported(tie: Tie) -> None:
    """Give the tie its traces back: a merge counts ties anew, and these are of no trace."""
    Tie.objects.filter(pk=tie.pk).update(works=7)


@pytest.fixture
def adviser(person: Callable[..., Actor]) -> Actor:
    return person(Duty.RESEARCH_SECURITY_ADVISER)


@pytest.fixture
def registered(adviser: Actor, draft: Callable[..., Draft], partner: Callable[..., Partner]) -> Cooperation:
    with acting_for(adviser):
        return actions.register_cooperation(adviser, draft=draft(partners=(partner("Old Name of Weldenburg", "").pk,)))


def test_a_registered_partner_that_was_merged_twice_is_not_seen_as_unregistered(
    adviser: Actor, registered: Cooperation, partner: Callable[..., Partner], tie: Callable[..., Tie]
) -> None:
    old, middle, new = (
        partner("Old Name of Weldenburg", ""),
        partner("Weldenburg", "DE"),
        partner("New Weldenburg", "AT"),
    )
    seen = tie(new)
    with acting_for(adviser):
        assert list(queries.seen_not_registered(adviser)) == [seen]
        merge_partners(adviser, middle, old)
        last = merge_partners(adviser, new, middle)
        supported(seen)
        assert not queries.seen_not_registered(adviser).exists()
        assert queries.links_offered(adviser, registered) == [seen]
        for filters in ({"country": "AT"}, {"partner": new.pk}, {"partner": old.pk}, {"text": "new welden"}):
            assert list(queries.cooperations(adviser, queries.Filters(**filters))) == [registered]
        assert not queries.cooperations(adviser, queries.Filters(country="DE")).exists()
        assert queries.count_by(adviser, "country") == {"AT": 1}
        assert queries.count_by(adviser, "partner") == {str(new.pk): 1}
        undo_merge(adviser, last)
        supported(seen)
        assert list(queries.seen_not_registered(adviser)) == [seen]
        assert list(queries.cooperations(adviser, queries.Filters(country="DE"))) == [registered]


def test_a_tie_that_no_trace_supports_any_more_is_not_offered(
    adviser: Actor, partner: Callable[..., Partner], tie: Callable[..., Tie]
) -> None:
    empty = tie(partner("Emptied"))
    Tie.objects.filter(pk=empty.pk).update(works=0, projects=0)
    with acting_for(adviser):
        assert not queries.seen_not_registered(adviser).exists()


def test_not_ours_holds_for_the_partner_that_stands_for_it_now(
    adviser: Actor, partner: Callable[..., Partner], tie: Callable[..., Tie]
) -> None:
    first, kept = tie(partner("Guest")), partner("Guest University")
    with acting_for(adviser):
        actions.say_not_ours(adviser, tie=first, reason="A guest used our address.")
        merge_partners(adviser, kept, first.partner)
    tie(kept)
    with acting_for(adviser):
        assert not queries.seen_not_registered(adviser).exists()


def test_the_pages_show_the_partner_under_its_present_name_with_a_link_that_works(
    adviser: Actor, registered: Cooperation, partner: Callable[..., Partner], client_for: Callable[[Actor], Client]
) -> None:
    with acting_for(adviser):
        merge_partners(adviser, partner("Weldenburg", "DE"), partner("Old Name of Weldenburg", ""))
    browser = client_for(adviser)
    for page in (reverse("register:detail", args=[registered.pk]), reverse("register:list")):
        assert "Weldenburg" in browser.get(page).content.decode().replace("Old Name of Weldenburg", "")
    link = reverse("partners:detail", args=[partner("Weldenburg", "DE").pk])
    assert link in browser.get(reverse("register:detail", args=[registered.pk])).content.decode()


def test_the_dossier_of_a_partner_shows_what_is_registered_with_it_as_far_as_the_reader_may_see_it(
    adviser: Actor,
    registered: Cooperation,
    partner: Callable[..., Partner],
    person: Callable[..., Actor],
    client_for: Callable[[Actor], Client],
) -> None:
    kept = partner("Weldenburg", "DE")
    with acting_for(adviser):
        merge_partners(adviser, kept, partner("Old Name of Weldenburg", ""))
    dossier = reverse("partners:detail", args=[kept.pk])
    link = reverse("register:detail", args=[registered.pk])
    assert link in client_for(adviser).get(dossier).content.decode()
    assert link not in client_for(person()).get(dossier).content.decode()
