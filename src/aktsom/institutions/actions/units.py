"""The tree of units. Each change is kept with who, when and why; what hangs on a unit follows it."""

from datetime import datetime

from django.db import models
from django.db.models import Max, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, InvalidError
from aktsom.core.meanwhile import refuse_overwriting
from aktsom.core.visibility import get_visible
from aktsom.institutions.actions.setup import own, usable_code
from aktsom.institutions.models import DutyAssignment, Institution, Member, Unit, UnitVersion
from aktsom.institutions.permissions import may_build

DEEPEST = 12
Change = UnitVersion.Change


@action("add a unit", may=may_build, private=("reason",))
def add_unit(
    actor: Actor,
    *,
    name_nb: str,
    name_en: str = "",
    parent: Unit | None = None,
    external_id: str = "",
    reason: str = "",
) -> Unit:
    """Add a unit under another, or at the top."""
    hold_tree(actor)
    above = open_one(actor, parent) if parent else None
    if above and above.depth + 1 >= DEEPEST:
        raise InvalidError(_("The tree would be too deep."), fields={"parent": _("Choose a unit further up.")})
    _free_external_id(actor, external_id)
    _not_there_yet(actor, above, _name(name_nb), external_id)
    unit = Unit.objects.create(
        institution_id=own(actor),
        name_nb=_name(name_nb),
        name_en=name_en.strip()[:300],
        parent=above,
        external_id=external_id,
    )
    note_version(actor, unit, Change.ADDED, reason)
    return unit


@action("rename a unit", may=may_build, private=("reason",))
def rename_unit(
    actor: Actor,
    *,
    unit: Unit,
    name_nb: str,
    name_en: str = "",
    reason: str = "",
    external_id: str | None = None,
    seen: str | None = None,
) -> Unit:
    """Give a unit other names, and perhaps another code; what it was called before is kept.

    `seen` is the version that the actor looked at; raises `ConflictError` when it is another one by now.
    """
    hold_tree(actor)
    row = open_one(actor, unit)
    refuse_overwriting(seen, row.version)
    row.name_nb, row.name_en = _name(name_nb), name_en.strip()[:300]
    if external_id is not None and external_id != row.external_id:
        _free_external_id(actor, external_id)
        row.external_id = external_id
    row.save(update_fields=["name_nb", "name_en", "external_id"])
    note_version(actor, row, Change.RENAMED, reason)
    return row


@action("move a unit", may=may_build, private=("reason",))
def move_unit(actor: Actor, *, unit: Unit, parent: Unit | None, reason: str) -> Unit:
    """Put a unit with everything under it somewhere else. Duties, people and cooperation follow, since they hang on it."""
    hold_tree(actor)
    row, above = open_one(actor, unit), open_one(actor, parent) if parent else None
    if above and above.path.startswith(row.path):
        raise InvalidError(
            _("A unit cannot lie under itself."), fields={"parent": _("Choose a unit that is not under this one.")}
        )
    fits(row, above)
    put_under(row, above)
    note_version(actor, row, Change.MOVED, why(reason))
    return row


@action("close a unit", may=may_build, private=("reason",))
def close_unit(actor: Actor, *, unit: Unit, reason: str) -> Unit:
    """Close a unit that has no open unit under it. Its people move up, its duties end; what it did stays under its name."""
    hold_tree(actor)
    row = open_one(actor, unit)
    if Unit.objects.visible_to(actor).filter(parent=row, closed_at=None).exists():
        raise ConflictError(
            _("There are units under this one."),
            kept=_("Nothing was changed."),
            remedy=_("Move, merge or close them first."),
        )
    Member.objects.visible_to(actor).filter(unit=row).update(unit=row.parent)
    duties_to_come(actor, row).update(ended_at=timezone.now())
    close(row, merged_into=None)
    note_version(actor, row, Change.CLOSED, why(reason))
    return row


@action("open a unit again", may=may_build, private=("reason",))
def reopen_unit(actor: Actor, *, unit: Unit, reason: str) -> Unit:
    """Open a closed unit where it was, or at the top when what was above it is closed too."""
    hold_tree(actor)
    row: Unit = get_visible(Unit, actor, pk=unit.pk)
    if row.closed_at is None:
        raise ConflictError(_("This unit is open."), kept=_("Nothing was changed."))
    row.closed_at = row.merged_into = None
    row.save(update_fields=["closed_at", "merged_into"])
    above = row.parent if row.parent and row.parent.closed_at is None else None
    put_under(row, above)
    note_version(actor, row, Change.REOPENED, why(reason))
    return row


def note_version(actor: Actor, unit: Unit, change: str, reason: str, at: datetime | None = None) -> UnitVersion:
    """Keep what the unit is from now on, who changed it and why."""
    last = unit.versions.aggregate(last=Max("number"))["last"] or 0
    return UnitVersion.objects.create(
        institution_id=unit.institution_id,
        unit=unit,
        number=last + 1,
        change=change,
        at=at or timezone.now(),
        by_id=actor.member_id,
        by_name=actor.name[:200],
        reason=reason[:500],
        name_nb=unit.name_nb,
        name_en=unit.name_en,
        parent_id=unit.parent_id,
        merged_into_id=unit.merged_into_id,
        is_open=unit.closed_at is None,
    )


def hold_tree(actor: Actor) -> None:
    """One change of an institution's tree at a time: two moves at once could put two units under each other."""
    Institution.objects.select_for_update(no_key=True).get(pk=own(actor))


def open_one(actor: Actor, unit: Unit) -> Unit:
    """The unit as it is now; raises `ConflictError` when it is closed."""
    row: Unit = get_visible(Unit, actor, pk=unit.pk)
    if row.closed_at is not None:
        raise ConflictError(
            _("“%(unit)s” is closed.") % {"unit": row.name},
            kept=_("Nothing was changed."),
            remedy=_("Open it again first, or choose another unit."),
        )
    return row


def put_under(unit: Unit, above: Unit | None) -> None:
    """Move a unit, and rewrite the paths of all that is under it in one statement."""
    old = unit.path
    unit.parent = above
    unit.save(update_fields=["parent", "path"])
    below = Unit.objects.filter(institution_id=unit.institution_id, path__startswith=old).exclude(pk=unit.pk)
    below.update(path=Concat(Value(unit.path), Substr("path", len(old) + 1)))


def fits(unit: Unit, above: Unit | None) -> None:
    """Raises `InvalidError` when the tree would become too deep with the unit there."""
    below = Unit.objects.filter(institution_id=unit.institution_id, path__startswith=unit.path)
    tallest = max(each.depth for each in below) - unit.depth
    if (above.depth + 1 if above else 0) + tallest >= DEEPEST:
        raise InvalidError(_("The tree would be too deep."), fields={"parent": _("Choose a unit further up.")})


def close(unit: Unit, merged_into: Unit | None) -> None:
    """Let the unit be one of the past."""
    unit.closed_at, unit.merged_into = timezone.now(), merged_into
    unit.save(update_fields=["closed_at", "merged_into"])


def duties_to_come(actor: Actor, unit: Unit) -> "models.QuerySet[DutyAssignment]":
    """Duties of a unit that hold today or begin later."""
    rows: models.QuerySet[DutyAssignment] = DutyAssignment.objects.visible_to(actor)
    today = timezone.localdate()
    return rows.filter(unit=unit, ended_at=None).filter(models.Q(ends=None) | models.Q(ends__gte=today))


def why(reason: str) -> str:
    """The reason without spaces around; raises `InvalidError` when there is none."""
    if not reason.strip():
        raise InvalidError(_("The reason is missing."), fields={"reason": _("Say in a few words why.")})
    return reason.strip()


def _name(name: str) -> str:
    if not name.strip():
        raise InvalidError(_("The name is missing."), fields={"name_nb": _("Write the name.")})
    return name.strip()[:300]


def _not_there_yet(actor: Actor, above: Unit | None, name: str, external_id: str) -> None:
    """A form that is sent twice adds a unit once. Units with a code of their own may share a name."""
    same = Unit.objects.visible_to(actor).filter(parent=above, name_nb=name, external_id="", closed_at=None)
    if not external_id and same.exists():
        raise ConflictError(
            _("There is a unit called “%(unit)s” here already.") % {"unit": name},
            kept=_("Nothing was changed."),
            remedy=_("If this is another one, give it another name or a code."),
        )


def _free_external_id(actor: Actor, external_id: str) -> None:
    usable_code(external_id)
    if external_id and Unit.objects.visible_to(actor).filter(external_id=external_id).exists():
        raise ConflictError(
            _("Another unit has the code “%(code)s”.") % {"code": external_id}, kept=_("Nothing was changed.")
        )
