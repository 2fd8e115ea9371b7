"""What the room holds of persons: who wrote what, whose access, whose task. Those who depend on an agreement are counted."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import Sentence
from aktsom.core.personal import Ground, Held, Kind, Purpose, Recipient, WithRecord, declare, of_member, outside

READERS = (Recipient.PERSON, Recipient.LEADERS)
CHOSEN = _("chosen from a list, or set by the product")
ABOUT = _("about the agreement, never about a person")
KEPT = WithRecord(why=_("Kept as long as the agreement, which is part of the institution's archive."))


def _held(what: Sentence, *fields: str, purpose: Purpose = Purpose.ACCOUNTABILITY) -> Held:
    return Held(
        what=what,
        fields=fields,
        whose=of_member(fields[0]),
        purpose=purpose,
        ground=Ground.PUBLIC_TASK,
        kept=KEPT,
        recipients=READERS,
    )


def _named(what: Sentence, *fields: str) -> Held:
    return Held(
        what=what,
        fields=fields,
        whose=outside(Kind.CONTACT, fields[0]),
        purpose=Purpose.COOPERATION,
        ground=Ground.PUBLIC_TASK,
        kept=KEPT,
        recipients=READERS,
    )


declare(
    "exits.ExitStrategy",
    _("Exit strategies"),
    _held(_("who wrote how an agreement is left"), "written_by", "written_at"),
    impersonal={CHOSEN: ("triggers", "decides"), ABOUT: ("costs",)},
)
declare(
    "exits.StrategyStep",
    _("Steps of exit strategies"),
    impersonal={CHOSEN: ("key", "role", "anchor", "after"), ABOUT: ("title",)},
)
declare(
    "exits.HangingThing", _("What must come back or be deleted"), impersonal={CHOSEN: ("sort", "way"), ABOUT: ("what",)}
)
declare(
    "exits.HangingPeople",
    _("How many depend on an agreement"),
    impersonal={CHOSEN: ("role",), _("numbers and roles, no names"): ("plan",)},
)
declare(
    "exits.HangingAccess",
    _("Access that hangs on an agreement"),
    _held(_("whose access hangs on an agreement"), "member", purpose=Purpose.ACCESS),
    _held(_("who says so"), "added_by"),
    _held(_("who agreed that it ends at once"), "agreed_by"),
)
declare(
    "exits.Breach",
    _("Breaches of agreements"),
    _held(_("who recorded a breach"), "recorded_by", "recorded_at"),
    _named(_("persons who are named in what happened and what shows it"), "what", "evidence"),
    impersonal={CHOSEN: ("trigger", "state", "decides", "token"), ABOUT: ("happened_on", "cure_by", "closed_at")},
)
declare(
    "exits.PlanTask",
    _("Tasks of exit plans"),
    _held(_("whose task it is"), "owner", "begins", "due"),
    _held(_("who carried it out"), "done_by", "done_at", "shown_by"),
    impersonal={CHOSEN: ("key", "role"), ABOUT: ("title", "dropped_at")},
)
declare(
    "exits.BreachEntry",
    _("Log of breaches"),
    _held(_("who did what"), "by", "at", "text"),
    impersonal={CHOSEN: ("sort",)},
)
