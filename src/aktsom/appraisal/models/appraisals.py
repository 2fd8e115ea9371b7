"""Appraisals: the assessment of one cooperation from the first answer on, and every step of its way."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.appraisal.models.words import DECIDED_AS, Heaviest, Outcome, Route, State, Step
from aktsom.appraisal.way import words
from aktsom.appraisal.way.matter import Matter
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import Sentence
from aktsom.core.sensitive import Sensitive
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Nothing, Visible, open_to, own_records
from aktsom.engine.flags.route import Step as Level
from aktsom.engine.flags.types import Weight
from aktsom.institutions.models import DutyAssignment, in_force

WAITING = Q(state__in=[state.value for state in words.WAITING])


def stands_in_for_leadership(actor: Actor) -> "models.QuerySet[DutyAssignment]":
    """The duties of leadership for which the actor is the deputy."""
    held = DutyAssignment.objects.filter(in_force(timezone.localdate()), duty=Duty.LEADERSHIP, unit=None)
    return held.filter(deputy=actor.member_id).order_by()


class Appraisal(Tenanted, Sensitive):
    """The appraisal of one cooperation, which is registered at the latest when the answers are sent in.

    `answers` are those being given, `partners` the ids of the partners chosen before it is registered, `stated` the facts that
    the answers gave when they were sent in, `open_points` what nobody knew then. `guide` and `book` name the versions of the
    questions and of the rules. `flags` are those found then, or found again since; `evidence` is what the going ahead or the
    latest decision rests on, and `scope` what it is for. `seen` is the digest of the raised flags that were last compared, and
    `news` what differed. `version` grows with every saving, so that two tabs notice each other.
    """

    log_name = _("appraisal")
    log_page = "appraisal:detail"

    cooperation = models.ForeignKey(Cooperation, on_delete=models.PROTECT, null=True, related_name="appraisals")
    kind = models.CharField(max_length=30, choices=Cooperation.Kind)
    title = models.CharField(max_length=500, blank=True)
    unit = models.ForeignKey("institutions.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    begun_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    token = models.UUIDField(null=True, editable=False)
    version = models.IntegerField(default=1)
    partners = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    asked = models.PositiveSmallIntegerField(default=0)
    stated = models.JSONField(default=list)
    open_points = models.JSONField(default=list)
    guide = models.CharField(max_length=100, blank=True)
    book = models.CharField(max_length=100, blank=True)
    flags = models.JSONField(default=list)
    evidence = models.ForeignKey("core.Evidence", on_delete=models.PROTECT, null=True, related_name="+")
    seen = models.CharField(max_length=32, blank=True)
    scope = models.JSONField(default=dict)
    news = models.JSONField(default=list)
    news_at = models.DateTimeField(null=True)

    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    weight = models.CharField(max_length=10, choices=Heaviest, blank=True)
    route = models.CharField(max_length=20, choices=Route, default=Route.GO_AHEAD)
    days = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=1)
    escalated = models.PositiveSmallIntegerField(default=0)
    due = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    outcome = models.CharField(max_length=25, choices=Outcome, blank=True)
    until = models.DateField(null=True)
    preparer = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    decider = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    level = models.PositiveSmallIntegerField(default=0)
    decided_on = models.DateField(null=True)
    is_appealed = models.BooleanField(default=False)
    state_since = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-begun_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "token"], name="one_appraisal_per_form"),
            models.UniqueConstraint(
                fields=["cooperation"], condition=~Q(state="closed"), name="one_open_appraisal_per_cooperation"
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "state", "due"], name="appraisals_by_state"),
            models.Index(fields=["institution", "owner", "state"], name="appraisals_by_owner"),
            models.Index(fields=["institution", "valid_until"], name="appraisals_by_validity"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    @property
    def decided_as(self) -> Sentence:
        """How it was decided, told afterwards."""
        return DECIDED_AS.get(self.outcome, "")

    @property
    def matter(self) -> Matter:
        """Where it stands on its way."""
        return Matter(
            state=words.State(self.state),
            weight=Weight(self.weight) if self.weight else None,
            route=Level(self.route),
            days=self.days,
            round=self.round,
            escalated=self.escalated,
            due=self.due,
            valid_until=self.valid_until,
            outcome=words.Outcome(self.outcome) if self.outcome else None,
            until=self.until,
            preparer=self.preparer_id,
            decider=self.decider_id,
            level=self.level,
            decided_on=self.decided_on,
            is_appealed=self.is_appealed,
        )

    def stand(self, matter: Matter) -> None:
        """Put it where the matter stands; the caller saves."""
        if matter.state != self.state:
            self.state_since = timezone.now()
        self.state, self.route, self.days = matter.state.value, matter.route.value, matter.days
        self.weight = matter.weight.value if matter.weight else ""
        self.round, self.escalated = matter.round, matter.escalated
        self.due, self.valid_until = matter.due, matter.valid_until
        self.outcome, self.until = matter.outcome.value if matter.outcome else "", matter.until
        self.preparer_id, self.decider_id = _member(matter.preparer), _member(matter.decider)
        self.level, self.decided_on, self.is_appealed = matter.level, matter.decided_on, matter.is_appealed

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Its owner, who began or decided it, and everyone who sees the cooperation. In a compartment: only who may enter that.

        What waits is for the deputies of leadership to see too: where all others have an interest, they decide.
        """
        if actor.institution_id is None:
            return Nothing
        if actor.is_system:
            return own_records(actor)
        seen = Cooperation.objects.filter(Cooperation.seen_by(actor)).order_by().values("pk")
        inside = Cooperation.objects.filter(open_to(actor)).order_by().values("pk")
        mine = cls.about(actor) | Q(decider_id=actor.member_id)
        near = mine | WAITING & Q(Exists(stands_in_for_leadership(actor)))
        own = near & (Q(cooperation__isnull=True) | Q(cooperation__in=inside))
        return own_records(actor) & (own | Q(cooperation__in=seen))

    @classmethod
    def about(cls, actor: Actor) -> Q:
        """Those that the actor owns or began."""
        return Q(owner_id=actor.member_id) | Q(begun_by_id=actor.member_id)


def _member(person: object) -> Any:
    """The id that a matter holds for a member."""
    return person if isinstance(person, UUID) else None


def of_appraisal(actor: Actor) -> Q:
    """The visibility of what hangs on an appraisal."""
    seen = Appraisal.objects.visible_to(actor).order_by().values("pk")
    return own_records(actor) & Q(appraisal__in=seen)


class Passage(Tenanted, Visible):
    """One step of an appraisal: what happened, when, by whom (nobody: by itself), and where it stood afterwards.

    `to` is the colleague to whom it was handed on, `note` what the person wrote, `why` what the product says of it: a key and
    its values, read in the reader's language.
    """

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="passages")
    step = models.CharField(max_length=20, choices=Step)
    state = models.CharField(max_length=20, choices=State)
    weight = models.CharField(max_length=10, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    to = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    why = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["institution", "step", "at"], name="passages_by_step")]

    def __str__(self) -> str:
        return f"{self.appraisal}: {self.step}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the appraisal."""
        return of_appraisal(actor)


class StepAside(Tenanted, Visible):
    """Somebody whose turn it could be says that they have an interest in the matter; from then on it is not."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="asides")
    member = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appraisal", "member"], name="stepped_aside_once")]

    def __str__(self) -> str:
        return f"{self.member}: {self.appraisal}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the appraisal."""
        return of_appraisal(actor)


def pass_on(
    row: Appraisal,
    step: Step,
    *,
    by: UUID | None,
    to: UUID | None = None,
    note: str = "",
    why: Mapping[str, Any] | None = None,
) -> Passage:
    """Write down a step that was just taken, with where the appraisal stands now."""
    return Passage.objects.create(
        institution_id=row.institution_id,
        appraisal=row,
        step=step,
        state=row.state,
        weight=row.weight,
        round=row.round,
        by_id=by,
        to_id=to,
        note=note,
        why=dict(why or {}),
    )
