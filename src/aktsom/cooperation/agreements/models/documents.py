"""The papers of an agreement: each with its versions, kept under names of our own outside the web root."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models.agreements import Agreement, of_agreement
from aktsom.core.actor import Actor
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Visible


class Document(Tenanted, Visible):
    """One paper: the agreement itself, an amendment, an annex, or a draft that went back and forth."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("the agreement")
        DRAFT = "draft", _("our draft")
        RETURNED = "returned", _("draft from the other side")
        AMENDMENT = "amendment", _("amendment")
        ANNEX = "annex", _("annex")
        LETTER = "letter", _("letter or proof")
        OTHER = "other", _("something else")

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=10, choices=Kind)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return str(self.Kind(self.kind).label)

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the agreement."""
        return of_agreement(actor)


class DocumentVersion(Tenanted, Visible):
    """A file as it was added, never changed. `number` counts the versions of its document from 1.

    One that does not belong to the agreement is withdrawn with a reason: it is kept and counts nowhere (withdrawing.py).
    `choices` is what a draft that was made here was made with: its language, firmness, further conditions and answers.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    filename = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=300)
    note = models.CharField(max_length=300, blank=True)
    choices = models.JSONField(default=dict)
    by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=500, blank=True, default="")
    withdrawn_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-number", "id"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_document_version_per_number")]

    def __str__(self) -> str:
        return self.filename

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the agreement, until it is withdrawn."""
        return of_agreement(actor) & Q(withdrawn_at__isnull=True)
