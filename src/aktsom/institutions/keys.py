"""Keys for programs: made once, shown once, kept as a digest, ended at any time, valid for a year at most.

A key reads `aktsom_<institution>_<secret>`: the number lets the database border be set before anything is looked up.
"""

import hashlib
import re
import secrets
import time
from dataclasses import replace
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aktsom.core.actions import action, any_member
from aktsom.core.actor import Actor
from aktsom.core.compartments import entered_by
from aktsom.core.errors import InvalidError, NotAllowedError, StepUpNeededError
from aktsom.core.tenancy import act_for, act_for_nobody, act_for_place
from aktsom.core.visibility import get_visible
from aktsom.institutions.models import ApiKey
from aktsom.institutions.queries import actor_of

SHAPE = re.compile(r"aktsom_(\d{1,10})_[A-Za-z0-9_-]{43}")
LIFETIME = timedelta(days=365)
KNOWN_SECONDS, MOST_KNOWN = 2.0, 1000


@action("make a key for a program", may=any_member)
def make_key(actor: Actor, *, label: str, sensitive: bool = False) -> tuple[ApiKey, str]:
    """A key that acts as the actor; the second part is the key itself, which is never shown again.

    A `sensitive` key also does what needs its person to show again who they are, and is made right after that.
    """
    if actor.institution_id is None or actor.member_id is None:
        raise InvalidError(_("Only somebody with a place in an institution can make a key."))
    if actor.by_key:
        raise NotAllowedError(
            _("A key cannot make further keys."), remedy=_("Sign in and make one on the page of your keys.")
        )
    if sensitive and not actor.proven:
        raise StepUpNeededError
    if not label.strip():
        raise InvalidError(_("The key needs a name."), fields={"label": _("Say which program will use it.")})
    secret = f"aktsom_{actor.institution_id}_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        institution_id=actor.institution_id,
        member_id=actor.member_id,
        label=label.strip()[:100],
        digest=_digest(secret),
        sensitive=sensitive,
        expires=timezone.localdate() + LIFETIME,
    )
    return key, secret


@action("end a key for a program", may=any_member)
def end_key(actor: Actor, *, key_id: str) -> ApiKey:
    """Let a key of one's own stop working at once."""
    key = get_visible(ApiKey, actor, pk=key_id)
    key.ended_at = key.ended_at or timezone.now()
    key.save(update_fields=["ended_at"])
    _known.clear()
    return key


def keys_of(actor: Actor) -> QuerySet[ApiKey]:
    """The actor's own keys, the newest first, ended ones too."""
    rows: QuerySet[ApiKey] = ApiKey.objects.visible_to(actor)
    return rows


def actor_with_key(secret: str) -> Actor | None:
    """The actor that a key stands for, with the connection acting for its institution; None when the key is not in force.

    A key is asked about anew every two seconds, so that a program which registers hundreds of records is served fast; one
    that was ended here stops at once, in another server process within those two seconds. Which compartments the person
    may enter is asked every time: a grant that is revoked holds for no further call.
    """
    shape = SHAPE.fullmatch(secret)
    if shape is None:
        return None
    digest = _digest(secret)
    until, known = _known.get(digest, (0.0, None))
    if known is not None and until > time.monotonic():
        return _as_of_now(known)
    act_for_place(int(shape[1]))
    actor = _actor_of_digest(digest)
    if actor is None:
        act_for_nobody()
        return None
    _remember(digest, actor)
    act_for(actor)
    return actor


def _as_of_now(known: Actor) -> Actor:
    """The same with the compartments of this moment; nothing else is asked before the connection acts for them."""
    act_for(known)
    assert known.member_id is not None
    actor = replace(known, compartments=entered_by(known.member_id))
    if actor != known:
        act_for(actor)
    return actor


_known: dict[str, tuple[float, Actor]] = {}


def forget_known() -> None:
    """Ask about every key anew: somebody's place or duties changed."""
    _known.clear()


def _remember(digest: str, actor: Actor) -> None:
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    _known[digest] = (time.monotonic() + KNOWN_SECONDS, actor)


def _actor_of_digest(digest: str) -> Actor | None:
    found = ApiKey.objects.filter(digest=digest, ended_at__isnull=True, expires__gte=timezone.localdate())
    found = found.filter(member__ended_at=None)
    key = found.select_related("member__user", "member__unit").first()
    return (
        replace(actor_of(key.member), by_key=True, proven=key.sensitive)
        if key is not None and key.member.user.is_active
        else None
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
