"""Institutions with their units, the people who have a place in them, and the duties that those hold."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Everything, Visible, own_institution


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
    """A faculty, department, centre or group. `path` is "/" and the ids from the top down, each followed by "/"."""

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name_nb = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    path = models.CharField(max_length=1000, db_index=True, editable=False)

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name_nb

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the path in step with the parent."""
        above = self.parent.path if self.parent else "/"
        self.path = f"{above}{self.id.hex[:12]}/"
        super().save(*args, **kwargs)

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Every member sees how the institution is built."""
        return own_institution(actor)


class Member(Tenanted, Visible):
    """A person's place in one institution."""

    user = models.ForeignKey(User, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    title = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "user"], name="one_place_per_institution")]

    def __str__(self) -> str:
        return self.user.name

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Colleagues see each other."""
        return own_institution(actor)


class DutyAssignment(Tenanted, Visible):
    """A duty that a member holds for a unit (none: the whole institution), from a day and perhaps to one."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="duties")
    duty = models.CharField(max_length=40, choices=Duty)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    starts = models.DateField(default=timezone.localdate)
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["duty"]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_duty_display()}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Who is responsible for what is known to every member."""
        return own_institution(actor)


def in_force(today: Any) -> Q:
    """Assignments that hold on a day."""
    return Q(starts__lte=today) & (Q(ends__isnull=True) | Q(ends__gte=today))


class ApiKey(Tenanted, Visible):
    """A key with which a program acts as a member, with that member's duties. Only its digest is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="keys")
    label = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires = models.DateField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """One's own."""
        return own_institution(actor) & Q(member_id=actor.member_id)
