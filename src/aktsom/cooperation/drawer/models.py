"""A drawer that somebody brings in, and what became of each file and each row of its sheet."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models import Agreement, ClauseCheck
from aktsom.cooperation.agreements.permissions import LOOK_AFTER
from aktsom.core.actor import Actor
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Visible, open_to, own_records


class Drawer(Tenanted, Visible):
    """Files and a sheet: uploaded, columns chosen, brought in, perhaps undone. `files` is the path of the archive that holds
    the files; `mapping` what somebody chose: columns, a kind for rows without one, and what words for kinds and names mean.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        MAPPED = "mapped", _("columns chosen")
        RUNNING = "running", _("is brought in")
        DONE = "done", _("brought in")
        STOPPED = "stopped", _("stopped")
        UNDONE = "undone", _("undone")

    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    name = models.CharField(max_length=200)
    files = models.CharField(max_length=300)
    sheet = models.CharField(max_length=300)
    sheet_name = models.CharField(max_length=200)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    stopped_because = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-uploaded_at", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def why_stopped(self) -> str:
        """Why it was stopped, in the reader's language; early ones have it in one language alone."""
        if self.state != self.State.STOPPED:
            return ""
        return str(self.stopped_because.get((get_language() or "nb")[:2]) or self.message)

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Whoever brought it, and those who look after agreements for the whole institution."""
        if actor.is_system or cls.looked_after_by(actor):
            return own_records(actor)
        return own_records(actor) & Q(uploaded_by_id=actor.member_id)

    @staticmethod
    def looked_after_by(actor: Actor) -> bool:
        """Whether the actor looks after agreements for the whole institution, and so after every drawer of it."""
        return actor.holds(*LOOK_AFTER, path="/")


class DrawerItem(Tenanted, Visible):
    """What became of one file, or of a row without a file. It is there once for each, so a stopped import goes on.

    `number` counts the files and then the rows without one. `reasons` are pairs of a code (`reasons.py`) and what stands there.
    What lies `beside` an agreement became a further paper of it, and no agreement of its own.
    What nobody wants is set aside by somebody, `aside_because` in their words; `before` is the outcome that it had until then.
    `digest` is the file's; a row without one that stays when another sheet comes gets that of its words (`again.py`).
    """

    class Outcome(models.TextChoices):
        REGISTERED = "registered", _("registered")
        LOOK = "look", _("needs a look")
        REFUSED = "refused", _("refused")
        UNDONE = "undone", _("undone")
        KEPT = "kept", _("kept, because it was built upon")
        ASIDE = "aside", _("set aside")

    OPEN: ClassVar[tuple[str, ...]] = (Outcome.LOOK, Outcome.REFUSED)
    WITH_PAPER: ClassVar[Q] = Q(clause_check__isnull=False) | Q(beside=True)
    """What brought a file into the register."""

    LEFT: ClassVar[Q] = Q(outcome__in=OPEN) & ~WITH_PAPER
    """What nothing came of, and what somebody can still do something about."""

    KNOWN: ClassVar[Q] = LEFT & Q(agreement__isnull=False)
    """Of that, what is there already as the paper of an agreement."""

    CAME: ClassVar[Q] = Q(agreement__isnull=False, beside=False) & (WITH_PAPER | ~Q(outcome__in=(*OPEN, Outcome.ASIDE)))
    """What became an agreement; an item that only names one that was there needs a look or was set aside, and has no check of
    its own.
    """

    STAYS: ClassVar[Q] = (CAME | Q(beside=True)) & ~Q(outcome=Outcome.UNDONE) | Q(outcome=Outcome.ASIDE)
    """What is in the register or set aside, and so is not looked at again when the drawer gets another sheet."""

    drawer = models.ForeignKey(Drawer, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    file = models.CharField(max_length=300, blank=True)
    row = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    reasons = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, null=True, related_name="+")
    clause_check = models.ForeignKey(ClauseCheck, on_delete=models.SET_NULL, null=True, related_name="+")
    beside = models.BooleanField(default=False)
    before = models.CharField(max_length=10, choices=Outcome, blank=True)
    aside_because = models.CharField(max_length=200, blank=True)
    aside_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    aside_at = models.DateTimeField(null=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["drawer", "number"], name="one_outcome_per_file")]

    def __str__(self) -> str:
        return f"{self.file or self.row}: {self.outcome}"

    @property
    def called(self) -> str:
        """The file, or which row of the sheet it is."""
        return self.file or gettext("Row %(number)s") % {"number": self.row}

    @property
    def is_open(self) -> bool:
        """Whether nothing is registered for it, so that somebody can do so by hand."""
        return self.outcome in self.OPEN and self.agreement_id is None

    @property
    def is_left(self) -> bool:
        """Whether nothing came of it, so that somebody can set it aside."""
        return self.outcome in self.OPEN and self.clause_check_id is None and not self.beside

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the drawer; what became of a file is hidden with the agreement that it became."""
        hidden = Q(agreement__isnull=True) | Q(agreement__in=Agreement.objects.filter(open_to(actor)))
        return Q(drawer__in=Drawer.objects.visible_to(actor)) & hidden
