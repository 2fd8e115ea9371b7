"""The drill as a drawing: the agreement in the middle, and a line to everything that hangs on it."""

from aktsom.cooperation.exits.drilling import Drill
from aktsom.protection.access.picture import Star, star


def picture_of(drill: Drill) -> Star:
    """One line per thing, sort by sort; the list below has them all."""
    ends = [
        (thing.what, thing.url or f"#{group.sort}", group.sort == "access")
        for group in drill.groups
        for thing in group.things
    ]
    return star(drill.agreement.title, ends)
