"""What reminders hold of people."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.personal import Ground, Held, Purpose, Recipient, WithPlace, declare
from aktsom.core.personal import of_member as member

declare(
    "reminders.ReminderChoice",
    _("Reminders"),
    Held(
        what=_("how often a person wants mail, when the latest was sent, whether their calendar has an address"),
        fields=("member", "pace", "mailed_on", "calendar_made_at"),
        whose=member("member"),
        purpose=Purpose.DUTIES,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=(Recipient.PERSON, Recipient.OPERATOR),
    ),
    Held(
        what=_("the address of a calendar, kept only as a digest"),
        fields=("calendar_digest",),
        whose=member("member"),
        purpose=Purpose.DUTIES,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=(Recipient.OPERATOR,),
        secret=True,
    ),
)
