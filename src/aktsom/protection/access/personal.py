"""What the room holds of persons: who looks after what, who asked for what and why, and who can enter."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import Sentence
from aktsom.core.periods import Period
from aktsom.core.personal import (
    After,
    Ground,
    Held,
    Kept,
    Kind,
    Purpose,
    Recipient,
    WithPlace,
    WithRecord,
    declare,
    of_member,
    outside,
)

WITH_PLACE = WithPlace()
OWNERS = (Recipient.PERSON, Recipient.LEADERS, Recipient.AUDITORS)
LISTED = {_("chosen from a list"): ("kind", "level")}


def _held(what: Sentence, fields: tuple[str, ...], member: str, kept: Kept = WITH_PLACE) -> Held:
    return Held(
        what=what,
        fields=fields,
        whose=of_member(member),
        purpose=Purpose.ACCESS,
        ground=Ground.PUBLIC_TASK,
        kept=kept,
        recipients=OWNERS,
    )


AFTER_END = After(period=Period(years=5), date="asked_at")
WITH_COMPARTMENT = WithRecord(why=_("Kept as long as the compartment."))

declare(
    "access.Compartment",
    _("Compartments"),
    _held(_("who owns a protected area"), ("owner", "made_at"), "owner"),
    _held(_("who is the owner's deputy"), ("deputy",), "deputy"),
    impersonal={
        _("chosen from a list"): ("kind", "level", "unit"),
        _("about a place or a system, not a person"): ("name", "description", "reference"),
    },
)
declare(
    "access.Prerequisite",
    _("What entering requires"),
    impersonal={_("about a course, a check or an agreement, not a person"): ("kind", "title", "reference")},
)
declare(
    "access.PrerequisiteMet",
    _("What people have that entering requires"),
    _held(
        _("that a course or check was passed or an agreement signed"), ("member", "until"), "member", WITH_COMPARTMENT
    ),
    _held(_("who has seen it"), ("confirmed_by", "confirmed_at"), "confirmed_by", WITH_COMPARTMENT),
)
declare(
    "access.AccessGrant",
    _("Access"),
    _held(
        _("what a person asked to enter, why, and what became of it"),
        ("member", "state", "purpose", "asked_at", "asked_until", "begins", "until", "keep_by", "is_emergency"),
        "member",
        AFTER_END,
    ),
    _held(_("who answered, and why"), ("decided_by", "decided_at", "reason"), "decided_by", AFTER_END),
    _held(_("who ended it, and why"), ("ended_by", "ended_at", "end_reason"), "ended_by", AFTER_END),
    _held(_("who reviewed an emergency"), ("reviewed_by", "reviewed_at", "review"), "reviewed_by", AFTER_END),
)
declare(
    "access.Round",
    _("Recertifications"),
    _held(_("who began it"), ("begun_by", "begun_at", "due"), "begun_by", WITH_COMPARTMENT),
)
declare(
    "access.RoundAnswer",
    _("Answers in recertifications"),
    _held(
        _("who kept or ended access, and why"),
        ("answered_by", "answered_at", "reason"),
        "answered_by",
        WITH_COMPARTMENT,
    ),
)
declare(
    "access.ActualState",
    _("What doors and systems say"),
    _held(_("who brought it in"), ("brought_by", "brought_at", "filename"), "brought_by"),
    Held(
        what=_("who can enter according to the door or system"),
        fields=("people",),
        whose=outside(Kind.CONTACT, "people"),
        purpose=Purpose.ACCESS,
        ground=Ground.PUBLIC_TASK,
        kept=After(period=Period(years=1), date="brought_at"),
        recipients=OWNERS,
    ),
)
