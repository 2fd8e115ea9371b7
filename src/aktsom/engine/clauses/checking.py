"""The check: each framework condition of the library against one document, with the places that speak for it or against it."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from aktsom.engine.clauses.bm25 import nearest
from aktsom.engine.clauses.contract import Contract, read_contract, word_counts
from aktsom.engine.clauses.deciding import Asked, Told, decided, evidence_of, signs, told
from aktsom.engine.clauses.facts import facts_of
from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.matching import Match, Matcher
from aktsom.engine.clauses.meaning.chunks import Chunk
from aktsom.engine.clauses.meaning.judge import AGAINST, Label, Readings
from aktsom.engine.clauses.remarks import remarks_on
from aktsom.engine.clauses.second_look import places_to_read
from aktsom.engine.clauses.sentences import texts_of
from aktsom.engine.clauses.types import (
    Check,
    Condition,
    Contradiction,
    Element,
    Evidence,
    Firmness,
    Patterns,
    Result,
    Standing,
)
from aktsom.engine.clauses.whose_law import HOME, Countries
from aktsom.engine.clauses.why import why
from aktsom.engine.papers.types import Paper

_FAIR = frozenset({"home", "neutral"})
_WHOSE = _FAIR | {"partner"}
_MOST_PLACES = 3
"""Places that are shown for one element: more of the same convince nobody."""
_SLACK = 2.0
"""So far below its bound a place may read that has the words of something. Further off, words were wrong nearly always."""


def check(
    paper: Paper,
    library: Library,
    *,
    kind: str = "",
    flags: Collection[str] = (),
    home: str = HOME,
    partners: Collection[str] = (),
    names: Collection[str] = (),
) -> Check:
    """How a document stands to every condition of the library.

    `home` and `partners` are ISO codes of countries: by them, "the laws of …" is ours, theirs or a third country's. `names` are
    what partners abroad are called: "the law of their country" is theirs.
    """
    mandatory = frozenset(library.mandatory(kind, flags))
    contract = read_contract(paper.passages, Countries(home, tuple(partners), tuple(names)))
    matcher, asked = _asked(contract, library)
    ruled = {each.condition.id: _result(each) for each in asked}
    decide = _Decider.of(asked, ruled)
    alone = {name: decide(each) for name, each in ruled.items()}
    results = {name: decide(_with_what_follows(each, library.conditions[name], alone)) for name, each in ruled.items()}
    counts = word_counts(contract)
    results = {
        name: replace(
            each, mandatory=name in mandatory, nearest=_nearest(each, library.conditions[name], contract, counts)
        )
        for name, each in results.items()
    }
    signals = [each for each in library.signals if any(_matches(each.patterns, matcher))]
    facts = facts_of(results, library, signals)
    to_read = places_to_read(decide.known.values(), results.values())
    return Check(library.version, library.digest, contract.language, results, facts, tuple(remarks_on(paper)), to_read)


def signs_in(paper: Paper, library: Library, partners: Collection[str]) -> dict[str, npt.NDArray[Any]]:
    """What is weighed of each condition, for `make teach`."""
    _matcher, asked = _asked(read_contract(paper.passages, Countries(HOME, tuple(partners))), library)
    ruled = {each.condition.id: _result(each) for each in asked}
    seen = _told(asked, {each.condition.id: _known(each) for each in asked}, ruled)
    return {name: each.signs for name, each in seen.items()}


def worded_in(paper: Paper, library: Library) -> Iterator[tuple[Label, int, int]]:
    """Every place that has the words of an element, for `make teach`: its passage, and where it starts there."""
    contract = read_contract(paper.passages, Countries(HOME, ()))
    for asked in _asked(contract, library)[1]:
        for each in asked.condition.elements:
            for match in _matches(each.patterns, asked.matcher, asked.about):
                if match.sentence not in asked.void:
                    yield (asked.condition.id, each.id), *_place(match, contract)[:2]


def _asked(contract: Contract, library: Library) -> tuple[Matcher, list["_Asked"]]:
    matcher = Matcher(contract)
    void = frozenset(match.sentence for match in _matches(library.void, matcher))
    readings = library.meaning.readings(contract) if library.meaning else Readings()
    return matcher, [
        _Asked(each, matcher, readings, _about(each, matcher), void) for each in library.conditions.values()
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A condition asked of an agreement. `about` are the sentences about it, `void` those that undertake nothing."""

    condition: Condition
    matcher: Matcher
    readings: Readings
    about: frozenset[int]
    void: frozenset[int]


def _result(asked: _Asked) -> Result:
    condition = asked.condition
    supporting = tuple(_evidence(asked, condition.elements, "element"))
    against = (
        *_opposing(asked, condition.contradictions, "contradiction", supporting),
        *_all_against(asked, supporting),
    )
    exceptions = tuple(_opposing(asked, condition.exceptions, "exception", supporting))
    doubts = () if against else tuple(_doubts(asked, supporting))
    firm = _firm(supporting, asked.matcher.contract)
    missing = tuple(_missing(condition, firm))
    standing = _standing(against, (*exceptions, *doubts), supporting, missing)
    found = (*against, *exceptions, *(doubts if standing is Standing.PARTLY else ()), *supporting)
    return Result(condition.id, standing, why=why(condition, standing, found, missing), found=found, missing=missing)


@dataclass(frozen=True, slots=True)
class _Decider:
    """Decides about the conditions that meaning was taught, by all signs together."""

    known: Mapping[str, Asked]
    told: Mapping[str, Told]

    @classmethod
    def of(cls, asked: Sequence[_Asked], ruled: Mapping[str, Result]) -> "_Decider":
        """With the signs of each condition."""
        known = {each.condition.id: each for each in map(_known, asked) if each.is_known and len(each.readings.met)}
        return cls(known, _told(asked, known, ruled))

    def __call__(self, result: Result) -> Result:
        name = result.condition
        if name not in self.known:
            return result
        known, seen = self.known[name], self.told[name]
        return decided(result, known, float(seen.signs @ known.readings.met), seen.against)


def _told(asked: Sequence[_Asked], known: Mapping[str, Asked], ruled: Mapping[str, Result]) -> dict[str, Told]:
    weak = _weak(asked[0].matcher.contract) if asked else frozenset[int]()
    return told(
        {name: signs(each, ruled[name].found, weak) for name, each in known.items()},
        {name: each.condition for name, each in known.items()},
    )


def _known(asked: _Asked) -> Asked:
    contract, chunks = asked.matcher.contract, asked.readings.chunks
    weak = _weak(contract)
    free = np.array([not asked.void & set(each.sentences) for each in chunks], bool)
    firm = free & np.array([each.passage not in weak for each in chunks], bool)
    ours = firm & np.array([not _is_theirs(each, contract) for each in chunks], bool)
    bearing = {each.id: ours if _asks_whose(each) else firm for each in asked.condition.elements}
    return Asked(asked.condition, asked.readings, bearing, free)


def _with_what_follows(result: Result, condition: Condition, results: Mapping[str, Result]) -> Result:
    """The result with the contradictions that follow from those of other conditions."""
    there = {each.id for each in result.found}
    against = tuple(
        replace(place, id=each.id)
        for each in condition.contradictions
        if each.id not in there and not there & set(each.unless)
        for other, result_there in results.items()
        for place in result_there.found
        if place.supports == "contradiction" and f"{other}:{place.id}" in each.follows
    )
    if not against:
        return result
    found = (*against, *result.found)
    reasons = why(condition, Standing.CONTRADICTED, found, result.missing)
    return replace(result, standing=Standing.CONTRADICTED, found=found, why=reasons)


def _opposing(
    asked: _Asked, sought: Sequence[Contradiction], supports: str, supporting: Sequence[Evidence]
) -> Iterator[Evidence]:
    there = {each.id for each in supporting}
    counted = [each for each in sought if not there & set(each.unless)]
    yield from _evidence(asked, counted, supports)
    for each in counted:
        if each.when and set(each.when) <= there:
            yield from (replace(place, supports=supports, id=each.id) for place in supporting if place.id in each.when)


def _all_against(asked: _Asked, supporting: Sequence[Evidence]) -> Iterator[Evidence]:
    """What is read as against the condition on the whole, under the contradiction that it comes nearest to."""
    counted = _counted(asked, supporting)
    for chunk in asked.readings.says((asked.condition.id, AGAINST))[:_MOST_PLACES]:
        nearest = _nearest_to(asked, chunk)
        if nearest in counted and not asked.void & set(chunk.sentences):
            yield evidence_of(chunk, "contradiction", nearest)


def _doubts(asked: _Asked, supporting: Sequence[Evidence]) -> Iterator[Evidence]:
    """What may be against the condition, by its meaning."""
    name, readings, counted = asked.condition.id, asked.readings, _counted(asked, supporting)
    found = [(chunk, one) for one in counted for chunk in readings.doubts((name, one))]
    found += [(chunk, _nearest_to(asked, chunk)) for chunk in readings.doubts((name, AGAINST))]
    for chunk, one in list({chunk: one for chunk, one in found if one in counted}.items())[:_MOST_PLACES]:
        yield evidence_of(chunk, "doubt", one)


def _counted(asked: _Asked, supporting: Sequence[Evidence]) -> list[str]:
    """The contradictions that no element lifts."""
    there = {each.id for each in supporting}
    return [each.id for each in asked.condition.contradictions if not there & set(each.unless)]


def _nearest_to(asked: _Asked, chunk: Chunk) -> str:
    """The contradiction that a chunk comes nearest to, be it lifted or not: what reads as a lifted one is no other."""
    name = asked.condition.id
    return asked.readings.nearest(chunk, [(name, each.id) for each in asked.condition.contradictions])


def _standing(
    against: Sequence[Evidence], exceptions: Sequence[Evidence], supporting: Sequence[Evidence], missing: Sequence[str]
) -> Standing:
    if against:
        return Standing.CONTRADICTED
    if not supporting:
        return Standing.ABSENT
    return Standing.PARTLY if exceptions or missing else Standing.MET


def _missing(condition: Condition, firm: frozenset[str]) -> Iterator[str]:
    """The elements that would have to be added, the first ones where some of several are enough."""
    for need in condition.needs:
        lacking = need.at_least - len(firm & set(need.elements))
        yield from [each for each in need.elements if each not in firm][: max(0, lacking)]


def _firm(supporting: Sequence[Evidence], contract: Contract) -> frozenset[str]:
    """The elements that stand outside the preamble."""
    weak = _weak(contract)
    return frozenset(each.id for each in supporting if each.passage not in weak)


def _weak(contract: Contract) -> frozenset[int]:
    """The passages of the preamble."""
    return frozenset(each.passage for each in contract.sentences if each.weak)


def _about(condition: Condition, matcher: Matcher) -> frozenset[int]:
    """The sentences of passages that are about a condition: by their own words, their headings', or the number."""
    sentences, passages = matcher.contract.sentences, matcher.contract.passages
    spoken = {sentences[match.sentence].passage for match in _matches(condition.about, matcher, headings=True)}
    clauses = {_clause(passages[place].number) for place in spoken if not passages[place].level} - {""}
    here = spoken | {place for place, each in enumerate(passages) if clauses and _clause(each.number) in clauses}
    return frozenset(
        number for number, each in enumerate(sentences) if each.passage in here or not spoken.isdisjoint(each.headings)
    )


def _clause(number: str) -> str:
    """The number of the clause that a numbered paragraph belongs to: "7.2" → "7", "7" → ""."""
    return number.rpartition(".")[0]


def _evidence(asked: _Asked, sought: Sequence[Element | Contradiction], supports: str) -> Iterator[Evidence]:
    """Where something stands: where its words are, and then what means it without them."""
    void = asked.void if supports == "element" else frozenset[int]()
    for each in sought:
        label, whose = (asked.condition.id, each.id), _asks_whose(each)
        labels = _borne_out_by(asked, each, supports)
        found = [
            match
            for match in _matches(each.patterns, asked.matcher, asked.about)
            if match.sentence not in void and _is_borne_out(match, asked, labels)
        ]
        places = list(dict.fromkeys(_place(match, asked.matcher.contract) for match in found))
        for passage, start, end in places[:_MOST_PLACES]:
            yield Evidence(passage, start, end, supports, each.id)
        worded = {match.sentence for match in found}
        read = (chunk for chunk in asked.readings.says(label) if not {*worded, *void} & set(chunk.sentences))
        kept = [chunk for chunk in read if not (whose and _is_theirs(chunk, asked.matcher.contract))]
        for chunk in kept[: max(0, _MOST_PLACES - len(places))]:
            yield evidence_of(chunk, supports, each.id)


def _is_borne_out(match: Match, asked: _Asked, labels: Sequence[Label]) -> bool:
    """Whether a place that has the words of something also comes near to it by its meaning."""
    return any(asked.readings.bears_out(each, match.sentence, _SLACK) for each in labels)


def _borne_out_by(asked: _Asked, sought: Element | Contradiction, supports: str) -> list[Label]:
    """The labels one of which a place must come near to that has the words of something.

    Whose law is meant, no meaning tells: there it is enough that the place reads as one about somebody's law or courts.
    """
    names = [sought.id]
    if supports == "contradiction":
        names.append(AGAINST)
    if _measures(sought) & _WHOSE:
        names += [each.id for each in asked.condition.elements if _measures(each) & _WHOSE]
    return [(asked.condition.id, each) for each in names]


def _asks_whose(sought: Element | Contradiction) -> bool:
    """Whether its words say whose law or courts are meant, which no meaning tells: Russian law reads like Norwegian law."""
    return bool(_measures(sought) & _FAIR)


def _measures(sought: Element | Contradiction) -> set[str]:
    lines = (line for each in sought.patterns.values() for line in each)
    terms = (term for line in lines for part in line.parts for term in part.terms)
    return {measure.name for term in terms for measure in term.measures}


def _is_theirs(chunk: Chunk, contract: Contract) -> bool:
    marks = [contract.sentences[number].marks for number in chunk.sentences]
    return any("partner" in each for each in marks) and not any(_FAIR & each.keys() for each in marks)


def _matches(
    patterns: Patterns, matcher: Matcher, about: frozenset[int] | None = None, *, headings: bool = False
) -> Iterator[Match]:
    sentences = matcher.contract.sentences
    for language, lines in patterns.items():
        for match in matcher.matches(lines, language, about):
            if headings or not sentences[match.sentence].is_heading:
                yield match


def _place(match: Match, contract: Contract) -> tuple[int, int, int]:
    """The sentence's place in its passage."""
    sentence = contract.sentences[match.sentence]
    return sentence.passage, sentence.start, sentence.end


def _nearest(
    result: Result, condition: Condition, contract: Contract, counts: Sequence[Counter[str]]
) -> tuple[int, ...]:
    if result.standing is not Standing.ABSENT:
        return ()
    texts = (condition.title, condition.wordings[Firmness.MODEL])
    return nearest(counts, [word for text in texts for word in texts_of(text[contract.language])])
