"""The gap report for leadership: page, paper, sheet and API say the same."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from aktsom.content import clause_library
from aktsom.cooperation.agreements import checking, papers
from aktsom.cooperation.agreements.drafts import PartyDraft
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.deadlines.models import AgreementDay
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.actions import register_cooperation
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Paper, PaperKind, Passage
from aktsom.overview.agreements import gaps
from aktsom.overview.agreements.gaps import Gap
from aktsom.overview.agreements.presenting import lacking_of
from aktsom.overview.agreements.views import paper_of
from tests.cooperation.agreements.conftest import agreement, draft, upload
from tests.cooperation.conftest import partner, unit
from tests.cooperation.register.conftest import draft as cooperation_draft
from tests.overview.samples import API, SHEET, MakeAgreement, MakeDraft, Person, in_force, rows_of

__all__ = ["agreement", "cooperation_draft", "draft", "partner", "unit", "upload"]
pytestmark = pytest.mark.django_db


def test_promise_p97_the_gap_report_tells_agreements_without_cooperation_and_cooperation_without_agreement(
    person: Person,
    agreement: MakeAgreement,
    cooperation_draft: Callable[..., object],
    client_for: Callable[[Actor], Client],
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    agreement(officer, **in_force("Accord alone"))
    with acting_for(officer):
        register_cooperation(officer, draft=cooperation_draft(title="Work alone", state="active"))  # type: ignore[arg-type]
        total, numbers = gaps.numbers(officer)
        assert (total, numbers[Gap.NO_COOPERATION], numbers[Gap.UNCHECKED], numbers[Gap.BROKEN]) == (1, 1, 1, 0)
        paper = paper_of(officer)
    assert "Accord alone" in paper
    client = client_for(officer)
    assert "Accord alone" in client.get("/overview/agreements/gaps/no-cooperation/").content.decode()
    assert "Accord alone" not in client.get("/overview/agreements/gaps/no-cooperation/?kind=gift").content.decode()
    assert "Work alone" in client.get("/overview/agreements/without/").content.decode()
    sheet = b"".join(client.get(SHEET)).decode()
    assert "Accord alone" in sheet
    assert "Work alone" in sheet
    assert client.get("/overview/agreements/report/").content.startswith(b"%PDF")
    assert client.get("/overview/agreements/gaps/nonsense/").status_code == 404


def test_the_report_names_the_conditions_that_an_agreement_lacks(
    person: Person,
    agreement: MakeAgreement,
    upload: Callable[..., SimpleUploadedFile],
    client_for: Callable[[Actor], Client],
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = agreement(officer, kind="project", **in_force("Accord"))
    veto = Paper(PaperKind.DOCX, (Passage("The Partner may refuse any publication of the results."),))
    with acting_for(officer):
        version = papers.add_document(officer, agreement=made, upload=upload())
        waiting = checking.start_check(officer, agreement=made, version=version)
        checking.keep_findings(officer, agreement=made, waiting=waiting, paper=veto)
        lacking = lacking_of(officer, clause_library())[made.pk]
        paper = paper_of(officer)
    which = "; ".join(lacking)
    assert "Akademisk frihet; " in which
    line = paper.partition(f"{len(lacking)} vilkår som kreves, mangler eller motsies")[2].partition("</div>")[0]
    assert which in line
    assert "Aldri kontrollert" not in line
    browser = client_for(officer)
    browser.cookies["aktsom_language"] = "nb"
    page = browser.get("/overview/agreements/gaps/lacks/").content.decode()
    assert f"{len(lacking)} mangler eller motsies: {'; '.join(lacking[:3])} …" in page
    rows = list(csv.DictReader(io.StringIO(b"".join(browser.get(SHEET)).decode("utf-8-sig")), delimiter=";"))
    assert [row["Rammevilkår som mangler"] for row in rows if row["Rammevilkår som mangler"]] == [which]


def test_one_agreement_is_told_of_as_one(
    person: Person, agreement: MakeAgreement, cooperation_draft: MakeDraft, client_for: Callable[[Actor], Client]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    agreement(officer, **in_force("Accord"))
    client = client_for(officer)
    client.cookies["aktsom_language"] = "en"
    with acting_for(officer), override("en"):
        register_cooperation(officer, draft=cooperation_draft(title="Work alone", state="active"))
        assert "1 has no exit strategy" in paper_of(officer)
    page = client.get("/overview/agreements/").content.decode()
    for said in (
        "has no exit strategy",
        "was never checked, or a newer paper of it was not",
        "cooperation goes on without an agreement in force",
    ):
        assert f">{said}</a>" in page
    assert {row["Gap"] for row in rows_of(client)} == {
        "no exit strategy",
        "not checked",
        "no cooperation under it",
        "cooperation without agreement",
    }
    agreement(officer, **in_force("Bond"))
    assert ">have no exit strategy</a>" in client.get("/overview/agreements/").content.decode()


def test_the_printed_report_says_each_gap_on_a_line_of_its_own_and_comes_to_the_agreements_before_the_counts(
    person: Person, agreement: MakeAgreement
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    agreement(officer, **in_force("Accord"))
    with acting_for(officer), override("en"):
        paper = paper_of(officer)
    for said in ("No exit strategy", "Not checked", "No cooperation under it"):
        assert f'<div class="keep">{said}</div>' in paper
    assert paper.index("Which agreements") < paper.index("Agreements in force by country, partner and unit")


def test_the_printed_report_names_five_partners_of_a_cooperation_and_says_how_many_more_there_are(
    person: Person, cooperation_draft: MakeDraft, partner: Callable[..., Partner]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    partners = tuple(
        partner(f"Institute of {name}").pk for name in ("Fog", "Ice", "Rime", "Snow", "Sleet", "Hail", "Rain")
    )
    with acting_for(officer), override("en"):
        register_cooperation(officer, draft=cooperation_draft(title="Work", state="active", partners=partners))
        paper = paper_of(officer)
    assert paper.count("Institute of ") == 5
    assert "and 2 more" in paper


def test_the_sheet_gives_the_day_on_which_an_agreement_ends_after_notice(
    person: Person, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = agreement(officer, **in_force("Accord"))
    last = timezone.localdate() + timedelta(40)
    with acting_for(officer):
        Agreement.objects.filter(pk=made.pk).update(state=Agreement.State.NOTICE_GIVEN, ends_on=last)
    browser = client_for(officer)
    browser.cookies["aktsom_language"] = "nb"
    rows = csv.DictReader(io.StringIO(b"".join(browser.get(SHEET)).decode("utf-8-sig")), delimiter=";")
    assert {row["Siste dag"] for row in rows if row["Tittel"] == "Accord"} == {last.isoformat()}


def test_an_agreement_late_in_the_alphabet_is_printed_with_all_its_gaps(
    person: Person, agreement: MakeAgreement
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    for title in ("Accord", "Bond", "Covenant", "Treaty"):
        made = agreement(officer, **in_force(title))
    with acting_for(officer):
        AgreementDay.objects.create(
            agreement=made, institution_id=made.institution_id, kind=AgreementDay.Kind.SILENT, day=timezone.localdate()
        )
        rows, more = gaps.gaps_of(officer, 2)
    every = [Gap.NO_STRATEGY, Gap.UNCHECKED, Gap.NO_COOPERATION]
    assert [(row.title, found) for row, found in rows] == [("Treaty", [Gap.SILENT, *every]), ("Accord", every)]
    assert more == 2


def test_paper_sheet_and_api_name_partners_countries_and_the_cooperation_without_agreement(
    person: Person,
    agreement: MakeAgreement,
    cooperation_draft: MakeDraft,
    partner: Callable[..., Partner],
    client_for: Callable[[Actor], Client],
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    agreement(officer, **in_force("Accord"), parties=(PartyDraft(partner=partner("Institute of Fog").pk),))
    work = cooperation_draft(title="Work alone", state="active", partners=(partner("Institute of Rime", "DK").pk,))
    with acting_for(officer):
        register_cooperation(officer, draft=work)
        with override("en"):
            paper = paper_of(officer)
    for said in ("Institute of Fog", "Work alone", "Institute of Rime", "Denmark"):
        assert said in paper
    client = client_for(officer)
    client.cookies["aktsom_language"] = "en"
    sheet = {(row["Title"], row["Partner"], row["Country of the partner"]) for row in rows_of(client)}
    assert ("Work alone", "Institute of Rime", "DK") in sheet
    assert "Institute of Fog" in {name for title, name, _country in sheet if title == "Accord"}
    (item,) = client.get(f"{API}/cooperation-without-agreement").json()["items"]
    assert (item["title"], [each["country"] for each in item["partners"]]) == ("Work alone", ["DK"])
