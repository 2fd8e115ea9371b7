"""Universities with their internet domains: a JSON list with name, country code and domains."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeGuard

from aktsom.engine.lists.countries import country_code
from aktsom.engine.lists.json_items import items
from aktsom.engine.lists.problems import Problems, RowProblem, not_understood, refuse
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
        domains = tuple(_domains(item))
        for printed in _listed(item):
            if not _is_domain(printed):
                problems(not_understood(path.name, number, "domains", str(printed)))
        yield University(name, country, domains)


def _domains(item: dict[str, Any]) -> Iterator[str]:
    for domain in _listed(item):
        if _is_domain(domain):
            yield cleaned(domain).lower().removeprefix("www.").rstrip("/")


def _listed(item: dict[str, Any]) -> list[Any]:
    value = item.get("domains")
    return value if isinstance(value, list) else [] if value is None else [value]


def _is_domain(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and "." in value


def _text(item: object, member: str) -> str:
    value = item.get(member) if isinstance(item, dict) else None
    return cleaned(value) if isinstance(value, str) else ""
