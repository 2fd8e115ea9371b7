"""What screening holds of persons: who judged a hit. Persons themselves are not screened here."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.personal import Ground, Held, Purpose, Recipient, WithPlace, declare, of_member

declare(
    "screening.ScreeningHit",
    _("Hits on published lists"),
    impersonal={
        _("organisations, and why their names agree; hits on persons are not kept"): (
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
