"""What people call the fields that hold something about them."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import Sentence

WORDS: dict[str, Sentence] = {
    "user": _("account"), "account": _("account"), "member": _("member"), "member_id": _("member"), "name": _("name"),
    "email": _("e-mail"), "language": _("language"), "is_active": _("can sign in"), "last_login": _("last sign-in"),
    "verified": _("confirmed"), "primary": _("main address"), "unit": _("unit"), "title": _("title"),
    "external_id": _("staff number"), "away_from": _("away from"), "away_until": _("away until"), "ended_at": _("ended"),
    "duty": _("duty"), "starts": _("from"), "ends": _("until"), "deputy": _("deputy"), "assigned_by": _("assigned by"),
    "label": _("label"), "made_at": _("made"), "expires": _("works until"), "sensitive": _("it can read sensitive things"),
    "actor": _("done by"), "verb": _("did"), "subject": _("record"), "details": _("details"), "at": _("at"),
    "args": _("asked with"), "task_name": _("kind of work"), "status": _("state"), "state": _("state"),
    "confirmed_by": _("confirmed by"), "confirmed_at": _("when"), "topic": _("about"), "edition": _("edition"),
    "judged_by": _("judged by"), "judged_at": _("when"), "listing": _("on the list"), "verdict": _("verdict"),
    "reason": _("reason"), "decided_by": _("decided by"), "decided_at": _("when"), "explanation": _("explanation"),
    "contact": _("contact"), "kind": _("kind"), "registered_by": _("registered by"), "summary": _("summary"),
    "reference": _("reference"), "funding": _("funding"), "registered_at": _("registered"), "said_by": _("said by"),
    "said_at": _("when"), "uploaded_by": _("uploaded by"), "filename": _("file name"), "message": _("message"),
    "uploaded_at": _("uploaded"), "latest": _("last visit"), "before": _("before"), "after": _("after"), "text": _("text"),
    "received_on": _("received"), "due": _("answer by"), "extended_because": _("why longer"), "answer": _("answer"),
    "proposed_by": _("proposed by"), "since": _("since"), "by": _("changed by"), "by_name": _("changed by (name)"),
    "end_reason": _("why it ended"), "outcome": _("what became of it"), "problems": _("problems"), "cells": _("cells"),
    "added_by": _("added by"), "agreed_at": _("when"), "agreed_by": _("agreed by"), "answered_at": _("answered"),
    "answered_by": _("answered by"), "aside_at": _("when"), "aside_because": _("reason"), "aside_by": _("set aside by"),
    "answers": _("answers"), "asked_at": _("asked"), "asked_until": _("asked until"),
    "author": _("author"), "authority": _("authority"), "begins": _("from"), "begun_at": _("begun"), "begun_by": _("begun by"),
    "brought_at": _("brought in"), "brought_by": _("brought in by"), "browser": _("browser"),
    "calendar_digest": _("calendar address, as a digest"), "calendar_made_at": _("calendar address made"),
    "changes": _("changes"), "columns": _("columns"), "content": _("content"), "created_at": _("made"), "data": _("content"),
    "decided_on": _("decided"), "decider": _("decides"), "digest": _("key, as a digest"), "done_at": _("done"),
    "done_by": _("done by"), "email_address": _("e-mail"), "ended_by": _("ended by"), "evidence": _("what shows it"),
    "file": _("file"), "files": _("files"), "how": _("how"), "is_emergency": _("emergency"), "judged": _("judgement"),
    "keep_by": _("keep or end by"), "key": _("key"), "last_used_at": _("last used"), "mailed_on": _("last mail"),
    "moved": _("moved"), "network": _("network address"), "note": _("note"), "owner": _("answers for it"),
    "pace": _("how often"), "passages": _("passages"), "password": _("password, as a digest"), "people": _("people"),
    "place": _("words of the paper"),
    "preparer": _("prepares the dossier"), "proposed_at": _("when"), "provider": _("sign-in service"), "purpose": _("purpose"),
    "recorded_at": _("recorded"), "recorded_by": _("recorded by"), "reminded_on": _("reminded"), "review": _("review"),
    "reviewed_at": _("reviewed"), "reviewed_by": _("reviewed by"), "seen_at": _("last seen"), "sent_on": _("sent"),
    "session_data": _("content of the session"), "session_key": _("key of the session"), "sheet": _("sheet"),
    "sheet_name": _("name of the sheet"), "shown_by": _("what shows it"), "signatory": _("who signs"),
    "signatory_title": _("position"), "signed_on": _("signed"), "submitted_at": _("sent in"), "taken_at": _("in effect since"),
    "taken_by": _("put in effect by"), "to": _("handed on to"), "type": _("kind"), "until": _("until"),
    "to_read": _("places to read"), "used_at": _("last used"), "what": _("what happened"),
    "withdrawn_at": _("withdrawn"), "withdrawn_because": _("reason"), "withdrawn_by": _("withdrawn by"),
    "written_at": _("written"), "written_by": _("written by"),
}  # fmt: skip


def word_of(field: str) -> str:
    """What people call a field."""
    return str(WORDS[field])
