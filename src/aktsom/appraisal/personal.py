"""What the room holds of persons: who asked, who decided, who does what, and what they wrote. Flags hold nothing of persons."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import Sentence
from aktsom.core.periods import Period
from aktsom.core.personal import (
    After,
    Ground,
    Held,
    Kept,
    Purpose,
    Recipient,
    WithRecord,
    declare,
    of_member,
)

ABOUT = _("about a partner, a tie or a cooperation, never about a person")
STANDS = _("where the matter stands, chosen from a list or set by the product")
READERS = (Recipient.PERSON, Recipient.LEADERS, Recipient.ADVISERS, Recipient.AUDITORS)
WITH_APPRAISAL = WithRecord(
    why=_("Kept as long as the appraisal, which is kept as long as the institution answers for it.")
)


def _held(what: Sentence, fields: tuple[str, ...], member: str, kept: Kept = WITH_APPRAISAL) -> Held:
    return Held(
        what=what,
        fields=fields,
        whose=of_member(member),
        purpose=Purpose.COOPERATION,
        ground=Ground.PUBLIC_TASK,
        kept=kept,
        recipients=READERS,
    )


declare(
    "appraisal.RaisedFlag",
    _("Red flags"),
    impersonal={ABOUT: ("subject_kind", "subject_id", "rule", "facet", "weight", "facts")},
)
declare(
    "appraisal.OwnView",
    _("Subjects with flags of the institution's own"),
    impersonal={ABOUT: ("subject_kind", "subject_id")},
)
declare(
    "appraisal.Appraisal",
    _("Appraisals of cooperation"),
    _held(_("who asked, and what they answered"), ("owner", "answers", "title", "submitted_at"), "owner"),
    _held(_("who began it"), ("begun_by", "begun_at"), "begun_by"),
    _held(_("who put the dossier together"), ("preparer",), "preparer"),
    _held(_("who decided"), ("decider", "decided_on"), "decider"),
    impersonal={
        ABOUT: ("partners", "stated", "open_points", "flags", "news", "news_at", "scope"),
        STANDS: (
            *(
                "kind",
                "unit",
                "state",
                "state_since",
                "weight",
                "route",
                "days",
                "due",
                "valid_until",
                "outcome",
                "until",
            ),
            *("guide", "book", "seen", "token"),
        ),
    },
)
declare(
    "appraisal.Passage",
    _("Steps of appraisals"),
    _held(_("who did what, when, and what they wrote about it"), ("by", "at", "note"), "by"),
    _held(_("to whom it was handed on"), ("to",), "to"),
    impersonal={STANDS: ("step", "state", "weight", "why")},
)
declare(
    "appraisal.StepAside",
    _("People who stepped aside from an appraisal"),
    _held(_("that a person has an interest in a matter"), ("member", "at"), "member"),
)
declare(
    "appraisal.Decision",
    _("Decisions on appraisals"),
    _held(_("who decided what, and why"), ("by", "at", "reason", "outcome"), "by"),
    impersonal={STANDS: ("weight", "until")},
)
declare(
    "appraisal.Measure",
    _("Measures on which an approval rests"),
    _held(_("what a person is to do, and by when"), ("owner", "text", "due", "reminded_on"), "owner"),
    _held(_("who did it, and what shows it"), ("done_by", "done_at", "shown_by"), "done_by"),
    impersonal={ABOUT: ("rule", "clause")},
)
declare(
    "appraisal.HandbookChange",
    _("Changes of the handbook"),
    _held(_("who proposed a change of the rules"), ("proposed_by", "proposed_at"), "proposed_by"),
    _held(_("who took a change of the rules into effect"), ("taken_by", "taken_at"), "taken_by"),
    impersonal={_("about rules and questions, never about a person"): ("state", "about", "text")},
)
declare(
    "appraisal.Comment",
    _("Comments on dossiers"),
    _held(_("what a person noted"), ("by", "at", "text"), "by"),
)
declare(
    "appraisal.Attachment",
    _("Files attached to dossiers"),
    _held(
        _("what a person attached"),
        ("by", "at", "filename"),
        "by",
        After(period=Period(years=10), date="at", file="file"),
    ),
    impersonal={_("about the file itself"): ("content_type", "digest", "file")},
)
declare(
    "appraisal.Letter",
    _("Letters to authorities"),
    _held(_("who prepared a letter, and what it says"), ("by", "at", "text", "sent_on"), "by"),
    impersonal={STANDS: ("authority", "language")},
)
