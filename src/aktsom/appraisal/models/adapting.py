"""What an institution changes in the handbook: proposed by one, taken into effect by another, never overwritten."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Visible, own_records


class HandbookChange(Tenanted, Visible):
    """A text in which an institution adapts rules, questions, guides, measures and deadlines (docs/HANDBOOK.md).

    One is in force at a time. An earlier one stays, so that it can be told by which rules something was appraised.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        IN_FORCE = "in-force", _("in force")
        REPLACED = "replaced", _("replaced")
        DROPPED = "dropped", _("dropped")

    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    about = models.CharField(max_length=500)
    text = models.TextField()
    proposed_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    taken_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution"], condition=Q(state="in-force"), name="one_change_in_force_per_institution"
            )
        ]

    def __str__(self) -> str:
        return self.about

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Every member may know by which rules the institution goes."""
        return own_records(actor)
