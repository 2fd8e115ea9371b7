"""What people add to an appraisal: comments, files, and letters to authorities."""

from collections.abc import Mapping

from django.db import models
from django.db.models import Q

from aktsom.appraisal.models.appraisals import Appraisal, of_appraisal
from aktsom.content.contacts import authorities
from aktsom.core.actor import Actor
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Visible


class Comment(Tenanted, Visible):
    """What somebody who works on a dossier notes for the others."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()
    by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:80]

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the appraisal."""
        return of_appraisal(actor)


class Attachment(Tenanted, Visible):
    """A file of a kind that is known to be harmless to show, under a name of our own outside the web root."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="attachments")
    filename = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=300)
    by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.filename

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the appraisal."""
        return of_appraisal(actor)


class Letter(Tenanted, Visible):
    """A question to an authority as it was prepared here; people send it themselves and say when they did."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="letters")
    authority = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    text = models.TextField()
    by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    sent_on = models.DateField(null=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.authority

    @property
    def name(self) -> Mapping[str, str]:
        """What the authority is called, in both languages; its word with us where it is on our list no more."""
        known = authorities().get(self.authority)
        return known.name if known else dict.fromkeys(("en", "nb"), self.authority)

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the appraisal."""
        return of_appraisal(actor)
