"""Putting right what a paper of an agreement is: withdrawn where it does not belong there, put back, or of another kind."""

from uuid import UUID

from django.db.models import PROTECT, ForeignObjectRel
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.conditions import library_of
from aktsom.cooperation.agreements.models import Agreement, Document, DocumentVersion, StepTaken
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.queries import files_of, version_of
from aktsom.cooperation.agreements.storing import tell
from aktsom.cooperation.agreements.weighing import weigh_anew
from aktsom.cooperation.records.storing import locked
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, InvalidError, NotVisibleError, Sentence

LONGEST_REASON = 500


@action("withdraw a paper of an agreement", may=may_change, private=("reason",))
def withdraw_paper(actor: Actor, *, agreement: Agreement, version: DocumentVersion, reason: str) -> DocumentVersion:
    """Take a file out of the agreement: it is kept, only those who may change the agreement still get it, and its checks count
    no more.

    Raises `ConflictError` where a step or a breach that is on record rests on it.
    """
    row, file = _locked(agreement, version)
    why = reason.strip()
    if not why:
        raise InvalidError(fields={"reason": _("Say why it does not belong here.")})
    if len(why) > LONGEST_REASON or "\x00" in why:
        raise InvalidError(fields={"reason": _("This is too long: at most 500 characters.")})
    if file.withdrawn_at is not None:
        raise _changed_since()
    if rests := what_rests_on(file):
        raise ConflictError(rests, kept=_("Nothing was changed."), remedy=_("It stays as what that rests on."))
    file.withdrawn_at, file.withdrawn_because, file.withdrawn_by_id = timezone.now(), why, actor.member_id
    return _counted(actor, row, file)


@action("put back a paper of an agreement", may=may_change)
def restore_paper(actor: Actor, *, agreement: Agreement, version: DocumentVersion) -> DocumentVersion:
    """Put a file back that was withdrawn: it is seen again, and its checks count as they did."""
    row, file = _locked(agreement, version)
    if file.withdrawn_at is None:
        raise _changed_since()
    file.withdrawn_at, file.withdrawn_because, file.withdrawn_by_id = None, "", None
    return _counted(actor, row, file)


@action("say what a paper of an agreement is", may=may_change)
def relabel_paper(actor: Actor, *, agreement: Agreement, version: DocumentVersion, kind: str) -> DocumentVersion:
    """Say of a paper, with all its versions, what kind it is; what its checks weigh and which one counts follows."""
    row, file = _locked(agreement, version)
    if kind not in Document.Kind.values:
        raise InvalidError(fields={"kind": _("Choose what kind of paper it is.")})
    file.document.kind = kind
    file.document.save(update_fields=["kind"])
    return _counted(actor, row, file)


def what_rests_on(version: DocumentVersion) -> Sentence:
    """What is on record and rests on a file, in words; "" where nothing does."""
    for relation in DocumentVersion._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.on_delete is PROTECT:
            rows = relation.related_model._default_manager.filter(**{relation.field.name: version.pk})
            if rows.exists():
                of_a_step = relation.related_model is StepTaken
                return _("A step that was taken rests on it.") if of_a_step else _("The log of a breach rests on it.")
    return ""


def withdrawn_files(agreement: Agreement) -> list[DocumentVersion]:
    """The files of an agreement that were withdrawn, the newest first; to be shown as far as the reader may know of them."""
    return [each for each in files_of(agreement) if each.withdrawn_at is not None]


def withdrawn_file(agreement: Agreement, version_id: UUID) -> DocumentVersion:
    """One of them; raises `NotVisibleError`."""
    found = next((each for each in withdrawn_files(agreement) if each.pk == version_id), None)
    if found is None:
        raise NotVisibleError
    return found


def file_to_hand_out(actor: Actor, agreement: Agreement, version_id: UUID) -> DocumentVersion:
    """One file of the agreement; what was withdrawn only goes to those who may change it. Raises `NotVisibleError`."""
    kept = withdrawn_files(agreement) if may_change(actor, {"agreement": agreement}) else []
    return next((each for each in kept if each.pk == version_id), None) or version_of(actor, agreement, version_id)


def _locked(agreement: Agreement, version: DocumentVersion) -> tuple[Agreement, DocumentVersion]:
    row = locked(agreement)
    return row, DocumentVersion.objects.select_related("document").get(pk=version.pk, agreement=row)


def _counted(actor: Actor, row: Agreement, file: DocumentVersion) -> DocumentVersion:
    file.save(update_fields=["withdrawn_at", "withdrawn_because", "withdrawn_by"])
    weigh_anew(row, library_of(actor))
    tell(row)
    return file


def _changed_since() -> ConflictError:
    return ConflictError(
        _("Somebody withdrew this paper or put it back in the meantime."),
        kept=_("Nothing was changed."),
        remedy=_("Open the agreement again to see it."),
    )
