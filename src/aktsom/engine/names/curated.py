"""Tables of our own, grown by adjudication, each row with a source: what else bodies are called, and who owns what.

Lists know few of the names under which bodies go (renamings, numbered institutes, acronyms), and no comparing of letters
finds them. `data/aliases.csv` and `data/ownership.csv` add them to whichever listings have one of the names.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class AliasKind(StrEnum):
    """What sort of other name it is. An acronym supports a hit and makes none that is more than possible."""

    ENGLISH = "english"
    NATIVE = "native"
    TRANSLITERATED = "transliterated"
    FORMER = "former"
    NUMBERED = "numbered"
    ACRONYM = "acronym"


class PartKind(StrEnum):
    """What sort of part of another body it is."""

    HOSPITAL = "hospital"
    LABORATORY = "laboratory"
    SCHOOL = "school"
    INSTITUTE = "institute"
    COMPANY = "company"
    CAMPUS = "campus"


class Relation(StrEnum):
    """How the body that has a name stands to the listed one."""

    SAME = "same"
    PART = "part"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a body. `country` is an ISO 3166-1 alpha-2 code; `source` says where it is written, or, of a name that
    is not verified, whom to ask.
    """

    body: str
    country: str
    alias: str
    how: AliasKind
    source: str
    is_unverified: bool = False


@dataclass(frozen=True, slots=True)
class Owned:
    """A body that is a part of another one."""

    part: str
    whole: str
    country: str
    kind: PartKind
    source: str
    is_unverified: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """All names of one body: those that tell which one it is, and acronyms; each with its source. `unverified` are those of
    which nobody has seen it written.
    """

    country: str
    names: Mapping[str, str]
    acronyms: Mapping[str, str]
    unverified: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AddedName:
    """A name to search for beside the listed ones, and what a hit by it means."""

    text: str
    relation: Relation
    source: str
    is_acronym: bool = False
    is_unverified: bool = False


def aliases() -> tuple[Alias, ...]:
    """The rows of `data/aliases.csv`; raises ValueError or KeyError on a row that breaks the schema."""
    return tuple(
        Alias(row["body"], row["country"], row["alias"], AliasKind(row["how"]), row["source"], _unverified(row))
        for row in _rows("aliases.csv")
    )


def ownership() -> tuple[Owned, ...]:
    """The rows of `data/ownership.csv`; raises ValueError or KeyError on a row that breaks the schema."""
    return tuple(
        Owned(row["part"], row["whole"], row["country"], PartKind(row["kind"]), row["source"], _unverified(row))
        for row in _rows("ownership.csv")
    )


@dataclass(frozen=True, slots=True)
class Additions:
    """For a body with one of `known` names in `country`, the names that are added to its listings."""

    country: str
    known: tuple[str, ...]
    added: tuple[AddedName, ...]


def additions_of(rows: Iterable[Alias], owned: Iterable[Owned]) -> list[Additions]:
    """What the tables add, body by body."""
    bodies = _bodies(rows)
    of_name = {name: body for body in bodies for name in body.names}
    parts: dict[str, list[AddedName]] = defaultdict(list)
    country: dict[str, str] = {}
    for row in owned:
        parts[row.whole] += _of_owned(row, row.part, Relation.PART, of_name)
        parts[row.part] += _of_owned(row, row.whole, Relation.WHOLE, of_name)
        country |= {row.part: row.country, row.whole: row.country}
    return [
        *(Additions(body.country, tuple(body.names), _same(body)) for body in bodies),
        *(Additions(country[name], _names(name, of_name), tuple(added)) for name, added in parts.items()),
    ]


@cache
def curated_bodies() -> Sequence[Body]:
    """The bodies that the table of aliases knows, each with all its names."""
    return _bodies(aliases())


@dataclass(frozen=True, slots=True)
class Ownership:
    """A row of the table of ownership with all names of both bodies, and those of them that nobody has seen written."""

    row: Owned
    part_names: tuple[str, ...]
    whole_names: tuple[str, ...]
    unverified: frozenset[str] = frozenset()


@cache
def curated_ownership() -> Sequence[Ownership]:
    """What the table of ownership says, each body under all its names."""
    of_name = {name: body for body in curated_bodies() for name in body.names}
    return [
        Ownership(
            row,
            _names(row.part, of_name),
            _names(row.whole, of_name),
            _unverified_names(row.part, of_name) | _unverified_names(row.whole, of_name),
        )
        for row in ownership()
    ]


@cache
def curated_additions() -> Sequence[Additions]:
    """What the tables in `data/` add."""
    return additions_of(aliases(), ownership())


def _of_owned(row: Owned, name: str, relation: Relation, of_name: Mapping[str, Body]) -> list[AddedName]:
    """All names of a part or whole. What nobody has seen written, the name or the row, is said of each."""
    unverified = _unverified_names(name, of_name)
    return [
        AddedName(each, relation, row.source, is_unverified=row.is_unverified or each in unverified)
        for each in _names(name, of_name)
    ]


def _unverified_names(name: str, of_name: Mapping[str, Body]) -> frozenset[str]:
    return of_name[name].unverified if name in of_name else frozenset()


def _names(name: str, of_name: Mapping[str, Body]) -> tuple[str, ...]:
    return tuple(of_name[name].names) if name in of_name else (name,)


def _same(body: Body) -> tuple[AddedName, ...]:
    return (
        *(
            AddedName(name, Relation.SAME, source, False, name in body.unverified)
            for name, source in body.names.items()
        ),
        *(
            AddedName(name, Relation.SAME, source, True, name in body.unverified)
            for name, source in body.acronyms.items()
        ),
    )


def _bodies(rows: Iterable[Alias]) -> list[Body]:
    grouped: dict[tuple[str, str], list[Alias]] = defaultdict(list)
    for row in rows:
        grouped[row.body, row.country].append(row)
    return [_body(name, country, members) for (name, country), members in grouped.items()]


def _body(name: str, country: str, rows: Sequence[Alias]) -> Body:
    acronyms = {row.alias: row.source for row in rows if row.how is AliasKind.ACRONYM}
    names = {row.alias: row.source for row in rows if row.how is not AliasKind.ACRONYM}
    unverified = {row.alias for row in rows if row.is_unverified} | ({name} if rows[0].is_unverified else set())
    return Body(country, {name: rows[0].source} | names, acronyms, frozenset(unverified))


def _unverified(row: Mapping[str, str]) -> bool:
    return {"yes": False, "no": True}[row["verified"]]


def _rows(file: str) -> list[dict[str, str]]:
    text = files("aktsom.engine.names").joinpath(f"data/{file}").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
