"""Use case 1: an adviser sees every cooperation of the institution, and nobody sees what is not theirs to see."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from aktsom.appraisal.queries import flags_of
from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution
from tests.promises.conftest import QUIET, THUNDER, WELDENBURG, World, partner, registering, text_of, words_of

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
Browse = Callable[[Actor], Client]


def test_promise_p1_each_flag_shows_its_reason_its_sources_and_their_dates(
    world: World, adviser: Actor, browse: Browse
) -> None:
    browser = browse(adviser)
    dossier = reverse("partners:detail", args=[partner(THUNDER).pk])
    assert dossier in text_of(browser.get("/overview/"))
    flags = re.findall(r'<article class="ds-card flag .*?</article>', text_of(browser.get(dossier)), re.DOTALL)
    assert len(flags) >= 3
    for flag in flags:
        assert re.search(r"</header>\s*<p>[^<]{20,}</p>", flag), f"no reason: {flag}"
        rests_on = re.search(r'<ul class="flag-facts".*</ul>', flag, re.DOTALL)
        assert rests_on, f"rests on nothing: {flag}"
        facts = rests_on[0].count("<li>")
        assert facts >= 1
        assert len(re.findall(r"Where it comes from</dt><dd>(?!–).", flag)) == facts
        assert len(re.findall(r"Date of the source</dt><dd>(?:<time[^>]*>)?[^<]*20\d\d", flag)) == facts
    tie = Tie.objects.get(home=adviser.institution_id, partner=partner(THUNDER))
    for shown in flags_of(adviser, "tie", [tie.pk])[tie.pk]:
        assert shown.reason["en"]
        assert all(fact.source and fact.source_date for fact in shown.facts), shown.rule


def test_promise_p2_what_public_sources_show_but_nobody_registered_appears_as_seen_not_registered(
    world: World, adviser: Actor, browse: Browse
) -> None:
    browser = browse(adviser)
    seen, overview = reverse("register:seen"), "/overview/?state=seen"
    for address in (seen, overview):
        page = text_of(browser.get(address))
        assert "seen, not registered" in page.lower()
        assert QUIET in page
        accusing = (
            r"\b(suspicious|suspected|undeclared|unreported|hidden|violation|breach|illegal|failed to register)\b"
        )
        assert not re.search(accusing, words_of(page), re.IGNORECASE), address
    assert "That is usual." in text_of(browser.get(seen))
    registering(browser, adviser, "Roses", partner(QUIET))
    world.look_again()
    assert QUIET not in text_of(browser.get(seen))
    assert WELDENBURG in text_of(browser.get(seen))


def test_promise_p3_a_trace_becomes_a_cooperation_in_two_clicks(world: World, adviser: Actor, browse: Browse) -> None:
    browser, tie = browse(adviser), Tie.objects.get(home=adviser.institution_id, partner=partner(QUIET))
    first_click = reverse("register:register-seen", args=[tie.pk])
    assert f'href="{first_click}"' in text_of(browser.get(reverse("register:seen")))
    page = browser.get(first_click)
    form = page.context["form"]
    filled_in = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False, [])}
    second_click = browser.post(first_click, filled_in | {"token": str(page.context["token"])})
    assert second_click.status_code == 302
    with acting_for(adviser):
        made = Cooperation.objects.get()
        assert [each.pk for each in made.partners.all()] == [tie.partner_id]
        assert made.traces.get().tie_id == tie.pk
    assert first_click not in text_of(browser.get(reverse("register:seen")))


PLACES_TO_LOOK = [
    "/cooperation/", "/cooperation/?q=Submarine", "/cooperation/?country=JP", "/cooperation/withdrawn/", "/cooperation/seen/",
    "/cooperation/export/csv/", "/overview/", "/overview/?scope=sector", "/overview/?scope=sector&country=JP",
    "/overview/country/JP/?scope=sector", "/overview/export.csv?scope=sector", "/overview/rules/", "/overview/requirements/",
    "/partners/?seen=all&q=Hemmelig", "/partners/?seen=all&country=JP", "/partners/merges/", "/search/?q=Submarine",
    "/search/?q=Hemmelig", "/screening/hits/?scope=all", "/traces/{shared}/", "/partners/{shared}/", "/",
]  # fmt: skip


def test_promise_p4_another_institutions_register_is_never_in_a_list_a_count_a_map_an_export_or_a_search(
    world: World, adviser: Actor, person: Person, other_institution: Institution, browse: Browse
) -> None:
    everything = (Duty.RESEARCH_SECURITY_LEAD, Duty.LEADERSHIP, Duty.SECTOR_COORDINATOR)
    stranger = browse(person(*everything, institution=other_institution))
    shared = partner(WELDENBURG)
    places = [each.format(shared=shared.pk) for each in PLACES_TO_LOOK]
    for place in places:  # the first visit changes what a page says of “since you last looked”
        assert stranger.get(place).status_code == 200, place
    before = {place: text_of(stranger.get(place)) for place in places}
    with acting_for(adviser):
        secret = add_partner(adviser, "Hemmelig Institutt", "JP")
    registering(browse(adviser), adviser, "Submarine acoustics", secret, shared)
    world.look_again()
    assert "Submarine acoustics" in text_of(browse(adviser).get("/overview/?scope=sector"))
    for place in places:
        page = text_of(stranger.get(place))
        assert "Submarine acoustics" not in page.replace("q=Submarine", ""), place
        assert _lasting(page) == _lasting(before[place]), place
    with acting_for(adviser):
        made = Cooperation.objects.get()
    for hidden in (reverse("register:detail", args=[made.pk]), reverse("partners:detail", args=[secret.pk])):
        assert stranger.get(hidden).status_code == 404


@pytest.mark.parametrize(
    ("duties", "sees"),
    [
        ((Duty.RESEARCH_SECURITY_ADVISER,), True),
        ((Duty.RESEARCH_SECURITY_LEAD,), True),
        ((Duty.HR_RECRUITER,), False),
        ((Duty.TRAINING_COORDINATOR,), False),
        ((), False),
    ],
)
def test_promise_p5_authors_of_publications_are_seen_only_by_those_whose_duty_needs_it(
    world: World, person: Person, browse: Browse, duties: tuple[Duty, ...], sees: bool
) -> None:
    browser, quiet = browse(person(*duties)), partner(QUIET)
    for address in (f"/partners/{quiet.pk}/", f"/traces/{quiet.pk}/"):
        page = text_of(browser.get(address))
        assert "On roses" in page
        assert ("Author 1" in page) is sees, address
    assert "Author 1" not in text_of(browser.get("/search/?q=Author"))


def _lasting(page: str) -> str:
    """The page without times of the clock."""
    return re.sub(r"\b\d{1,2}[:.]\d\d\b( [ap]\.m\.)?|\bjust now\b|\b\d+ (minutes?|seconds?)( ago)?\b", "", page)
