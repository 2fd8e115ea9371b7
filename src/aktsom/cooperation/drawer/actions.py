"""Bringing in a drawer: upload, choose columns, and the outcome of each file in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.actions import register_agreement
from aktsom.cooperation.agreements.checking import CHECKED_AT_ONCE, start_check
from aktsom.cooperation.agreements.drafts import AgreementDraft, typed
from aktsom.cooperation.agreements.models import Agreement, Document
from aktsom.cooperation.agreements.papers import add_document
from aktsom.cooperation.agreements.permissions import may_register
from aktsom.cooperation.agreements.withdrawing import withdraw_paper
from aktsom.cooperation.drawer.again import APART, kept_apart, set_apart
from aktsom.cooperation.drawer.archive import Given, TakeError, content_of, discard_files, keep_files, number_in
from aktsom.cooperation.drawer.filling import places_of
from aktsom.cooperation.drawer.meant import answers
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.permissions import may_bring_in
from aktsom.cooperation.drawer.rows import NAMES, find_columns
from aktsom.cooperation.drawer.undoing import only_as_brought_in, papers_only_brought_in
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.changes import announce
from aktsom.core.errors import AktsomError, ConflictError, InvalidError, Sentence
from aktsom.core.files import may_be_paper
from aktsom.core.sheets import discard_upload, kept_sheet

Outcome, State = DrawerItem.Outcome, Drawer.State
LONGEST_WHY = 200
RESTING = (State.DONE, State.STOPPED, State.UNDONE)


@action("upload a drawer of agreements", may=may_register, private=("files", "sheet"))
def upload_drawer(actor: Actor, *, files: Iterable[Given], sheet: "UploadedFile[bytes]", name: str = "") -> Drawer:
    """Keep files and sheet and find the sheet's columns; nothing is registered yet. Raises `InvalidError`."""
    if actor.institution_id is None or actor.member_id is None:
        raise InvalidError(_("A drawer is brought in by a person, for their institution."))
    kept, columns = _kept_sheet(actor.institution_id, sheet)
    try:
        kept_files = keep_files(actor.institution_id, files)
    except AktsomError:
        discard_upload(kept)
        raise
    return Drawer.objects.create(
        institution_id=actor.institution_id,
        name=(name or sheet.name or "")[:200],
        files=kept_files,
        sheet=kept,
        sheet_name=(sheet.name or "")[:200],
        columns=columns,
        mapping=_mapping(columns),
        total=number_in(kept_files),
        uploaded_by_id=actor.member_id,
    )


@action("give a drawer a new sheet", may=may_bring_in, private=("sheet",))
def give_sheet(actor: Actor, *, drawer: Drawer, sheet: "UploadedFile[bytes]") -> Drawer:
    """Take another sheet for the same files. What came of it stays as it is; everything else is looked at anew.

    What was said of names and of words for kinds holds for it too.
    """
    row = _locked(drawer, State.UPLOADED, State.MAPPED, State.DONE, State.STOPPED, State.UNDONE)
    before = row.sheet
    row.items.exclude(DrawerItem.STAYS).delete()
    if row.items.filter(file="", number__lt=APART).exists():
        set_apart(row, places_of(row))
    row.sheet, row.columns = _kept_sheet(row.institution_id, sheet)
    said = answers(actor, row.mapping, None, None)
    row.sheet_name, row.mapping, row.message = (sheet.name or "")[:200], _mapping(row.columns) | said, ""
    row.state, row.total = State.UPLOADED, number_in(row.files) + len(kept_apart(row))
    row.save()
    row.items.update(outcome=Case(When(outcome=Outcome.KEPT, then=Value(Outcome.REGISTERED)), default=F("outcome")))
    transaction.on_commit(partial(discard_upload, before))
    return row


@action("discard a drawer", may=may_bring_in)
def discard(actor: Actor, *, drawer: Drawer) -> None:
    """Delete a drawer that was never brought in, with its files and its sheet."""
    del actor
    row = _locked(drawer, State.UPLOADED, State.MAPPED)
    if row.items.exclude(outcome=Outcome.ASIDE).exists():
        raise ConflictError(
            _("Something was registered from this drawer already."),
            kept=_("Nothing was deleted."),
            remedy=_("Bring it in, and undo it if it should not be there."),
        )
    transaction.on_commit(partial(discard_upload, row.sheet))
    transaction.on_commit(partial(discard_files, row.files))
    row.delete()


@action("register one of a drawer", may=may_bring_in, private=(*typed("draft"), "upload"))
def register_one(
    actor: Actor,
    *,
    drawer: Drawer,
    item: DrawerItem,
    draft: AgreementDraft,
    token: UUID | None = None,
    upload: "UploadedFile[bytes] | None" = None,
    kind: str = Document.Kind.AGREEMENT,
) -> Agreement:
    """Register by hand what needed a look or was refused, with its file as the paper, or with the one that somebody chose.

    `kind` is what kind of paper that is. `read_and_check` is to be called for the check that waits then.
    """
    row = _locked_item(drawer, item)
    agreement = register_agreement(actor, draft=draft, token=token)
    paper = upload or paper_of(drawer, row)
    if paper is not None:
        _add_paper(actor, row, agreement, paper, kind)
    row.agreement, row.outcome, row.reasons = agreement, Outcome.REGISTERED, []
    row.save()
    return agreement


@action("add one of a drawer to an agreement", may=may_bring_in, private=("upload",))
def add_one(
    actor: Actor,
    *,
    drawer: Drawer,
    item: DrawerItem,
    agreement: Agreement,
    kind: str,
    upload: "UploadedFile[bytes] | None" = None,
) -> DrawerItem:
    """Add by hand what needed a look or was refused to an agreement that the actor may change, as a further paper of it.

    `read_and_check` is to be called for the check that waits then. Raises `InvalidError` when there is no file.
    """
    row = _locked_item(drawer, item)
    paper = upload or paper_of(drawer, row)
    if paper is None:
        raise InvalidError(fields={"file": _("Choose the file.")})
    _add_paper(actor, row, agreement, paper, kind)
    row.agreement, row.beside, row.outcome, row.reasons = agreement, True, Outcome.REGISTERED, []
    row.save()
    return row


@action("set aside one of a drawer", may=may_bring_in, private=("because",))
def set_aside(actor: Actor, *, drawer: Drawer, item: DrawerItem, because: str = "") -> DrawerItem:
    """Settle what nobody wants: no later sheet brings it in until somebody looks at it again. Its file is kept."""
    why = because.strip()
    if len(why) > LONGEST_WHY or "\x00" in why:
        too_long = _("This is too long: at most %(longest)d characters.") % {"longest": LONGEST_WHY}
        raise InvalidError(fields={"because": too_long})
    row = _resting_item(drawer, item)
    if not row.is_left:
        raise _settled()
    row.before, row.outcome, row.aside_because = row.outcome, Outcome.ASIDE, why
    row.aside_by_id, row.aside_at = actor.member_id, timezone.now()
    row.save()
    return row


@action("set aside what a drawer has already", may=may_bring_in)
def set_aside_known(actor: Actor, *, drawer: Drawer) -> int:
    """The same for all that is there already as the paper of an agreement. Gives how many."""
    _locked(drawer, *RESTING)
    rows = DrawerItem.objects.visible_to(actor).filter(DrawerItem.KNOWN, drawer=drawer)
    now = timezone.now()
    number: int = rows.update(
        before=F("outcome"), outcome=Outcome.ASIDE, aside_by=actor.member_id, aside_at=now, aside_because="", at=now
    )
    return number


@action("take back that one of a drawer was set aside", may=may_bring_in)
def look_again(actor: Actor, *, drawer: Drawer, item: DrawerItem) -> DrawerItem:
    """Take back that it was set aside: it is as it was before."""
    del actor
    row = _resting_item(drawer, item)
    if row.outcome != Outcome.ASIDE:
        raise ConflictError(_("This is not set aside any more."), remedy=_("Open the drawer again to see it."))
    row.outcome, row.before, row.aside_because, row.aside_by, row.aside_at = row.before, "", "", None, None
    row.save()
    return row


def _add_paper(actor: Actor, row: DrawerItem, agreement: Agreement, paper: "UploadedFile[bytes]", kind: str) -> None:
    version = add_document(actor, agreement=agreement, upload=paper, kind=kind)
    if kind in CHECKED_AT_ONCE:
        row.clause_check = start_check(actor, agreement=agreement, version=version)


def file_of(drawer: Drawer, item: DrawerItem) -> SimpleUploadedFile | None:
    """The item's file out of the archive; None where there is none or it cannot be taken out."""
    if not item.file:
        return None
    try:
        return SimpleUploadedFile(item.file, content_of(drawer.files, item.number))
    except TakeError:
        return None


def paper_of(drawer: Drawer, item: DrawerItem) -> SimpleUploadedFile | None:
    """The item's file where it can be a paper of an agreement; what was refused by what is in it is none."""
    found = file_of(drawer, item)
    if found is None or not may_be_paper(found.read()):
        return None
    found.seek(0)
    return found


def _kept_sheet(institution_id: int, sheet: "UploadedFile[bytes]") -> tuple[str, list[str]]:
    """Keep a sheet that has rows; gives its path and its columns. Raises `InvalidError`."""
    with kept_sheet(institution_id, sheet, sheet.name or "") as (kept, table):
        if not sum(1 for _row in table.rows()):
            raise InvalidError(
                _("There are no rows under the header of the sheet."), remedy=_("Look whether it is the right file.")
            )
    return kept, list(table.columns)


def _mapping(columns: Sequence[str]) -> dict[str, object]:
    return {"columns": find_columns(columns), "kind": ""}


@action("choose the columns of a drawer", may=may_bring_in)
def choose_columns(
    actor: Actor,
    *,
    drawer: Drawer,
    columns: Mapping[str, int],
    kind: str = "",
    partners: Mapping[str, str] | None = None,
    kinds: Mapping[str, str] | None = None,
) -> Drawer:
    """Say which column holds what, which kind agreements have whose row says none, and who uncertain names stand for.

    `partners` has `partner_key(name, country)` to a partner's id, `NEW` or `APART`, and `kinds` what words for kinds mean; None
    leaves what was said before.
    """
    row = _locked(drawer, State.UPLOADED, State.MAPPED)
    missing: dict[str, Sentence] = {
        f"columns.{name}": words
        for name, words in (
            ("file", _("Choose the column with the file’s name.")),
            ("partner", _("Choose the column with the partner.")),
        )
        if name not in columns
    }
    if missing:
        raise InvalidError(_("Some columns are not chosen."), fields=missing)
    if beyond := [name for name, place in columns.items() if not 0 <= place < len(row.columns)]:
        raise InvalidError(fields={f"columns.{name}": _("The sheet has no such column.") for name in beyond})
    row.mapping = {
        "columns": {name: place for name, place in columns.items() if name in NAMES},
        "kind": kind if kind in Agreement.Kind.values else "",
        **answers(actor, row.mapping, partners, kinds),
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
    """Withdraw the agreements that came of it and the papers that it added to others, except those that somebody has built upon
    since; each item says which.
    """
    row = _locked(drawer, State.DONE, State.STOPPED)
    came = row.items.filter(DrawerItem.CAME | Q(beside=True))
    untouched = only_as_brought_in(row)
    Agreement.objects.filter(pk__in=untouched).update(withdrawn_at=timezone.now(), version=2)
    came.update(outcome=Outcome.KEPT)
    came.filter(agreement__in=untouched).update(outcome=Outcome.UNDONE)
    came.filter(pk__in=_withdrawn_papers(actor, row)).update(outcome=Outcome.UNDONE)
    row.state, row.message = State.UNDONE, ""
    row.save()
    announce(row.institution_id, "agreement", untouched)
    return row


def _withdrawn_papers(actor: Actor, drawer: Drawer) -> list[UUID]:
    """Withdraw what was added to agreements that were there before; gives the items that it came of."""
    why = _("The drawer “%(name)s”, which brought it, was undone.") % {"name": drawer.name}
    taken = list(papers_only_brought_in(actor, drawer))
    for _item, version in taken:
        withdraw_paper(actor, agreement=version.agreement, version=version, reason=str(why))
    return [item.pk for item, _version in taken]


def _locked_item(drawer: Drawer, item: DrawerItem) -> DrawerItem:
    """An item for which nothing is registered yet, of a drawer that is brought in."""
    row = _resting_item(drawer, item, State.DONE, State.STOPPED)
    if not row.is_open:
        raise _settled()
    return row


def _resting_item(drawer: Drawer, item: DrawerItem, *expected: str) -> DrawerItem:
    _locked(drawer, *(expected or RESTING))
    row: DrawerItem = DrawerItem.objects.select_for_update(of=("self",)).get(pk=item.pk, drawer=drawer)
    return row


def _settled() -> ConflictError:
    return ConflictError(
        _("This was registered or set aside in the meantime."), remedy=_("Open the drawer again to see it.")
    )


def _locked(drawer: Drawer, *expected: str) -> Drawer:
    row: Drawer = Drawer.objects.select_for_update().get(pk=drawer.pk)
    if row.state not in expected:
        raise ConflictError(_("This drawer cannot be changed now."), remedy=_("Open it again to see where it is."))
    return row
