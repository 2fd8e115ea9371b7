"""What the spine itself keeps: audit events and their signed heads, frozen evidence, when each part of a round was done."""

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.sensitive import known_in_log
from aktsom.core.visibility import Everything, Nothing, Visible, VisibleManager

PLATFORM = 0
READS_THE_LOG = (Duty.INTERNAL_AUDITOR, Duty.RESEARCH_SECURITY_LEAD)


class NamedEvents(VisibleManager):  # type: ignore[type-arg]
    """Events with the names that their people have now, or the pseudonyms that stand for them."""

    def get_queryset(self) -> "QuerySet[AuditEvent]":
        """All events, each with `name_now`."""
        member = apps.get_model("institutions", "Member")
        name = member._base_manager.filter(pk=OuterRef("member_id")).values("user__name")[:1]
        return super().get_queryset().annotate(name_now=Subquery(name))  # type: ignore[no-any-return]


class AuditEvent(Visible):
    """One thing that was done. `chain` is the institution's id, or 0 for the platform's own work on public sources.

    `actor` names the system's part that did it. For a person it is empty and `member_id` says who: a name that is no part of
    the chain can be erased, and the chain stays whole (docs/decisions/0017-erasable-names.md). `who` gives the name.
    """

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

    objects = NamedEvents()  # type: ignore[misc]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="audit_one_event_per_place")]
        indexes = [
            models.Index(fields=["chain", "subject", "at"], name="audit_by_subject_and_time"),
            models.Index(fields=["chain", "member_id", "at"], name="audit_by_person_and_time"),
            models.Index(fields=["chain", "at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}/{self.sequence} {self.verb}"

    @property
    def who(self) -> str:
        """Who did it: the name or pseudonym of the person now, or the system's part."""
        return self.actor or getattr(self, "name_now", None) or "–"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """The auditor and the research-security lead read the log; everyone else reads what they did themselves.

        What was done with a record that is hidden from the reader is hidden from them in the log as well.
        """
        if actor.is_system:
            return Q(chain=actor.institution_id or PLATFORM)
        if actor.institution_id is None:
            return Nothing
        own = Q(chain=actor.institution_id) & known_in_log(actor)
        return own if actor.holds(*READS_THE_LOG, path="/") else own & Q(member_id=actor.member_id)


class SigningKey(Visible):
    """The public half of a key that heads were signed with; kept when the key is replaced. `fingerprint` is its SHA-256."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    public = models.TextField()
    first_used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-first_used_at"]

    def __str__(self) -> str:
        return self.fingerprint[:16]

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """A public key is for everyone."""
        return Everything


class SignedHead(Visible):
    """How far a chain had come at a moment, signed, so that a log that was shortened or written anew shows.

    `statement` is the signed text itself, one line of JSON; `signature` is Ed25519 in hexadecimal digits.
    """

    chain = models.BigIntegerField()
    number = models.BigIntegerField()
    sequence = models.BigIntegerField()
    made_at = models.DateTimeField()
    statement = models.TextField()
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["chain", "-number"]
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="one_head_per_number")]

    def __str__(self) -> str:
        return f"{self.chain} head {self.number}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Those who read the log."""
        reads = actor.is_system or actor.holds(*READS_THE_LOG, path="/")
        return Q(chain=actor.institution_id or PLATFORM) if reads else Nothing


class Witness(Visible):
    """That a signed head was left somewhere outside the database, and what a timestamp service answered."""

    class Kind(models.TextChoices):
        FILE = "file", _("a file")
        MAIL = "mail", _("mail")
        TIMESTAMP = "timestamp", _("a timestamp service")

    chain = models.BigIntegerField()
    head = models.ForeignKey(SignedHead, on_delete=models.PROTECT, related_name="witnesses")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    answer = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["head", "kind"], name="one_witness_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.head}: {self.kind}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the head."""
        return SignedHead.visibility(actor)


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
