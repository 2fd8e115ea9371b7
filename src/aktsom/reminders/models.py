"""How a person wants to be reminded."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Visible, own_institution


class ReminderChoice(Tenanted, Visible):
    """How often a member gets mail, and the secret address of their calendar, of which only a digest is kept.

    A member without a row has chosen nothing: mail once a week, and no calendar. `mailed_on` is the day of the latest mail.
    """

    class Pace(models.TextChoices):
        DAILY = "daily", _("every working day")
        WEEKLY = "weekly", _("once a week, on Monday")
        NEVER = "never", _("never")

    member = models.OneToOneField("institutions.Member", on_delete=models.CASCADE, related_name="+")
    pace = models.CharField(max_length=10, choices=Pace, default=Pace.WEEKLY)
    mailed_on = models.DateField(null=True, editable=False)
    calendar_digest = models.CharField(max_length=64, blank=True, editable=False)
    calendar_made_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "calendar_digest"],
                condition=~Q(calendar_digest=""),
                name="one_calendar_per_digest",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_pace_display()}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """One's own."""
        own = own_institution(actor)
        return own if actor.is_system else own & Q(member_id=actor.member_id)
