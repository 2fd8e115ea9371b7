"""What happened to an agreement on its way: each step with who took it, why, and what shows it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from aktsom.cooperation.agreements.models.agreements import Agreement, of_agreement
from aktsom.cooperation.agreements.models.documents import DocumentVersion
from aktsom.core.actor import Actor
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Visible


class StepTaken(Tenanted, Visible):
    """One step (engine/agreements/lifecycle.py), the state after it, and the terms that it changed. Never changed itself.

    `by` is None where the calendar took it.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=Agreement.State)
    taken_on = models.DateField()
    reason = models.TextField(blank=True)
    terms_before = models.JSONField(default=dict)
    shown_by = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.step}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the agreement."""
        return of_agreement(actor)
