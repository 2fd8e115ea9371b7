"""To which agreement a row's paper belongs: one of this drawer, by its file, reference or title, or one in the register."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.drawer.archive import plain_path
from aktsom.cooperation.drawer.matching import Place, tails
from aktsom.cooperation.drawer.models import Drawer
from aktsom.cooperation.drawer.reasons import Reason
from aktsom.cooperation.drawer.rows import ReadRow
from aktsom.core.actor import Actor

DEEPEST = 20


class ParentError(ValueError):
    """It is not known to which agreement a paper belongs, or that one is not registered; a code of `reasons.REASONS`."""


class Parents:
    """What the rows of a drawer say of that."""

    def __init__(self, actor: Actor, drawer: Drawer, places: Iterable[Place]) -> None:
        self._actor, self._drawer = actor, drawer
        self._called = defaultdict[str, dict[int, Place]](dict)
        for place in places:
            for name in _names(place) if place.file and place.rows and not place.doubt else ():
                self._called[name][place.number] = place

    def in_order(self, places: Iterable[Place]) -> list[Place]:
        """Each after what it belongs to."""
        return sorted(places, key=lambda place: len(list(self._chain(place))))

    def agreement(self, place: Place) -> Agreement | None:
        """The agreement that a place's paper belongs to; None when it names none. Raises `ParentError`."""
        row = place.rows[0]
        if not row.parent:
            return None
        above = next(iter(self._chain(place)), None)
        if above is None:
            return self._registered(row)
        item = self._drawer.items.filter(number=above.number, agreement__withdrawn_at=None).first()
        found: Agreement | None = item.agreement if item else None
        if found is None:
            raise ParentError("parent-left")
        return found

    def doubts(self, place: Place) -> Iterator[Reason]:
        """What is wrong with the name of the agreement, before anything is registered."""
        row = place.rows[0]
        if row.parent and next(iter(self._chain(place)), None) is None:
            try:
                self._registered(row)
            except ParentError as error:
                yield Reason(str(error), row.parent)

    def _chain(self, place: Place) -> Iterator[Place]:
        """What it belongs to, and what that belongs to, and so on."""
        seen = {place.number}
        while len(seen) < DEEPEST:
            named = (
                self._called.get(plain_path(place.rows[0].parent), {}) if place.rows and place.rows[0].parent else {}
            )
            others = [each for number, each in named.items() if number not in seen]
            if len(named) != 1 or not others:
                return
            place = others[0]
            seen.add(place.number)
            yield place

    def _registered(self, row: ReadRow) -> Agreement:
        """The one in the register with this reference or title."""
        called = Q(reference__iexact=row.parent) | Q(title__iexact=row.parent)
        found: list[Agreement] = list(Agreement.objects.visible_to(self._actor).filter(called, withdrawn_at=None)[:2])
        if len(found) != 1:
            raise ParentError("parent-unknown")
        return found[0]


def _names(place: Place) -> set[str]:
    """Whatever a row may call it: the path or the end of it, with the ending or without; its reference and its title."""
    path, row = plain_path(place.file), place.rows[0]
    ends = set(tails(path))
    words = set() if row.is_beside else {plain_path(row.texts["reference"]), plain_path(row.texts["title"])}
    return (ends | {end.rsplit(".", 1)[0] for end in ends} | words) - {""}
