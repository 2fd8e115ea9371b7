"""Rows without a file that somebody registered by hand or set aside: kept apart when another sheet comes, and recognised in
that one.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from aktsom.cooperation.drawer.archive import plain_path
from aktsom.cooperation.drawer.matching import Place
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.rows import ReadRow
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for

APART = 1_000_000
"""Items with numbers from here on are of an earlier sheet; no drawer has so many files and rows."""


def everything_in(drawer: Drawer) -> list[DrawerItem]:
    """All that became of its files and rows, also what is hidden with its agreement since from whoever brings it in.

    It is asked so that nothing is brought in twice; nobody is shown it.
    """
    with acting_for(Actor.system("drawer", drawer.institution_id)):
        return list(drawer.items.order_by("number"))


def set_apart(drawer: Drawer, places: Sequence[Place]) -> None:
    """Keep the items of rows without a file, whatever the next sheet numbers as they are; `places` are of the present one."""
    rows = {place.number: place.rows[0] for place in places if not place.file}
    items = everything_in(drawer)
    latest = max((item.number for item in items), default=0)
    with acting_for(Actor.system("drawer", drawer.institution_id)):
        for number, item in enumerate((each for each in items if each.number in rows), start=max(latest + 1, APART)):
            item.digest, item.number = _said(rows[item.number]), number
            item.save(update_fields=["digest", "number"])


def kept_apart(drawer: Drawer) -> list[DrawerItem]:
    """The items of earlier sheets."""
    return [item for item in everything_in(drawer) if item.number >= APART]


def not_registered(drawer: Drawer, places: Iterable[Place]) -> Iterator[Place]:
    """The places without the rows that say what somebody registered by hand or set aside; each such item stands for one."""
    left = Counter(item.digest for item in kept_apart(drawer))
    for place in places:
        said = "" if place.file else _said(place.rows[0])
        if said and left[said]:
            left[said] -= 1
        else:
            yield place


def _said(row: ReadRow) -> str:
    """What a row calls its agreement, as a digest: the file that is not there, the title, the reference and the partners."""
    called = [plain_path(row.file), row.texts["title"], row.texts["reference"], *(name for name, _land in row.named)]
    return hashlib.sha256("\n".join(each.casefold() for each in called).encode()).hexdigest()
