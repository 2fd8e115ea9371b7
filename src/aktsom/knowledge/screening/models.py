"""Hits of screening and how people judged them. A subject can be a partner, later an applicant or a payee."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Visible, own_records


class ScreeningHit(Visible):
    """A listing that a subject may be. Public subjects have public hits (no institution); private ones belong to theirs.

    `listing` is the listing's id. `until` is set when the hit no longer holds. `explanation` has a sentence in each
    language ("en", "nb") and the parts of the names that agreed. The two digests say of which listing and which names the
    hit was last found: a judgement holds as long as both are those that it was made on.
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
        """Hits on public subjects are public knowledge; others are the institution's own."""
        return Q(institution__isnull=True) | own_records(actor)


class Judgement(Tenanted, Visible):
    """What a person decided about a subject and a listing. A later judgement stands beside it; none is overwritten.

    It holds until the listing or the subject's names change; then the hit waits for a person again.
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
        """Colleagues see how a hit on an organisation was judged."""
        return own_records(actor)
