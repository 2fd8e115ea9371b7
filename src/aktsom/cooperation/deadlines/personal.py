"""The room holds nothing of persons: only days of agreements."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.personal import declare

declare(
    "deadlines.AgreementDay",
    _("Days of agreements"),
    impersonal={_("worked out from an agreement's terms"): ("kind", "day")},
)
