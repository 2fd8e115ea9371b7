"""Decisions on appraisals, never overwritten, and the measures on which an approval rests."""

from collections.abc import Mapping

from django.db import models
from django.db.models import Q

from aktsom.appraisal.models.appraisals import Appraisal, of_appraisal
from aktsom.appraisal.models.words import DECIDED_AS, Heaviest, Outcome
from aktsom.appraisal.wording import measure_in_words
from aktsom.core.actor import Actor
from aktsom.core.errors import Sentence
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Visible, own_records


class Decision(Tenanted, Visible):
    """Who decided what, when and why, at which heaviest flag, and the frozen evidence that it rests on. It is never changed."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=25, choices=Outcome)
    weight = models.CharField(max_length=10, choices=Heaviest, blank=True)
    reason = models.TextField()
    until = models.DateField(null=True)
    by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    level = models.PositiveSmallIntegerField(default=0)
    on_appeal = models.BooleanField(default=False)
    evidence = models.ForeignKey("core.Evidence", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["institution", "at"], name="decisions_by_time")]

    def __str__(self) -> str:
        return f"{self.appraisal}: {self.outcome}"

    @property
    def decided_as(self) -> Sentence:
        """What was decided, told afterwards."""
        return DECIDED_AS.get(self.outcome, "")

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the appraisal."""
        return of_appraisal(actor)


class Measure(Tenanted, Visible):
    """A condition of an approval: what must be done, by whom, by when, and what shows that it was.

    `rule` is the rule whose typical measure it is, if it is one; `clause` the framework condition of the agreement that it asks
    for, by its id in the clause library.
    """

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="measures")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="measures")
    text = models.CharField(max_length=500)
    rule = models.CharField(max_length=80, blank=True)
    clause = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    shown_by = models.TextField(blank=True)
    reminded_on = models.DateField(null=True)

    class Meta:
        ordering = ["due", "id"]
        indexes = [
            models.Index(fields=["institution", "owner", "due"], condition=Q(done_at=None), name="open_measures")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def texts(self) -> Mapping[str, str]:
        """What must be done, for readers of either language."""
        return measure_in_words(self.text)

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the appraisal; and its own owner."""
        return of_appraisal(actor) | (own_records(actor) & Q(owner_id=actor.member_id))
