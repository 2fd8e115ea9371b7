"""What the overview holds of persons: when each last looked at it."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.periods import Period
from aktsom.core.personal import After, Ground, Held, Purpose, Recipient, declare, of_member

declare(
    "overview.Row",
    _("Rows of the overview"),
    impersonal={
        _("drawn from registered cooperation and published works, and made anew from them"): (
            "title", "kind", "partners", "partner_names", "countries", "fields", "years", "rules",
        ),
    },
)  # fmt: skip
declare(
    "overview.Visit",
    _("Visits to the overview"),
    Held(
        what=_("when a person last looked at the overview"),
        fields=("member", "latest", "before"),
        whose=of_member("member"),
        purpose=Purpose.COOPERATION,
        ground=Ground.LEGITIMATE_INTERESTS,
        kept=After(period=Period(years=1), date="latest"),
        recipients=(Recipient.PERSON,),
    ),
)
