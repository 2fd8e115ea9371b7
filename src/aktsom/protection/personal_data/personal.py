"""What the room itself holds of persons: their requests, and for a time the name behind a pseudonym."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.periods import Period
from aktsom.core.personal import (
    After,
    Ground,
    Held,
    Purpose,
    Recipient,
    WithPlace,
    WithRecord,
    declare,
    of_account,
    of_member,
)

SEEN_BY = (Recipient.PERSON, Recipient.PROTECTION_OFFICER, Recipient.AUDITORS)
THREE_YEARS = After(period=Period(years=3), date="decided_at")

declare(
    "personal_data.RightsRequest",
    _("Requests about one's own data"),
    Held(
        what=_("what a person asked about their own data, and the answer"),
        fields=("member", "kind", "text", "state", "received_on", "due", "extended_because", "answer"),
        whose=of_member("member"),
        purpose=Purpose.RIGHTS,
        ground=Ground.LEGAL_OBLIGATION,
        kept=THREE_YEARS,
        recipients=SEEN_BY,
    ),
    Held(
        what=_("who proposed an answer"),
        fields=("proposed_by",),
        whose=of_member("proposed_by"),
        purpose=Purpose.ACCOUNTABILITY,
        ground=Ground.LEGAL_OBLIGATION,
        kept=THREE_YEARS,
        recipients=SEEN_BY,
    ),
    Held(
        what=_("who decided on a request"),
        fields=("decided_by", "decided_at"),
        whose=of_member("decided_by"),
        purpose=Purpose.ACCOUNTABILITY,
        ground=Ground.LEGAL_OBLIGATION,
        kept=THREE_YEARS,
        recipients=SEEN_BY,
    ),
)
declare(
    "personal_data.Pseudonym",
    _("Pseudonyms"),
    Held(
        what=_("that the use of a person's data is stopped, since when, and whose place it was"),
        fields=("member", "since"),
        whose=of_member("member"),
        purpose=Purpose.RIGHTS,
        ground=Ground.LEGAL_OBLIGATION,
        kept=WithPlace(),
        recipients=SEEN_BY,
    ),
    Held(
        what=_("the account behind a pseudonym while use is only stopped"),
        fields=("account",),
        whose=of_account("account"),
        purpose=Purpose.RIGHTS,
        ground=Ground.LEGAL_OBLIGATION,
        kept=WithRecord(why=_("until the use begins again or the person is erased")),
        recipients=(Recipient.PROTECTION_OFFICER,),
    ),
)
declare(
    "personal_data.Tombstone",
    _("What was removed"),
    impersonal={_("how much of which kind was removed, never what"): ("label", "rule", "why")},
)
declare(
    "personal_data.RecordAddition",
    _("The institution's additions to the record of processing"),
    impersonal={
        _("about the institution and its offices; contact points rather than people"): (
            "controller", "officer", "law", "recipients", "transfers", "measures",
        ),
    },
)  # fmt: skip
