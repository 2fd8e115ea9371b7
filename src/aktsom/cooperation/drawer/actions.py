"""Bringing in a drawer: upload, choose columns, and the outcome of each file in one transaction."""

from collections.abc import Iterable, Mapping

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.permissions import LOOK_AFTER, may_register
from aktsom.cooperation.drawer.archive import Given, discard_files, keep_files, number_in
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.rows import NAMES, find_columns
from aktsom.cooperation.drawer.undoing import only_as_brought_in
from aktsom.core.actions import action, reads_only
from aktsom.core.actor import Actor
from aktsom.core.changes import announce
from aktsom.core.errors import AktsomError, ConflictError, InvalidError, Sentence
from aktsom.core.sheets import discard_upload, keep_upload, refusal, sheet_in
from aktsom.engine.sheets import SheetError

Outcome, State = DrawerItem.Outcome, Drawer.State


def may_bring_in(actor: Actor, given: Mapping[str, object]) -> bool:
    """Whoever brought the drawer, and those who look after agreements for the whole institution."""
    drawer = given["drawer"]
    assert isinstance(drawer, Drawer)
    same = actor.institution_id == drawer.institution_id and not reads_only(actor)
    return same and (actor.member_id == drawer.uploaded_by_id or actor.holds(*LOOK_AFTER, path="/"))


@action("upload a drawer of agreements", may=may_register, private=("files", "sheet"))
def upload_drawer(actor: Actor, *, files: Iterable[Given], sheet: "UploadedFile[bytes]", name: str = "") -> Drawer:
    """Keep files and sheet and find the sheet's columns; nothing is registered yet. Raises `InvalidError`."""
    if actor.institution_id is None or actor.member_id is None:
        raise InvalidError(_("A drawer is brought in by a person, for their institution."))
    kept_sheet = keep_upload(actor.institution_id, sheet)
    kept_files = ""
    try:
        table = sheet_in(kept_sheet, sheet.name or "")
        rows = sum(1 for _row in table.rows())
        if not rows:
            raise InvalidError(
                _("There are no rows under the header of the sheet."), remedy=_("Look whether it is the right file.")
            )
        kept_files = keep_files(actor.institution_id, files)
    except SheetError as error:
        discard_upload(kept_sheet)
        raise refusal(sheet.name or "", error) from error
    except AktsomError:
        discard_upload(kept_sheet)
        if kept_files:
            discard_files(kept_files)
        raise
    columns = list(table.columns)
    return Drawer.objects.create(
        institution_id=actor.institution_id,
        name=(name or sheet.name or "")[:200],
        files=kept_files,
        sheet=kept_sheet,
        sheet_name=(sheet.name or "")[:200],
        columns=columns,
        mapping={"columns": find_columns(columns), "kind": ""},
        total=number_in(kept_files),
        uploaded_by_id=actor.member_id,
    )


@action("choose the columns of a drawer", may=may_bring_in)
def choose_columns(
    actor: Actor,
    *,
    drawer: Drawer,
    columns: Mapping[str, int],
    kind: str = "",
    partners: Mapping[str, str] | None = None,
) -> Drawer:
    """Say which column holds what, which kind agreements have whose row says none, and who uncertain names stand for.

    `partners` has `partner_key(name, country)` to a partner's id or `NEW`; None leaves what was chosen before.
    """
    del actor
    row = _locked(drawer, State.UPLOADED, State.MAPPED)
    missing: dict[str, Sentence] = {
        f"column-{name}": words
        for name, words in (
            ("file", _("Choose the column with the file’s name.")),
            ("partner", _("Choose the column with the partner.")),
        )
        if name not in columns
    }
    if missing:
        raise InvalidError(_("Some columns are not chosen."), fields=missing)
    places = {name: place for name, place in columns.items() if name in NAMES and 0 <= place < len(row.columns)}
    chosen = row.mapping.get("partners", {}) if partners is None else dict(partners)
    row.mapping = {
        "columns": places,
        "kind": kind if kind in Agreement.Kind.values else "",
        "partners": chosen,
    }
    row.state = State.MAPPED
    row.save()
    return row


@action("bring in a drawer", may=may_bring_in)
def start(actor: Actor, *, drawer: Drawer) -> Drawer:
    """Mark it as being brought in; `filling.fill` does it. One that was stopped goes on where it was."""
    del actor
    row = _locked(drawer, State.MAPPED, State.STOPPED, State.RUNNING)
    row.state, row.message = State.RUNNING, ""
    row.save()
    return row


@action("undo a drawer", may=may_bring_in)
def undo(actor: Actor, *, drawer: Drawer) -> Drawer:
    """Withdraw the agreements that came of it, except those that somebody has built upon since; each item says which."""
    del actor
    row = _locked(drawer, State.DONE, State.STOPPED)
    came = row.items.filter(DrawerItem.CAME)
    untouched = only_as_brought_in(list(came.values_list("agreement", flat=True)))
    Agreement.objects.filter(pk__in=untouched).update(withdrawn_at=timezone.now(), version=2)
    came.update(outcome=Outcome.KEPT)
    came.filter(agreement__in=untouched).update(outcome=Outcome.UNDONE)
    row.state, row.message = State.UNDONE, ""
    row.save()
    announce(row.institution_id, "agreement", untouched)
    return row


def _locked(drawer: Drawer, *expected: str) -> Drawer:
    row: Drawer = Drawer.objects.select_for_update().get(pk=drawer.pk)
    if row.state not in expected:
        raise ConflictError(_("This drawer cannot be changed now."), remedy=_("Open it again to see where it is."))
    return row
