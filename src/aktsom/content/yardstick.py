"""What a paper is held against, told without a database, so that any process can do it."""

from dataclasses import dataclass
from functools import lru_cache

from aktsom.content import clause_library, rule_book
from aktsom.engine.clauses.checking import check
from aktsom.engine.clauses.library import Library, with_additions
from aktsom.engine.clauses.types import Check
from aktsom.engine.clauses.whose_law import names_written
from aktsom.engine.papers.types import Paper


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The library with an institution's `own` text, and what of an agreement changes what is found in its paper.

    Of which kind it is, and which flags it has, changes only what is required of it (`cooperation/agreements/weighing.py`).
    `partners` are ISO codes of countries, `names` what partners abroad are called.
    """

    own: str = ""
    partners: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """What was found in a paper, and by what it was held against; by another yardstick it would be something else."""

    against: Yardstick
    found: Check


@lru_cache(maxsize=64)
def library_with(own: str) -> Library:
    """The library with an institution's own text. Raises `ClauseError` where the text does not fit it."""
    shipped = clause_library()
    return with_additions(shipped, own, flags=[rule.id for rule in rule_book().rules]) if own else shipped


def held_against(paper: Paper, yardstick: Yardstick) -> Held:
    """Check a paper. Raises `ClauseError` where the own text does not fit the library."""
    library = library_with(yardstick.own)
    found = check(
        paper,
        library,
        partners=yardstick.partners,
        names=names_written(yardstick.names, (each.text for each in paper.passages)),
    )
    return Held(yardstick, found)
