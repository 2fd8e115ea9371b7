"""What the spine itself keeps: audit events, frozen evidence, and when each part of a round was done."""

from django.db import models
from django.db.models import Q

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.visibility import Everything, Nothing, Visible

PLATFORM = 0


class AuditEvent(Visible):
    """One thing that was done. `chain` is the institution's id, or 0 for the platform's own work on public sources."""

    chain = models.BigIntegerField()
    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    member_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="audit_one_event_per_place")]
        indexes = [models.Index(fields=["chain", "subject"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.chain}/{self.sequence} {self.verb}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """The auditor and the research-security lead read the log; everyone else reads what they did themselves."""
        if actor.is_system or actor.holds(Duty.INTERNAL_AUDITOR, Duty.RESEARCH_SECURITY_LEAD):
            return Q(chain=actor.institution_id or PLATFORM)
        if actor.institution_id is None:
            return Nothing
        return Q(chain=actor.institution_id, member_id=actor.member_id)


class Evidence(Visible):
    """What a decision rested on, frozen under the digest of its content."""

    digest = models.CharField(max_length=64)
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(auto_now_add=True)
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "digest"], name="evidence_frozen_once")]

    def __str__(self) -> str:
        return self.digest

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Whoever can reach the decision reaches its evidence; on its own it is the system's."""
        return Q(institution_id=actor.institution_id) if actor.is_system and actor.institution_id else Nothing


class RoundStep(Visible):
    """One time that work on public facts was done, such as "screening"; without `ended_at` it still runs or was stopped."""

    name = models.CharField(max_length=40)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    numbers = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["name", "-begun_at"], name="round_steps_by_name")]

    def __str__(self) -> str:
        return f"{self.name} {self.begun_at:%Y-%m-%d %H:%M}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Work on public facts: everyone."""
        return Everything


class PendingChange(Visible):
    """Facts about a subject changed and the rooms that follow are to be told. Without subject: about all of the kind."""

    institution = models.ForeignKey("institutions.Institution", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id or ''}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """The system's own."""
        return Q(institution_id=actor.institution_id) if actor.is_system and actor.institution_id else Nothing
