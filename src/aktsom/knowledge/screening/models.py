"""Hits of screening and how people judged them. A subject can be a partner, later an applicant or a payee."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Everything, Nothing, Visible, of_institution, own_institution, own_records
from aktsom.knowledge.screening.subjects import readable


class ScreeningHit(Visible):
    """A listing that a subject may be. Public subjects have public hits (no institution); private ones belong to theirs.

    `listing` is the listing's id. `until` is set when the hit no longer holds. `explanation` has a sentence in each
    language ("en", "nb") and the parts of the names that agreed. The two digests say of which listing and which names the
    hit was last found: a judgement holds as long as both are those that it was made on. `new_since` is when the listing
    first became a hit on this subject; None for what the first comparison of all found, which is news to nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, null=True, related_name="+")
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    listing = models.CharField(max_length=200)
    list_id = models.CharField(max_length=40)
    listing_name = models.TextField()
    query_name = models.TextField()
    matched_name = models.TextField()
    score = models.FloatField()
    strength = models.CharField(max_length=10)
    explanation = models.JSONField(default=dict)
    source_date = models.DateField(null=True)
    listing_digest = models.CharField(max_length=64)
    names_digest = models.CharField(max_length=64)
    found_at = models.DateTimeField()
    new_since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="hits_of_subject"),
            models.Index(fields=["list_id", "-score"], condition=Q(until__isnull=True), name="current_hits_by_list"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "listing"],
                condition=Q(until__isnull=True),
                name="one_current_hit_per_listing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.query_name} ~ {self.listing}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Hits on public subjects are public knowledge; others are the institution's own, those on persons their readers'."""
        return (Q(institution__isnull=True) | own_records(actor)) & readable(actor)


class ComparedSubject(Visible):
    """A subject that was compared with all lists, and under which names: one that is as it was need not be compared again."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, null=True, related_name="+")
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="compared_once")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """The system's own: it says nothing about the subject."""
        return of_institution(actor.institution_id) if actor.is_system else Nothing


class ComparedLists(Visible):
    """With which versions of the lists, and by which version of the engine, all subjects of a kind were compared last."""

    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, null=True, related_name="+")
    subject_kind = models.CharField(max_length=20)
    versions = models.JSONField()
    engine = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "subject_kind"], nulls_distinct=False, name="compared_lists_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}: {len(self.versions)}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """The system's own."""
        return of_institution(actor.institution_id) if actor.is_system else Nothing


class Judgement(Tenanted, Visible):
    """What a person decided about a subject and a listing. A later judgement stands beside it; none is overwritten.

    It holds until the listing or the subject's names change; then the hit waits for a person again. On a person it holds
    when two readers say the same.
    """

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        REJECTED = "rejected", _("rejected")
        PART_OF = "part-of", _("part of")
        UNSURE = "unsure", _("unsure")

    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    listing = models.CharField(max_length=200)
    listing_digest = models.CharField(max_length=64)
    names_digest = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.TextField()
    judged_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT)
    judged_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-judged_at"]
        indexes = [models.Index(fields=["institution", "subject_kind", "subject_id"], name="judgements_of_subject")]

    def __str__(self) -> str:
        return f"{self.listing}: {self.verdict}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Colleagues see how a hit on an organisation was judged; of those on persons only their readers."""
        return own_records(actor) & readable(actor)


class Sharing(Tenanted, Visible):
    """That an institution lets the others know how it judges public partners, from a moment until it withdraws."""

    agreed_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-agreed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution"], condition=Q(withdrawn_at__isnull=True), name="shares_judgements_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.agreed_at:%Y-%m-%d}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Every member may know what becomes of what they write."""
        return own_institution(actor)


class AddressWithdrawal(Tenanted, Visible):
    """That the addresses for OpenRefine which a person was given before a moment open nothing any more."""

    member = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-withdrawn_at"]
        indexes = [models.Index(fields=["member", "-withdrawn_at"], name="addresses_withdrawn")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.withdrawn_at:%Y-%m-%d}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """One's own."""
        return own_institution(actor) & Q(member_id=actor.member_id)


class SharedVerdict(Tenanted, Visible):
    """An institution's newest judgement of a public organisation, as the others may read it: advice, and no more than this.

    There is one only while the institution shares and its judgement is one for or against. Nothing says who judged.
    """

    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    listing = models.CharField(max_length=200)
    listing_digest = models.CharField(max_length=64)
    names_digest = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=Judgement.Verdict)
    reason = models.TextField()
    judged_on = models.DateField()

    class Meta:
        ordering = ["-judged_on", "institution"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="shared_verdicts_of_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "subject_kind", "subject_id", "listing"], name="one_shared_verdict"
            )
        ]

    def __str__(self) -> str:
        return f"{self.listing}: {self.verdict}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Whoever reads records in any institution."""
        return Everything if actor.institution_id is not None and own_records(actor) != Nothing else Nothing
