"""The register: every cooperation an institution has, and the sheets from which it was imported."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.records.models import SEES_ALL, Record
from aktsom.core.actor import Actor
from aktsom.core.choices import Chosen
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Visible, open_to, own_records


class Cooperation(Record):
    """The central record: who, what kind, which field, from when to when. `fields` are critical technology areas."""

    class Kind(models.TextChoices):
        RESEARCH_PROJECT = "research-project", _("research project")
        COMMISSIONED_RESEARCH = "commissioned-research", _("commissioned research")
        FUNDING = "funding", _("funding or donation")
        JOINT_EDUCATION = "joint-education", _("joint education")
        STUDENT_EXCHANGE = "student-exchange", _("student exchange")
        OUTGOING_MOBILITY = "outgoing-mobility", _("outgoing mobility")
        VISITING_RESEARCHER = "visiting-researcher", _("visiting researcher")
        APPOINTMENT = "appointment", _("appointment")
        TALENT_PROGRAMME = "talent-programme", _("talent programme")
        ON_CAMPUS_PROVIDER = "on-campus-provider", _("on-campus provider")
        DATA_SHARING = "data-sharing", _("data or material sharing")
        INFRASTRUCTURE = "infrastructure", _("infrastructure access")
        LICENSING = "licensing", _("licensing or spin-off")
        EVENT = "event", _("conference or event")
        MEMORANDUM = "memorandum", _("memorandum")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        ACTIVE = "active", _("active")
        ENDED = "ended", _("ended")

    places: "list[CooperationPartner]"
    log_name = _("cooperation")
    log_page = "register:detail"
    log_exports = (gettext_noop("export cooperation"), "export the overview")

    kind = Chosen(max_length=30, choices=Kind)
    state = Chosen(max_length=10, choices=State, default=State.ACTIVE)
    contact = models.ForeignKey(
        "institutions.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    funding = models.CharField(max_length=300, blank=True)
    fields = models.JSONField(default=list)
    sensitive_access = models.BooleanField(default=False)
    partners = models.ManyToManyField(Partner, through="CooperationPartner", related_name="cooperations")
    batch = models.ForeignKey("ImportBatch", on_delete=models.PROTECT, null=True, related_name="cooperations")

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["institution", "-registered_at"], name="newest_cooperation")]
        constraints = [models.UniqueConstraint(fields=["institution", "token"], name="one_cooperation_per_form")]

    @property
    def has_begun(self) -> bool:
        """Whether it goes on, or did: more than planned, or its first day has come."""
        return self.state != self.State.PLANNED or (self.starts is not None and self.starts <= timezone.localdate())

    @classmethod
    def about(cls, actor: Actor) -> Q:
        """Those of which the actor is the contact, or that they registered."""
        return Q(contact_id=actor.member_id) | Q(registered_by_id=actor.member_id)


class CooperationPartner(Tenanted, Visible):
    """A partner's place in a cooperation."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="parties", db_index=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cooperation", "partner"], name="one_place_per_partner")]
        # With an index of either alone, the database looks through all of the institution's rows anew for every cooperation.
        indexes = [models.Index(fields=["cooperation", "institution"], name="parties_of_cooperation")]

    def __str__(self) -> str:
        return f"{self.partner} in {self.cooperation}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the cooperation."""
        return Q(cooperation__in=Cooperation.objects.visible_to(actor))


class CooperationTrace(Tenanted, Visible):
    """A trace that belongs to a registered cooperation: what was seen is now registered."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="traces", db_index=False)
    tie = models.ForeignKey("traces.Tie", on_delete=models.CASCADE, null=True, related_name="registered")
    trace = models.ForeignKey("traces.Trace", on_delete=models.PROTECT, null=True, related_name="registered")

    def __str__(self) -> str:
        return f"trace of {self.cooperation}"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "tie"], name="one_link_per_tie"),
            models.UniqueConstraint(fields=["cooperation", "trace"], name="one_link_per_trace"),
        ]
        indexes = [models.Index(fields=["cooperation", "institution"], name="traces_of_cooperation")]

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the cooperation."""
        return Q(cooperation__in=Cooperation.objects.visible_to(actor))


class NotOurs(Tenanted, Visible):
    """Somebody looked at a tie with this partner and says, with a reason, that it is no cooperation of the institution."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    said_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "partner"], name="not_ours_said_once")]

    def __str__(self) -> str:
        return f"{self.partner}: {self.reason}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Every member, so that nobody asks the same question twice."""
        return own_records(actor)


class ImportBatch(Tenanted, Visible):
    """A sheet that somebody imports step by step: uploaded, columns mapped, previewed, imported, perhaps undone."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        MAPPED = "mapped", _("columns chosen")
        RUNNING = "running", _("importing")
        IMPORTED = "imported", _("imported")
        UNDONE = "undone", _("undone")
        FAILED = "failed", _("stopped")

    state = Chosen(max_length=10, choices=State, default=State.UPLOADED)
    filename = models.CharField(max_length=200)
    file = models.CharField(max_length=300)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    unit = models.ForeignKey("institutions.Unit", on_delete=models.PROTECT, null=True, blank=True)
    rows = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    registered = models.IntegerField(default=0)
    skipped = models.IntegerField(default=0)
    moved_at = models.DateTimeField(auto_now=True)
    uploaded_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.filename

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Whoever uploaded it, and those whose duty spans the institution."""
        if actor.is_system or actor.holds(*SEES_ALL, path="/"):
            return own_records(actor)
        return own_records(actor) & Q(uploaded_by_id=actor.member_id)


class ImportedRow(Tenanted, Visible):
    """What became of one row of a sheet. It is there once for each row, so an import that was stopped goes on where it was.

    `problems` are pairs of column and reason code with its values; `cells` are kept only for rows that were not registered.
    """

    class Outcome(models.TextChoices):
        REGISTERED = "registered", _("registered")
        REFUSED = "refused", _("not registered")
        UNDONE = "undone", _("withdrawn again")
        KEPT = "kept", _("kept, because it was changed since")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="imported")
    number = models.IntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    cooperation = models.ForeignKey(Cooperation, on_delete=models.PROTECT, null=True, related_name="+")
    problems = models.JSONField(default=list)
    cells = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_outcome_per_row")]

    def __str__(self) -> str:
        return f"{self.batch}: {self.number}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the sheet; what became of a row is hidden with the cooperation that it became."""
        hidden = Q(cooperation__isnull=True) | Q(cooperation__in=Cooperation.objects.filter(open_to(actor)))
        return Q(batch__in=ImportBatch.objects.visible_to(actor)) & hidden
