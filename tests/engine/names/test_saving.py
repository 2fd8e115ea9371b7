"""A screener that was saved answers as the one that was built, and a file that is no such thing is never believed."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aktsom.engine.lists.listing import Listing
from aktsom.engine.names.archive import read_archive, write_archive
from aktsom.engine.names.digest import engine_digest, saved_path
from aktsom.engine.names.saving import kept_screener, load_screener, save_screener
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Query
from tests.engine.names.parties import LISTINGS

QUERIES = [Query("Velmora Institute of Technology"), Query("Аркадий Зеленцов"), Query("VIT", country="CN"), Query("")]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = saved_path(tmp_path / "index", "lists")
    save_screener(Screener.build(LISTINGS), path)
    return path


def test_a_saved_screener_answers_as_the_built_one(saved: Path) -> None:
    loaded = load_screener(saved)
    assert loaded is not None
    assert list(loaded.screen(QUERIES)) == list(Screener.build(LISTINGS).screen(QUERIES))
    assert tuple(loaded.listings) == LISTINGS


def test_no_listings_can_be_saved_too(tmp_path: Path) -> None:
    save_screener(Screener.build([]), tmp_path / "none.index")
    loaded = load_screener(tmp_path / "none.index")
    assert loaded is not None
    assert list(loaded.screen(QUERIES[:1])) == [(QUERIES[0], [])]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255), st.booleans())
def test_a_file_with_any_byte_changed_or_its_end_cut_off_is_not_read(
    saved: Path, where: float, change: int, cut: bool
) -> None:
    whole = bytearray(saved.read_bytes())
    place = int(where * len(whole))
    whole[place] ^= change
    other = saved.with_name("other.index")
    other.write_bytes(whole[:place] if cut else whole)
    assert load_screener(other) is None


def test_an_archive_of_something_else_is_not_taken_for_a_screener(tmp_path: Path) -> None:
    path = tmp_path / "other.index"
    write_archive(path, {"numbers": np.arange(3)}, {"texts": ["a"]})
    archive = read_archive(path)
    assert archive is not None
    assert archive.arrays["numbers"].tolist() == [0, 1, 2]
    assert archive.values == {"texts": ["a"]}
    assert load_screener(path) is None


class Lists:
    """Counts how often the lists were read."""

    def __init__(self) -> None:
        self.read = 0

    def __call__(self) -> Iterable[Listing]:
        self.read += 1
        return LISTINGS


def test_lists_are_read_once_and_again_when_the_file_is_damaged(tmp_path: Path) -> None:
    lists, path = Lists(), tmp_path / "kept" / "one.index"
    answers = [list(kept_screener(path, lists).screen(QUERIES)) for _ in range(2)]
    assert lists.read == 1
    path.write_bytes(b"aktsom-archive-1\nbut no more")
    answers.append(list(kept_screener(path, lists).screen(QUERIES)))
    assert lists.read == 2
    assert answers[0] == answers[1] == answers[2]


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be")
    lists = Lists()
    assert len(list(kept_screener(tmp_path / "kept" / "one.index", lists).screen(QUERIES))) == len(QUERIES)
    assert lists.read == 1


def test_only_the_newest_indexes_are_kept(tmp_path: Path) -> None:
    screener = Screener.build(LISTINGS)
    for number in range(4):
        save_screener(screener, tmp_path / f"{number}.index")
    assert (tmp_path / "3.index").exists()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_changed_table_of_names_makes_a_new_index(monkeypatch: pytest.MonkeyPatch) -> None:
    before = engine_digest.__wrapped__()
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + (b"new row" if path.suffix == ".csv" else b""))
    assert engine_digest.__wrapped__() != before
