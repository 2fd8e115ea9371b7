"""What fits together in a drawer, and what a person must say first, before anything is registered."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from aktsom.cooperation.drawer.filling import places_of
from aktsom.cooperation.drawer.lookups import Lookups
from aktsom.cooperation.drawer.matching import Place
from aktsom.cooperation.drawer.models import Drawer
from aktsom.cooperation.drawer.parents import Parents
from aktsom.cooperation.drawer.reasons import Reason
from aktsom.cooperation.drawer.rows import ReadRow
from aktsom.cooperation.register.partner_choices import NamedPartner, questions_of
from aktsom.core.actor import Actor

SHOWN = 20
OneT = TypeVar("OneT")


@dataclass(frozen=True, slots=True)
class Some(Generic[OneT]):
    """The first of many, and how many there are."""

    first: tuple[OneT, ...]
    number: int

    @classmethod
    def of(cls, many: Iterable[OneT]) -> "Some[OneT]":
        """The first `SHOWN`."""
        found = tuple(many)
        return cls(found[:SHOWN], len(found))


@dataclass(frozen=True, slots=True)
class Preview:
    """How many files have a row; files without, rows without a file, rows with something wrong; and who is meant by a name."""

    together: int
    without_row: Some[str]
    without_file: Some[ReadRow]
    wrong: Some[tuple[str, list[Reason]]]
    questions: tuple[NamedPartner, ...]

    @property
    def open_questions(self) -> int:
        """How many names nobody has said anything about."""
        return sum(1 for each in self.questions if not each.chosen)


def preview_of(actor: Actor, drawer: Drawer) -> Preview | None:
    """What would become of the files that are left, in a few queries; None until the columns are chosen.

    Raises `InvalidError`.
    """
    if "file" not in drawer.mapping.get("columns", {}):
        return None
    every, done = places_of(drawer), set(drawer.items.values_list("number", flat=True))
    places = [place for place in every if place.number not in done]
    together = [place for place in places if place.file and place.rows and not place.doubt]
    lookups = Lookups.of(actor, drawer, [place.rows[0] for place in together])
    parents = Parents(actor, drawer, every)
    unsure = [(place.file, [place.doubt]) for place in places if place.file and place.doubt]
    judged = ((place.file, [*lookups.reasons(place.rows[0]), *parents.doubts(place)]) for place in together)
    names = dict.fromkeys(pair for place in together for pair in place.rows[0].partners)
    return Preview(
        together=len(together),
        without_row=Some.of(place.file for place in places if not place.rows),
        without_file=Some.of(_rows_alone(places)),
        wrong=Some.of([*unsure, *((file, reasons) for file, reasons in judged if reasons)]),
        questions=tuple(questions_of(actor, names, lookups.partners.choices)),
    )


def _rows_alone(places: Iterable[Place]) -> Iterable[ReadRow]:
    return (place.rows[0] for place in places if not place.file)
