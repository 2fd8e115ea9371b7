"""What the room holds of persons: who answers for an agreement, who signed it, and who is named in its papers."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import Sentence
from aktsom.core.personal import (
    ByLaw,
    Ground,
    Held,
    Kept,
    Kind,
    Purpose,
    Recipient,
    Whose,
    WithRecord,
    declare,
    of_member,
    outside,
)

READERS = (Recipient.PERSON, Recipient.LEADERS)
CHOSEN = _("chosen from a list, or set by the product")
ABOUT = _("about the agreement, never about a person")
ARCHIVE = ByLaw(why=_("Agreements and their papers are part of the institution's archive."))
WITH_AGREEMENT = WithRecord(why=_("Kept as long as the agreement, which is part of the institution's archive."))


def _held(
    what: Sentence, fields: tuple[str, ...], whose: Whose, kept: Kept = WITH_AGREEMENT, *, what_for: Purpose
) -> Held:
    return Held(
        what=what,
        fields=fields,
        whose=whose,
        purpose=what_for,
        ground=Ground.PUBLIC_TASK,
        kept=kept,
        recipients=READERS,
    )


def _done_by(what: Sentence, *fields: str) -> Held:
    return _held(what, fields, of_member(fields[0]), what_for=Purpose.ACCOUNTABILITY)


def _named(what: Sentence, *fields: str) -> Held:
    return _held(what, fields, outside(Kind.CONTACT, fields[0]), ARCHIVE, what_for=Purpose.COOPERATION)


declare(
    "agreements.Agreement",
    _("Agreements"),
    _held(
        _("who answers for which agreement"),
        ("owner", "title", "kind", "starts", "ends"),
        of_member("owner"),
        what_for=Purpose.COOPERATION,
    ),
    _done_by(_("who registered which agreement"), "registered_by", "registered_at"),
    _named(_("persons who are named in the title, the summary or the reference"), "summary", "title", "reference"),
    impersonal={
        CHOSEN: ("state", "kind", "relation", "currency", "language", "law", "flags", "token"),
        ABOUT: ("forum",),
    },
)
declare(
    "agreements.AgreementParty",
    _("Parties of agreements"),
    _named(
        _("who signs for a party, and with what authority"), "signatory", "signatory_title", "authority", "signed_on"
    ),
    impersonal={_("an organisation's name and part"): ("side", "name", "role")},
)
declare("agreements.AgreementUnit", _("Units that work under an agreement"))
declare("agreements.AgreementCooperation", _("Cooperation under agreements"))
declare("agreements.Document", _("Papers of agreements"), impersonal={CHOSEN: ("kind",)})
declare(
    "agreements.DocumentVersion",
    _("Files of agreements"),
    _done_by(_("who added which file"), "by", "filename", "note", "at"),
    _done_by(_("who withdrew which file, and why"), "withdrawn_by", "withdrawn_because", "withdrawn_at"),
    _named(_("persons who are named in a file"), "file"),
    impersonal={_("about the file itself"): ("content_type", "digest"), ABOUT: ("choices",)},
)
declare(
    "agreements.StepTaken",
    _("Steps of agreements"),
    _done_by(_("who took which step, when and why"), "by", "reason", "at"),
    impersonal={CHOSEN: ("step", "state", "terms_before")},
)
declare(
    "agreements.ClauseCheck",
    _("Checks of agreements"),
    _done_by(_("who had a document checked"), "by", "at"),
    _named(_("persons who are named in a passage"), "to_read"),
    impersonal={
        CHOSEN: (
            *("progress", "library", "library_digest", "kind", "flags", "language"),
            *("noticed", "unread", "facts", "message", "standings"),
        )
    },
)
declare(
    "agreements.Finding",
    _("Findings in agreements"),
    _done_by(_("who confirmed or corrected a finding"), "judged_by", "judged", "note", "place", "judged_at"),
    _named(_("persons who are named in a passage"), "passages"),
    impersonal={CHOSEN: ("condition", "verdict", "why")},
)
declare(
    "agreements.Comparison",
    _("Comparisons of drafts"),
    _done_by(_("who compared two drafts"), "by", "at"),
    _named(_("persons who are named in a changed passage"), "changes"),
    impersonal={CHOSEN: ("progress", "message")},
)
declare(
    "agreements.OwnConditions",
    _("The institution's own framework conditions"),
    _done_by(_("who wrote them"), "by", "at"),
    impersonal={_("about agreements, never about a person"): ("text",)},
)
