"""Which clauses an agreement of a kind, with its flags and answers, needs: in order, numbered, and referring to each other."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from string import Formatter

from aktsom.engine.clauses.conditions import blanks_of
from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.misfits import Known, Misfit, Place, misfits
from aktsom.engine.clauses.types import ClauseError, Condition, Firmness
from aktsom.engine.lengths import Length
from aktsom.engine.wording import said

OPEN = "[…]"
"""What stands where an answer is still to be given."""
_OPTIONAL = re.compile(r"\[([^\[\]]*\{see:[^\[\]]*)\]")
_SEE = re.compile(r"\{see:([^{}]+)\}")
_LISTED = re.compile(r"\{see:[^{}]+\}(?:(?:, | and | or | og | eller )\{see:[^{}]+\})+")
_LAST = re.compile(r" (?:and|or|og|eller) ")
_MEASURED = re.compile(r"\{(\w+)} (?:(years|months|days|hours)(['’]?)|(år|måneder|dager|timer)(s?))(?!\w)")
"""A blank for a number with the unit of time behind it, and what makes it a genitive: "{notice_months} months' notice"."""
_UNITS = {
    "en": {"years": "one year", "months": "one month", "days": "one day", "hours": "one hour"},
    "nb": {"år": "ett år", "måneder": "én måned", "dager": "én dag", "timer": "én time"},
}
"""Each unit of time of a language, years first, as it stands after a number, and what stands there for one of it."""


@dataclass(frozen=True, slots=True)
class DraftParty:
    """A party as it stands in the agreement; `ours` for the institution that drafts."""

    name: str
    country: str = ""
    signatory: str = ""
    authority: str = ""
    ours: bool = False


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """What somebody wants drafted. `answers` fill the blanks of wordings; what is not answered gets what is usual.

    An answer that is a `Length` stands with its own unit, whatever unit the wording has: 18 months for "{term_years} years".
    `law` (a country) and `forum` are what the register says, "" for nothing; wordings that say otherwise are told of.
    """

    kind: str
    language: str
    title: str = ""
    parties: tuple[DraftParty, ...] = ()
    flags: frozenset[str] = frozenset()
    answers: Mapping[str, object] = field(default_factory=dict)
    firmness: Mapping[str, Firmness] = field(default_factory=dict)
    extra: tuple[str, ...] = ()
    law: str = ""
    forum: str = ""


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A numbered paragraph of a clause; `assumed` are the places in its text (from, to) that nobody answered, `unfit` those
    that do not fit what is known."""

    number: str
    text: str
    assumed: tuple[Place, ...] = ()
    unfit: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftClause:
    """A numbered clause and the condition that it fulfils; `unfit` is what in it does not fit what is known."""

    number: str
    condition: str
    heading: str
    paragraphs: tuple[DraftParagraph, ...]
    unfit: tuple[Misfit, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft. `assumed` are the blanks that were filled with what is usual, for a person to look at."""

    title: str
    language: str
    parties: tuple[DraftParty, ...]
    clauses: tuple[DraftClause, ...]
    assumed: Mapping[str, str]


def draft(request: DraftRequest, library: Library) -> Draft:
    """The draft. Raises ClauseError for an unknown kind, condition, language or answer."""
    _check(request, library)
    chosen = _chosen(request, library)
    numbers = {name: str(place) for place, name in enumerate(chosen, start=1)}
    filled = _answers(request, library)
    written = (_clause(library.conditions[name], request, filled, numbers, library) for name in chosen)
    clauses = tuple(_held_against(each, request) for each in written)
    used = {blank for name in chosen for blank in blanks_of(_wording(library.conditions[name], request))}
    assumed = {name: filled[name] for name in sorted(used - request.answers.keys())}
    title = request.title or (library.kinds[request.kind][request.language] if request.kind else "")
    return Draft(title, request.language, request.parties, clauses, assumed)


def _chosen(request: DraftRequest, library: Library) -> list[str]:
    """In the order of the library, the institution's own at the end."""
    wanted = {*library.mandatory(request.kind, request.flags), *request.extra}
    return [name for name in library.conditions if name in wanted]


def _check(request: DraftRequest, library: Library) -> None:
    unknown = [
        *([request.kind] if request.kind and request.kind not in library.kinds else []),
        *(name for name in (*request.extra, *request.firmness) if name not in library.conditions),
        *(name for name in request.answers if name not in library.blanks),
        *([request.language] if request.language not in ("en", "nb") else []),
    ]
    for name in unknown:
        raise ClauseError(
            said("“{name}” is unknown.", name=name),
            remedy=said("Use a kind, condition, answer or language that exists."),
        )


def _answers(request: DraftRequest, library: Library) -> dict[str, str]:
    given = {name: answer for name, answer in request.answers.items() if not isinstance(answer, Length)}
    usual = {name: blank.usual[request.language] for name, blank in library.blanks.items()}
    without_unit = dict.fromkeys(request.answers.keys() - given.keys(), OPEN)
    return {name: str(answer).strip() or OPEN for name, answer in (usual | without_unit | given).items()}


def _wording(condition: Condition, request: DraftRequest) -> str:
    return condition.wordings[request.firmness.get(condition.id, Firmness.MODEL)][request.language]


def _clause(
    condition: Condition, request: DraftRequest, filled: Mapping[str, str], numbers: Mapping[str, str], library: Library
) -> DraftClause:
    number = numbers[condition.id]
    wording = _measured(referring(_wording(condition, request), numbers), request)
    texts = [line for line in wording.splitlines() if line.strip()]
    paragraphs = tuple(
        _paragraph(
            f"{number}.{place}",
            _parts(text.strip(), request.language, filled, numbers, library),
            filled.keys() - request.answers.keys(),
        )
        for place, text in enumerate(texts, start=1)
    )
    return DraftClause(number, condition.id, condition.title[request.language], paragraphs)


def _held_against(clause: DraftClause, request: DraftRequest) -> DraftClause:
    """The clause with what in it does not fit the register and the number of parties."""
    known = Known(request.language, request.law, request.forum, len(request.parties))
    found = misfits(clause.condition, [each.text for each in clause.paragraphs], known)
    places = [place for each in found.values() for place in each]
    paragraphs = tuple(
        replace(each, unfit=tuple(sorted(place for where, place in places if where == at)))
        for at, each in enumerate(clause.paragraphs)
    )
    return replace(clause, paragraphs=paragraphs, unfit=tuple(found))


def _paragraph(number: str, parts: Iterable[tuple[str, str]], assumed: Container[str]) -> DraftParagraph:
    text, places = "", []
    for part, blank in parts:
        if blank in assumed:
            places.append((len(text), len(text) + len(part)))
        text += part
    return DraftParagraph(number, text, tuple(places))


def _measured(text: str, request: DraftRequest) -> str:
    """The wording with each length of time that is known in its place, its unit with it; and one of a unit as one says it."""

    def known(blank: re.Match[str]) -> str:
        answer, unit, genitive = request.answers.get(blank[1]), blank[2] or blank[4], bool(blank[3] or blank[5])
        if isinstance(answer, Length):
            return length_in_words(answer, request.language, genitive=genitive)
        one = _UNITS[request.language].get(unit, "") if str(answer).strip() == "1" else ""
        if not one:
            return blank[0]
        return _genitive(one, request.language) if genitive else one

    return _MEASURED.sub(known, text)


def length_in_words(length: Length, language: str, *, genitive: bool = False) -> str:
    """As it stands in an agreement: "18 months", "3 months and 15 days", and as a genitive "one month's"."""
    numbers = zip((length.years, length.months, length.days), _UNITS[language].items(), strict=False)
    told = [one if number == 1 else f"{number} {many}" for number, (many, one) in numbers if number]
    text = (" and " if language == "en" else " og ").join(told)
    return _genitive(text, language) if genitive else text


def _genitive(length: str, language: str) -> str:
    return f"{length}s" if language == "nb" else f"{length}'" if length.endswith("s") else f"{length}'s"


def to_read(text: str, language: str, library: Library) -> str:
    """A wording as people read it by itself: with what is usual in its blanks, and other conditions by their names."""
    usual = {name: blank.usual[language] or OPEN for name, blank in library.blanks.items()}
    return _filled(referring(text, library.conditions), language, usual, {}, library)


def referring(text: str, there: Container[str]) -> str:
    """A wording that refers only to what the draft has: what stands in [ ] falls where none of its clauses is there, and of
    clauses that are listed only those remain that are."""
    kept = _OPTIONAL.sub(lambda part: part[1] if any(each in there for each in _SEE.findall(part[1])) else "", text)
    return _LISTED.sub(lambda clauses: _those_there(clauses[0], there), kept)


def _those_there(clauses: str, there: Container[str]) -> str:
    found = ["{see:" + each + "}" for each in _SEE.findall(clauses) if each in there]
    if not found:
        return clauses
    last = _LAST.search(clauses)
    return (last[0] if last else ", ").join(filter(None, [", ".join(found[:-1]), found[-1]]))


def _filled(text: str, language: str, filled: Mapping[str, str], numbers: Mapping[str, str], library: Library) -> str:
    return "".join(part for part, _blank in _parts(text, language, filled, numbers, library))


def _parts(
    text: str, language: str, filled: Mapping[str, str], numbers: Mapping[str, str], library: Library
) -> Iterator[tuple[str, str]]:
    """The parts of a text, each with the blank that it fills, or "".

    A reference to a clause that the draft does not have is said by its name, so that no number points to nothing.
    """
    for plain, name, spec, _conversion in Formatter().parse(text):
        yield plain, ""
        if name == "see" and spec:
            yield numbers.get(spec) or _by_name(spec, language, library), ""
        elif name:
            yield filled[name], name


def _by_name(condition: str, language: str, library: Library) -> str:
    title = library.conditions[condition].title[language] if condition in library.conditions else condition
    return f"«{title}»" if language == "nb" else f"“{title}”"
