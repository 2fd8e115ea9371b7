"""What fits together in a drawer, and what a person must say first, before anything is registered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from aktsom.cooperation.drawer.again import everything_in
from aktsom.cooperation.drawer.filling import places_of
from aktsom.cooperation.drawer.lookups import Lookups
from aktsom.cooperation.drawer.matching import Place
from aktsom.cooperation.drawer.meant import APART, KindWord, Sought, candidates_for, chosen_partners, kind_words
from aktsom.cooperation.drawer.models import Drawer
from aktsom.cooperation.drawer.parents import Parents
from aktsom.cooperation.drawer.reasons import Reason
from aktsom.cooperation.drawer.rows import ReadRow
from aktsom.cooperation.partners.choices import NamedPartner, NewPartner, NewPartners, partner_key
from aktsom.cooperation.partners.matching import Standing
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
    """How many files have a row; files without, rows without a file, rows with something wrong; who is meant by a name, which
    names become new partners, and which words for kinds we do not know.
    """

    together: int
    without_row: Some[str]
    without_file: Some[ReadRow]
    wrong: Some[tuple[str, list[Reason]]]
    questions: tuple[NamedPartner, ...]
    new: tuple[NewPartner, ...]
    kinds: tuple[KindWord, ...]

    @property
    def open_questions(self) -> int:
        """How many names nobody has said anything about, though it is not sure whom they mean."""
        return sum(each.is_open for each in self.questions)


def preview_of(actor: Actor, drawer: Drawer, sought: Sought | None = None) -> Preview | None:
    """What would become of the files that are left, in a few queries; None until the columns are chosen.

    The name that is `sought` is asked about though it is new. Raises `InvalidError`.
    """
    if "file" not in drawer.mapping.get("columns", {}):
        return None
    every, done = places_of(drawer), {item.number for item in everything_in(drawer)}
    places = [place for place in every if place.number not in done]
    together = [place for place in places if place.file and place.rows and not place.doubt]
    rows = [place.rows[0] for place in together]
    lookups = Lookups.of(actor, drawer, rows)
    parents = Parents(actor, drawer, every)
    unsure = [(place.file, [place.doubt]) for place in places if place.file and place.doubt]
    judged = [(place, [*lookups.reasons(place.rows[0]), *parents.doubts(place)]) for place in together]
    return Preview(
        together=len(together),
        without_row=Some.of(place.file for place in places if not place.rows),
        without_file=Some.of(_rows_alone(places)),
        wrong=Some.of([*unsure, *((place.file, reasons) for place, reasons in judged if reasons)]),
        questions=tuple(_questions(actor, drawer, rows, lookups, sought)),
        new=_new_partners((place.rows[0] for place, reasons in judged if not reasons), lookups),
        kinds=tuple(kind_words((row.kind_word for row in rows if row.kind_word), drawer.mapping.get("kinds", {}))),
    )


def _questions(
    actor: Actor, drawer: Drawer, rows: Sequence[ReadRow], lookups: Lookups, sought: Sought | None
) -> Iterator[NamedPartner]:
    """The names for which a person must say who is meant, has said it, or looks for somebody."""
    apart, choices = drawer.mapping.get("apart", {}), lookups.partners.choices
    found, chosen = candidates_for(actor, sought), chosen_partners(actor, choices.values())
    for pair in dict.fromkeys(pair for row in rows for pair in (*row.named, *row.partners)):
        key, match = partner_key(*pair), lookups.partners.matches[pair]
        answer = APART if key in apart else choices.get(key, "")
        is_sought = sought is not None and sought.key == key
        if not (answer or is_sought or match.standing == Standing.UNCERTAIN):
            continue
        more = [*match.candidates, *([chosen[answer]] if answer in chosen else []), *(found if is_sought else [])]
        candidates = tuple({each.pk: each for each in more}.values())
        yield NamedPartner(key, replace(match, candidates=candidates), answer)


def _new_partners(rows: Iterable[ReadRow], lookups: Lookups) -> tuple[NewPartner, ...]:
    new = NewPartners()
    for row in rows:
        new.add(row, lookups.partners)
    return new.in_order()


def _rows_alone(places: Iterable[Place]) -> Iterable[ReadRow]:
    return (place.rows[0] for place in places if not place.file)
