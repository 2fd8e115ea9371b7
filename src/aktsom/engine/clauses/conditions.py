"""One condition of the library out of its YAML entry, refused with place, reason and remedy when it cannot be used."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from types import MappingProxyType

from aktsom.engine.clauses.patterns import Groups, Pattern, PatternError, read_pattern
from aktsom.engine.clauses.types import ClauseError, Condition, Contradiction, Element, Firmness, Need, Patterns
from aktsom.engine.documents import LANGUAGES, Entry, Texts, once
from aktsom.engine.flags.rules import REQUIREMENTS
from aktsom.engine.wording import said

_KEYS = (
    *(
        "id",
        "version",
        "title",
        "purpose",
        "requirements",
        "kinds",
        "flags",
        "insist",
        "negotiable",
        "wordings",
        "about",
    ),
    *("elements", "needs", "contradictions", "exceptions"),
)
_OTHERWISE = frozenset({"when", "follows"})
"""What a contradiction can rest on without patterns of its own."""
_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")


@dataclass(frozen=True, slots=True)
class Ids:
    """What conditions may name. `flags` empty: any."""

    kinds: frozenset[str]
    flags: frozenset[str]
    blanks: frozenset[str]


def read_condition(entry: Entry, ids: Ids, groups: Mapping[str, Groups]) -> Condition:
    """The condition. Refuses what it cannot use with the entry's own error."""
    entry.only(_KEYS)
    needs = tuple(_needs(entry))
    required = {each for need in needs if need.at_least == len(need.elements) for each in need.elements}
    elements = tuple(_element(each, required, groups) for each in entry.entries("elements"))
    _check_needs(entry, needs, {each.id for each in elements})
    return Condition(
        id=_identifier(entry),
        version=entry.whole_number("version"),
        title=entry.texts("title"),
        purpose=entry.texts("purpose"),
        requirements=_known(entry, "requirements", REQUIREMENTS),
        kinds=frozenset(_known(entry, "kinds", ids.kinds)),
        flags=frozenset(_known(entry, "flags", ids.flags) if ids.flags else entry.strings("flags")),
        insist=tuple(_both(each) for each in entry.entries("insist")),
        negotiable=tuple(_both(each) for each in entry.entries("negotiable")),
        wordings=_wordings(entry.inner("wordings"), ids.blanks),
        about=read_patterns(entry, "about", groups),
        elements=elements,
        needs=needs,
        contradictions=tuple(read_signals(entry, "contradictions", groups)),
        exceptions=tuple(read_signals(entry, "exceptions", groups)) if "exceptions" in entry.data else (),
    )


def _identifier(entry: Entry) -> str:
    found = entry.text("id")
    if not _ID.fullmatch(found):
        raise entry.refuse(
            said("“{id}” is no id.", id=found), said("Use at most 60 small letters, digits and hyphens.")
        )
    return found


def _known(entry: Entry, key: str, known: Collection[str]) -> tuple[str, ...]:
    for each in entry.strings(key):
        if each not in known:
            raise entry.refuse(
                said("“{each}” is unknown ({key}).", each=each, key=key),
                said("Use one of: {known}.", known=", ".join(sorted(known))),
            )
    return entry.strings(key)


def _both(entry: Entry) -> Texts:
    entry.only(LANGUAGES)
    return MappingProxyType({language: entry.text(language) for language in LANGUAGES})


def _wordings(entry: Entry, blanks: Collection[str]) -> Mapping[Firmness, Texts]:
    entry.only([each.value for each in Firmness])
    found = {each: entry.texts(each.value) for each in Firmness}
    for each, texts in found.items():
        for language in texts:
            _check_blanks(entry.inner(each.value), language, blanks)
    return MappingProxyType(found)


def _check_blanks(entry: Entry, language: str, blanks: Collection[str]) -> None:
    try:
        named = blanks_of(entry.text(language))
    except ValueError as cause:
        raise entry.refuse(
            said("A curly bracket stands alone ({language}).", language=language),
            said("Write both brackets of a blank: {example}.", example="{delay_days}"),
        ) from cause
    for blank in named:
        if blank not in blanks:
            raise entry.refuse(said("There is no blank “{blank}”.", blank=blank), said("Declare it in library.yaml."))


def blanks_of(text: str) -> tuple[str, ...]:
    """The blanks of a wording, in order, each once; references to other conditions (`{see:publication}`) are none.

    Raises ValueError where a curly bracket stands alone.
    """
    names = (
        name for _text, name, spec, _conversion in Formatter().parse(text) if name and not (name == "see" and spec)
    )
    return tuple(dict.fromkeys(names))


def check_references(conditions: Mapping[str, Condition]) -> None:
    """Raise ClauseError for a wording that refers to a condition which is not there.

    For whoever writes them: one that is kept already is read all the same, and names what it refers to by its id.
    """
    for condition in conditions.values():
        for firmness, texts in condition.wordings.items():
            for language, text in texts.items():
                for name in _references_of(text):
                    if name not in conditions:
                        raise ClauseError(
                            said("There is no condition “{id}” to refer to.", id=name),
                            place=f"{condition.id}, wordings, {firmness}, {language}",
                            remedy=said("Name one of the library or of your own."),
                        )


def _references_of(text: str) -> Iterator[str]:
    return (spec for _text, name, spec, _conversion in Formatter().parse(text) if name == "see" and spec)


def _element(entry: Entry, required: Collection[str], groups: Mapping[str, Groups]) -> Element:
    entry.only(("id", "says", "patterns"))
    found = _identifier(entry)
    return Element(found, entry.texts("says"), found in required, read_patterns(entry, "patterns", groups))


def read_signals(entry: Entry, key: str, groups: Mapping[str, Groups]) -> Iterator[Contradiction]:
    """What a document can say against a condition, from the list under a key."""
    unique = once(lambda found: entry.refuse(said("{found} is there twice.", found=found), said("Remove one.")))
    for each in entry.entries(key):
        each.only(("id", "says", "fact", "when", "unless", "follows", "patterns"))
        yield Contradiction(
            unique(_identifier(each)),
            each.texts("says"),
            each.optional("fact"),
            read_patterns(each, "patterns", groups)
            if "patterns" in each.data or not _OTHERWISE & each.data.keys()
            else {},
            each.strings("when"),
            each.strings("unless"),
            each.strings("follows"),
        )


def read_patterns(entry: Entry, key: str, groups: Mapping[str, Groups]) -> Patterns:
    """The patterns under a key, by language."""
    inner = entry.inner(key)
    inner.only(LANGUAGES)
    return MappingProxyType({each: tuple(_read(inner, each, groups)) for each in LANGUAGES})


def _read(entry: Entry, language: str, groups: Mapping[str, Groups]) -> Iterator[Pattern]:
    for line in entry.text(language).splitlines():
        try:
            yield read_pattern(line, groups[language])
        except PatternError as cause:
            raise entry.refuse(cause.words, said("Correct the pattern.")) from cause


def _needs(entry: Entry) -> Iterator[Need]:
    """`needs: [[right], [limit, free]]`: one of each list; `2 of: …` is written as a list that begins with a number."""
    value = entry.data.get("needs")
    if not isinstance(value, list) or not value:
        raise entry.refuse(said("“needs” is missing or an empty list."), said("Say which elements must be there."))
    for each in value:
        named = [each] if isinstance(each, str) else each
        if not isinstance(named, list) or not named:
            raise entry.refuse(said("“needs” holds something else than ids."), said("Write ids, or lists of ids."))
        least, names = (named[0], named[1:]) if isinstance(named[0], int) else (1, named)
        yield Need(tuple(map(str, names)), least)


def _check_needs(entry: Entry, needs: Collection[Need], elements: Collection[str]) -> None:
    for need in needs:
        for each in need.elements:
            if each not in elements:
                raise entry.refuse(said("There is no element {each}.", each=each), said("Correct “needs”."))
