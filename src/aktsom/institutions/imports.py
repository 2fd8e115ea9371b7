"""Bringing in a sheet with units or people: upload, see what would happen, import in one step, undo."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.errors import AktsomError, ConflictError, InvalidError
from aktsom.core.sheets import kept_sheet, refusal, sheet_in
from aktsom.engine.sheets import SheetError
from aktsom.engine.sheets.columns import Target, find
from aktsom.institutions import actions
from aktsom.institutions.actions.setup import own
from aktsom.institutions.models import DutyAssignment, Member, SheetImport, SheetOutcome, Unit
from aktsom.institutions.permissions import may_build
from aktsom.institutions.sheet_rows import (
    MEMBER_TARGETS,
    UNIT_TARGETS,
    Result,
    member_results,
    member_state,
    unit_results,
    unit_state,
)

MOST_ROWS = 2_000
Outcome = SheetOutcome.Outcome
State = SheetImport.State


@action("upload a sheet of units or people", may=may_build, private=("upload",))
def upload_structure(actor: Actor, *, kind: str, upload: "UploadedFile[bytes]", filename: str) -> SheetImport:
    """Keep a sheet and find its columns; nothing is changed yet. Raises `InvalidError` when it is no table, or too long."""
    if kind not in SheetImport.Kind.values or actor.member_id is None:
        raise InvalidError(_("Say whether the sheet holds units or people."))
    with kept_sheet(own(actor), upload, filename) as (kept, sheet):
        rows = sum(1 for _row in sheet.rows())
        if not 0 < rows <= MOST_ROWS:
            raise InvalidError(
                _("The sheet has %(rows)d rows. Between 1 and %(most)d can be brought in at once.")
                % {"rows": rows, "most": MOST_ROWS}
            )
    return SheetImport.objects.create(
        institution_id=own(actor),
        kind=kind,
        filename=filename[:200],
        file=kept,
        columns=list(sheet.columns),
        mapping=find(sheet.columns, targets_of(kind)),
        rows=rows,
        uploaded_by_id=actor.member_id,
    )


@action("choose the columns of a sheet of units or people", may=may_build)
def choose_structure_columns(actor: Actor, *, batch: SheetImport, columns: Mapping[str, int]) -> SheetImport:
    """Say which column holds what."""
    row = _held(actor, batch, State.UPLOADED)
    known = {target.name for target in targets_of(row.kind)}
    row.mapping = {name: place for name, place in columns.items() if name in known and 0 <= place < len(row.columns)}
    row.save(update_fields=["mapping"])
    return row


@action("import a sheet of units or people", may=may_build)
def import_structure(actor: Actor, *, batch: SheetImport) -> SheetImport:
    """Bring in every row that can be, all in one transaction; each other one is kept with its reasons."""
    row = _held(actor, batch, State.UPLOADED)
    results = _results(actor, row)
    SheetOutcome.objects.bulk_create(_outcome(row, result) for result in results)
    row.state, row.counts = State.IMPORTED, dict(Counter(str(result.outcome) for result in results))
    row.save(update_fields=["state", "counts"])
    return row


@action("undo an import of units or people", may=may_build)
def undo_structure(actor: Actor, *, batch: SheetImport) -> SheetImport:
    """Take back what the sheet did, the last row first, except what was changed or used since."""
    row = _held(actor, batch, State.IMPORTED)
    done = row.outcomes.filter(outcome__in=(Outcome.ADDED, Outcome.CHANGED)).select_related("unit", "member__user")
    # A unit is taken back before the one above it.
    for each in sorted(done, key=lambda found: -len(found.unit.path) if found.unit else 0):
        each.outcome = Outcome.UNDONE if _undone(actor, each, f"↶ {row.filename}") else Outcome.KEPT
        each.save(update_fields=["outcome"])
    row.state, row.counts = State.UNDONE, dict(Counter(row.outcomes.values_list("outcome", flat=True)))
    row.save(update_fields=["state", "counts"])
    return row


def preview_structure(actor: Actor, batch: SheetImport) -> list[Result]:
    """Exactly what importing would do, row by row: it is done, looked at, and rolled back."""
    with transaction.atomic():
        results = _results(actor, batch)
        transaction.set_rollback(True)
    return results


def targets_of(kind: str) -> tuple[Target, ...]:
    """What the columns of such a sheet can hold."""
    return UNIT_TARGETS if kind == SheetImport.Kind.UNITS else MEMBER_TARGETS


def _results(actor: Actor, batch: SheetImport) -> list[Result]:
    missing = [target for target in targets_of(batch.kind) if target.required and target.name not in batch.mapping]
    if missing:
        raise InvalidError(
            _("No column is chosen for: %(what)s.") % {"what": str(missing[0].label)},
            remedy=_("Choose it, and look again."),
        )
    try:
        rows = list(sheet_in(batch.file, batch.filename).rows())
    except SheetError as error:
        raise refusal(batch.filename, error) from error
    bring = unit_results if batch.kind == SheetImport.Kind.UNITS else member_results
    return bring(actor, rows, batch.mapping, batch.filename)


def _outcome(batch: SheetImport, result: Result) -> SheetOutcome:
    refused = result.outcome == Outcome.REFUSED
    return SheetOutcome(
        institution_id=batch.institution_id,
        batch=batch,
        number=result.row.number,
        outcome=result.outcome,
        unit=None if refused else result.unit,
        member=None if refused else result.member,
        before=result.before,
        after=result.after,
        problems=[list(each) for each in result.problems],
        cells=list(result.row.cells + result.row.extra) if refused else [],
    )


def _undone(actor: Actor, done: SheetOutcome, reason: str) -> bool:
    """Whether it could be taken back: nobody changed it since, and what was added is not in use."""
    try:
        with transaction.atomic():
            if done.unit is not None and unit_state(done.unit) == done.after:
                return _undo_unit(actor, done.unit, done.before, reason)
            if done.member is not None and member_state(done.member) == done.after:
                return _undo_member(actor, done.member, done.before, reason)
    except AktsomError:
        return False
    return False


def _undo_unit(actor: Actor, unit: Unit, before: dict[str, Any], reason: str) -> bool:
    if not before or not before["open"]:
        used = Member.objects.visible_to(actor).filter(unit=unit, ended_at=None).exists() or _carries(unit)
        if not used:
            actions.close_unit(actor, unit=unit, reason=reason)
        return not used
    row = actions.rename_unit(
        actor,
        unit=unit,
        name_nb=before["name_nb"],
        name_en=before["name_en"],
        reason=reason,
        external_id=before["code"],
    )
    if str(row.parent_id or "") != before["parent"]:
        parent = Unit.objects.visible_to(actor).get(pk=before["parent"]) if before["parent"] else None
        actions.move_unit(actor, unit=row, parent=parent, reason=reason)
    return True


def _undo_member(actor: Actor, member: Member, before: dict[str, Any], reason: str) -> bool:
    if not before:
        used = (
            DutyAssignment.objects.visible_to(actor).filter(Q(member=member) | Q(deputy=member), ended_at=None).exists()
        )
        if not used:
            actions.end_place(actor, member=member, reason=reason)
        return not used
    unit = Unit.objects.visible_to(actor).get(pk=before["unit"]) if before["unit"] else None
    actions.change_member(actor, member=member, unit=unit, title=before["title"], external_id=before["code"])
    return True


def _carries(unit: Unit) -> bool:
    """Whether anything of any room hangs on the unit."""
    aside = {"UnitVersion", "SheetOutcome", "Unit"}
    return any(
        model._base_manager.filter(**{relation.field.name: unit.pk}).exists()
        for relation in Unit._meta.related_objects
        if isinstance(model := relation.related_model, type) and model.__name__ not in aside
    )


def _held(actor: Actor, batch: SheetImport, state: str) -> SheetImport:
    row: SheetImport = SheetImport.objects.visible_to(actor).select_for_update().get(pk=batch.pk)
    if row.state != state:
        raise ConflictError(
            _("This cannot be done with the sheet now."),
            kept=_("Nothing was changed."),
            remedy=_("Open it again to see where it is."),
        )
    return row
