"""What the room of partners holds of persons: who decided that two names are one organisation."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.personal import Ground, Held, Purpose, Recipient, WithPlace, declare, of_name

ORGANISATIONS = _("particulars of organisations")

declare(
    "partners.Partner",
    _("Partners"),
    impersonal={ORGANISATIONS: ("name", "country", "kind", "domain", "identifiers")},
)
declare(
    "partners.PartnerName",
    _("Names of partners"),
    impersonal={ORGANISATIONS: ("text", "key", "country", "source", "reason")},
)
declare(
    "partners.Merge",
    _("Names taken to be one organisation"),
    Held(
        what=_("who decided that two names are one organisation"),
        fields=("decided_by", "explanation", "decided_at"),
        whose=of_name("decided_by"),
        purpose=Purpose.ACCOUNTABILITY,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=(Recipient.MEMBERS,),
    ),
    impersonal={ORGANISATIONS: ("moved", "state", "reason")},
)
