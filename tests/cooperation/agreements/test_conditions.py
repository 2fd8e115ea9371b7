"""An institution's own framework conditions."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from aktsom.content import clause_library, rule_book
from aktsom.cooperation.agreements.checking import keep_findings, start_check
from aktsom.cooperation.agreements.condition_example import EXAMPLE
from aktsom.cooperation.agreements.conditions import library_of, set_conditions
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, DocumentVersion, OwnConditions
from aktsom.cooperation.agreements.papers import add_document
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Paper, PaperKind, Passage
from aktsom.institutions.models import Institution

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]


def test_promise_p89_an_institutions_own_conditions_are_in_force_for_it_alone(
    person: Person, other_institution: Institution, client_for: Callable[[Actor], Client]
) -> None:
    """The example that stands on the page is put in force."""
    officer = person(Duty.AGREEMENTS_OFFICER)
    page = client_for(officer).get(reverse("agreements:conditions")).content.decode()
    assert "id: climate" in page
    assert "innen 30 dager. Punkt «Avslutningsplan» gjelder" in page
    assert "{see:" not in page.partition("id: climate")[0]
    answer = client_for(officer).post(reverse("agreements:conditions"), {"text": EXAMPLE, "number": "0"})
    assert answer.status_code == 302
    with acting_for(officer):
        library = library_of(officer)
        assert "climate" in library.mandatory("project")
        assert library.digest != clause_library().digest
    narrowed = client_for(officer).get(f"{reverse('agreements:list')}?lacks=climate")
    assert narrowed.context["filters"].lacks == "climate"
    other = person(Duty.AGREEMENTS_OFFICER, institution=other_institution)
    with acting_for(other):
        assert "climate" not in library_of(other).conditions


def test_a_text_that_fits_the_library_no_more_counts_nowhere_and_can_be_put_right(
    person: Person,
    client_for: Callable[[Actor], Client],
    agreement: Callable[..., Agreement],
    upload: Callable[..., SimpleUploadedFile],
) -> None:
    """It was put in force with an earlier library, which knew a kind of agreement that this one does not."""
    officer = person(Duty.AGREEMENTS_OFFICER)
    made, wrong = agreement(officer), EXAMPLE.replace("kinds: [framework, project]", "kinds: [friendship]")
    with acting_for(officer):
        OwnConditions.objects.create(institution_id=officer.institution_id, number=1, text=wrong)
        check = _checked(officer, made, add_document(officer, agreement=made, upload=upload()))
        assert library_of(officer) is clause_library()
    browser, told = client_for(officer), "do not fit this version of the library"
    browser.cookies["aktsom_language"] = "en"
    conditions, page = reverse("agreements:conditions"), reverse("agreements:check", args=[made.pk, check.pk])
    shown = browser.get(conditions).content.decode()
    assert "friendship" in shown.partition(told)[2].partition("<details")[0]
    for address in (page, reverse("agreements:draft", args=[made.pk]), reverse("agreements:list")):
        said = browser.get(address).content.decode().partition(told)[2]
        assert f'href="{conditions}"' in said.partition("</div>")[0]
    assert "friendship" in browser.get("/api/v1/agreement-conditions").json()["unfit"]
    assert browser.post(conditions, {"text": EXAMPLE, "number": "1"}).status_code == 302
    for address in (page, reverse("agreements:list")):
        assert told not in browser.get(address).content.decode()
    assert browser.get("/api/v1/agreement-conditions").json()["unfit"] == ""


def test_a_text_with_a_mistake_is_refused_with_its_place_and_nothing_is_kept(
    person: Person, client_for: Callable[[Actor], Client]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    wrong = EXAMPLE.replace("kinds: [framework, project]", "kinds: [friendship]")
    answer = client_for(officer).post(reverse("agreements:conditions"), {"text": wrong, "number": "0"})
    assert answer.status_code == 422
    assert "friendship" in answer.content.decode()
    with acting_for(officer):
        assert not OwnConditions.objects.exists()
        for text in ("x" * 200_001, "a\x00b", "{", EXAMPLE.replace("id: climate", f"id: {'climate' * 9}")):
            with pytest.raises(InvalidError):
                set_conditions(officer, text=text, number=0)


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ("within {delay_days", "krøllparentes|curly bracket"),
        ("within delay_days}", "krøllparentes|curly bracket"),
        ("as in clause {see:nothing}", "nothing"),
    ],
)
def test_a_wording_with_a_slip_is_refused_with_its_place_and_the_text_stays_in_the_form(
    person: Person, client_for: Callable[[Actor], Client], slip: str, told: str
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    model = "At least half of all meetings are digital."
    wrong = EXAMPLE.replace(f"model: {{en: {model}", f'model: {{en: "{model[:-1]} {slip}."')
    answer = client_for(officer).post(reverse("agreements:conditions"), {"text": wrong, "number": "0"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(f"climate[^<]*wordings[^<]*model[^<]*({told})", page)
    assert slip in page
    with acting_for(officer):
        assert not OwnConditions.objects.exists()


def test_a_wording_may_refer_to_the_library_and_to_its_own_text(person: Person) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    model = "At least half of all meetings are digital."
    refers = '"Meetings are digital, as in clauses {see:publication} and {see:climate}, within {delay_days} days."'
    sound = EXAMPLE.replace(model, refers)
    with acting_for(officer):
        set_conditions(officer, text=sound, number=0)
        assert "climate" in library_of(officer).conditions


@pytest.mark.parametrize(
    ("was", "instead", "told"),
    [
        ("meeting*|meet digital*|online", "zeppelin", "The check calls its own wording “absent” (softer, en)."),
        ("says: {en: everybody must", "when: [dancing]\n        says: {en: everybody must", "dancing in in-person"),
        ("says: {en: everybody must", "fact: no.fact\n        says: {en: everybody must", "no.fact in in-person"),
        ("says: {en: everybody must", "follows: [none:at-all]\n        says: {en: everybody must", "none:at-all in in"),
        ("We meet on screen", f"We {'very ' * 60}often meet", "The purpose is long or hard to read (en)."),
    ],
)
def test_a_condition_that_would_never_work_is_refused_with_its_place_and_what_to_do(
    person: Person, client_for: Callable[[Actor], Client], was: str, instead: str, told: str
) -> None:
    client, wrong = client_for(person(Duty.AGREEMENTS_OFFICER)), EXAMPLE.replace(was, instead)
    client.cookies["aktsom_language"] = "en"
    assert wrong != EXAMPLE
    answer = client.post(reverse("agreements:conditions"), {"text": wrong, "number": "0"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"climate: {told}" in page
    assert re.search("(Correct|Say it in)[^<]*[.]", page)


def test_the_page_says_by_which_red_flags_a_condition_is_required(
    person: Person, client_for: Callable[[Actor], Client]
) -> None:
    client = client_for(person(Duty.AGREEMENTS_OFFICER))
    client.cookies["aktsom_language"] = "en"
    shown = client.get(reverse("agreements:conditions")).content.decode()
    part = shown.partition('id="reciprocity"')[2].partition("</details>")[0]
    assert "Required when one of these red flags is raised" in part
    assert "agreement.exclusivity" not in part
    titles = {rule.id: rule.title["en"] for rule in rule_book().rules}
    assert escape(titles["agreement.exclusivity"]) in part


def test_two_who_write_at_once_notice_each_other(person: Person) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    with acting_for(officer):
        set_conditions(officer, text=EXAMPLE, number=0)
        with pytest.raises(ConflictError):
            set_conditions(officer, text="", number=0)
        set_conditions(officer, text="", number=1)
        assert library_of(officer).digest == clause_library().digest


def test_promise_p124_from_a_check_everybody_reaches_the_own_conditions_that_it_went_by(
    person: Person,
    other_institution: Institution,
    client_for: Callable[[Actor], Client],
    agreement: Callable[..., Agreement],
    upload: Callable[..., SimpleUploadedFile],
) -> None:
    officer, reader = person(Duty.AGREEMENTS_OFFICER, name="Oda Officer"), person(Duty.INTERNAL_AUDITOR)
    made, client = agreement(officer, kind="project"), client_for(reader)
    client.cookies["aktsom_language"] = "en"
    with acting_for(officer):
        version = add_document(officer, agreement=made, upload=upload())
        checks = [_checked(officer, made, version)]
        for number, text in enumerate((EXAMPLE, EXAMPLE.replace("half of all", "most"), "")):
            set_conditions(officer, text=text, number=number)
            checks.append(_checked(officer, made, version))
    base = reverse("agreements:conditions")
    assert f'href="{base}3/"' in client.get(base).content.decode()
    first, second, third = (client.get(f"{base}{number}/").content.decode() for number in (1, 2, 3))
    assert first.count("At least half of all meetings are digital.") == 2, "in words and as it was written"
    assert "Other conditions are in force now." in first
    assert "At least most meetings are digital." in second
    assert "the library alone applies" in third
    assert "Other conditions are in force now." not in third
    assert third.count("Oda Officer") == 3
    for check, linked in zip(checks, (None, 1, 2, None), strict=True):
        page = client.get(reverse("agreements:check", args=[made.pk, check.pk])).content.decode()
        assert re.findall(rf'href="{base}(\d+)/"', page) == ([str(linked)] if linked else [])
    assert client.get(f"{base}4/").status_code == 404
    assert client_for(person(institution=other_institution)).get(f"{base}1/").status_code == 404


def test_an_earlier_text_that_fits_the_library_no_more_is_shown_as_it_was_written(
    person: Person, client_for: Callable[[Actor], Client]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    with acting_for(officer):
        old = EXAMPLE.replace("kinds: [framework, project]", "kinds: [friendship]")
        for number, text in ((1, old), (2, EXAMPLE)):
            OwnConditions.objects.create(institution_id=officer.institution_id, number=number, text=text)
    client = client_for(officer)
    client.cookies["aktsom_language"] = "en"
    page = client.get(f"{reverse('agreements:conditions')}1/").content.decode()
    assert "it can only be shown as it was written" in page
    assert "kinds: [friendship]" in page


def _checked(officer: Actor, made: Agreement, version: DocumentVersion) -> ClauseCheck:
    waiting = start_check(officer, agreement=made, version=version)
    paper = Paper(PaperKind.PDF, (Passage("The parties meet on screen.", number="1", page=1),), pages=1)
    return keep_findings(officer, agreement=made, waiting=waiting, paper=paper)
