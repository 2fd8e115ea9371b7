"""Whether a clause library is sound: ids that point somewhere, texts that can be read, wordings that pass their own check."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from aktsom.engine.clauses.checking import check
from aktsom.engine.clauses.drafting import DraftRequest, draft
from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.types import Condition, Firmness, Result, Standing
from aktsom.engine.documents import LANGUAGES, Texts
from aktsom.engine.handbook.lint import Finding
from aktsom.engine.handbook.reading import lix
from aktsom.engine.papers.types import Paper, PaperKind, Passage
from aktsom.engine.wording import said

HARDEST_PURPOSE = 50
"""LIX of what a condition is for: as a newspaper. Wordings are not measured: they are for signing."""

LONGEST_PURPOSE = 260

MOST_WRONG = 3
"""Conditions with mistakes that somebody is told of at once."""


def lint_library(library: Library, facts: Collection[str]) -> list[Finding]:
    """Everything that is not sound in a library; `facts` are the facts that are declared."""
    return [finding for each in library.conditions.values() for finding in _of_condition(each, library, facts)]


def lint_additions(library: Library, added: Collection[str], facts: Collection[str]) -> list[Finding]:
    """What is not sound in the conditions that an institution added, and in what refers to them, while somebody waits.

    Only what fails by its words is read for its meaning too, which takes seconds. What it then finds sound is sound. No more
    are told when so many conditions are not.
    """
    found = [each for one in library.conditions.values() for each in _unknown_ids(one, library, facts)]
    by_words, wrong = replace(library, meaning=None), 0
    for name in added:
        condition = library.conditions[name]
        told = [*_of_words(condition, by_words)] and [*_of_words(condition, library)]
        found, wrong = [*found, *told], wrong + bool(told)
        if wrong == MOST_WRONG:
            break
    return found


def _of_condition(condition: Condition, library: Library, facts: Collection[str]) -> Iterator[Finding]:
    yield from _unknown_ids(condition, library, facts)
    yield from _of_words(condition, library)


def _of_words(condition: Condition, library: Library) -> Iterator[Finding]:
    yield from _hard_to_read(condition.id, condition.purpose)
    for language in LANGUAGES:
        yield from _fails_itself(condition, library, language)


def _unknown_ids(condition: Condition, library: Library, facts: Collection[str]) -> Iterator[Finding]:
    elements = {each.id for each in condition.elements}
    against = {f"{name}:{each.id}" for name, other in library.conditions.items() for each in other.contradictions}
    for each in (*condition.contradictions, *condition.exceptions):
        unknown = [*({*each.when, *each.unless} - elements), *(set(each.follows) - against)]
        if each.fact and each.fact not in facts:
            unknown.append(each.fact)
        for name in sorted(unknown):
            yield Finding(
                condition.id,
                said("{name} in {id} does not exist.", name=name, id=each.id),
                said("Correct the id."),
            )


def _hard_to_read(place: str, texts: Texts) -> Iterator[Finding]:
    for language, text in texts.items():
        if len(text) > LONGEST_PURPOSE or lix(text) > HARDEST_PURPOSE:
            yield Finding(
                place,
                said("The purpose is long or hard to read ({language}).", language=language),
                said("Say it in fewer and shorter words."),
            )


def _fails_itself(condition: Condition, library: Library, language: str) -> Iterator[Finding]:
    """What we advise people to write must be met by our own check, what we call softer at least in part; and nothing in it
    may be taken for the opposite of this condition or of another.
    """
    for firmness in Firmness:
        results = _read(condition, library, language, firmness)
        found = results[condition.id].standing
        against = {
            f"{name}:{each.id}" for name, one in results.items() for each in one.found if each.supports != "element"
        }
        for each in sorted(against):
            yield Finding(
                condition.id,
                said(
                    "The check finds {against} in this wording ({firmness}, {language}).",
                    against=each,
                    firmness=firmness.value,
                    language=language,
                ),
                said("Correct the wording or the patterns."),
            )
        enough = found in (Standing.MET, Standing.PARTLY) if firmness is Firmness.SOFTER else found is Standing.MET
        if not enough:
            yield Finding(
                condition.id,
                said(
                    "The check calls its own wording “{standing}” ({firmness}, {language}).",
                    standing=found.value,
                    firmness=firmness.value,
                    language=language,
                ),
                said("Correct the wording or the patterns."),
            )


def _read(condition: Condition, library: Library, language: str, firmness: Firmness) -> Mapping[str, Result]:
    request = DraftRequest(kind="", language=language, extra=(condition.id,), firmness={condition.id: firmness})
    passages = [
        passage
        for clause in draft(request, library).clauses
        for passage in (
            Passage(clause.heading, 1, clause.number),
            *(Passage(each.text, 0, each.number) for each in clause.paragraphs),
        )
    ]
    return check(Paper(PaperKind.DOCX, tuple(passages)), library).results
