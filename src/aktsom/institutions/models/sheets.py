"""Sheets with units or members that are brought in, and what became of each row."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Nothing, Visible, own_institution
from aktsom.institutions.models.building import Unit
from aktsom.institutions.models.members import Member


class SheetImport(Tenanted, Visible):
    """A sheet with units or members that somebody brings in: uploaded, looked at, imported in one step, perhaps undone."""

    class Kind(models.TextChoices):
        UNITS = "units", _("units")
        MEMBERS = "members", _("members")

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("not imported yet")
        IMPORTED = "imported", _("imported")
        UNDONE = "undone", _("undone")

    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    filename = models.CharField(max_length=200)
    file = models.CharField(max_length=300)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    rows = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.filename

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Those who place people and build the tree."""
        if actor.is_system or actor.holds(Duty.LEADERSHIP, Duty.PLATFORM_OPERATOR, path="/"):
            return own_institution(actor)
        return Nothing


class SheetOutcome(Tenanted, Visible):
    """What became of one row: what was made or changed, with what stood there before, or why it was left out."""

    class Outcome(models.TextChoices):
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        SAME = "same", _("already so")
        REFUSED = "refused", _("left out")
        UNDONE = "undone", _("taken back")
        KEPT = "kept", _("kept, because it was changed or used since")

    batch = models.ForeignKey(SheetImport, on_delete=models.CASCADE, related_name="outcomes")
    number = models.IntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    cells = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_outcome_per_sheet_row")]

    def __str__(self) -> str:
        return f"{self.batch}: {self.number}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the sheet."""
        return Q(batch__in=SheetImport.objects.visible_to(actor))
