"""The Norwegian research organisations in the public project data are known by the names used there."""

import csv
import os
from pathlib import Path

import pytest
from anyascii import anyascii

from aktsom.content.institutions import known_institutions

DATA = Path(os.environ.get("AKTSOM_DATA") or Path(__file__).parents[3] / "shared" / "data")


def folded(name: str) -> str:
    return "".join(letter for letter in anyascii(name).lower() if letter.isalpha())


@pytest.mark.data
def test_every_norwegian_university_and_institute_in_cordis_is_known() -> None:
    path = DATA / "projects" / "cordis_organization.csv"
    if not path.exists():
        pytest.skip("needs the public data of shared/data, or AKTSOM_DATA")
    known = {folded(name) for institution in known_institutions() for name in institution.all_names}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["country"] == "NO"]
    research = {row["name"] for row in rows if row["activityType"] in ("HES", "REC")}
    assert len(research) > 30
    assert {name for name in research if folded(name) not in known} == set()
