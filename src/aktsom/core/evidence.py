"""Freezing what a decision rests on, so that it can be read as it was."""

import hashlib
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, InvalidError
from aktsom.core.models import Evidence


def freeze(actor: Actor, content: Any) -> Evidence:
    """Keep JSON content under its SHA-256 digest; the same content is kept once per institution."""
    if actor.institution_id is None:
        raise InvalidError("Evidence belongs to an institution.")
    return Evidence.objects.get_or_create(
        institution_id=actor.institution_id, digest=content_digest(content), defaults={"content": content}
    )[0]


def thaw(evidence: Evidence) -> Any:
    """The content, after checking that it still fits its digest; raises `ConflictError` when it does not."""
    if content_digest(evidence.content) != evidence.digest:
        raise ConflictError(_("This evidence was changed after it was frozen."), remedy=_("Tell the internal auditor."))
    return evidence.content


def content_digest(content: Any) -> str:
    """The SHA-256 of JSON content with sorted keys, 64 hexadecimal digits."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
