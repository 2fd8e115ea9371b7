"""Use cases 2 and 3: anyone learns whether a partner is listed, and the lists themselves can be trusted."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from django.test import Client
from django.utils import timezone

from aktsom.cli import sources as sources_command
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.knowledge.screening.asking import Asked, ask, stop_asking
from aktsom.knowledge.screening.lists import lists_in_force
from aktsom.knowledge.screening.models import Judgement, ScreeningHit
from aktsom.knowledge.sources.countries import THREATS
from aktsom.knowledge.sources.country_queries import effective_country_facts
from aktsom.knowledge.sources.models import SourceVersion, StoredListing
from aktsom.knowledge.sources.queries import current_listings, listings_as_of
from tests.knowledge.samples import un_xml
from tests.promises.conftest import LISTED, QUIET, SYSTEM, THUNDER, World, command, partner, text_of, words_of

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
Browse = Callable[[Actor], Client]
UN = "UN Security Council consolidated list"


@pytest.fixture
def checking() -> Iterator[Callable[[str], None]]:
    """Wait until the process that holds the lists has answered about a name, so that the page answers at once."""

    def ready(name: str) -> None:
        assert ask(lists_in_force(SYSTEM), Asked(name), patience=20) is not None

    yield ready
    stop_asking()


@pytest.fixture
def update_un(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], Result]:
    """`aktsom sources update un-sc --from FILE` with this content."""
    monkeypatch.setattr(sources_command, "bring_up_to_date", lambda: None)

    def run(content: bytes) -> Result:
        file = tmp_path / "consolidated.xml"
        file.write_bytes(content)
        return command("sources", "update", "un-sc", "--from", str(file))

    return run


def test_promise_p6_a_hit_says_which_part_of_which_name_agreed_on_which_list_of_which_date(
    world: World, person: Person, browse: Browse, checking: Callable[[str], None], tmp_path: Path
) -> None:
    browser = browse(person())
    checking(THUNDER)
    typed = text_of(browser.get("/screening/", {"name": THUNDER}))
    dossier = text_of(browser.get(f"/partners/{partner(THUNDER).pk}/"))
    for page in (typed, dossier):
        assert "The same: “Zorvania”" in page
        assert f"<dt>Searched for</dt><dd><bdi>{THUNDER}" in page
        assert f"<dt>Listed as</dt><dd><bdi>{LISTED}" in page
        assert UN in page
        assert "Date of the source 5 January 2026" in words_of(page)
    names = tmp_path / "names.csv"
    names.write_text(f"name\n{THUNDER}\n{QUIET}\n", "utf-8")
    result = command("screen", str(names), "--lists", str(world.lists), "--format", "jsonl")
    (record,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert "“Zorvania”" in record["explanation"]
    assert (record["query_name"], record["matched_name"]) == (THUNDER, LISTED)
    assert (record["list"], record["source_date"]) == ("un-sc", "2026-01-05")


def test_promise_p7_finding_nothing_is_never_called_proof(
    world: World, adviser: Actor, browse: Browse, checking: Callable[[str], None]
) -> None:
    browser = browse(adviser)
    checking(QUIET)
    for address in (
        f"/screening/?name={QUIET}",
        f"/partners/{partner(QUIET).pk}/",
        "/overview/country/SE/",
        "/sources/countries/RU/",
        "/search/?q=zzzzzz",
    ):
        page = text_of(browser.get(address))
        assert re.search(r"\b(not|no) proof that there (is nothing|is none|are none)", page), address
        assert not re.search(r"\b(is safe|is clean|is cleared|no risk|risk-free|all clear)\b", page, re.IGNORECASE), (
            address
        )


def test_promise_p8_a_persons_judgement_of_a_hit_is_never_overwritten_a_later_one_stands_beside_it(
    world: World, adviser: Actor, person: Person, browse: Browse
) -> None:
    hit = ScreeningHit.objects.get(until=None)
    address = f"/partners/{partner(THUNDER).pk}/"
    for judge, verdict, reason in (
        (adviser, "unsure", "Waiting for the register extract."),
        (person(Duty.RESEARCH_SECURITY_LEAD), "rejected", "Another city, another founder."),
    ):
        given = {"subject_id": str(hit.subject_id), "listing": hit.listing, "verdict": verdict, "reason": reason}
        assert browse(judge).post("/screening/judge/partner/", given).status_code == 302
    page = text_of(browse(adviser).get(address))
    assert "Waiting for the register extract." in page
    assert "Another city, another founder." in page
    assert page.index("Another city") < page.index("Earlier judgements") < page.index("Waiting for the register")
    with acting_for(adviser):
        before = list(Judgement.objects.order_by("pk").values())
    assert sorted(row["verdict"] for row in before) == ["rejected", "unsure"]
    world.look_again()
    with acting_for(adviser):
        assert list(Judgement.objects.order_by("pk").values()) == before


BROKEN = {
    "no list at all": b"<html><body>Service unavailable</body></html>",
    "cut off": un_xml(LISTED, *(f"Invented Bureau of Fog {number}" for number in range(20)))[:-200],
    "suddenly much smaller": un_xml(LISTED, "Invented Bureau of Fog 0"),
    "empty": b"",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_promise_p9_a_broken_truncated_or_suddenly_much_smaller_file_is_refused_with_the_reason(
    content: bytes, update_un: Callable[[bytes], Result], adviser: Actor, browse: Browse
) -> None:
    in_force = list(current_listings(SYSTEM).order_by("pk").values())
    result = update_un(content)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert re.search(r"un-sc +refused.*\. \S.{20,}", result.output), result.output
    assert list(current_listings(SYSTEM).order_by("pk").values()) == in_force
    refused = SourceVersion.objects.get(state="refused")
    assert refused.refusal
    page = text_of(browse(adviser).get("/sources/un-sc/"))
    assert "A newer file was refused:" in page
    assert "21 listings" in page


def test_promise_p10_what_was_known_on_a_day_can_be_answered_later(
    update_un: Callable[[bytes], Result], adviser: Actor, browse: Browse
) -> None:
    then = timezone.now()
    known_then = listings_as_of(SYSTEM, then)
    assert LISTED in {listing.name for listing in known_then}
    fog = [f"Invented Bureau of Fog {number}" for number in range(19)]
    result = update_un(un_xml("A Body Listed Later", *fog, "Another Listed Later"))
    assert result.exit_code == 0, result.output
    assert LISTED not in {row.name for row in current_listings(SYSTEM)}
    assert listings_as_of(SYSTEM, then) == known_then
    assert "A Body Listed Later" in {listing.name for listing in listings_as_of(SYSTEM, timezone.now())}
    first = SourceVersion.objects.filter(source="un-sc").earliest("pk")
    assert LISTED in text_of(browse(adviser).get(f"/sources/un-sc/?version={first.pk}"))
    assert StoredListing.objects.filter(name=LISTED).exists()


def test_promise_p11_countries_named_in_threat_assessments_have_no_effect_until_the_institution_confirms_them(
    world: World, person: Person, browse: Browse
) -> None:
    lead = person(Duty.RESEARCH_SECURITY_LEAD)
    browser, volga = browse(lead), f"/partners/{partner('Northern Volga Polytechnic').pk}/"
    country = browser.get("/sources/countries/RU/")
    assert "has no effect in your institution" in text_of(country)
    before = _flags(text_of(browser.get(volga)))
    naming = country.context["view"].namings[0].id
    assert not _named(lead)
    answer = browser.post("/sources/countries/RU/naming/", {"topic": THREATS, "naming": naming, "act": "confirm"})
    assert answer.status_code == 302
    world.look_again()
    assert _named(lead) == {naming}
    assert not _named(SYSTEM)
    assert before < _flags(text_of(browser.get(volga)))


def _named(actor: Actor) -> set[str]:
    with acting_for(actor):
        facts = effective_country_facts(actor, ["RU"]).get("RU", [])
        return {naming for fact in facts if fact.name == THREATS for naming in fact.value}


def _flags(page: str) -> set[str]:
    return set(re.findall(r'<article class="ds-card flag .*?>([^<>]{4,})</h\d>', page, re.DOTALL))
