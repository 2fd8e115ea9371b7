"""Compartments, what entering them requires, grants, recertification rounds, and what doors and systems say themselves."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Nothing, Visible, own_institution, own_records

OVERSEERS = (Duty.RESEARCH_SECURITY_LEAD, Duty.INTERNAL_AUDITOR)
"""They see every compartment and who may enter it. That does not let them enter."""


class Compartment(Tenanted, Visible):
    """A protected area: a room or a system that is looked after elsewhere, or a set of Aktsom's own records.

    `reference` is the name under which door and identity systems know it. One that is not `is_listed` is shown only to those
    who look after it or may enter it. `recertify_months` is how often its grants are gone through, 0 for never by itself.
    """

    class Kind(models.TextChoices):
        ROOM = "room", _("room")
        LABORATORY = "laboratory", _("laboratory")
        ARCHIVE = "archive", _("archive")
        SYSTEM = "system", _("system")
        REPOSITORY = "repository", _("repository")
        DATA_SET = "data-set", _("data set")
        RECORDS = "records", _("records in Aktsom")

    class Level(models.TextChoices):
        LIMITED = "limited", _("limited")
        PROTECTED = "protected", _("protected")
        STRICT = "strict", _("strictly protected")

    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    level = models.CharField(max_length=20, choices=Level)
    unit = models.ForeignKey("institutions.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="owned_compartments")
    deputy = models.ForeignKey(
        "institutions.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="deputised_compartments"
    )
    reference = models.CharField(max_length=100, blank=True)
    is_listed = models.BooleanField(default=True)
    recertify_months = models.PositiveSmallIntegerField(default=6)
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def longest(self) -> timedelta:
        """For how long a grant can be given at most."""
        return LONGEST[self.Level(self.level)]

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Every member sees those that are listed; the others only who looks after them, holds a grant, or oversees."""
        if actor.is_system or actor.holds(*OVERSEERS):
            return own_institution(actor)
        # The database's clock: a moment written into the query would be as old as the query, which is kept.
        held = Q(pk__in=AccessGrant.objects.filter(in_force(Now()), member=actor.member_id).values("compartment"))
        return own_records(actor) & (Q(is_listed=True) | cls.looked_after_by(actor) | held)

    @classmethod
    def looked_after_by(cls, actor: Actor) -> Q:
        """Owners and deputies, and for their units the leaders."""
        if actor.member_id is None:
            return Nothing
        own = Q(owner_id=actor.member_id) | Q(deputy_id=actor.member_id)
        for path in actor.paths((Duty.UNIT_LEADER,)):
            own |= Q(unit__path__startswith=path) if path else Q(pk__isnull=False)
        return own


LONGEST = {
    Compartment.Level.LIMITED: timedelta(days=730),
    Compartment.Level.PROTECTED: timedelta(days=365),
    Compartment.Level.STRICT: timedelta(days=183),
}


class Prerequisite(Tenanted, Visible):
    """What somebody must have before they may enter: a course passed, a check passed, an agreement signed."""

    class Kind(models.TextChoices):
        COURSE = "course", _("course passed")
        CHECK = "check", _("check passed")
        AGREEMENT = "agreement", _("agreement signed")

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="prerequisites")
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=200)
    reference = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["kind", "title"]
        constraints = [models.UniqueConstraint(fields=["compartment", "kind", "title"], name="one_prerequisite_each")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the compartment."""
        return Q(compartment__in=Compartment.objects.visible_to(actor))


class PrerequisiteMet(Tenanted, Visible):
    """Somebody who looks after the compartment says that a person has what it requires. Later ones stand beside it."""

    prerequisite = models.ForeignKey(Prerequisite, on_delete=models.CASCADE, related_name="met")
    member = models.ForeignKey("institutions.Member", on_delete=models.CASCADE, related_name="+")
    confirmed_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(auto_now_add=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-confirmed_at"]

    def __str__(self) -> str:
        return f"{self.member}: {self.prerequisite}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """The person, and who looks after the compartment."""
        return own_institution(actor) & (Q(member_id=actor.member_id) | _over(actor, "prerequisite__compartment__in"))


class AccessGrant(Tenanted, Visible):
    """A right to enter a compartment, from when it is asked for to when it ends. Dates end it by themselves.

    `asked_until` is what was asked for; `begins` and `until` are set by who approves. `keep_by` is set while a
    recertification waits: without an answer it ends then. `renews` is the grant that this one is to take over from.
    An emergency begins at once without approval and must be reviewed (`reviewed_at`).
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waits for an answer")
        GRANTED = "granted", _("granted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ENDED = "ended", _("ended")
        REVOKED = "revoked", _("revoked")

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="grants")
    member = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="grants")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    purpose = models.CharField(max_length=1000)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_until = models.DateField()
    begins = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    keep_by = models.DateTimeField(null=True)
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="renewed_by")
    decided_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=1000, blank=True)
    ended_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=1000, blank=True)
    is_emergency = models.BooleanField(default=False)
    reviewed_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-asked_at", "id"]
        indexes = [
            models.Index(fields=["member"], condition=Q(state="granted"), name="grants_of_member"),
            models.Index(fields=["compartment", "state"], name="grants_of_compartment"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["compartment", "member"], condition=Q(state="asked"), name="one_open_request_each"
            ),
            models.UniqueConstraint(
                fields=["compartment", "member"],
                condition=Q(state="granted", is_emergency=False),
                name="one_standing_grant_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.compartment}"

    @property
    def ends(self) -> datetime | None:
        """When it ends by itself."""
        return min((each for each in (self.until, self.keep_by) if each is not None), default=None)

    @property
    def is_in_force(self) -> bool:
        """Whether it lets the person enter at this moment; the same as `in_force` says in the database."""
        now = timezone.now()
        begun = self.begins is not None and self.begins <= now
        return self.state == self.State.GRANTED and begun and self.ends is not None and now < self.ends

    @property
    def has_run_out(self) -> bool:
        """Whether it was granted and its time is over."""
        return self.state == self.State.GRANTED and self.ends is not None and self.ends <= timezone.now()

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """One's own, those to compartments that one looks after, and for overseers all."""
        return own_institution(actor) & (Q(member_id=actor.member_id) | _over(actor, "compartment__in"))


def in_force(now: datetime | Now) -> Q:
    """Grants that let their holders enter at a moment. Time alone ends a grant; no job has to run."""
    kept = Q(keep_by__isnull=True) | Q(keep_by__gt=now)
    return Q(state="granted", begins__lte=now, until__gt=now, compartment__closed_at__isnull=True) & kept


class Round(Tenanted, Visible):
    """A recertification: each grant in force is kept with a reason or ended until `due`; without an answer it ends then."""

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="rounds")
    begun_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    due = models.DateTimeField()

    class Meta:
        ordering = ["-begun_at"]

    def __str__(self) -> str:
        return f"{self.compartment}: {self.due:%Y-%m-%d}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Who looks after the compartment, and overseers."""
        return own_institution(actor) & _over(actor, "compartment__in")


class RoundAnswer(Tenanted, Visible):
    """One grant in a recertification, and what was said about it; without `answered_at` it waits."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="answers")
    grant = models.ForeignKey(AccessGrant, on_delete=models.CASCADE, related_name="answers")
    is_kept = models.BooleanField(null=True)
    reason = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "grant"], name="one_answer_per_grant")]

    def __str__(self) -> str:
        return f"{self.grant}: {self.is_kept}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the round."""
        return own_institution(actor) & _over(actor, "round__compartment__in")


class ActualState(Tenanted, Visible):
    """Who a door or identity system says can enter, as somebody brought it in. `people` are names or addresses as given."""

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="actual_states")
    brought_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField(auto_now_add=True)
    filename = models.CharField(max_length=200)
    people = models.JSONField(default=list)

    class Meta:
        ordering = ["-brought_at"]

    def __str__(self) -> str:
        return self.filename

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Who looks after the compartment, and overseers."""
        return own_institution(actor) & _over(actor, "compartment__in")


def _over(actor: Actor, path: str) -> Q:
    """Rows of compartments that the actor looks after or oversees."""
    if actor.is_system or actor.holds(*OVERSEERS):
        return Q(pk__isnull=False)
    return Q(**{path: Compartment.objects.filter(Compartment.looked_after_by(actor)).order_by().values("pk")})
