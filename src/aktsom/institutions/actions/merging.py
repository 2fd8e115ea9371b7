"""Merging units, and the way back: what one took along is kept for three months, and comes back if nobody moved it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, InvalidError
from aktsom.core.tenancy import acting_for
from aktsom.core.visibility import get_visible
from aktsom.institutions.actions.setup import own
from aktsom.institutions.actions.units import (
    Change,
    close,
    duties_to_come,
    fits,
    hold_tree,
    note_version,
    open_one,
    put_under,
    why,
)
from aktsom.institutions.keys import forget_known
from aktsom.institutions.models import DutyAssignment, Member, Unit, UnitMerger, in_force
from aktsom.institutions.permissions import may_build

REMEMBERED = timedelta(days=90)
Moved = dict[str, list[str]]
"""Ids by what they are of: "units", "members", "given" and "ended" duties; of records by model and field with a slash."""


@action("merge units", may=may_build, private=("reason",))
def merge_units(actor: Actor, *, unit: Unit, into: Unit, reason: str) -> Unit:
    """Let one unit become part of another, which is given back. Everything that hangs on the first hangs on the second then.

    Units under it move along. Duties move where nobody holds the same one in the other unit, and end otherwise.
    """
    hold_tree(actor)
    gone, stays = open_one(actor, unit), open_one(actor, into)
    if stays.path.startswith(gone.path):
        raise InvalidError(
            _("A unit cannot become part of one that lies under it, or of itself."),
            fields={"into": _("Choose another unit.")},
        )
    said = why(reason)
    moved: Moved = {"units": _move_children(actor, gone, stays, said), "members": _move_people(actor, gone, stays)}
    moved |= _hand_over_duties(actor, gone, stays)
    close(gone, merged_into=stays)
    note_version(actor, gone, Change.MERGED, said)
    with _system(actor) as system:
        moved |= _hand_over_records(gone, stays)
        UnitMerger.objects.create(institution_id=own(system), unit=gone, into=stays, moved=moved)
    return stays


@action("undo a merger of units", may=may_build, private=("reason",))
def undo_merger(actor: Actor, *, unit: Unit, reason: str) -> Unit:
    """Open a merged unit again and let come back what the merger took along, as far as nobody moved or ended it since.

    The history keeps both. Raises `ConflictError` when the unit was not merged, or longer than three months ago.
    """
    hold_tree(actor)
    gone, said = get_visible(Unit, actor, pk=unit.pk), why(reason)
    with _system(actor):
        merger = (
            UnitMerger.objects.filter(unit=gone, at__gte=timezone.now() - REMEMBERED).select_related("into").first()
        )
    if merger is None or gone.closed_at is None:
        raise ConflictError(
            _("This merger cannot be undone any more."),
            kept=_("Nothing was changed."),
            remedy=_("Open the unit again, and move to it what belongs there."),
        )
    stays: Unit = merger.into
    gone.closed_at = gone.merged_into = None
    gone.save(update_fields=["closed_at", "merged_into"])
    put_under(gone, gone.parent if gone.parent and gone.parent.closed_at is None else None)
    note_version(actor, gone, Change.REOPENED, said)
    _bring_back(actor, gone, stays, merger.moved, said)
    with _system(actor):
        merger.delete()
    return gone


def can_be_undone(actor: Actor, unit: Unit) -> bool:
    """Whether the merger that closed this unit is remembered still."""
    if unit.closed_at is None or unit.merged_into_id is None:
        return False
    with _system(actor):
        return UnitMerger.objects.filter(unit=unit, at__gte=timezone.now() - REMEMBERED).exists()


def _move_children(actor: Actor, gone: Unit, stays: Unit, said: str) -> list[str]:
    children = list(Unit.objects.visible_to(actor).filter(parent=gone, closed_at=None))
    for child in children:
        _put(actor, child, stays, said)
    return [str(child.pk) for child in children]


def _put(actor: Actor, child: Unit, above: Unit, said: str) -> None:
    fits(child, above)
    put_under(child, above)
    note_version(actor, child, Change.MOVED, said)


def _move_people(actor: Actor, gone: Unit, stays: Unit) -> list[str]:
    people = Member.objects.visible_to(actor).filter(unit=gone)
    ids = [str(each) for each in people.values_list("pk", flat=True)]
    people.update(unit=stays)
    return ids


def _hand_over_duties(actor: Actor, gone: Unit, stays: Unit) -> Moved:
    """Give duties anew in the other unit; those are "given", and those that end because somebody has them there are "ended"."""
    today = timezone.localdate()
    there = set(
        DutyAssignment.objects.visible_to(actor).filter(in_force(today), unit=stays).values_list("duty", flat=True)
    )
    moved: Moved = {"given": [], "ended": []}
    for held in duties_to_come(actor, gone).select_for_update():
        if held.duty not in there:
            moved["given"].append(str(_given_anew(actor, held, stays).pk))
        else:
            moved["ended"].append(str(held.pk))
        held.ended_at = timezone.now()
        held.save(update_fields=["ended_at"])
    forget_known()
    return moved


def _given_anew(actor: Actor, held: DutyAssignment, stays: Unit) -> DutyAssignment:
    return DutyAssignment.objects.create(
        institution_id=held.institution_id,
        member_id=held.member_id,
        duty=held.duty,
        unit=stays,
        deputy_id=held.deputy_id,
        starts=max(held.starts, timezone.localdate()),
        ends=held.ends,
        assigned_by_id=actor.member_id,
        taken_over_from=held,
    )


def _hand_over_records(gone: Unit, stays: Unit) -> Moved:
    """Whatever a room above hangs on a unit, found from the models, so that no room can be forgotten.

    The system does it: who merges units need not see what lies in their protected areas, but all of it must follow.
    """
    moved: Moved = {}
    for relation in Unit._meta.related_objects:
        model = relation.related_model
        if isinstance(model, type) and model._meta.app_label != Unit._meta.app_label:
            name = relation.field.name
            rows = model._base_manager.filter(**{name: gone.pk})
            moved[f"{model._meta.label}/{name}"] = [str(each) for each in rows.values_list("pk", flat=True)]
            rows.update(**{name: stays.pk})
    return moved


def _bring_back(actor: Actor, gone: Unit, stays: Unit, moved: Moved, said: str) -> None:
    for child in Unit.objects.visible_to(actor).filter(pk__in=moved["units"], parent=stays, closed_at=None):
        _put(actor, child, gone, said)
    Member.objects.visible_to(actor).filter(pk__in=moved["members"], unit=stays).update(unit=gone)
    _give_duties_back(actor, moved)
    with _system(actor):
        for place, ids in moved.items():
            if "/" in place:
                label, name = place.split("/")
                rows = apps.get_model(label)._base_manager.filter(pk__in=ids, **{name: stays.pk})
                rows.update(**{name: gone.pk})


def _give_duties_back(actor: Actor, moved: Moved) -> None:
    """A duty that was taken back since in the other unit stays taken back, and whoever left gets none."""
    duties = DutyAssignment.objects.visible_to(actor)
    running = list(duties.filter(pk__in=moved["given"], ended_at=None))
    back = [*moved["ended"], *(each.taken_over_from_id for each in running)]
    duties.filter(pk__in=[each.pk for each in running]).update(ended_at=timezone.now())
    duties.filter(pk__in=back, member__ended_at=None).update(ended_at=None)
    forget_known()


@contextmanager
def _system(actor: Actor) -> Iterator[Actor]:
    """The system at work in the actor's institution, in all its protected areas."""
    system = Actor.system("units", own(actor))
    with acting_for(system):
        yield system
