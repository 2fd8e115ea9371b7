"""Institutions with their units, the people who have a place in them, and the duties that those hold."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.meanwhile import mark_of
from aktsom.core.sensitive import Sensitive
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Everything, Nothing, Visible, own_institution


class UserManager(BaseUserManager["User"]):
    """Makes sign-in accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account that can sign in with an e-mail address; without a password it cannot yet."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account that can sign in. What a person may do follows from their places in institutions, not from this."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=5, default="nb")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Accounts are seen through the members of one's own institution."""
        return Q(member__institution_id=actor.institution_id)


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


class Member(Tenanted, Sensitive):
    """A person's place in one institution. `opened_account` says that the account was made for this place.

    While the person is away (`away_from` to `away_until`, both days included), deputies act for them.
    """

    log_name = _("person")
    log_related = ("user",)

    user = models.ForeignKey(User, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    title = models.CharField(max_length=200, blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    opened_account = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "user"], name="one_place_per_institution"),
            models.UniqueConstraint(
                fields=["institution", "external_id"], condition=~Q(external_id=""), name="one_member_per_external_id"
            ),
        ]

    def __str__(self) -> str:
        return self.user.name

    @property
    def is_here(self) -> bool:
        """Whether the person still has the place."""
        return self.ended_at is None

    @property
    def version(self) -> str:
        """A mark of what the place is now; being away is no part of it."""
        return mark_of((self.unit_id, self.title, self.external_id, self.ended_at))

    def is_away(self, today: date) -> bool:
        """Whether the person is away on a day."""
        begun = self.away_from is not None and self.away_from <= today
        return begun and (self.away_until is None or self.away_until >= today)

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Colleagues see each other."""
        return own_institution(actor)

    @classmethod
    def about(cls, actor: Actor) -> Q:
        """Oneself."""
        return Q(pk=actor.member_id)


class DutyAssignment(Tenanted, Visible):
    """A duty that a member holds for a unit (none: the whole institution), from a day and perhaps to one.

    `ends` is the last day that was agreed; `ended_at` is when it was taken back or laid down before that. A deputy acts
    while the holder is away. `taken_over_from` is the assignment that a deputy took over when its holder left.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="duties")
    duty = models.CharField(max_length=40, choices=Duty)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    deputy = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="deputy_for")
    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    assigned_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_over_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["duty", "starts"]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_duty_display()}"

    @property
    def version(self) -> str:
        """A mark of what the assignment is now."""
        return mark_of((self.member_id, self.unit_id, self.deputy_id, self.starts, self.ends, self.ended_at))

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Who is responsible for what is known to every member."""
        return own_institution(actor)


def in_force(today: date) -> Q:
    """Assignments that hold on a day."""
    return Q(starts__lte=today, ended_at__isnull=True) & (Q(ends__isnull=True) | Q(ends__gte=today))


class RequiredDuty(Tenanted, Visible):
    """Where an institution wants a duty to be filled, when that differs from what the product suggests."""

    class Level(models.TextChoices):
        NOWHERE = "nowhere", _("not required")
        INSTITUTION = "institution", _("for the institution")
        TOP_UNITS = "top-units", _("for each unit at the top, such as a faculty")
        BOTH = "both", _("for the institution and for each unit at the top")

    duty = models.CharField(max_length=40, choices=Duty)
    level = models.CharField(max_length=12, choices=Level)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "duty"], name="one_level_per_duty")]

    def __str__(self) -> str:
        return f"{self.get_duty_display()}: {self.get_level_display()}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Every member may know what is required."""
        return own_institution(actor)


class ApiKey(Tenanted, Visible):
    """A key with which a program acts as a member, with that member's duties. Only its digest is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="keys")
    label = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires = models.DateField()
    ended_at = models.DateTimeField(null=True)
    sensitive = models.BooleanField(default=False)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """One's own."""
        return own_institution(actor) & Q(member_id=actor.member_id)


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
