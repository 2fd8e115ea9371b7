"""Institutions, the tree of their units, and what a unit was on any day."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.meanwhile import mark_of
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Everything, Nothing, Visible, own_institution


class Institution(Visible):
    """A university, university college or research institute: the tenant. That it exists is public."""

    class Kind(models.TextChoices):
        UNIVERSITY = "university", _("University")
        UNIVERSITY_COLLEGE = "university-college", _("University college")
        INSTITUTE = "institute", _("Research institute")
        HOSPITAL = "hospital", _("University hospital")

    slug = models.SlugField(unique=True)
    name_nb = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=Kind)
    domain = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name_nb"]

    def __str__(self) -> str:
        return self.name_nb

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Everyone may know which institutions there are."""
        return Everything


class Unit(Tenanted, Visible):
    """A faculty, department, centre or group. `path` is "/" and the ids from the top down, each followed by "/".

    `external_id` is the institution's own name for it, in its staff system or sheets. A closed unit stays, so that what was
    done for it can be told; `merged_into` says which unit took it over.
    """

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name_nb = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    path = models.CharField(max_length=1000, db_index=True, editable=False)
    external_id = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed")

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "external_id"], condition=~Q(external_id=""), name="one_unit_per_external_id"
            )
        ]

    def __str__(self) -> str:
        return self.name_nb

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        english = (get_language() or "nb").startswith("en")
        return (self.name_en if english else "") or self.name_nb

    @property
    def depth(self) -> int:
        """How many units stand above it."""
        return self.path.count("/") - 2

    @property
    def version(self) -> str:
        """A mark of what the unit is now, so that two who change it at once notice each other."""
        standing = (self.parent_id, self.closed_at, self.merged_into_id)
        return mark_of((self.name_nb, self.name_en, self.external_id, *standing))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the path in step with the parent."""
        above = self.parent.path if self.parent else "/"
        self.path = f"{above}{self.id.hex[:12]}/"
        super().save(*args, **kwargs)

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Every member sees how the institution is built."""
        return own_institution(actor)


class UnitVersion(Tenanted, Visible):
    """What a unit was from a moment on, and who changed it then and why. Never changed, so that any day can be told."""

    class Change(models.TextChoices):
        ADDED = "added", _("added")
        RENAMED = "renamed", _("renamed")
        MOVED = "moved", _("moved")
        MERGED = "merged", _("merged into another")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("opened again")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="versions")
    number = models.IntegerField()
    change = models.CharField(max_length=10, choices=Change)
    at = models.DateTimeField()
    by = models.ForeignKey("Member", on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True)
    name_nb = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["-at", "-number"]
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.name_nb} ({self.number})"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the unit."""
        return own_institution(actor)


class UnitMerger(Tenanted, Visible):
    """What a merger of units took along (`moved`), by ids, so that it can be undone for a while.

    Records in protected areas are among them, so the database shows these rows to the system alone.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="mergers")
    into = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    moved = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.unit} → {self.into}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """The system's own."""
        return own_institution(actor) if actor.is_system else Nothing
