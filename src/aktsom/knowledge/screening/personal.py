"""What screening holds of persons: who judged a hit, and who decided to share. Of persons who are screened, the room that
registers them as subjects declares what is kept, why and until when, and removes it: these rows carry only their ids.
"""

from django.utils.translation import gettext_lazy as _

from aktsom.core.personal import Ground, Held, Purpose, Recipient, WithPlace, declare, of_member

declare(
    "screening.ScreeningHit",
    _("Hits on published lists"),
    impersonal={
        _("organisations, and why their names agree; hits on persons are declared with the persons"): (
            "subject_kind", "subject_id", "listing", "list_id", "listing_name", "query_name", "matched_name",
            "strength", "explanation",
        ),
        _("digests"): ("listing_digest", "names_digest"),
    },
)  # fmt: skip
declare(
    "screening.Judgement",
    _("Judgements of hits"),
    Held(
        what=_("who judged a hit, how and why"),
        fields=("judged_by", "listing", "verdict", "reason", "judged_at"),
        whose=of_member("judged_by"),
        purpose=Purpose.ACCOUNTABILITY,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=(Recipient.MEMBERS,),
    ),
    impersonal={
        _("which organisation"): ("subject_kind", "subject_id"),
        _("digests"): ("listing_digest", "names_digest"),
    },
)
declare(
    "screening.Sharing",
    _("Agreement to share judgements"),
    Held(
        what=_("who decided that the institution shares its judgements, and who took it back"),
        fields=("agreed_by", "agreed_at", "withdrawn_by", "withdrawn_at"),
        whose=of_member("agreed_by"),
        purpose=Purpose.ACCOUNTABILITY,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=(Recipient.MEMBERS,),
    ),
)
declare(
    "screening.AddressWithdrawal",
    _("Withdrawn addresses for OpenRefine"),
    Held(
        what=_("that somebody's addresses for OpenRefine open nothing any more"),
        fields=("member", "withdrawn_at"),
        whose=of_member("member"),
        purpose=Purpose.ACCOUNTABILITY,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=(Recipient.MEMBERS,),
    ),
)
declare(
    "screening.SharedVerdict",
    _("Shared judgements of organisations"),
    impersonal={
        _("which organisation"): ("subject_kind", "subject_id", "listing"),
        _("how an institution judges it; never who judged"): ("verdict", "reason", "judged_on"),
        _("digests"): ("listing_digest", "names_digest"),
    },
)
declare(
    "screening.ComparedSubject",
    _("What was compared with the lists"),
    impersonal={_("which record"): ("subject_kind", "subject_id"), _("digests"): ("digest",)},
)
declare(
    "screening.ComparedLists",
    _("Lists that all records were compared with"),
    impersonal={_("versions of lists and of the program"): ("subject_kind", "versions", "engine")},
)
