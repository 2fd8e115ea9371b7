"""The fact schema: which facts rules may name, of what type, and what it means that one is unknown."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from aktsom.engine.documents import Entry, Texts, read_document
from aktsom.engine.flags.errors import FactError, RuleError
from aktsom.engine.flags.forbidden import forbidden_term
from aktsom.engine.flags.types import Fact, FactValue
from aktsom.engine.wording import said

SOURCE_KINDS = frozenset({"public list", "public index", "law", "assessment", "register", "institution", "judgement"})

_NAME = re.compile(r"[a-z]+\.[a-z][a-z0-9_]*")
_KEYS = ("type", "unknown", "example", "title", "says", "rooms", "source")


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """One fact that may be given and rested on.

    `unknown` stands in when nobody gives the fact, and says nothing against anyone; `example` speaks. `rooms` may give
    the fact; `source` is the kind of source that it rests on.
    """

    name: str
    type: str
    unknown: FactValue
    example: FactValue
    title: Texts
    says: Texts
    rooms: tuple[str, ...]
    source: str

    def read(self, value: object) -> FactValue:
        """The value in the declared type. Raises FactError for a value of another type."""
        read = _READERS[self.type](value)
        if read is None:
            raise FactError(
                said(
                    "The fact {name} must be of type {type}, and came as {given}.",
                    name=self.name,
                    type=self.type,
                    given=type(value).__name__,
                ),
                place=self.name,
                remedy=said("Correct the room that gives the fact."),
            )
        return read


@dataclass(frozen=True, slots=True)
class FactSchema:
    """All declared facts, by name."""

    facts: Mapping[str, FactDeclaration]

    def __getitem__(self, name: str) -> FactDeclaration:
        return self.facts[name]

    def __contains__(self, name: object) -> bool:
        return name in self.facts

    def read(self, fact: Fact) -> FactValue:
        """The value of a fact in its declared type. Raises FactError for an undeclared fact or another type."""
        declared = self.facts.get(fact.name)
        if declared is None:
            raise FactError(
                said("No fact is called {name}.", name=fact.name),
                place=fact.name,
                remedy=said("Declare it in the fact schema first."),
            )
        return declared.read(fact.value)


def load_schema(path: Path) -> FactSchema:
    """The fact schema in a YAML file. Raises RuleError that names the file and the fact."""
    document = read_document(path, RuleError)
    document.only(("facts",))
    declared = {name: read_declaration(name, entry) for name, entry in document.named("facts")}
    return FactSchema(MappingProxyType(declared))


def read_declaration(name: str, entry: Entry) -> FactDeclaration:
    """One declared fact, checked."""
    _check_name(name, entry)
    entry.only(_KEYS)
    kind = entry.text("type")
    if kind not in _READERS:
        raise entry.refuse(
            said("“{kind}” is no type of fact.", kind=kind), said("Use one of: {known}.", known=", ".join(_READERS))
        )
    source = entry.text("source")
    if source not in SOURCE_KINDS:
        raise entry.refuse(
            said("“{source}” is no kind of source.", source=source),
            said("Use one of: {known}.", known=", ".join(sorted(SOURCE_KINDS))),
        )
    return FactDeclaration(
        name=name,
        type=kind,
        unknown=_value(entry, kind, "unknown"),
        example=_value(entry, kind, "example"),
        title=entry.texts("title"),
        says=entry.texts("says"),
        rooms=entry.strings("rooms"),
        source=source,
    )


def _check_name(name: str, entry: Entry) -> None:
    if term := forbidden_term(name):
        raise entry.refuse(said("No fact may say this about anyone (“{term}”).", term=term), said("Remove the fact."))
    if not _NAME.fullmatch(name):
        raise entry.refuse(
            said("This is no name of a fact."), said("Write it as subject.what_is_known, in lower case.")
        )


def _value(entry: Entry, kind: str, key: str) -> FactValue:
    value = _READERS[kind](entry.data.get(key))
    if value is None:
        raise entry.refuse(
            said("“{key}” is missing or not of type {kind}.", key=key, kind=kind),
            said("Write a {kind} for “{key}”.", kind=kind, key=key),
        )
    return value


def _bool(value: object) -> FactValue | None:
    return value if isinstance(value, bool) else None


def _int(value: object) -> FactValue | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _float(value: object) -> FactValue | None:
    # A NaN answers false to every comparison, so it would pass for known and say nothing.
    return float(value) if isinstance(value, int | float) and type(value) is not bool and value == value else None


def _string(value: object) -> FactValue | None:
    return value if isinstance(value, str) else None


def _list(value: object) -> FactValue | None:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        return None
    return tuple(value)


_READERS: Mapping[str, Callable[[object], FactValue | None]] = {
    "bool": _bool,
    "int": _int,
    "float": _float,
    "string": _string,
    "list": _list,
}
