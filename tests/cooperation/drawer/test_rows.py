"""A row's cells: how long a notice or a renewal is depends on the unit, and a unit that does not fit needs a look."""

import pytest

from aktsom.cooperation.drawer.rows import RowReader
from aktsom.engine.sheets import Row


@pytest.mark.parametrize(
    ("said", "field", "number"),
    [
        ("6", "notice_months", 6),
        ("6 måneder", "notice_months", 6),
        ("6 mnd.", "notice_months", 6),
        ("1 MÅNED", "notice_months", 1),
        ("3 months", "notice_months", 3),
        ("1 Month", "notice_months", 1),
        ("1 år", "notice_months", 12),
        ("2 ÅR", "notice_months", 24),
        ("2 years", "notice_months", 24),
        ("30 dager", "notice_days", 30),
        ("90 days", "notice_days", 90),
        ("1 dag", "notice_days", 1),
        ("4 uker", "notice_days", 28),
        ("2 Weeks.", "notice_days", 14),
        ("30dager", "notice_days", 30),
        ("30\u00a0dager", "notice_days", 30),
    ],
)
def test_the_unit_of_a_notice_is_read(said: str, field: str, number: int) -> None:
    read = RowReader({"notice": 0}, "").read(Row(2, (said,)))
    assert read.lengths == {field: number}
    assert not [reason for reason in read.reasons if reason.code == "number-unknown"]


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("notice", "six months"),
        ("notice", "6 moons"),
        ("notice", "3-6 måneder"),
        ("notice", "1 år 6 måneder"),
        ("notice", "601"),
        ("notice", "51 år"),
        ("notice", "1001 dager"),
        ("renewal", "30 dager"),
        ("review", "2 weeks"),
    ],
)
def test_what_is_no_length_that_fits_needs_a_look(column: str, said: str) -> None:
    read = RowReader({column: 0}, "").read(Row(2, (said,)))
    assert read.lengths == {}
    assert ("number-unknown", said) in [(reason.code, reason.value) for reason in read.reasons]


def test_a_renewal_of_years_is_read_in_months() -> None:
    assert RowReader({"renewal": 0}, "").read(Row(2, ("1 år",))).lengths == {"renewal_months": 12}


@pytest.mark.parametrize(
    "said", ["løpende", "Until further notice", "Ubestemt", "på ubestemt tid", "open-ended", "Ingen", "-"]
)
def test_a_last_day_that_is_none_is_no_day(said: str) -> None:
    read = RowReader({"ends": 0}, "").read(Row(2, (said,)))
    assert read.days["ends"] is None
    assert "date-unknown" not in [reason.code for reason in read.reasons]
    assert "date-unknown" in [reason.code for reason in RowReader({"starts": 0}, "").read(Row(2, (said,))).reasons]


@pytest.mark.parametrize("said", ["Nei", "no", "ingen", "None", "–", "n/a"])
def test_that_it_does_not_renew_itself_is_no_length(said: str) -> None:
    read = RowReader({"renewal": 0}, "").read(Row(2, (said,)))
    assert read.lengths == {}
    assert "number-unknown" not in [reason.code for reason in read.reasons]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Samarbeidsavtale", "framework"),
        ("cooperation agreement", "framework"),
        ("Co-operation Agreement", "framework"),
        ("rammeavtale", "framework"),
        ("Lisensavtale", "licence"),
        ("licence agreement", "licence"),
        ("Gaveavtale", "gift"),
        ("oppdragsavtale", "commissioned-research"),
        ("konfidensialitetsavtale", "confidentiality"),
        ("NDA", "confidentiality"),
        ("Non-disclosure agreement", "confidentiality"),
        ("intensjonsavtale", "memorandum"),
        ("M.o.U.", "memorandum"),
        ("Konsortieavtale", "consortium"),
        ("utvekslingsavtale", "exchange"),
        ("Studentutvekslingsavtale", "exchange"),
        ("databehandleravtale", "transfer"),
        ("data transfer", "transfer"),
        ("MTA", "transfer"),
        ("Fellesgrad", "joint-degree"),
        ("forskningssamarbeidsavtale", "project"),
        ("gift", "gift"),
        ("hosting a provider", "provider-host"),
    ],
)
def test_the_usual_words_for_kinds_are_known_in_both_languages(said: str, kind: str) -> None:
    assert RowReader({"kind": 0}, "").read(Row(2, (said,))).kind == kind


def test_a_word_for_a_kind_that_nobody_knows_is_no_kind_whatever_rows_without_one_are() -> None:
    read = RowReader({"kind": 0}, "gift").read(Row(2, ("Pact",)))
    assert (read.kind, read.kind_word) == ("", "Pact")
    assert "kind-unknown" in [reason.code for reason in read.reasons]
