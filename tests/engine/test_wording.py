"""The engine speaks both languages without Django, and says where something is as precisely as it knows."""

import pytest

from aktsom.engine.lists.csv_rows import rows
from aktsom.engine.lists.problems import ListError, RowProblem
from aktsom.engine.sheets import Limits, SheetError, read_sheet
from aktsom.engine.wording import counted, place_in_file, said, worded


def test_a_sentence_is_english_unless_asked_in_norwegian():
    sentence = said("The date “{printed}” is not understood.", printed="30.2.2022")
    assert str(sentence) == sentence.in_language("fr") == "The date “30.2.2022” is not understood."
    assert sentence.in_language("nb") == sentence.in_language("no") == "Datoen «30.2.2022» er ikke til å forstå."


def test_thousands_are_set_apart_as_people_write_them():
    sentence = said("The table has more than {rows:,} rows.", rows=20_000)
    assert str(sentence) == "The table has more than 20,000 rows."
    assert sentence.in_language("nb") == "Tabellen har mer enn 20\u00a0000 rader."


def test_what_is_counted_is_said_of_one_and_of_many():
    chains = [counted("in {number} chain", "in {number} chains", number) for number in (0, 1, 2)]
    assert [str(each) for each in chains] == ["in 0 chains", "in 1 chain", "in 2 chains"]
    assert [each.in_language("nb") for each in chains] == ["i 0 kjeder", "i 1 kjede", "i 2 kjeder"]


def test_a_sentence_inside_another_is_in_the_same_language():
    problem = RowProblem("eu.csv", 4, said("The row has no name."), "name", kept=False)
    assert str(problem) == "eu.csv, row 4, column name: The row has no name. The entry is left out."
    assert problem.sentence.in_language("nb") == (
        "eu.csv, rad 4, kolonne name: Raden mangler navn. Oppføringen er utelatt."
    )


@pytest.mark.parametrize(
    ("row", "column", "place"),
    [(None, "", "a"), (2, "", "a, rad 2"), (None, "b", "a, kolonne b"), (2, "b", "a, rad 2, kolonne b")],
)
def test_a_place_says_what_is_known(row, column, place):
    assert worded(place_in_file("a", row, column), "nb") == place


def test_braces_in_what_a_file_says_are_left_alone():
    assert str(said("“{text}” is no country.", text="{0} {file!r}")) == "“{0} {file!r}” is no country."


def test_a_list_is_refused_in_norwegian_with_file_row_and_column(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("id,title\n1,a\n", encoding="utf-8")
    with pytest.raises(ListError) as refused:
        list(rows(file, frozenset({"name"}), lambda _problem: None))
    assert refused.value.in_language("nb").startswith(
        "list.csv, rad 1, kolonne name: Første linje mangler kolonnen «name»."
    )


def test_a_sheet_is_refused_in_norwegian(tmp_path):
    file = tmp_path / "sheet.csv"
    file.write_text("a;A\n1;2\n", encoding="utf-8")
    with pytest.raises(SheetError) as refused:
        read_sheet(file, Limits())
    assert refused.value.in_language("nb") == (
        "sheet.csv, rad 1, kolonne a: Flere kolonner heter «a». Gi hver kolonne sitt eget navn."
    )
