"""YAML documents of the content, read safely; every refusal names the file and the entry, and says what to do."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import yaml

from aktsom.engine.errors import EngineError
from aktsom.engine.wording import Words, place_in_file, said, worded

LANGUAGES = ("en", "nb")
MOST_VALUES = 200_000
PROGRAM = Path(__file__).resolve().parents[1]

Texts = Mapping[str, str]


def in_both(words: Words) -> dict[str, str]:
    """Words in each language, to be kept."""
    return {language: worded(words, language) for language in LANGUAGES}


class _Loader(yaml.SafeLoader):
    """YAML as people write it: on, off, yes and no are words, as in YAML 1.2."""

    yaml_implicit_resolvers = {
        first: [each for each in found if each[0] != "tag:yaml.org,2002:bool"]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])


class _LoaderOfOurOwn(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same in a tenth of the time, for what comes with the program alone: brackets without end would end the program."""

    yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers


class DocumentError(EngineError):
    """A content file, or one entry in it, cannot be used."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One mapping in a document, with its place for messages and the error that its refusals raise."""

    place: Words
    data: Mapping[str, object]
    error: type[EngineError] = DocumentError

    def refuse(self, reason: Words, remedy: Words) -> EngineError:
        """The error to raise about this entry."""
        return self.error(reason, place=self.place, remedy=remedy)

    def only(self, keys: Collection[str]) -> None:
        """Refuse keys other than `keys`, so that a misspelt key is not silently without effect."""
        for key in self.data:
            if key not in keys:
                raise self.refuse(
                    said("“{key}” is not a key here.", key=key),
                    said("Use one of: {known}.", known=", ".join(sorted(keys))),
                )

    def text(self, key: str) -> str:
        """A text that must be there."""
        value = self.data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(
                said("“{key}” is missing, empty or no text.", key=key), said("Write a text for “{key}”.", key=key)
            )
        return value.strip()

    def optional(self, key: str) -> str:
        """A text, or nothing when the key is not there."""
        return self.text(key) if key in self.data else ""

    def texts(self, key: str) -> Texts:
        """A text in both languages."""
        inner = self.inner(key)
        inner.only(LANGUAGES)
        return MappingProxyType({language: inner.text(language) for language in LANGUAGES})

    def whole_number(self, key: str) -> int:
        """A whole number that must be there."""
        value = self.data.get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse(
                said("“{key}” is missing or no whole number.", key=key), said("Write a number for “{key}”.", key=key)
            )
        return value

    def truth(self, key: str) -> bool:
        """True or false; false when the key is not there."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            raise self.refuse(
                said("“{key}” is neither true nor false.", key=key), said("Write true or false for “{key}”.", key=key)
            )
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when the key is not there."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.refuse(
                said("“{key}” is no list of texts.", key=key),
                said("Write “{key}” as a list; quote no, yes, numbers.", key=key),
            )
        return tuple(value)

    def inner(self, key: str) -> "Entry":
        """The mapping under a key."""
        return self._as_entry(self.data.get(key), f"{self.place}, {key}")

    def entries(self, key: str) -> Iterator["Entry"]:
        """The mappings in the list under a key; at least one."""
        value = self.data.get(key)
        if not isinstance(value, list) or not value:
            raise self.refuse(
                said("“{key}” is missing or an empty list.", key=key),
                said("Write at least one entry under “{key}”.", key=key),
            )
        for number, item in enumerate(value, start=1):
            yield self._as_entry(item, f"{self.place}, {key} {_label(item, number)}")

    def named(self, key: str) -> Iterator[tuple[str, "Entry"]]:
        """The mappings under a key, each with its name."""
        for name in self.inner(key).data:
            yield name, self._as_entry(self.inner(key).data[name], f"{self.place}, {name}")

    def _as_entry(self, value: object, place: Words) -> "Entry":
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            raise self.error(
                said("Expected named values here."), place=place, remedy=said("Write “name: value” lines.")
            )
        return Entry(place, value, self.error)


def read_document(path: Path, error: type[EngineError] = DocumentError) -> Entry:
    """The top of a YAML file. Raises `error` when it cannot be read, is no YAML, or is no mapping."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as cause:
        raise error(
            said("The file cannot be read ({reason}).", reason=cause.strerror),
            place=path.name,
            remedy=said("Restore it."),
        ) from cause
    except UnicodeDecodeError as cause:
        raise error(said("The file is not UTF-8 text."), place=path.name, remedy=said("Save it as UTF-8.")) from cause
    return _parsed(text, path.name, error, _LoaderOfOurOwn if path.is_relative_to(PROGRAM) else _Loader)


def parse_document(text: str, place: str, error: type[EngineError] = DocumentError) -> Entry:
    """The top of a YAML text. Raises `error`, which names `place`, when it is no YAML, no mapping, or grows by references."""
    return _parsed(text, place, error, _Loader)


def _parsed(text: str, place: str, error: type[EngineError], loader: type[yaml.SafeLoader]) -> Entry:
    try:
        data = yaml.load(text, loader)  # noqa: S506 - both are kinds of the safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as cause:
        raise error(
            said("The file is no valid YAML."), place=_position(place, cause), remedy=said("Correct it.")
        ) from cause
    if _extent(data, {}) > MOST_VALUES:
        raise error(
            said("References make the text stand for far too much."),
            place=place,
            remedy=said("Write out what is meant, without “&” and “*”."),
        )
    return Entry(place, {}, error)._as_entry(data, place)


def _extent(value: object, known: dict[int, float]) -> float:
    """How many values it is written out, with each reference followed; without end when one leads back to itself."""
    if not isinstance(value, dict | list):
        return 1
    if id(value) not in known:
        known[id(value)] = float("inf")
        inner = value.values() if isinstance(value, dict) else value
        known[id(value)] = 1 + sum(_extent(each, known) for each in inner)
    return known[id(value)]


def once(error: Callable[[str], EngineError]) -> Callable[[str], str]:
    """A check that lets each identifier pass once and raises `error(identifier)` the second time."""
    seen: set[str] = set()

    def check(identifier: str) -> str:
        if identifier in seen:
            raise error(identifier)
        seen.add(identifier)
        return identifier

    return check


def _label(item: object, number: int) -> str:
    identifier = item.get("id") if isinstance(item, dict) else None
    return identifier if isinstance(identifier, str) else str(number)


def _position(place: str, cause: Exception) -> Words:
    mark = getattr(cause, "problem_mark", None)
    return place_in_file(place, mark.line + 1, str(mark.column + 1)) if mark else place
