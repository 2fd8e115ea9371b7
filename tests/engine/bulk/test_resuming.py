"""An output file is whole or not there, and an interrupted run goes on only with the same names, lists and options."""

from dataclasses import replace
from pathlib import Path

import pytest

from aktsom.engine.bulk import resuming
from aktsom.engine.bulk.chunks import Done
from aktsom.engine.bulk.resuming import Output, ResumeError, Run

RUN = Run("names", "lists", "options")


@pytest.fixture(autouse=True)
def saved_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resuming, "SAVED_EVERY_SECONDS", -1.0)


def done(text: str) -> Done:
    return Done(names=2, hits=1, nameless=(3,), text=text)


def interrupted(path: Path, *texts: str) -> None:
    """A run that stops before it is finished leaves the context all the same."""
    with Output(path, RUN, "head\n", resume=False) as output:
        for text in texts:
            output.add(done(text))


def test_a_file_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with Output(path, RUN, "head\n", resume=False) as output:
        output.add(done("å\n"))
        assert not path.exists()
        output.finish()
    assert path.read_text(encoding="utf-8") == "head\nå\n"
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_written_after_the_last_note_is_done_again(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    interrupted(path, "å\n", "b\n")
    with (tmp_path / "out.csv.part").open("a", encoding="utf-8") as part:
        part.write("half a rec")
    with Output(path, RUN, "head\n", resume=True) as output:
        assert (output.reached.queries, output.reached.hits, output.reached.nameless) == (4, 2, 2)
        output.add(done("c\n"))
        output.finish()
    assert path.read_text(encoding="utf-8") == "head\nå\nb\nc\n"


def test_an_unfinished_run_is_not_begun_anew_by_accident(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    interrupted(path, "a\n")
    with pytest.raises(ResumeError, match="--resume"):
        Output(path, RUN, "head\n", resume=False)
    assert (tmp_path / "out.csv.part").read_text() == "head\na\n"


@pytest.mark.parametrize(
    ("field", "said"), [("names", "The names"), ("lists", "The lists"), ("options", "The options")]
)
def test_other_names_lists_or_options_are_refused(tmp_path: Path, field: str, said: str) -> None:
    path = tmp_path / "out.csv"
    interrupted(path, "a\n")
    with pytest.raises(ResumeError, match=said):
        Output(path, replace(RUN, **{field: "other"}), "head\n", resume=True)


def test_records_that_were_cut_off_or_notes_that_are_damaged_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    interrupted(path, "a\n")
    part, notes = tmp_path / "out.csv.part", tmp_path / "out.csv.part.json"
    part.write_text("he")
    with pytest.raises(ResumeError, match="cut off"):
        Output(path, RUN, "head\n", resume=True)
    notes.write_text('{"run": 1}')
    with pytest.raises(ResumeError, match="cannot be read"):
        Output(path, RUN, "head\n", resume=True)


def test_two_runs_never_write_one_file(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with Output(path, RUN, "head\n", resume=False), pytest.raises(ResumeError, match="Another run"):
        Output(path, RUN, "head\n", resume=True)


def test_nothing_to_resume_begins_at_the_beginning(tmp_path: Path) -> None:
    with Output(tmp_path / "out.csv", RUN, "head\n", resume=True) as output:
        assert output.reached.queries == 0
        output.finish()
