"""The pages as people with duties meet them."""

import io
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register import actions
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.register.models import Cooperation, ImportBatch
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Unit

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
Browser = Callable[[Actor], Client]


@pytest.fixture
def researcher(person: Person, unit: Callable[..., Unit]) -> Actor:
    return person(unit=unit("Fysikk"))


@pytest.fixture
def cooperation(researcher: Actor, draft: Callable[..., Draft]) -> Cooperation:
    with acting_for(researcher):
        return actions.register_cooperation(researcher, draft=draft(fields=("quantum",)))


def typed(**more: object) -> dict[str, object]:
    return {"title": "Isbreer", "kind": "memorandum", "state": "active", "token": str(uuid4())} | more


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize(
    "name", ["list", "new", "withdrawn", "seen", "not-ours-list", "import", "detail", "edit", "partners"]
)
def test_every_page_opens_in_both_languages(
    researcher: Actor, client_for: Browser, cooperation: Cooperation, name: str, language: str
) -> None:
    browser = client_for(researcher)
    browser.cookies["aktsom_language"] = language
    needs_one = name in ("detail", "edit", "partners")
    page = browser.get(reverse(f"register:{name}", args=[cooperation.pk] if needs_one else []))
    assert page.status_code == 200
    assert " style=" not in page.content.decode()


def test_what_a_person_may_not_see_is_not_there_and_what_they_may_only_read_is_refused(
    person: Person, client_for: Browser, cooperation: Cooperation, other_institution: Institution
) -> None:
    expected = {
        person(): (404, 404),
        person(Duty.RESEARCH_SECURITY_LEAD, institution=other_institution): (404, 404),
        person(Duty.INTERNAL_AUDITOR): (200, 403),
        person(Duty.LEADERSHIP): (200, 403),
        person(Duty.RESEARCH_SECURITY_ADVISER): (200, 200),
    }
    for actor, answers in expected.items():
        browser = client_for(actor)
        got = tuple(
            browser.get(reverse(f"register:{name}", args=[cooperation.pk])).status_code for name in ("detail", "edit")
        )
        assert got == answers
    assert client_for(person(Duty.INTERNAL_AUDITOR)).get(reverse("register:new")).status_code == 403


def test_a_partner_is_found_by_typing_without_losing_answers(
    researcher: Actor, client_for: Browser, partner: Callable[..., Partner]
) -> None:
    ice, browser = partner("Testmark Institute of Ice"), client_for(researcher)
    found = browser.post(reverse("register:new"), typed(search_for="testmark", search="1")).content.decode()
    assert "Isbreer" in found
    assert f'name="add" value="{ice.pk}"' in found
    chosen = browser.post(reverse("register:new"), typed(add=str(ice.pk))).content.decode()
    assert f'name="partner" value="{ice.pk}"' in chosen
    form = typed(partner=str(ice.pk))
    first, second = (browser.post(reverse("register:new"), form) for _ in range(2))
    assert first.status_code == 302
    assert first.url == second.url  # type: ignore[attr-defined]
    with acting_for(researcher):
        assert Cooperation.objects.count() == 1


def test_a_new_partner_can_be_named_on_the_way(researcher: Actor, client_for: Browser) -> None:
    browser = client_for(researcher)
    page = browser.post(reverse("register:new"), typed(search_for="Helt Nytt Institutt", new_country="CA", add_new="1"))
    assert page.status_code == 200
    with acting_for(researcher):
        assert (
            f'name="partner" value="{Partner.objects.get(name="Helt Nytt Institutt", country="CA").pk}"'
            in page.content.decode()
        )


def test_two_tabs_in_the_browser(researcher: Actor, client_for: Browser, cooperation: Cooperation) -> None:
    browser, url = client_for(researcher), reverse("register:edit", args=[cooperation.pk])
    assert browser.post(url, typed(title="Første", version="1")).status_code == 302
    conflict = browser.post(url, typed(title="Andre", version="1"))
    assert conflict.status_code == 409
    text = conflict.content.decode()
    assert 'value="Andre"' in text
    assert "Første" in text
    assert browser.post(url, typed(title="Andre", version="2")).status_code == 302


def test_the_whole_guided_import_in_the_browser(researcher: Actor, client_for: Browser) -> None:
    browser = client_for(researcher)
    sheet = SimpleUploadedFile("liste.csv", b"Tittel;Partner;Land;Type\n=1+1;Nytt;CA;mou\nFeil;Nytt;Atlantis;mou\n")
    to_columns = browser.post(reverse("register:import"), {"sheet": sheet})
    with acting_for(researcher):
        batch = ImportBatch.objects.get()
    page = browser.get(to_columns.url)  # type: ignore[attr-defined]
    assert "Atlantis" in page.content.decode()
    chosen = {f"column-{name}": place for name, place in batch.mapping["columns"].items()}
    browser.post(reverse("register:import-columns", args=[batch.pk]), chosen)
    assert browser.post(reverse("register:import-run", args=[batch.pk])).status_code == 302
    result = browser.get(reverse("register:import-batch", args=[batch.pk])).content.decode()
    assert "Atlantis" in result
    rejected = browser.get(reverse("register:import-rejected", args=[batch.pk, "csv"]))
    assert "Feil;Nytt;Atlantis;mou;3;" in b"".join(rejected.streaming_content).decode()  # type: ignore[attr-defined]
    exported = browser.get(reverse("register:export", args=["csv"]))
    assert "\n'=1+1;" in b"".join(exported.streaming_content).decode()  # type: ignore[attr-defined]
    assert browser.post(reverse("register:import-undo", args=[batch.pk])).status_code == 302
    with acting_for(researcher):
        assert not Cooperation.objects.visible_to(researcher).exists()


def test_a_bad_upload_is_explained_on_the_page(researcher: Actor, client_for: Browser) -> None:
    browser = client_for(researcher)
    for files in ({}, {"sheet": SimpleUploadedFile("x.xlsx", b"PK\x03\x04")}):
        page = browser.post(reverse("register:import"), files)
        assert page.status_code == 422
        assert 'role="alert"' in page.content.decode()


def test_the_example_sheet_can_be_imported_as_it_is(researcher: Actor, client_for: Browser) -> None:
    browser = client_for(researcher)
    content = b"".join(browser.get(reverse("register:import-example")).streaming_content)  # type: ignore[attr-defined]
    browser.post(reverse("register:import"), {"sheet": io.BytesIO(content)})
    with acting_for(researcher):
        batch = ImportBatch.objects.get()
    browser.post(
        reverse("register:import-columns", args=[batch.pk]),
        {f"column-{name}": place for name, place in batch.mapping["columns"].items()},
    )
    browser.post(reverse("register:import-run", args=[batch.pk]))
    with acting_for(researcher):
        batch.refresh_from_db()
        assert (batch.registered, batch.skipped) == (1, 0)


def test_pages_need_the_same_few_queries_however_long_the_list(
    researcher: Actor,
    client_for: Browser,
    draft: Callable[..., Draft],
    partner: Callable[..., Partner],
    tie: Callable[..., Tie],
) -> None:
    browser = client_for(researcher)
    counts: list[int] = []
    for size in (2, 12):
        with acting_for(researcher):
            for number in range(size):
                actions.register_cooperation(researcher, draft=draft(partners=(partner(f"P {size} {number}").pk,)))
        for number in range(size):
            tie(partner(f"T {size} {number}"))
        counts.append(0)
        for name in ("list", "seen"):
            with CaptureQueriesContext(connection) as queries:
                browser.get(reverse(f"register:{name}"))
            assert len(queries) <= 20
            counts[-1] += len(queries)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "query", ["?page=x&sort=%00", "?country=%27&unit=1&partner=x&year=99999", "?q=%00&field=zz&kind=a"]
)
def test_odd_addresses_are_answered(researcher: Actor, client_for: Browser, query: str) -> None:
    assert client_for(researcher).get(reverse("register:list") + query).status_code == 200
