"""All agreements at a glance: gaps, conditions, pictures, and the report for leadership."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from aktsom.appraisal.models import RaisedFlag
from aktsom.cooperation.agreements import checking, papers
from aktsom.cooperation.agreements.actions import put_under
from aktsom.cooperation.agreements.drafts import PartyDraft
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.moving import move_by_calendar
from aktsom.cooperation.agreements.queries import Filters, agreements
from aktsom.cooperation.deadlines.keeping import refresh
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.actions import register_cooperation, withdraw_cooperation
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.engine.flags.types import Weight
from aktsom.engine.papers.types import Noticed, Paper, PaperKind, Passage
from aktsom.overview.agreements import gaps
from aktsom.overview.agreements.gaps import Gap
from aktsom.overview.agreements.presenting import shown
from aktsom.overview.agreements.views import paper_of
from tests.cooperation.agreements.conftest import agreement, draft, upload
from tests.cooperation.conftest import partner, unit
from tests.cooperation.register.conftest import draft as cooperation_draft
from tests.overview.samples import API, MakeAgreement, MakeDraft, MakeUnit, Person, in_force, rows_of

__all__ = ["agreement", "cooperation_draft", "draft", "partner", "unit", "upload"]
pytestmark = pytest.mark.django_db


def test_who_may_see_no_agreement_sees_empty_lists(
    person: Person, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    agreement(person(Duty.AGREEMENTS_OFFICER), **in_force("Accord alone"))
    client = client_for(person())
    for page in ("", *(f"gaps/{gap}/" for gap in Gap)):
        assert "Accord alone" not in client.get(f"/overview/agreements/{page}").content.decode()


def test_the_page_asks_as_much_for_many_agreements_as_for_one(
    person: Person,
    agreement: MakeAgreement,
    client_for: Callable[[Actor], Client],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    for number in range(7):
        agreement(officer, **in_force(f"Accord {number}"))
    client = client_for(officer)
    client.get("/overview/agreements/")
    with django_assert_max_num_queries(24):  # type: ignore[attr-defined]
        assert client.get("/overview/agreements/").status_code == 200


def test_the_bar_of_a_unit_counts_what_the_list_behind_it_shows(
    person: Person, agreement: MakeAgreement, unit: MakeUnit
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    faculty = unit("Faculty of Ice")
    department, empty = unit("Department of Frost", faculty), unit("School of Fog")
    group, other = unit("Group of Rime", department), unit("Hall of Snow", empty)
    for place in (faculty, department, group, group, other, None):
        agreement(officer, **in_force("Accord"), unit=place and place.pk)
    with acting_for(officer):
        found = [(row.name_nb if row else "", number) for row, number in gaps.by_unit(officer)]
        for row, number in gaps.by_unit(officer):
            assert row is None or agreements(officer, Filters(unit=row.pk)).count() == number
        marks = next(each for each in shown(officer).pictures if f"?unit={faculty.pk}" in each.marks[0].url).marks
    above = [("Faculty of Ice", 4), ("Department of Frost", 3), ("Group of Rime", 2)]
    assert found[:3] == above
    assert set(found[3:]) == {("School of Fog", 1), ("Hall of Snow", 1), ("", 1)}
    assert [mark.value for mark in marks] == [4, 3, 2, 1, 1, 1]
    assert [mark.label for mark in marks if not mark.url] == ["ingen enhet"]


def test_the_units_are_counted_in_as_many_queries_for_many_as_for_one(
    person: Person,
    agreement: MakeAgreement,
    unit: MakeUnit,
    django_assert_num_queries: Callable[..., object],
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    place = None
    for number in range(5):
        place = unit(f"Unit {number}", place)
        agreement(officer, **in_force(f"Accord {number}"), unit=place.pk)
        with acting_for(officer), django_assert_num_queries(3):  # type: ignore[attr-defined]
            assert len(gaps.by_unit(officer)) == number + 1


@pytest.mark.parametrize("state", Agreement.State)
def test_only_an_agreement_that_runs_covers_cooperation(
    person: Person, agreement: MakeAgreement, cooperation_draft: MakeDraft, state: Agreement.State
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = agreement(officer, **in_force("Accord"))
    with acting_for(officer):
        work = register_cooperation(officer, draft=cooperation_draft(title="Work", state="active"))
        put_under(officer, agreement=made, cooperation=work)
        Agreement.objects.filter(pk=made.pk).update(state=state)
        covered = not gaps.cooperation_without_agreement(officer).exists()
    assert covered == (state in {"in-force", "lapsing", "notice-given"})


@pytest.mark.parametrize(("state", "counts"), [("planned", True), ("active", True), ("ended", False)])
def test_an_agreement_whose_cooperation_is_over_has_none_under_it(
    person: Person, agreement: MakeAgreement, cooperation_draft: MakeDraft, state: str, *, counts: bool
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = agreement(officer, **in_force("Accord"))
    with acting_for(officer):
        work = register_cooperation(officer, draft=cooperation_draft(title="Work", state=state))
        put_under(officer, agreement=made, cooperation=work)
        assert has_no_cooperation(officer) is not counts
        withdraw_cooperation(officer, cooperation=Cooperation.objects.get(pk=work.pk))
        assert has_no_cooperation(officer)


def test_cooperation_that_the_reader_may_not_see_does_not_count(
    person: Person, agreement: MakeAgreement, cooperation_draft: MakeDraft, unit: MakeUnit
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER, Duty.RESEARCH_SECURITY_LEAD)
    ours = unit("Department of Frost")
    leader = person(Duty.UNIT_LEADER, unit=ours)
    made = agreement(officer, **in_force("Accord"), unit=ours.pk)
    with acting_for(officer):
        draft = cooperation_draft(title="Work", state="active", unit=unit("Hall of Snow").pk)
        put_under(officer, agreement=made, cooperation=register_cooperation(officer, draft=draft))
        assert not has_no_cooperation(officer)
    with acting_for(leader):
        assert has_no_cooperation(leader)


def test_promise_p119_the_gap_report_tells_what_ran_out_without_a_decision(
    person: Person, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    officer, yesterday = person(Duty.AGREEMENTS_OFFICER), timezone.localdate() - timedelta(1)
    agreement(officer, **in_force("Accord"))
    gone, decided = agreement(officer, **in_force("Bond")), agreement(officer, **in_force("Covenant"))
    system = Actor.system("tests", gone.institution_id)
    with acting_for(officer):
        Agreement.objects.exclude(title="Accord").update(ends=yesterday)
        Agreement.objects.filter(pk=decided.pk).update(decided_until=yesterday)
    with acting_for(system):
        assert move_by_calendar(system, today=timezone.localdate()) == 2
        refresh(system)
    with acting_for(officer):
        total, numbers = gaps.numbers(officer)
        assert (total, numbers[Gap.LAPSED], numbers[Gap.UNCHECKED]) == (1, 1, 1)
        rows, _more = gaps.gaps_of(officer, 10)
        assert [(row.title, found) for row, found in rows if Gap.LAPSED in found] == [("Bond", [Gap.LAPSED])]
        with override("en"):
            paper = paper_of(officer)
    assert "1 agreement ran out in the last year, and nobody has decided about it." in paper
    assert "Ran out without a decision" in paper
    client = client_for(officer)
    client.cookies["aktsom_language"] = "en"
    assert "/overview/agreements/gaps/lapsed/" in client.get("/overview/agreements/").content.decode()
    page = client.get("/overview/agreements/gaps/lapsed/").content.decode()
    assert ("Bond" in page, "Covenant" in page, "Accord" in page) == (True, False, False)
    assert titles(client, "ran out without a decision") == ["Bond"]
    assert client.get(f"{API}/agreement-gaps").json()["gaps"]["lapsed"] == 1
    assert [each["title"] for each in client.get(f"{API}/agreement-gaps/lapsed").json()["items"]] == ["Bond"]


def test_agreements_with_a_country_that_calls_for_care_are_listed_though_nobody_is_asked(
    person: Person, agreement: MakeAgreement, partner: Callable[..., Partner], client_for: Callable[[Actor], Client]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    noted, other = partner("Institute of Fog", country="CN"), partner("Institute of Rime", country="DK")
    agreement(officer, **in_force("Accord"), parties=(PartyDraft(partner=noted.pk),))
    agreement(officer, **in_force("Bond"), parties=(PartyDraft(partner=other.pk),))
    with acting_for(Actor.system("tests")):
        for row, facet in ((noted, "country"), (other, "partner")):
            RaisedFlag.objects.create(
                subject_kind="partner",
                subject_id=row.pk,
                rule=f"{facet}.test",
                facet=facet,
                weight="note",
                rank=Weight.NOTE.rank,
                raised_at=timezone.now(),
                facts_from=timezone.now(),
            )
    client = client_for(officer)
    client.cookies["aktsom_language"] = "en"
    with acting_for(officer):
        numbers = gaps.numbers(officer)[1]
    assert (numbers[Gap.COUNTRY], numbers[Gap.FLAGGED]) == (1, 0)
    page = client.get("/overview/agreements/gaps/country/").content.decode()
    assert ("Accord" in page, "China" in page, "Bond" in page) == (True, True, False)
    (item,) = client.get(f"{API}/agreement-gaps/country").json()["items"]
    assert [(each["name"], each["country"]) for each in item["partners"]] == [("Institute of Fog", "CN")]


def test_what_an_amendment_is_silent_on_is_not_counted_as_absent(
    person: Person, agreement: MakeAgreement, upload: Callable[..., SimpleUploadedFile]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    main = agreement(officer, kind="project", **in_force("Accord"))
    change = agreement(officer, kind="project", **in_force("Change"), parent=main.pk, relation="amends")
    veto = Paper(PaperKind.DOCX, (Passage("The Partner may refuse any publication of the results."),))
    with acting_for(officer):
        for made in (main, change):
            version = papers.add_document(officer, agreement=made, upload=upload())
            waiting = checking.start_check(officer, agreement=made, version=version)
            checking.keep_findings(officer, agreement=made, waiting=waiting, paper=veto)
        found = {each.condition: each for each in gaps.by_condition(officer)}
        assert (found["academic-freedom"].absent, found["publication"].contradicted) == (1, 2)
        for name, standing in found.items():
            listed = agreements(officer, Filters(lacks=name, running="yes")).count()
            assert listed == standing.absent + standing.contradicted


def test_what_was_not_seen_in_a_paper_that_was_read_in_part_is_a_gap_of_its_own(
    person: Person,
    agreement: MakeAgreement,
    upload: Callable[..., SimpleUploadedFile],
    client_for: Callable[[Actor], Client],
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = agreement(officer, kind="project", **in_force("Half a scan"))
    half = Paper(PaperKind.PDF, (Passage("The parties meet in Bergen."),), pages=2, noticed=frozenset({Noticed.SCAN}))
    with acting_for(officer):
        version = papers.add_document(officer, agreement=made, upload=upload())
        waiting = checking.start_check(officer, agreement=made, version=version)
        checking.keep_findings(officer, agreement=made, waiting=waiting, paper=half)
        _total, numbers = gaps.numbers(officer)
        assert (numbers[Gap.UNREAD], numbers[Gap.LACKS], numbers[Gap.UNCHECKED]) == (1, 0, 0)
        found = {each.condition: each for each in gaps.by_condition(officer)}
        assert (found["publication"].unseen, found["publication"].absent) == (1, 0)
        assert "Lest bare delvis" in paper_of(officer)
    client = client_for(officer)
    assert "Half a scan" in client.get("/overview/agreements/gaps/unread/").content.decode()
    with acting_for(officer):
        made.checks.get().findings.update(judged="met")
        assert gaps.numbers(officer)[1][Gap.UNREAD] == 0


def titles(client: Client, gap: str) -> list[str]:
    """What the sheet has under a gap."""
    return [row["Title"] for row in rows_of(client) if row["Gap"] == gap]


def has_no_cooperation(actor: Actor) -> bool:
    """As the number on the page says, and the list behind it."""
    counted = gaps.numbers(actor)[1][Gap.NO_COOPERATION] == 1
    assert gaps.with_gap(actor, Gap.NO_COOPERATION).exists() is counted
    return counted
