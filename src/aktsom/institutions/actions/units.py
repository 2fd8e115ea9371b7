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
from aktsom.core.tenancy import acting_for
from aktsom.core.visibility import get_visible
from aktsom.institutions.actions.setup import own, usable_code
from aktsom.institutions.models import DutyAssignment, Institution, Member, Unit, UnitVersion, in_force
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
    _hold_tree(actor)
    above = _open_one(actor, parent) if parent else None
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
    actor: Actor, *, unit: Unit, name_nb: str, name_en: str = "", reason: str = "", external_id: str | None = None
) -> Unit:
    """Give a unit other names, and perhaps another code; what it was called before is kept."""
    _hold_tree(actor)
    row = _open_one(actor, unit)
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
    _hold_tree(actor)
    row, above = _open_one(actor, unit), _open_one(actor, parent) if parent else None
    if above and above.path.startswith(row.path):
        raise InvalidError(
            _("A unit cannot lie under itself."), fields={"parent": _("Choose a unit that is not under this one.")}
        )
    _fits(row, above)
    _put_under(row, above)
    note_version(actor, row, Change.MOVED, _why(reason))
    return row


@action("merge units", may=may_build, private=("reason",))
def merge_units(actor: Actor, *, unit: Unit, into: Unit, reason: str) -> Unit:
    """Let one unit become part of another, which is given back. Everything that hangs on the first hangs on the second then.

    Units under it move along. Duties move where nobody holds the same one in the other unit, and end otherwise.
    """
    _hold_tree(actor)
    gone, stays = _open_one(actor, unit), _open_one(actor, into)
    if stays.path.startswith(gone.path):
        raise InvalidError(
            _("A unit cannot become part of one that lies under it, or of itself."),
            fields={"into": _("Choose another unit.")},
        )
    said = _why(reason)
    for child in Unit.objects.visible_to(actor).filter(parent=gone, closed_at=None):
        _fits(child, stays)
        _put_under(child, stays)
        note_version(actor, child, Change.MOVED, said)
    Member.objects.visible_to(actor).filter(unit=gone).update(unit=stays)
    _hand_over_duties(actor, gone, stays)
    _hand_over_records(actor, gone, stays)
    _close(gone, merged_into=stays)
    note_version(actor, gone, Change.MERGED, said)
    return stays


@action("close a unit", may=may_build, private=("reason",))
def close_unit(actor: Actor, *, unit: Unit, reason: str) -> Unit:
    """Close a unit that has no open unit under it. Its people move up, its duties end; what it did stays under its name."""
    _hold_tree(actor)
    row = _open_one(actor, unit)
    if Unit.objects.visible_to(actor).filter(parent=row, closed_at=None).exists():
        raise ConflictError(
            _("There are units under this one."),
            kept=_("Nothing was changed."),
            remedy=_("Move, merge or close them first."),
        )
    Member.objects.visible_to(actor).filter(unit=row).update(unit=row.parent)
    _duties_to_come(actor, row).update(ended_at=timezone.now())
    _close(row, merged_into=None)
    note_version(actor, row, Change.CLOSED, _why(reason))
    return row


@action("open a unit again", may=may_build, private=("reason",))
def reopen_unit(actor: Actor, *, unit: Unit, reason: str) -> Unit:
    """Open a closed unit where it was, or at the top when what was above it is closed too."""
    _hold_tree(actor)
    row: Unit = get_visible(Unit, actor, pk=unit.pk)
    if row.closed_at is None:
        raise ConflictError(_("This unit is open."), kept=_("Nothing was changed."))
    row.closed_at = row.merged_into = None
    row.save(update_fields=["closed_at", "merged_into"])
    above = row.parent if row.parent and row.parent.closed_at is None else None
    _put_under(row, above)
    note_version(actor, row, Change.REOPENED, _why(reason))
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


def _hold_tree(actor: Actor) -> None:
    """One change of an institution's tree at a time: two moves at once could put two units under each other."""
    Institution.objects.select_for_update(no_key=True).get(pk=own(actor))


def _open_one(actor: Actor, unit: Unit) -> Unit:
    row: Unit = get_visible(Unit, actor, pk=unit.pk)
    if row.closed_at is not None:
        raise ConflictError(
            _("“%(unit)s” is closed.") % {"unit": row.name},
            kept=_("Nothing was changed."),
            remedy=_("Open it again first, or choose another unit."),
        )
    return row


def _put_under(unit: Unit, above: Unit | None) -> None:
    """Move a unit, and rewrite the paths of all that is under it in one statement."""
    old = unit.path
    unit.parent = above
    unit.save(update_fields=["parent", "path"])
    below = Unit.objects.filter(institution_id=unit.institution_id, path__startswith=old).exclude(pk=unit.pk)
    below.update(path=Concat(Value(unit.path), Substr("path", len(old) + 1)))


def _fits(unit: Unit, above: Unit | None) -> None:
    below = Unit.objects.filter(institution_id=unit.institution_id, path__startswith=unit.path)
    tallest = max(each.depth for each in below) - unit.depth
    if (above.depth + 1 if above else 0) + tallest >= DEEPEST:
        raise InvalidError(_("The tree would be too deep."), fields={"parent": _("Choose a unit further up.")})


def _close(unit: Unit, merged_into: Unit | None) -> None:
    unit.closed_at, unit.merged_into = timezone.now(), merged_into
    unit.save(update_fields=["closed_at", "merged_into"])


def _duties_to_come(actor: Actor, unit: Unit) -> "models.QuerySet[DutyAssignment]":
    """Duties of a unit that hold today or begin later."""
    rows: models.QuerySet[DutyAssignment] = DutyAssignment.objects.visible_to(actor)
    today = timezone.localdate()
    return rows.filter(unit=unit, ended_at=None).filter(models.Q(ends=None) | models.Q(ends__gte=today))


def _hand_over_duties(actor: Actor, gone: Unit, stays: Unit) -> None:
    today = timezone.localdate()
    there = set(
        DutyAssignment.objects.visible_to(actor).filter(in_force(today), unit=stays).values_list("duty", flat=True)
    )
    for held in _duties_to_come(actor, gone).select_for_update():
        if held.duty not in there:
            DutyAssignment.objects.create(
                institution_id=held.institution_id,
                member_id=held.member_id,
                duty=held.duty,
                unit=stays,
                deputy_id=held.deputy_id,
                starts=max(held.starts, today),
                ends=held.ends,
                assigned_by_id=actor.member_id,
                taken_over_from=held,
            )
        held.ended_at = timezone.now()
        held.save(update_fields=["ended_at"])


def _hand_over_records(actor: Actor, gone: Unit, stays: Unit) -> None:
    """Whatever a room above hangs on a unit, found from the models, so that no room can be forgotten.

    The system does it: who merges units need not see what lies in their protected areas, but all of it must follow.
    """
    with acting_for(Actor.system("units", own(actor))):
        for relation in Unit._meta.related_objects:
            model = relation.related_model
            if isinstance(model, type) and model._meta.app_label != Unit._meta.app_label:
                name = relation.field.name
                model._base_manager.filter(**{name: gone.pk}).update(**{name: stays.pk})


def _why(reason: str) -> str:
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
