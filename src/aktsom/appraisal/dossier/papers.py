"""What people add to a dossier: comments, files, and letters to authorities that they send themselves."""

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.appraisal.deciding.permissions import may_advise, may_work_on
from aktsom.appraisal.models import Appraisal, Attachment, Comment, Letter
from aktsom.appraisal.stepping import text_given
from aktsom.content.contacts import authorities
from aktsom.core import files
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, InvalidError

MOST_FILES = 50


@action("comment on an appraisal", may=may_work_on, private=("text",))
def comment(actor: Actor, *, appraisal: Appraisal, text: str) -> Comment:
    """Note something for the others who work on it."""
    return Comment.objects.create(
        institution_id=appraisal.institution_id,
        appraisal=appraisal,
        text=text_given(text, "text", _("Write something.")),
        by_id=actor.as_member,
    )


@action("attach a file to an appraisal", may=may_work_on, private=("upload",))
def attach(actor: Actor, *, appraisal: Appraisal, upload: "UploadedFile[bytes]") -> Attachment:
    """Keep a file of a kind that is known by its content to be harmless to hand out."""
    if Attachment.objects.filter(appraisal=appraisal).count() >= MOST_FILES:
        raise InvalidError(_("This appraisal has 50 files already."), remedy=_("Put several into one."))
    content, kind = files.read_upload(upload)
    kept, digest = files.keep("appraisals", appraisal.institution_id, content)
    return Attachment.objects.create(
        institution_id=appraisal.institution_id,
        appraisal=appraisal,
        filename=files.safe_name(upload.name or "", kind),
        content_type=kind,
        size=len(content),
        digest=digest,
        file=kept,
        by_id=actor.as_member,
    )


@action("prepare a letter to an authority", may=may_advise, private=("text",))
def prepare_letter(actor: Actor, *, appraisal: Appraisal, authority: str, language: str, text: str) -> Letter:
    """Keep the letter as it is to be sent; it is sent by a person, outside Aktsom."""
    if authority not in authorities():
        raise InvalidError(fields={"authority": _("Choose an authority from the list.")})
    return Letter.objects.create(
        institution_id=appraisal.institution_id,
        appraisal=appraisal,
        authority=authority,
        language="en" if language == "en" else "nb",
        text=text_given(text, "text", _("The letter is empty.")),
        by_id=actor.as_member,
    )


@action("say that a letter was sent", may=may_advise)
def say_sent(actor: Actor, *, appraisal: Appraisal, letter: Letter) -> Letter:
    """Note the day on which somebody sent it."""
    del actor
    row: Letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk, appraisal=appraisal)
    if row.sent_on is not None:
        raise ConflictError(_("It was noted already that this letter was sent."))
    row.sent_on = timezone.localdate()
    row.save(update_fields=["sent_on"])
    return row
