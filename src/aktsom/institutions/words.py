"""Duties, units and gaps as they stand inside a sentence, in the reader's language."""

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aktsom.content.duties import duties_in_words
from aktsom.core.duties import Duty
from aktsom.engine.documents import Texts
from aktsom.institutions.models import Unit
from aktsom.institutions.queries import Branch
from aktsom.institutions.responsibility import Gap, GapKind

TAKES_THE = ("faculty", "department", "institute", "centre", "center", "section", "division", "office", "school")
"""First words of English names that stand with "the" inside a sentence."""


def in_language(texts: Texts) -> str:
    """The text in the reader's language."""
    return texts["en"] if _is_english() else texts["nb"]


def duty_in_words(duty: Duty) -> str:
    """The duty in small letters, such as "export-control officer"."""
    return in_language(duties_in_words()[duty.value].one)


def place_in_words(unit: Unit | None) -> str:
    """The unit, or with None the institution."""
    if unit is None:
        return _("the institution")
    the = _is_english() and unit.name.split(" ")[0].lower() in TAKES_THE
    return f"the {unit.name}" if the else unit.name


def gap_in_words(gap: Gap) -> str:
    """Who is missing where, and since when or until when: one whole sentence."""
    said = {
        "duty": duty_in_words(gap.duty),
        "place": place_in_words(gap.unit),
        "since": formats.date_format(gap.since, "DATE_FORMAT") if gap.since else "",
        "until": formats.date_format(gap.until, "DATE_FORMAT") if gap.until else "",
        "person": gap.member.user.name if gap.member else "",
    }
    return _sentence(gap) % said


def _sentence(gap: Gap) -> str:
    if gap.kind is GapKind.AWAY and gap.until:
        return _("%(person)s, %(duty)s for %(place)s, is away until %(until)s and no deputy is there.")
    if gap.kind is GapKind.AWAY:
        return _("%(person)s, %(duty)s for %(place)s, is away and no deputy is there.")
    if gap.kind is GapKind.ENDING:
        return _("No %(duty)s for %(place)s after %(until)s. Nobody follows %(person)s.")
    if gap.since:
        return _("No %(duty)s for %(place)s since %(since)s.")
    return _("No %(duty)s for %(place)s. Nobody has been named yet.")


def _is_english() -> bool:
    return (get_language() or "nb").startswith("en")


def branch_name(branch: Branch) -> str:
    """The name of a unit in a tree, in the reader's language."""
    return (branch.name_en if _is_english() else "") or branch.name_nb
