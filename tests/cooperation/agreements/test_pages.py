"""The pages as people with duties meet them."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aktsom.cooperation.agreements import checking, papers, queries
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Finding
from aktsom.cooperation.agreements.views import papers as paper_views
from aktsom.cooperation.partners import concerns
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.audit import LOOK
from aktsom.core.duties import Duty
from aktsom.core.models import AuditEvent
from aktsom.core.sensitive import subject_of
from aktsom.core.tenancy import acting_for
from aktsom.engine.clauses import checking as engine_checking
from aktsom.engine.clauses.types import Evidence, ToRead
from aktsom.engine.papers.types import Paper, PaperKind, Passage

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
Browser = Callable[[Actor], Client]
MakeAgreement = Callable[..., Agreement]
LACKS = queries.Filters(lacks="publication")
WITHOUT_ONE = ("list", "new", "withdrawn", "conditions")
PAPER = Paper(
    PaperKind.PDF,
    (
        Passage("Publication", level=1, number="4", page=2),
        Passage("The Partner may refuse any publication of the results.", number="4.1", page=2),
        Passage("Confidentiality", level=1, number="5", page=2),
        Passage("This clause applies without limit in time.", number="5.1", page=3),
    ),
    pages=3,
)


@pytest.fixture
def checked(officer: Actor, agreement: MakeAgreement, upload: Callable[..., SimpleUploadedFile]) -> ClauseCheck:
    made = agreement(officer, kind="project")
    with acting_for(officer):
        version = papers.add_document(officer, agreement=made, upload=upload())
        waiting = checking.start_check(officer, agreement=made, version=version)
        return checking.keep_findings(officer, agreement=made, waiting=waiting, paper=PAPER)


def test_a_paper_that_renews_itself_is_told_where_the_register_says_that_it_ends(
    officer: Actor, client_for: Browser, agreement: MakeAgreement, upload: Callable[..., SimpleUploadedFile]
) -> None:
    renews = Paper(
        PaperKind.DOCX, (Passage("It runs for two years and is automatically renewed unless notice is given."),)
    )
    for months, told in ((0, True), (24, False)):
        made = agreement(officer, kind="project", ends=date(2040, 12, 31), renewal_months=months)
        with acting_for(officer):
            version = papers.add_document(officer, agreement=made, upload=upload())
            waiting = checking.start_check(officer, agreement=made, version=version)
            checking.keep_findings(officer, agreement=made, waiting=waiting, paper=renews)
        page = client_for(officer).get(reverse("agreements:detail", args=[made.pk])).content.decode()
        assert ("Dokumentet ser ut til å si at den fornyer seg selv." in page) is told


def test_who_registers_an_agreement_that_renews_itself_reads_so_on_the_page_of_its_check(
    officer: Actor, client_for: Browser, checked: ClauseCheck
) -> None:
    browser, page = client_for(officer), reverse("agreements:check", args=[checked.agreement_id, checked.pk])
    browser.cookies["aktsom_language"] = "en"
    assert "seems to say that it renews itself" not in browser.get(page).content.decode()
    with acting_for(officer):
        passage = checked.findings.get(condition="publication").passages[0]
        checked.findings.filter(condition="term").update(passages=[{**passage, "id": "renews-itself"}])
    content = browser.get(page).content.decode()
    assert "seems to say that it renews itself" in content
    assert reverse("agreements:edit", args=[checked.agreement_id]) + "#id_renewal_months" in content
    with acting_for(officer):
        Agreement.objects.filter(pk=checked.agreement_id).update(renewal_months=12)
    assert "seems to say that it renews itself" not in browser.get(page).content.decode()


def test_promise_p142_what_a_check_misses_comes_with_a_wording_to_ask_for_in_the_language_of_the_paper(
    officer: Actor, client_for: Browser, checked: ClauseCheck
) -> None:
    browser, page = client_for(officer), reverse("agreements:check", args=[checked.agreement_id, checked.pk])
    for language, said in (
        ("en", "free to choose their questions and methods"),
        ("nb", "velger fritt spørsmål og metode"),
    ):
        with acting_for(officer):
            ClauseCheck.objects.filter(pk=checked.pk).update(language=language)
        for read_in in ("en", "nb"):
            browser.cookies["aktsom_language"] = read_in
            row = browser.get(page).content.decode().partition('id="academic-freedom"')[2]
            row = row.partition('<div class="passage">')[2].partition("</blockquote>")[0]
            assert row.startswith(f'<blockquote lang="{language}">')
            assert said in row
    with acting_for(officer):
        checked.findings.filter(condition="academic-freedom").update(judged="met")
    row = browser.get(page).content.decode().partition('id="academic-freedom"')[2].partition('class="finding"')[0]
    assert said not in row
    opened = browser.get(reverse("agreements:conditions") + "?open=academic-freedom").content.decode()
    assert '<details class="more" id="academic-freedom" open>' in opened
    assert opened.count(" open>") == 1


def test_examples_are_saved_only_where_somebody_has_judged_a_finding(
    officer: Actor, client_for: Browser, checked: ClauseCheck
) -> None:
    browser = client_for(officer)
    browser.cookies["aktsom_language"] = "en"
    told = browser.get(reverse("agreements:examples"), follow=True).content.decode()
    assert "Nobody has confirmed or corrected a finding yet" in told
    with acting_for(officer):
        finding = checked.findings.get(condition="publication")
        checking.judge_finding(officer, agreement=checked.agreement, finding=finding, verdict="met")
    assert browser.get(reverse("agreements:examples"))["Content-Type"] == "application/x-ndjson"


def test_who_sees_no_agreement_reads_that_there_may_be_others(
    person: Person, client_for: Browser, agreement: MakeAgreement
) -> None:
    pages = {}
    for duty in (None, Duty.AGREEMENTS_OFFICER):
        browser = client_for(person(duty) if duty else person())
        browser.cookies["aktsom_language"] = "en"
        pages[duty] = browser.get(reverse("agreements:list")).content.decode()
    assert "Your institution may have others that you do not see" in pages[None]
    assert "Register the first one" not in pages[None]
    assert reverse("institutions:contacts") in pages[None].partition("<main")[2].partition("</main>")[0]
    assert "Register the first one" in pages[Duty.AGREEMENTS_OFFICER]


def test_places_to_read_stand_on_the_page_of_a_check_and_in_the_api(
    officer: Actor, client_for: Browser, checked: ClauseCheck
) -> None:
    browser, page = client_for(officer), reverse("agreements:check", args=[checked.agreement_id, checked.pk])
    browser.cookies["aktsom_language"] = "en"
    place = {"condition": "publication", "passage": 99, "start": 0, "end": 9, "supports": "to-read", "id": ""}
    shown = place | {
        "by_meaning": True,
        "sure": True,
        "number": "4.1",
        "page": 2,
        "box": None,
        "text": "Told when ripe.",
    }
    with acting_for(officer):
        ClauseCheck.objects.filter(pk=checked.pk).update(to_read=[])
    assert "Read these places too" not in browser.get(page).content.decode()
    with acting_for(officer):
        ClauseCheck.objects.filter(pk=checked.pk).update(to_read=[shown])
    content = browser.get(page).content.decode()
    assert "Read these places too" in content
    row = content.partition('id="publication"')[2].partition("</details>")[0]
    assert "read one place first" in row
    assert "Told when ripe." in row
    with acting_for(officer):
        finding = Finding.objects.get(clause_check=checked, condition="publication")
        finding.passages = [shown | {"supports": "element", "id": "right", "text": "All is told. Told when ripe."}]
        finding.save()
    row = browser.get(page).content.decode().partition('id="publication"')[2].partition("</details>")[0]
    assert row.count("Told when ripe.") == 1
    assert "read it closely: it comes near the opposite" in row
    answer = browser.get(f"/api/v1/agreements/{checked.agreement_id}/checks/{checked.pk}").json()
    assert [each["text"] for each in answer["to_read"]] == ["Told when ripe."]


def test_what_a_check_wants_read_is_kept(
    officer: Actor, agreement: MakeAgreement, upload: Callable[..., SimpleUploadedFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    ripe = Evidence(0, 0, 5, "to-read", "", by_meaning=True)
    monkeypatch.setattr(engine_checking, "places_to_read", lambda *_given: (ToRead("publication", ripe),))
    made = agreement(officer, kind="project")
    with acting_for(officer):
        version = papers.add_document(officer, agreement=made, upload=upload())
        waiting = checking.start_check(officer, agreement=made, version=version)
        kept = checking.keep_findings(
            officer,
            agreement=made,
            waiting=waiting,
            paper=Paper(PaperKind.DOCX, (Passage("Told when ripe.", number="3"),)),
        )
        kept.refresh_from_db()
    assert [(each["condition"], each["number"], each["text"]) for each in kept.to_read] == [
        ("publication", "3", "Told ")
    ]


def test_a_condition_that_is_met_with_a_doubt_is_the_next_thing_to_look_at(
    officer: Actor, client_for: Browser, checked: ClauseCheck
) -> None:
    browser, page = client_for(officer), reverse("agreements:detail", args=[checked.agreement_id])
    browser.cookies["aktsom_language"] = "en"
    with acting_for(officer):
        checked.findings.exclude(condition="publication").update(judged="met")
        doubted = checked.findings.get(condition="publication")
        doubted.verdict = "met"
        doubted.save()
    assert "Look at what may say the opposite" not in browser.get(page).content.decode()
    with acting_for(officer):
        doubted.passages = [doubted.passages[0] | {"supports": "doubt"}]
        doubted.save()
    assert "Look at what may say the opposite" in browser.get(page).content.decode()
    with acting_for(officer):
        doubted.judged = "met"
        doubted.save()
    assert "Look at what may say the opposite" not in browser.get(page).content.decode()


def test_a_renewal_that_may_be_there_is_told_until_somebody_says_that_the_term_is_met(
    officer: Actor, client_for: Browser, checked: ClauseCheck
) -> None:
    told, page = "fornyer seg selv", reverse("agreements:detail", args=[checked.agreement_id])
    browser = client_for(officer)
    assert told not in browser.get(page).content.decode()
    with acting_for(officer):
        passage = checked.findings.get(condition="publication").passages[0]
        finding = checked.findings.get(condition="term")
        finding.verdict, finding.passages = "met", [{**passage, "supports": "doubt", "id": "renews-itself"}]
        finding.save()
    assert told in browser.get(page).content.decode()
    with acting_for(officer):
        checking.judge_finding(officer, agreement=checked.agreement, finding=finding, verdict="met")
    assert told not in browser.get(page).content.decode()


def test_a_place_that_may_say_the_opposite_is_told_without_opening_what_is_met(
    officer: Actor, client_for: Browser, checked: ClauseCheck
) -> None:
    told, page = "et sted kan si det motsatte", reverse("agreements:check", args=[checked.agreement_id, checked.pk])
    browser = client_for(officer)
    assert told not in browser.get(page).content.decode()
    with acting_for(officer):
        finding = checked.findings.get(condition="publication")
        finding.verdict = "met"
        finding.passages = [{**each, "supports": "doubt"} for each in finding.passages]
        finding.save()
    assert told in browser.get(page).content.decode()
    with acting_for(officer):
        checking.judge_finding(officer, agreement=checked.agreement, finding=finding, verdict="met")
    assert told not in browser.get(page).content.decode()


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize(
    "name", [*WITHOUT_ONE, "detail", "edit", "parties", "units", "protect", "step", "check", "page"]
)
def test_every_page_opens_in_both_languages(
    officer: Actor, client_for: Browser, checked: ClauseCheck, name: str, language: str
) -> None:
    browser = client_for(officer)
    browser.cookies["aktsom_language"] = language
    args: dict[str, list[object]] = {each: [] for each in WITHOUT_ONE}
    args |= {"step": [checked.agreement_id, "sign"], "check": [checked.agreement_id, checked.pk]}
    args["page"] = [checked.agreement_id, checked.document_version_id, 1]
    page = browser.get(reverse(f"agreements:{name}", args=args.get(name, [checked.agreement_id])))
    assert page.status_code == 200
    assert " style=" not in page.content.decode()


def test_the_list_leads_those_who_may_register_to_the_drawer(person: Callable[..., Actor], client_for: Browser) -> None:
    link = 'href="/agreements/drawers/">Bring in a drawer</a>'
    for actor, may in ((person(), True), (person(Duty.INTERNAL_AUDITOR), False)):
        client = client_for(actor)
        client.cookies["aktsom_language"] = "en"
        assert (link in client.get("/agreements/").content.decode().split("<main", 1)[1]) is may


def test_promise_p83_a_paper_is_only_ever_saved_and_never_runs_here(
    officer: Actor, client_for: Browser, agreement: MakeAgreement, upload: Callable[..., SimpleUploadedFile]
) -> None:
    made = agreement(officer)
    with acting_for(officer):
        page = papers.add_document(
            officer, agreement=made, upload=upload("agreement.pdf", b"<html><script>alert(1)</script></html>")
        )
    answer = client_for(officer).get(reverse("agreements:paper", args=[made.pk, page.pk]))
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="agreement.bin"'
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_who_looks_at_nothing_but_the_picture_of_a_page_is_on_record_before_it_is_drawn(
    officer: Actor, client_for: Browser, checked: ClauseCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []

    def drawn(*_given: object) -> bytes:
        looks.extend(
            AuditEvent.objects.filter(verb=LOOK, member_id=officer.member_id).values_list("subject", flat=True)
        )
        return b"picture"

    monkeypatch.setattr(paper_views, "page_image", drawn)
    address = reverse("agreements:page-image", args=[checked.agreement_id, checked.document_version_id, 1])
    assert client_for(officer).get(address).content == b"picture"
    assert looks == [subject_of(checked.agreement)]


def test_while_another_page_is_drawn_a_page_waits_for_its_turn_and_then_says_when_to_come_again(
    officer: Actor, client_for: Browser, checked: ClauseCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_views, "page_image", lambda *_given: b"picture")
    monkeypatch.setattr(paper_views, "PATIENCE_SECONDS", 0.01)
    address = reverse("agreements:page-image", args=[checked.agreement_id, checked.document_version_id, 1])
    browser = client_for(officer)
    browser.cookies["aktsom_language"] = "en"
    with paper_views._turn():
        later = browser.get(address)
    assert (later.status_code, later["Retry-After"]) == (503, "5")
    assert "Wait 5 seconds, and try again." in later.content.decode()
    assert browser.get(address).content == b"picture"


def test_what_an_agreement_contradicts_stands_before_what_it_lacks(
    officer: Actor, client_for: Browser, checked: ClauseCheck
) -> None:
    shown = client_for(officer).get(reverse("agreements:detail", args=[checked.agreement_id])).context
    assert shown["against"][:1] == ["Rett til å publisere"]
    assert not set(shown["against"]) & set(shown["lacking"])


def test_promise_p84_a_person_has_the_last_word_on_what_a_check_found(
    officer: Actor, client_for: Browser, checked: ClauseCheck
) -> None:
    browser = client_for(officer)
    address = reverse("agreements:check", args=[checked.agreement_id, checked.pk])
    assert "The Partner may refuse any publication" in browser.get(address).content.decode()
    with acting_for(officer):
        finding = Finding.objects.get(condition="publication")
        assert finding.verdict == "contradicted"
        lacking = queries.lacking([checked.agreement])[checked.agreement_id]
        assert list(queries.agreements(officer, LACKS)) == [checked.agreement]
    judge = reverse("agreements:judge", args=[checked.agreement_id, finding.pk])
    assert '<details class="finding" id="publication">' in browser.get(address).content.decode()
    kept = browser.post(judge, {"verdict": "met", "note": "Side letter of 3 May"})
    assert kept["Location"] == f"{address}?open=publication#publication"
    assert '<details class="finding" id="publication" open>' in browser.get(kept["Location"]).content.decode()
    with acting_for(officer):
        assert queries.lacking([checked.agreement])[checked.agreement_id] == lacking - 1
        assert not queries.agreements(officer, LACKS).exists()
    example = browser.get(reverse("agreements:examples")).content.decode()
    assert '"check_says":"contradicted","person_says":"met"' in example
    browser.post(judge, {"verdict": ""})
    with acting_for(officer):
        assert Finding.objects.get(pk=finding.pk).judged == ""
        assert list(queries.agreements(officer, LACKS)) == [checked.agreement]


def test_an_agreement_comes_with_its_paper_and_is_checked_at_once(
    officer: Actor, client_for: Browser, partner: Callable[..., Partner], upload: Callable[..., SimpleUploadedFile]
) -> None:
    browser, key = client_for(officer), str(uuid4())
    sent = {"title": "New", "kind": "memorandum", "state": "draft", "partner": str(partner("Ice").pk), "token": key}
    answer = browser.post(reverse("agreements:new"), {**sent, "paper": upload()})
    with acting_for(officer):
        check = ClauseCheck.objects.get(agreement__title="New")
    assert answer["Location"] == reverse("agreements:check", args=[check.agreement_id, check.pk])
    empty = {**sent, "title": "Other", "token": str(uuid4()), "paper": upload(content=b"")}
    assert browser.post(reverse("agreements:new"), empty).status_code == 422
    with acting_for(officer):
        assert not Agreement.objects.filter(title="Other").exists()


def test_a_list_is_narrowed_by_what_agreements_hold_and_by_concerns_about_partners(
    officer: Actor, client_for: Browser, checked: ClauseCheck, agreement: MakeAgreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = agreement(officer, title="Never checked")
    browser = client_for(officer)

    def shown(query: str) -> set[str]:
        rows = browser.get(f"{reverse('agreements:list')}?{query}").context["page"].object_list
        return {row.title for row in rows}

    with acting_for(officer):
        finding = Finding.objects.get(condition="publication")
        checking.judge_finding(officer, agreement=checked.agreement, finding=finding, verdict="met")
    one, both = {checked.agreement.title}, {checked.agreement.title, plain.title}
    assert (shown("meets=publication"), shown("meets=reciprocity")) == (one, set())
    assert (shown("complete=no"), shown("complete=yes")) == (one, set())
    assert (shown("running=yes"), shown("running=no")) == (set(), both)
    monkeypatch.setitem(concerns.RAISERS, "tests", lambda _actor: Partner.objects.order_by().values("pk"))
    assert (shown("flagged=yes"), shown("flagged=no")) == (both, set())
