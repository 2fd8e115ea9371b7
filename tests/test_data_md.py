"""DATA.md says what the starter snapshot holds, and nothing else is shipped in it."""

from pathlib import Path

from aktsom.snapshots import SNAPSHOT
from aktsom.snapshots.reading import manifest
from aktsom.snapshots.writing import table

PROJECT = Path(__file__).resolve().parents[1]


def test_data_md_holds_the_table_of_the_snapshot_as_it_is() -> None:
    assert table(manifest()).strip() in (PROJECT / "DATA.md").read_text(encoding="utf-8")


def test_the_snapshot_ships_no_file_that_its_manifest_does_not_name() -> None:
    shipped = {str(path.relative_to(SNAPSHOT)) for path in SNAPSHOT.rglob("*") if path.is_file()}
    assert shipped == {*manifest().digests, "manifest.json"}
