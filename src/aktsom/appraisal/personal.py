"""Red flags are about cooperation and organisations; they hold nothing of persons."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.personal import declare

ABOUT = _("about a partner, a tie or a cooperation, never about a person")

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
