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
}  # fmt: skip


def word_of(field: str) -> str:
    """What people call a field."""
    return str(WORDS.get(field) or field.replace("_", " "))
