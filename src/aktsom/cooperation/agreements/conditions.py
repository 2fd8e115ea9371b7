"""The framework conditions that an institution's agreements are held against: the library, with its own where it has some."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Max, QuerySet
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aktsom.content import clause_library, fact_schema
from aktsom.content.yardstick import Yardstick, library_with
from aktsom.cooperation.agreements.abroad import bound_by, countries_of, names_abroad
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, OwnConditions
from aktsom.cooperation.agreements.permissions import may_set_conditions
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, InvalidError, Sentence, spoken
from aktsom.core.visibility import get_visible
from aktsom.engine.clauses.conditions import check_references
from aktsom.engine.clauses.library import BESIDE, Library
from aktsom.engine.clauses.lint import lint_additions
from aktsom.engine.clauses.types import ClauseError
from aktsom.engine.handbook.lint import Finding

LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Unfit:
    """The institution's own text was put in force with an earlier library and does not fit the one that ships now: `why`."""

    why: Sentence
    said: ClassVar[Sentence] = _(
        "Your institution’s own conditions do not fit this version of the library. "
        "They count nowhere until they are put right."
    )


@dataclass(frozen=True, slots=True)
class InForce:
    """What agreements are held against: the institution's `own` text as far as it counts, and whether it is `unfit`."""

    own: str
    unfit: Unfit | None = None

    @property
    def library(self) -> Library:
        """The library with that text: the shipped one alone where the text does not fit it."""
        return library_with(self.own)


def own_conditions(actor: Actor) -> OwnConditions | None:
    """The institution's own text that is in force, if it ever wrote one."""
    return OwnConditions.objects.visible_to(actor).first()


def own_versions(actor: Actor) -> QuerySet[OwnConditions]:
    """Every text that the institution ever put in force, the latest first."""
    rows: QuerySet[OwnConditions] = OwnConditions.objects.visible_to(actor)
    return rows.select_related("by__user")


def own_version(actor: Actor, number: int) -> OwnConditions:
    """One of them; raises `NotVisibleError`."""
    found: OwnConditions = get_visible(OwnConditions, actor, number=number)
    return found


def checked_against(actor: Actor, check: ClauseCheck) -> OwnConditions | None:
    """The institution's own text that a check went by, None where it went by the library alone."""
    if BESIDE not in check.library or check.done_at is None:
        return None
    return own_versions(actor).filter(at__lte=check.done_at).exclude(text="").first()


def written_in(own: OwnConditions) -> tuple[Library, list[str]]:
    """The library with a text, and which conditions are written in it: none where it fits the library no more."""
    try:
        library = library_with(own.text)
    except ClauseError:
        return clause_library(), []
    ships = clause_library().conditions
    return library, [name for name, each in library.conditions.items() if each is not ships.get(name)]


def conditions_in_force(actor: Actor) -> InForce:
    """What holds for the institution that the actor acts in. One query."""
    own = own_conditions(actor)
    text = own.text if own else ""
    try:
        library_with(text)
    except ClauseError as error:
        return InForce("", Unfit(spoken(error)))
    return InForce(text)


def library_of(actor: Actor) -> Library:
    """The library for that institution."""
    return conditions_in_force(actor).library


def yardstick_of(actor: Actor, agreement: Agreement) -> Yardstick:
    """What a paper of an agreement is held against, by what both are now."""
    parties = bound_by(agreement)
    return Yardstick(
        own=conditions_in_force(actor).own,
        partners=countries_of(parties),
        names=names_abroad(actor, parties),
    )


def condition_title(library: Library, condition: str) -> str:
    """What a condition is called in the reader's language; its id when the library has it no more."""
    known = library.conditions.get(condition)
    return known.title[(get_language() or "nb")[:2]] if known else condition


@action("set the institution’s own conditions", may=may_set_conditions, private=("text",))
def set_conditions(actor: Actor, *, text: str, number: int) -> OwnConditions:
    """Put the institution's own framework conditions in force; an empty text goes back to the library alone.

    `number` is that of the text which the actor looked at. Raises `InvalidError` with what is wrong in the text, where, and
    what to do, be it that a wording fails the check of its own condition; `ConflictError` when somebody else was quicker.
    """
    if len(text) > LONGEST or "\x00" in text:
        raise InvalidError(fields={"text": _("This is too long: at most 200,000 characters.")})
    try:
        library = library_with(text.strip())
        check_references(library.conditions)
    except ClauseError as error:
        raise InvalidError(fields={"text": spoken(error)}) from error
    if mistakes := lint_additions(library, _new_in(library, library_of(actor)), fact_schema().facts):
        raise InvalidError(fields={"text": _in_lines(mistakes)})
    latest = OwnConditions.objects.filter(institution_id=_place(actor)).aggregate(latest=Max("number"))["latest"] or 0
    if latest != number:
        raise ConflictError(
            _("Somebody changed the conditions while you were writing."),
            kept=_("Nothing was overwritten, and your text is still in the form."),
            remedy=_("Compare the two, and save again if yours should stand."),
        )
    return OwnConditions.objects.create(
        institution_id=_place(actor), number=latest + 1, text=text.strip(), by_id=actor.member_id
    )


def _new_in(library: Library, before: Library) -> list[str]:
    """The institution's own conditions that the one before has not, or has otherwise."""
    ours, ships = library.conditions, clause_library().conditions
    return [name for name in ours if ours[name] is not ships.get(name) and ours[name] != before.conditions.get(name)]


def _lines(mistakes: Iterable[Finding]) -> str:
    return "\n".join(str(spoken(each)) for each in mistakes)


_in_lines = lazy(_lines, str)


def _place(actor: Actor) -> int:
    if actor.institution_id is None:
        raise InvalidError(_("Conditions belong to an institution, and you act for none."))
    return actor.institution_id
