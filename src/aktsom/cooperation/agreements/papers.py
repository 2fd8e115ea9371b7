"""Adding papers to an agreement: every file is kept under a name of our own, whatever is in it, and is only ever handed out
to be saved.
"""

from collections.abc import Mapping
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models import Agreement, Document, DocumentVersion
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.storing import tell
from aktsom.cooperation.records.storing import locked
from aktsom.core import files
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.errors import InvalidError

ROOM = "agreements"
LARGEST = 50_000_000
MOST_VERSIONS = 200


@action("add a paper to an agreement", may=may_change, private=("upload", "note"))
def add_document(
    actor: Actor,
    *,
    agreement: Agreement,
    upload: "UploadedFile[bytes]",
    kind: str = Document.Kind.AGREEMENT,
    document: UUID | None = None,
    note: str = "",
) -> DocumentVersion:
    """Keep a file as a new paper of a kind, or with `document` as the next version of one of that kind.

    A file that cannot be read is kept too: the check says what is wrong with it. What an older paper told is open from now on.
    """
    row = locked(agreement)
    if kind not in Document.Kind.values:
        raise InvalidError(fields={"kind": _("Choose what kind of paper it is.")})
    if len(note) > 300 or "\x00" in note:
        raise InvalidError(fields={"note": _("This is too long: at most 300 characters.")})
    version = keep_version(actor, row, upload=upload, kind=kind, document=document, note=note)
    tell(row)
    return version


def keep_version(
    actor: Actor,
    row: Agreement,
    *,
    upload: "UploadedFile[bytes]",
    kind: str,
    document: UUID | None = None,
    note: str = "",
    choices: Mapping[str, object] | None = None,
) -> DocumentVersion:
    """Keep a file for a locked agreement, inside an action; `choices` is what it was made with, where it was made here."""
    versions = DocumentVersion.objects.filter(agreement=row)
    if versions.count() >= MOST_VERSIONS:
        raise InvalidError(_("This agreement has 200 files already."), remedy=_("Put several into one."))
    content = files.content_of(upload, LARGEST)
    paper = row.documents.filter(pk=document).first() if document else None
    if document and paper is None:
        raise InvalidError(fields={"document": _("Choose a paper of this agreement.")})
    if paper and paper.kind != kind:
        raise InvalidError(
            fields={"kind": _("A newer version is of the same kind as its paper. Add this as a paper of its own.")}
        )
    paper = paper or Document.objects.create(institution_id=row.institution_id, agreement=row, kind=kind)
    content_type = files.kind_if_known(content)
    kept, digest = files.keep(ROOM, row.institution_id, content)
    return DocumentVersion.objects.create(
        institution_id=row.institution_id,
        agreement=row,
        document=paper,
        number=paper.versions.count() + 1,
        filename=files.safe_name(upload.name or "", content_type, content),
        content_type=content_type,
        size=len(content),
        digest=digest,
        file=kept,
        note=note,
        choices=choices or {},
        by_id=actor.member_id,
    )
