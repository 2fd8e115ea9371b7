"""The clause library: framework conditions as versioned data, one YAML file each, checked as a whole before any is in force."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import orjson

from aktsom.engine.clauses.conditions import Ids, read_condition, read_patterns, read_signals
from aktsom.engine.clauses.meaning.judge import Meaning
from aktsom.engine.clauses.patterns import Groups, Pattern
from aktsom.engine.clauses.types import ClauseError, Condition, Contradiction, Patterns
from aktsom.engine.documents import Entry, Texts, once, parse_document, read_document
from aktsom.engine.plain import plain
from aktsom.engine.wording import said

BLANK_KINDS = ("number", "text")
BESIDE = " + "
"""What stands in the version of a library between its own and that of an institution's conditions beside it."""


@dataclass(frozen=True, slots=True)
class Blank:
    """Something that wordings leave open, `{delay_days}`, with what is usual."""

    id: str
    title: Texts
    kind: str
    usual: Texts


@dataclass(frozen=True)
class Library:
    """Framework conditions that belong together. An agreement remembers `version` (for people) and `digest`."""

    version: str
    kinds: Mapping[str, Texts]
    blanks: Mapping[str, Blank]
    groups: Mapping[str, Groups]
    """Groups of words that patterns may name, by language."""
    void: Patterns
    """Sentences that undertake nothing, such as promises to agree later."""
    signals: tuple[Contradiction, ...]
    """What says something of an agreement beside its conditions; each with the fact that follows."""
    conditions: Mapping[str, Condition]
    meaning: Meaning | None = None
    """What reads beyond words; without it, patterns alone decide."""

    def mandatory(self, kind: str, flags: Collection[str] = ()) -> tuple[str, ...]:
        """The conditions that an agreement of this kind, with these red flags, must have."""
        raised = frozenset(flags)
        return tuple(each.id for each in self.conditions.values() if kind in each.kinds or raised & each.flags)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything in it, the same on every machine."""
        parts = (self.version, self.kinds, self.blanks, self.groups, self.void, self.signals, self.conditions)
        told = [*(plain(each, Pattern) for each in parts), self.meaning.digest if self.meaning else ""]
        return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _meaning(folder: Path) -> Meaning | None:
    """What was taught, for a library that has it; never without the model of language, which would change what is found."""
    if not (folder / "taught.model").exists():
        return None
    if not (folder / "language.model").exists():
        raise ClauseError(
            said("The model of language is not there: {name}.", name=str(folder / "language.model")),
            remedy=said("Run `make setup`, which makes it."),
        )
    return Meaning(folder)


def load_library(folder: Path, *, flags: Collection[str] = ()) -> Library:
    """The library in a folder. `flags` are the rules that exist. Raises ClauseError: file, entry, reason and remedy."""
    top = read_document(folder / "library.yaml", ClauseError)
    top.only(("version", "order", "kinds", "blanks", "void", "signals"))
    groups = _groups(read_document(folder / "words.yaml", ClauseError))
    empty = Library(
        version=top.text("version"),
        kinds={name: entry.texts("title") for name, entry in top.named("kinds")},
        blanks={name: _blank(name, entry) for name, entry in top.named("blanks")},
        groups=groups,
        void=read_patterns(top, "void", groups),
        signals=tuple(read_signals(top, "signals", groups)),
        conditions={},
        meaning=_meaning(folder / "meaning"),
    )
    read = {each.id: each for each in _conditions(folder / "conditions", empty, flags)}
    order = top.strings("order")
    for name in set(order) ^ set(read):
        raise top.refuse(
            said("“order” and the files do not match: {name}.", name=name), said("Name each condition's file once.")
        )
    return replace(empty, conditions=MappingProxyType({name: read[name] for name in order}))


def with_additions(library: Library, text: str, name: str = "own.yaml", *, flags: Collection[str] = ()) -> Library:
    """The library with an institution's own conditions: a new id adds one at the end, a known one takes its place.

    The text has `version` and a list `conditions`. Raises ClauseError.
    """
    top = parse_document(text, name, ClauseError)
    top.only(("version", "conditions"))
    unique = once(
        lambda found: top.refuse(said("The condition {found} is there twice.", found=found), said("Remove one."))
    )
    own: dict[str, Condition] = {}
    for entry in top.entries("conditions"):
        condition = read_condition(entry, _ids(library, flags), library.groups)
        own[unique(condition.id)] = condition
    return replace(
        library,
        version=f"{library.version}{BESIDE}{top.text('version')}",
        conditions=MappingProxyType({**library.conditions, **own}),
    )


def _conditions(folder: Path, library: Library, flags: Collection[str]) -> Iterator[Condition]:
    for path in sorted(folder.glob("*.yaml")):
        entry = read_document(path, ClauseError)
        condition = read_condition(entry, _ids(library, flags), library.groups)
        if condition.id != path.stem:
            raise entry.refuse(
                said("The condition {id} is in another's file.", id=condition.id),
                said("Name it {id}.yaml.", id=condition.id),
            )
        yield condition


def _ids(library: Library, flags: Collection[str]) -> Ids:
    return Ids(frozenset(library.kinds), frozenset(flags), frozenset(library.blanks))


def _blank(name: str, entry: Entry) -> Blank:
    entry.only(("title", "kind", "usual"))
    kind = entry.text("kind")
    if kind not in BLANK_KINDS:
        raise entry.refuse(
            said("“{kind}” is no kind of answer.", kind=kind),
            said("Use one of: {known}.", known=", ".join(BLANK_KINDS)),
        )
    return Blank(name, entry.texts("title"), kind, entry.texts("usual"))


def _groups(document: Entry) -> Mapping[str, Groups]:
    return {
        language: {name: str(entry.data[name]) for name in entry.data}
        for language, entry in ((each, document.inner(each)) for each in ("en", "nb"))
    }
