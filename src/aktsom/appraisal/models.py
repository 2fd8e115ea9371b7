"""Red flags as they stand: which rule found what on which subject, resting on which facts."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from aktsom.core.actor import Actor
from aktsom.core.visibility import Visible, own_institution


class RaisedFlag(Visible):
    """A rule that holds for a subject now, or held until a day. The texts stay with the rule; the facts are frozen here.

    Without institution it rests on public facts alone; else it is what that institution goes by, its own judgements and
    confirmations included. `subject_kind` is "partner" or "cooperation".
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, null=True, related_name="+")
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    rule = models.CharField(max_length=80)
    facet = models.CharField(max_length=20)
    weight = models.CharField(max_length=10)
    rank = models.SmallIntegerField()
    facts = models.JSONField(default=list)
    raised_at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "subject_kind", "subject_id", "rule"],
                condition=Q(until__isnull=True),
                nulls_distinct=False,
                name="one_current_flag_per_rule",
            )
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="flags_of_subject")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.subject_kind}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Flags from public facts are public knowledge; the others are the institution's own. Rooms show them with the subject."""
        return Q(institution__isnull=True) | own_institution(actor)
