"""Importing a sheet: what is found, what is refused and why, what happens when it is stopped, and how it is undone."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from aktsom.cooperation.partners.choices import NEW, partner_key
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register import actions, imports, preview, queries, tasks
from aktsom.cooperation.register.history import told
from aktsom.cooperation.register.models import Cooperation, ImportBatch, ImportedRow
from aktsom.cooperation.register.preview import preview_of
from aktsom.cooperation.register.sheet_columns import find_columns
from aktsom.cooperation.register.sheet_rows import PROBLEMS, RowReader
from aktsom.cooperation.register.tasks import check_sheet, import_sheet
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError
from aktsom.core.tenancy import acting_for
from aktsom.engine.sheets import Row
from aktsom.institutions.models import Institution, Unit

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]

SHEET = """Tittel;Partnerinstitusjon;Land;Samarbeidstype;Enhet;Startdato;Sluttdato
Sjøis;Testmark Institute of Ice;Kina;prosjekt;Fysikk;1.2.2024;2027
Utveksling;Prüfstadt;Tyskland;utveksling;;2023;
;Nytt Institutt;Canada;MoU;;;
Feil dato;Prüfstadt;Tyskland;prosjekt;;31.2.2024;
Feil land;Prüfstadt;Atlantis;prosjekt;;;
Uten partner;;Kina;prosjekt;;;
Feil slag;Prüfstadt;DE;vennskap;;;
Annen enhet;Prüfstadt;DE;prosjekt;Jus;;
Ukjent enhet;Prüfstadt;DE;prosjekt;Alkymi;;
To;Prüfstadt; DE;prosjekt;;2024;2020;overskudd
Begge;Prüfstadt; Testmark Institute of Ice;Tyskland; Kina;mou;;;
"""


def uploaded(actor: Actor, content: str | bytes, name: str = "avtaler.csv") -> ImportBatch:
    data = content.encode() if isinstance(content, str) else content
    return imports.upload_sheet(actor, upload=SimpleUploadedFile(name, data), filename=name)


def mapped(actor: Actor, content: str, **given: object) -> ImportBatch:
    batch = uploaded(actor, content)
    return imports.choose_columns(actor, batch=batch, columns=batch.mapping["columns"], **given)  # type: ignore[arg-type]


def imported(actor: Actor, batch: ImportBatch) -> ImportBatch:
    return imports.import_rows(actor, imports.start_import(actor, batch=batch))


@pytest.fixture
def researcher(person: Person, unit: Callable[..., Unit], partner: Callable[..., Partner]) -> Actor:
    partner("Testmark Institute of Ice")
    partner("Prüfstadt", "DE")
    unit("Jus")
    return person(unit=unit("Fysikk"))


def test_columns_are_found_by_their_words_in_both_languages() -> None:
    assert find_columns(["Tittel", "Partnerinstitusjon", "Land", "Type samarbeid", "Fra dato", "Til dato"]) == {
        "title": 0, "partner": 1, "country": 2, "kind": 3, "starts": 4, "ends": 5,
    }  # fmt: skip
    assert find_columns(["Project title", "Foreign partner", "Partner country", "Faculty", "Valid until"]) == {
        "title": 0, "partner": 1, "country": 2, "unit": 3, "ends": 4,
    }  # fmt: skip


def test_a_sheet_is_imported_row_by_row_and_says_exactly_what_it_did(researcher: Actor) -> None:
    with acting_for(researcher):
        batch = mapped(
            researcher,
            SHEET.replace(
                "Prüfstadt; Testmark Institute of Ice;Tyskland; Kina",
                '"Prüfstadt; Testmark Institute of Ice";"Tyskland; Kina"',
            ),
        )
        found = preview_of(researcher, batch)
        assert (found.ready, found.wrong, found.known, found.new) == (4, 7, 3, 1)
        batch = imported(researcher, batch)
        assert (batch.state, batch.rows, batch.registered, batch.skipped) == ("imported", 11, 4, 7)
        problems = {row.number: [each[1] for each in row.problems] for row in batch.imported.filter(outcome="refused")}
        assert problems == {
            5: ["date-unknown"],
            6: ["country-unknown"],
            7: ["partner-missing"],
            8: ["kind-unknown"],
            9: ["unit-not-yours"],
            10: ["unit-unknown"],
            11: ["extra-cells", "ends-first"],
        }
        first = Cooperation.objects.get(title="Sjøis")
        assert (first.starts, first.ends, first.kind) == (date(2024, 2, 1), date(2027, 12, 31), "research-project")
        assert len(queries.parties_of(Cooperation.objects.get(title="Begge"))) == 2
        assert Cooperation.objects.get(title="Nytt Institutt").kind == "memorandum"


def test_an_xlsx_with_dates_is_read_the_same_way(researcher: Actor) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "d.m.yyyy"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Title", "Partner", "Country", "Start"])
        sheet.write_row(1, 0, ["Ice", "Testmark Institute of Ice", "CN", date(2022, 2, 25)])
    with acting_for(researcher):
        batch = uploaded(researcher, buffer.getvalue(), "list.xlsx")
        imports.choose_columns(researcher, batch=batch, columns=batch.mapping["columns"], kind="memorandum")
        imported(researcher, batch)
        assert Cooperation.objects.get().starts == date(2022, 2, 25)


def test_an_import_that_is_killed_goes_on_where_it_was(researcher: Actor) -> None:
    rows = "".join(f"Nr {number};Prüfstadt;DE;mou\n" for number in range(1, 8))

    def kill(number: int) -> None:
        if number == 4:
            raise KeyboardInterrupt

    with acting_for(researcher):
        batch = imports.start_import(researcher, batch=mapped(researcher, "Tittel;Partner;Land;Type\n" + rows))
        with pytest.raises(KeyboardInterrupt):
            imports.import_rows(researcher, batch, kill)
        assert Cooperation.objects.count() == 3
    import_sheet.run(
        member_id=str(researcher.member_id), institution_id=researcher.institution_id, batch_id=str(batch.pk)
    )
    with acting_for(researcher):
        batch.refresh_from_db()
        assert (batch.state, batch.registered) == ("imported", 7)
        assert Cooperation.objects.count() == 7
        with pytest.raises(ConflictError):
            imports.start_import(researcher, batch=batch)


def test_a_row_that_was_registered_is_never_registered_again(researcher: Actor) -> None:
    with acting_for(researcher):
        batch = imported(researcher, mapped(researcher, "Partner;Land;Type\nPrüfstadt;DE;mou\n"))
        imports.import_rows(researcher, batch)
        assert Cooperation.objects.count() == 1


def test_undo_withdraws_all_but_what_was_changed_since(researcher: Actor) -> None:
    with acting_for(researcher):
        batch = imported(
            researcher, mapped(researcher, "Tittel;Partner;Land;Type\nA;Prüfstadt;DE;mou\nB;Prüfstadt;DE;mou\n")
        )
        changed = Cooperation.objects.get(title="A")
        actions.change_cooperation(researcher, cooperation=changed, version=1, changes={"funding": "EU"})
        batch = imports.undo_import(researcher, batch=batch)
        assert [each.title for each in queries.cooperations(researcher)] == ["A"]
        assert {row.number: row.outcome for row in batch.imported.all()} == {2: "kept", 3: "undone"}
        with pytest.raises(ConflictError):
            imports.undo_import(researcher, batch=batch)


def test_an_uncertain_partner_waits_until_somebody_says_who_is_meant(
    researcher: Actor, partner: Callable[..., Partner]
) -> None:
    meant = partner("Nordby College", "US")
    partner("Nordby College", "AU")
    with acting_for(researcher):
        batch = mapped(researcher, "Partner;Type\nNordby College;mou\n")
        assert [each.match.name for each in preview_of(researcher, batch).uncertain] == ["Nordby College"]
        key = partner_key("Nordby College", "")
        batch = imports.choose_columns(
            researcher, batch=batch, columns=batch.mapping["columns"], partners={key: str(meant.pk)}
        )
        imported(researcher, batch)
        assert queries.parties_of(Cooperation.objects.get())[0].partner == meant


def test_a_name_that_many_have_waits_until_somebody_says_who_is_meant_though_one_of_them_is_known(
    researcher: Actor, partner: Callable[..., Partner]
) -> None:
    known = partner("Institute of Technology", "IN")
    with acting_for(researcher):
        batch = mapped(
            researcher, "Partner;Country;Type\nInstitute of Technology;;mou\nInstitute of Technology;India;mou\n"
        )
        (asked,) = preview_of(researcher, batch).uncertain
        assert (asked.match.country, asked.match.candidates, asked.match.is_common) == ("", (known,), True)
        imported(researcher, batch)
        rows = ImportedRow.objects.order_by("number")
        assert [[problem[1] for problem in row.problems] for row in rows if row.problems] == [["partner-common"]]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"Tittel;Partner\n", b"%PDF-1.4", b"PK\x03\x04broken", b"a;A\n1;2"])
def test_what_is_no_table_is_refused_and_not_kept(researcher: Actor, content: bytes, tmp_path: Path) -> None:
    with acting_for(researcher):
        with pytest.raises(InvalidError) as caught:
            uploaded(researcher, content)
        assert caught.value.remedy
        assert not ImportBatch.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_only_the_uploader_and_advisers_go_on_with_a_sheet(
    researcher: Actor, person: Person, other_institution: Institution
) -> None:
    with acting_for(researcher):
        batch = mapped(researcher, "Partner;Type\nPrüfstadt;mou\n")
    for actor in (person(), person(Duty.INTERNAL_AUDITOR), person(Duty.UNIT_LEADER)):
        with acting_for(actor), pytest.raises(NotAllowedError):
            imports.start_import(actor, batch=batch)
    for actor in (person(), person(Duty.RESEARCH_SECURITY_LEAD, institution=other_institution)):
        with acting_for(actor):
            assert not ImportBatch.objects.visible_to(actor).exists()
            assert not ImportedRow.objects.visible_to(actor).exists()
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    with acting_for(adviser):
        assert imports.start_import(adviser, batch=batch).state == "running"


@given(st.lists(st.text(max_size=40), min_size=12, max_size=12), st.lists(st.text(max_size=5), max_size=2))
def test_any_cells_are_a_row_or_problems_with_advice(cells: list[str], extra: list[str]) -> None:
    places = {name: place for place, name in enumerate(
        ("partner", "country", "title", "kind", "unit", "starts", "ends", "state", "fields", "reference", "funding", "contact")
    )}  # fmt: skip
    read = RowReader([f"c{place}" for place in range(12)], places).read(Row(2, tuple(cells), tuple(extra)))
    assert all(problem.code in PROBLEMS for problem in read.problems)
    assert read.problems or (read.partners and read.kind)


def test_a_long_sheet_is_queued_and_the_job_does_it_as_the_person(
    researcher: Actor, client_for: Callable[[Actor], Client]
) -> None:
    rows = "".join(f"Nr {number};Prüfstadt;DE;mou\n" for number in range(201))
    with acting_for(researcher):
        batch = mapped(researcher, "Tittel;Partner;Land;Type\n" + rows)
    browser = client_for(researcher)
    browser.post(reverse("register:import-run", args=[batch.pk]))
    assert browser.get(reverse("register:import-batch", args=[batch.pk])).status_code == 200
    queued = ProcrastinateJob.objects.get(task_name="import a sheet")
    assert queued.args["batch_id"] == str(batch.pk)
    import_sheet.run(**queued.args)
    with acting_for(researcher):
        batch.refresh_from_db()
        assert (batch.state, batch.registered) == ("imported", 201)
        assert {each.registered_by_id for each in Cooperation.objects.all()} == {researcher.member_id}


def test_a_large_sheet_is_checked_row_by_row_in_the_background(
    researcher: Actor, client_for: Callable[[Actor], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (preview, tasks):
        monkeypatch.setattr(room, "AT_ONCE", 5)
    rows = "".join(f"Nr {number};Prüfstadt;DE;mou;\n" for number in range(6)) + "Sist;Prüfstadt;DE;mou;x@example.org\n"
    browser = client_for(researcher)
    browser.cookies["aktsom_language"] = "en"
    page = browser.post(
        reverse("register:import"),
        {"sheet": SimpleUploadedFile("l.csv", f"Tittel;Partner;Land;Type;Kontakt\n{rows}".encode())},
        follow=True,
    )
    assert "7 rows are being checked" in page.content.decode()
    check_sheet.run(**ProcrastinateJob.objects.get(task_name="check a sheet").args)
    with acting_for(researcher):
        found = preview_of(researcher, ImportBatch.objects.get())
        assert (found.ready, found.wrong, found.known) == (6, 1, 1)
        assert [(row.number, problems[0].code) for row, problems in found.problems] == [(8, "contact-unknown")]
        batch = ImportBatch.objects.get()
        imports.choose_columns(researcher, batch=batch, columns={"partner": 1}, kind="event")
        assert not preview_of(researcher, ImportBatch.objects.get()).checked


def test_undoing_an_import_stands_in_the_history_of_what_it_withdrew(researcher: Actor) -> None:
    with acting_for(researcher), override("en"):
        batch = imported(researcher, mapped(researcher, "Tittel;Partner;Land;Type\nA;Prüfstadt;DE;mou\n"))
        made = Cooperation.objects.get()
        imports.undo_import(researcher, batch=batch)
        actions.restore_cooperation(researcher, cooperation=made)
        said = [event.sentence for event in told(queries.history_of(researcher, made))]
    assert [
        next(word for word in ("restored", "undid the import", "registered") if word in sentence) for sentence in said
    ] == ["restored", "undid the import", "registered"]


def test_a_name_that_is_none_of_the_known_ones_becomes_one_new_partner_for_all_its_rows(
    researcher: Actor, partner: Callable[..., Partner]
) -> None:
    partner("Nordby College", "US")
    partner("Nordby College", "AU")
    sheet = "Tittel;Partner;Type\nA;Nordby College;mou\nB;Nordby College;mou\n"
    for _again in range(2):
        with acting_for(researcher):
            batch = mapped(researcher, sheet, partners={partner_key("Nordby College", ""): NEW})
            assert imported(researcher, batch).registered == 2
    with acting_for(researcher):
        assert Partner.objects.filter(name="Nordby College", institution=researcher.institution_id).count() == 1
