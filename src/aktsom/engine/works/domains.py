"""Universities with their internet domains: a JSON list with name, country code and domains."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aktsom.engine.lists.countries import country_code
from aktsom.engine.lists.json_items import items
from aktsom.engine.lists.problems import Problems, RowProblem, refuse
from aktsom.engine.lists.texts import cleaned
from aktsom.engine.wording import said
from aktsom.engine.works.records import University


def universities(path: Path, problems: Problems = refuse) -> Iterator[University]:
    """The universities in the file. Entries without a name are reported; ListError when it is no such JSON."""
    for number, item in enumerate(items(path, "universities"), 1):
        name = _text(item, "name")
        if not any(map(str.isalnum, name)):
            problems(RowProblem(path.name, number, said("The university has no name."), "name"))
            continue
        country = country_code(_text(item, "alpha_two_code")) or country_code(_text(item, "country")) or ""
        if not country:
            problems(
                RowProblem(
                    path.name, number, said("“{name}” has no country that we know.", name=name), "country", kept=True
                )
            )
        yield University(name, country, tuple(_domains(item)))


def _domains(item: dict[str, Any]) -> Iterator[str]:
    value = item.get("domains")
    for domain in value if isinstance(value, list) else []:
        if isinstance(domain, str) and "." in domain:
            yield cleaned(domain).lower().removeprefix("www.").rstrip("/")


def _text(item: object, member: str) -> str:
    value = item.get(member) if isinstance(item, dict) else None
    return cleaned(value) if isinstance(value, str) else ""
