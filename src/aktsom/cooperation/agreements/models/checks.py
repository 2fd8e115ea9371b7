"""What a check found in a document, how people judged it, and what changed in a draft that came back."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models.agreements import Agreement, of_agreement
from aktsom.cooperation.agreements.models.documents import DocumentVersion
from aktsom.core.actor import Actor
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Visible, own_records


class Progress(models.TextChoices):
    """How far work in the background has come."""

    WAITING = "waiting", _("waits")
    RUNNING = "running", _("runs")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped")


UNFINISHED = (Progress.WAITING, Progress.RUNNING)
STANDS_STILL = timedelta(minutes=2)
"""After so long a page offers to go on with what seems to have stopped."""


class Unread(models.TextChoices):
    """How much of a paper could not be read."""

    NOTHING = "", _("nothing")
    SOME = "some", _("some of it")
    ALL = "all", _("all of it")


class ClauseCheck(Tenanted, Visible):
    """One reading of a document against the clause library of that day.

    `library` is its version and `library_digest` that of its whole text, the institution's own conditions included. `facts`
    are named as in content/facts.yaml. `to_read` are places that may contradict a condition and are shown as no finding:
    text, number, page, box. `message` says per language why it stopped. Where some of the paper is `unread`,
    nothing follows from what was not found in it. The one that counts for the agreement is `current`; that of an amendment or
    an annex which lies `beside` it counts for what it contradicts (counting.py).

    `standings` are the conditions by how their findings stand, such as "absent", and those that are required once more, such
    as "required absent". The database keeps them whenever a finding changes (migration 0009); nothing else writes them.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="checks")
    document_version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="checks")
    progress = models.CharField(max_length=10, choices=Progress, default=Progress.WAITING)
    library = models.CharField(max_length=40, blank=True)
    library_digest = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=30, blank=True)
    flags = models.JSONField(default=list)
    language = models.CharField(max_length=10, blank=True)
    pages = models.PositiveIntegerField(default=0)
    noticed = models.JSONField(default=list)
    to_read = models.JSONField(default=list)
    unread = models.CharField(max_length=4, choices=Unread, blank=True, default=Unread.NOTHING)
    facts = models.JSONField(default=dict)
    message = models.JSONField(default=dict)
    standings = models.JSONField(default=dict, editable=False)
    current = models.BooleanField(default=False)
    beside = models.BooleanField(default=False)
    is_overtaken: bool
    """Whether a newer paper of the agreement was not checked, where that was asked (counting.py)."""
    by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement"], condition=Q(current=True), name="one_current_check")
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.progress}"

    @property
    def is_unread(self) -> bool:
        """Whether the check stopped because the paper opens and has no text, as a scan that no program has read."""
        return self.unread == Unread.ALL

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the file."""
        return of_agreement(actor) & Q(document_version__withdrawn_at__isnull=True)


class Verdict(models.TextChoices):
    """How an agreement stands to a framework condition. That it is unseen only a check says, where it could not read all."""

    MET = "met", _("met")
    PARTLY = "partly", _("partly met")
    CONTRADICTED = "contradicted", _("contradicted")
    ABSENT = "absent", _("absent")
    UNSEEN = "unseen", _("not seen in what could be read")


class Finding(Tenanted, Visible):
    """What the check says of one condition, and what a person said after it.

    `passages` are what it rests on: text, number, page, box. `why` is said per language. `judged` is the person's verdict, ""
    until somebody looked, and `place` the words of the paper that they rest it on.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    clause_check = models.ForeignKey(ClauseCheck, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveSmallIntegerField(default=0)
    condition = models.CharField(max_length=60)
    verdict = models.CharField(max_length=12, choices=Verdict)
    required = models.BooleanField(default=False)
    passages = models.JSONField(default=list)
    why = models.JSONField(default=dict)
    judged = models.CharField(max_length=12, choices=Verdict, blank=True)
    note = models.CharField(max_length=500, blank=True)
    place = models.TextField(blank=True)
    judged_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["institution", "condition", "verdict"], name="findings_by_condition")]
        constraints = [models.UniqueConstraint(fields=["clause_check", "condition"], name="one_finding_per_condition")]

    def __str__(self) -> str:
        return f"{self.condition}: {self.standing}"

    @property
    def standing(self) -> str:
        """What holds: the person's verdict, or the check's where nobody has looked."""
        return self.judged or self.verdict

    @property
    def judgement(self) -> str:
        """Which judgement of a person stands, so that one who judges anew notices another; "" while there is none."""
        return self.judged_at.isoformat() if self.judged_at else ""

    @property
    def in_words(self) -> str:
        """The same in words."""
        return str(Verdict(self.standing).label)

    @property
    def is_doubted(self) -> bool:
        """Whether a place in it may say the opposite, and nobody has looked."""
        return not self.judged and any(each["supports"] == "doubt" for each in self.passages)

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the file."""
        return of_agreement(actor) & Q(clause_check__document_version__withdrawn_at__isnull=True)


class Comparison(Tenanted, Visible):
    """What changed between a draft that was sent and what came back, clause by clause, changes in substance first."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="comparisons")
    sent = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="+")
    returned = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="+")
    progress = models.CharField(max_length=10, choices=Progress, default=Progress.WAITING)
    changes = models.JSONField(default=list)
    message = models.JSONField(default=dict)
    by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.sent} → {self.returned}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As both files."""
        return of_agreement(actor) & Q(sent__withdrawn_at__isnull=True, returned__withdrawn_at__isnull=True)


class OwnConditions(Tenanted, Visible):
    """An institution's own framework conditions, as one text beside the library. The newest row is in force."""

    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["institution", "number"], name="one_text_of_conditions")]

    def __str__(self) -> str:
        return f"conditions {self.number}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Every member may know what the institution asks of its agreements."""
        return own_records(actor)
