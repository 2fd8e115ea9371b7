"""All partner names of the publications and projects, and which of them are listed."""

import csv
import gzip
import json
import random
from dataclasses import dataclass
from pathlib import Path

from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.types import Query
from benchmarks.names.pairs import LABELLED

TRUTH = LABELLED / "listed_partners.csv"
SEED = 20261128


@dataclass(frozen=True, slots=True)
class PartnerNames:
    """Partner names by what a reader says of them. Unsure ones are in neither and count for nothing."""

    listed: tuple[tuple[Query, frozenset[str]], ...]
    parts: tuple[Query, ...]
    others: tuple[Query, ...]


def partner_queries(data: Path) -> list[Query]:
    """Every distinct name of an organisation, with its country, in the publications and projects."""
    with gzip.open(data / "works/openalex_works.jsonl.gz", "rt", encoding="utf-8") as works:
        found = {
            (institution["display_name"] or "", institution.get("country_code") or "")
            for line in works
            for authorship in json.loads(line)["authorships"]
            for institution in authorship["institutions"]
        }
    with (data / "projects/cordis_organization.csv").open(encoding="utf-8", newline="") as projects:
        found |= {(row["name"], row["country"]) for row in csv.DictReader(projects, delimiter=";")}
    return [
        Query(name, country=country, kind=PartyKind.ORGANISATION) for name, country in sorted(found) if name.strip()
    ]


def partner_names(data: Path) -> PartnerNames:
    """The partner names with their truth; the others in a fixed random order, so that a part of them is a fair sample."""
    with TRUTH.open(encoding="utf-8", newline="") as file:
        truth = {(row["partner_name"], row["partner_country"]): row for row in csv.DictReader(file)}
    asked = {(query.name, query.country): query for query in partner_queries(data)}
    others = [query for key, query in asked.items() if key not in truth]
    random.Random(SEED).shuffle(others)
    labelled = [(asked[key], row) for key, row in truth.items() if key in asked]
    return PartnerNames(
        listed=tuple(
            (query, frozenset(row["listing_ids"].split(";"))) for query, row in labelled if row["label"] == "same"
        ),
        parts=tuple(query for query, row in labelled if row["label"] == "part"),
        others=tuple(others),
    )
