"""The people who have a place in an institution, the duties that they hold, and the keys of their programs."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.meanwhile import mark_of
from aktsom.core.sensitive import Sensitive
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Visible, own_institution
from aktsom.institutions.models.accounts import User
from aktsom.institutions.models.building import Unit


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
