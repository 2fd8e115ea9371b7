"""The days of each agreement, worked out from its terms and kept so that thousands can be asked for at once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.models.agreements import of_agreement
from aktsom.core.actor import Actor
from aktsom.core.choices import Chosen
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Compartmented, Visible


class AgreementDay(Tenanted, Compartmented, Visible):
    """One day of an agreement. Made anew by `keeping.py` whenever the agreement changes and once a day, never edited."""

    class Kind(models.TextChoices):
        NOTICE = "notice", _("last day to give notice")
        EXPIRY = "expiry", _("runs out unless renewed")
        REVIEW = "review", _("review")
        SILENT = "silent", _("renewed itself, and nobody had decided")
        RENEWAL = "renewal", _("renews itself")
        END = "end", _("ends")

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="days")
    kind = Chosen(max_length=8, choices=Kind)
    day = models.DateField()

    class Meta:
        ordering = ["day", "kind", "id"]
        indexes = [models.Index(fields=["institution", "day"], name="agreement_days")]

    def __str__(self) -> str:
        return f"{self.day}: {self.kind}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the agreement."""
        return of_agreement(actor)


Kind = AgreementDay.Kind
ASKS = (Kind.NOTICE, Kind.EXPIRY, Kind.REVIEW, Kind.SILENT, Kind.END)
"""The days that ask a person for something, before an end to wind up what hangs on it; a renewal happens by itself."""
