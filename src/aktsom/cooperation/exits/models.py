"""How an agreement is left: the strategy, what and who hangs on the agreement, breaches and the plan that they set off."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aktsom.content.exits import DECIDER, OWNER, starting_plans, step_texts
from aktsom.cooperation.agreements.models import Agreement, DocumentVersion
from aktsom.cooperation.agreements.models.agreements import of_agreement
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import retold
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Nothing, Visible, open_to, own_institution
from aktsom.engine.agreements.lifecycle import OVER
from aktsom.engine.documents import Texts
from aktsom.protection.access.models import AccessGrant, Compartment


class Trigger(models.TextChoices):
    """What sets a plan off."""

    BREACH = "breach", _("the conditions are broken")
    LAW = "law", _("sanctions or law stand against it")
    SECURITY = "security", _("a security event")
    VALUES = "values", _("fundamental values are violated")
    INACTIVITY = "inactivity", _("nothing happens under it")
    EXPIRY = "expiry", _("it runs out")


class Anchor(models.TextChoices):
    """From when on a step may begin."""

    AT_ONCE = "at-once", _("at once")
    CURE_OVER = "cure-over", _("when the time to put things right is over")
    ENDED = "ended", _("after the last day")


NOT_BROKEN = (Trigger.INACTIVITY, Trigger.EXPIRY)
"""What sets a plan off without anybody having broken anything: no access is stopped, and it is no breach."""
ROLES = ((OWNER, _("Whoever answers for the agreement")), *Duty.choices)
DONE_AT_ONCE = _("Done at once when the breach was recorded.")
GOES_ON = _("Notice of the agreement was taken back, or it was renewed.")
LIES_THERE = _("The agreement lies in this compartment, so access to it goes on: else nobody would see the plan.")
NOBODY_AGREED = _("Nobody who looks after it has agreed. Ask the owner now.")
STEP_ROLES = ((DECIDER, _("Whoever decides whether it goes on")), *ROLES)


class OfAgreement(Tenanted, Visible):
    """A row that hangs on an agreement and is seen with it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the agreement."""
        return of_agreement(actor)


class ExitStrategy(OfAgreement):
    """How the agreement is left: what sets it off, who decides, how long to cure and of notice, what it costs.

    `version` grows by one with every change, so that two people who edit at once notice each other.
    """

    agreement = models.OneToOneField(Agreement, on_delete=models.CASCADE, related_name="exit_strategy")
    version = models.PositiveIntegerField(default=1)
    triggers = models.JSONField(default=list)
    decides = models.CharField(max_length=40, choices=ROLES)
    cure_days = models.PositiveSmallIntegerField(default=0)
    notice_months = models.PositiveSmallIntegerField(default=0)
    notice_days = models.PositiveSmallIntegerField(default=0)
    costs = models.TextField(blank=True)
    written_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"exit strategy of {self.agreement_id}"


def in_words(texts: Texts) -> str:
    """What the product says in both languages, in the reader's."""
    return texts["en" if (get_language() or "nb").startswith("en") else "nb"]


class StrategyStep(OfAgreement):
    """One thing to do, in the order in which they are written. `after` are the keys of the steps that it waits for."""

    strategy = models.ForeignKey(ExitStrategy, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    role = models.CharField(max_length=40, choices=STEP_ROLES)
    days = models.PositiveSmallIntegerField(default=0)
    anchor = models.CharField(max_length=10, choices=Anchor)
    after = models.JSONField(default=list)
    stops_access = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["strategy", "key"], name="one_step_of_a_key")]

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> str:
        """What is to be done, in the reader's language where it is a step to start from."""
        return in_words(step_texts(self.title))


class HangingThing(OfAgreement):
    """Data, samples, equipment, documents or money that must come back, be deleted or be settled."""

    class Sort(models.TextChoices):
        DATA = "data", _("data")
        SAMPLES = "samples", _("samples and material")
        EQUIPMENT = "equipment", _("equipment")
        PAPERS = "papers", _("confidential papers")
        MONEY = "money", _("money")

    class Way(models.TextChoices):
        BACK = "back", _("comes back to us")
        RETURNED = "returned", _("goes back to them")
        DELETED = "deleted", _("is deleted, with a confirmation")
        SETTLED = "settled", _("is settled")
        KEPT = "kept", _("stays where it is")

    strategy = models.ForeignKey(ExitStrategy, on_delete=models.CASCADE, related_name="things")
    sort = models.CharField(max_length=10, choices=Sort)
    what = models.CharField(max_length=300)
    way = models.CharField(max_length=10, choices=Way)

    class Meta:
        ordering = ["sort", "what", "id"]

    def __str__(self) -> str:
        return self.what


class HangingPeople(OfAgreement):
    """How many people in a role depend on the agreement. Counts and roles: who they are is not needed to plan."""

    class Role(models.TextChoices):
        CANDIDATES = "phd", _("PhD candidates")
        STUDENTS = "students", _("students")
        POSTDOCS = "postdocs", _("postdocs")
        STAFF = "staff", _("staff")
        GUESTS = "guests", _("guests here")
        ABROAD = "abroad", _("people of ours who are abroad")

    strategy = models.ForeignKey(ExitStrategy, on_delete=models.CASCADE, related_name="people")
    role = models.CharField(max_length=10, choices=Role)
    number = models.PositiveIntegerField()
    plan = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["role", "id"]
        constraints = [models.UniqueConstraint(fields=["strategy", "role"], name="one_count_per_role")]

    def __str__(self) -> str:
        return f"{self.number} {self.role}"


class HangingAccess(OfAgreement):
    """Access to a compartment, of one person or of everyone with a grant, that ends at once when the agreement is broken.

    It does so only when somebody who looks after the compartment has agreed to that (`agreed_by`).
    """

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("institutions.Member", on_delete=models.CASCADE, null=True, related_name="+")
    added_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    agreed_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["compartment__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "compartment", "member"], name="one_access_each", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.compartment}: {self.member or '*'}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Whoever sees the agreement and may know of the compartment; to agree, who looks after that, also of a hidden one."""
        known = Compartment.objects.visible_to(actor).order_by()
        told = Agreement.objects.filter(open_to(actor)).order_by()
        asked = (Q(agreed_by__isnull=True) | Q(agreement__in=told.values("pk"))) & own_institution(actor)
        asked &= ~Q(agreement__in=told.filter(withdrawn_at__isnull=False).values("pk"))
        after = asked & Q(compartment__in=known.filter(Compartment.looked_after_by(actor)).values("pk"))
        return (of_agreement(actor) & Q(compartment__in=known.values("pk"))) | after


class Breach(OfAgreement):
    """Something happened that sets the plan off. `cure_by` is the last day to put it right, None when nothing waits.

    Who `decides` stays as it was on that day; in rows that are older than this it is empty, and as the strategy says.
    """

    class State(models.TextChoices):
        OPEN = "open", _("the plan runs")
        CURED = "cured", _("put right")
        ENDED = "ended", _("the agreement was ended")

    trigger = models.CharField(max_length=12, choices=Trigger)
    what = models.TextField()
    evidence = models.TextField()
    happened_on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    cure_by = models.DateField(null=True)
    decides = models.CharField(max_length=40, choices=ROLES, blank=True, default="")
    token = models.UUIDField(null=True, editable=False)
    recorded_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-recorded_at", "id"]
        verbose_name_plural = "breaches"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(state="open") & ~Q(trigger__in=NOT_BROKEN), name="one_open_breach"
            ),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(state="open", trigger__in=NOT_BROKEN), name="one_open_ending"
            ),
            models.UniqueConstraint(fields=["institution", "token"], name="one_breach_per_form"),
        ]

    def __str__(self) -> str:
        return f"breach of {self.agreement_id}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the agreement; whoever decides about it sees it, if nothing hides the agreement in a compartment."""
        kept = own_institution(actor) & Q(agreement__compartment__isnull=True, agreement__withdrawn_at__isnull=True)
        return of_agreement(actor) | (kept & cls.decided_by(actor))

    @staticmethod
    def decided_by(actor: Actor) -> Q:
        """Those about which the actor decides, as was so when they were recorded; leadership always."""
        if actor.member_id is None:
            return Nothing
        mine = _decided_as(OWNER) & Q(agreement__owner=actor.member_id)
        for held in actor.duties:
            everywhere = not held.unit_path.strip("/")
            near = Q(pk__isnull=False) if everywhere else Q(agreement__unit__path__startswith=held.unit_path)
            mine |= near if held.duty == Duty.LEADERSHIP else _decided_as(held.duty) & near
        return mine

    @staticmethod
    def not_put_right() -> Q:
        """Those for which access ends as soon as it is agreed to: the plan runs, or the agreement was ended and is over."""
        ended = Q(state=Breach.State.ENDED, agreement__state__in=OVER)
        return (Q(state=Breach.State.OPEN) | ended) & ~Q(trigger__in=NOT_BROKEN)

    @property
    def is_broken(self) -> bool:
        """Whether somebody broke something, or law, security or values stand against it."""
        return self.trigger not in NOT_BROKEN

    @property
    def cure_day(self) -> date | None:
        """The day by which it is to be put right; None where no time is given for that, as when law stands against it."""
        has_time = self.is_broken and self.cure_by and self.cure_by > timezone.localdate(self.recorded_at)
        return self.cure_by if has_time else None

    @property
    def is_late(self) -> bool:
        """Whether the day by which it is to be put right has passed."""
        return self.cure_day is not None and self.cure_day < timezone.localdate()

    @property
    def standing(self) -> str:
        """Where it stands, in words: what nobody broke is not put right and not ended, it goes on or it does not."""
        left = {} if self.is_broken else {self.State.CURED: _("it goes on"), self.State.ENDED: _("it does not go on")}
        return str(left.get(self.State(self.state), self.get_state_display()))


def _decided_as(role: str) -> Q:
    kinds = [kind for kind, plan in starting_plans().items() if plan.decides == role]
    own = Q(agreement__exit_strategy__decides=role)
    older = own | Q(agreement__exit_strategy__isnull=True, agreement__kind__in=kinds)
    return Q(decides=role) | (Q(decides="") & older)


def of_breach(actor: Actor) -> Q:
    """The visibility of what belongs to a breach: as the breach."""
    return Q(breach__in=Breach.objects.visible_to(actor).order_by().values("pk"))


class PlanTask(OfAgreement):
    """A step of the plan with its days, whose it is, and what shows that it was done.

    One that `decides` is whether the agreement goes on: it is done when that is said.
    """

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    role = models.CharField(max_length=40, choices=ROLES)
    owner = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    begins = models.DateField()
    due = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    shown_by = models.TextField(blank=True)
    decides = models.BooleanField(default=False)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["begins", "position", "id"]
        indexes = [models.Index(fields=["owner", "due"], condition=Q(done_at=None, dropped_at=None), name="open_tasks")]

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> str:
        """What is to be done, in the reader's language where it is a step to start from."""
        return in_words(step_texts(self.title))

    @property
    def evidence(self) -> str:
        """What shows that it was done, in the reader's language where the product said it."""
        return retold(self.shown_by, DONE_AT_ONCE)

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.done_at is None and self.dropped_at is None

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the breach; whoever has to do it sees it, if nothing hides the agreement in a compartment."""
        mine = Q(owner_id=actor.member_id, institution_id=actor.institution_id, agreement__compartment__isnull=True)
        return of_breach(actor) | mine if actor.member_id else of_breach(actor)


class BreachEntry(OfAgreement):
    """A line of the breach's log: what was done, by whom, when. Never changed."""

    class Sort(models.TextChoices):
        RECORDED = "recorded", _("recorded")
        STOPPED = "stopped", _("access stopped")
        NOT_STOPPED = "not-stopped", _("access could not be stopped")
        ASSIGNED = "assigned", _("given to somebody")
        DONE = "done", _("done")
        NOTED = "noted", _("noted")
        SHOWN = "shown", _("evidence kept")
        CURED = "cured", _("put right")
        ENDED = "ended", _("agreement ended")

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="entries")
    sort = models.CharField(max_length=12, choices=Sort)
    task = models.ForeignKey(PlanTask, on_delete=models.CASCADE, null=True, related_name="+")
    grant = models.ForeignKey(AccessGrant, on_delete=models.PROTECT, null=True, related_name="+")
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, null=True, related_name="+")
    paper = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name_plural = "breach entries"

    def __str__(self) -> str:
        return f"{self.sort}: {self.text}"

    @property
    def words(self) -> str:
        """What it says, with what the product said of it in the reader's language."""
        if self.task and self.text.startswith(f"{self.task.title}: "):
            return f"{self.task.words}{self.text.removeprefix(self.task.title)}"
        said = {self.Sort.NOT_STOPPED: (NOBODY_AGREED, LIES_THERE), self.Sort.CURED: (GOES_ON,)}
        return retold(self.text, *said.get(self.Sort(self.sort), ()))

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the breach; of access only what the reader may know of the grant and the compartment."""
        grants = AccessGrant.objects.visible_to(actor).order_by().values("pk")
        known = Compartment.objects.visible_to(actor).order_by().values("pk")
        of_grant = Q(grant__isnull=True) | Q(grant__in=grants)
        return of_breach(actor) & of_grant & (Q(compartment__isnull=True) | Q(compartment__in=known))
