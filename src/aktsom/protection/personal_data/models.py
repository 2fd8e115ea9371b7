"""What the room itself keeps: what was removed, pseudonyms, people's requests, and what an institution adds to its record."""

from datetime import date, datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.periods import Period
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Nothing, Visible, own_institution

ANSWERED_IN = Period(months=1)
"""GDPR art. 12(3): without undue delay and within one month of receipt."""
EXTENDED_BY = Period(months=2)
"""The same paragraph: two further months where a request is complex, if the person is told within the first."""
OFFICERS = (Duty.DATA_PROTECTION_OFFICER,)
LOOK_AFTER = (Duty.DATA_PROTECTION_OFFICER, Duty.INTERNAL_AUDITOR)


def for_all(actor: Actor, *duties: Duty) -> bool:
    """Whether one of the duties is held for the whole institution, as requests of any of its people need."""
    return actor.holds(*duties, path="/")


def looked_after(actor: Actor) -> Q:
    """Rows of the institution for the data protection officer and the auditor; for nobody else."""
    return own_institution(actor) if actor.is_system or for_all(actor, *LOOK_AFTER) else Nothing


class Tombstone(Visible):
    """That so many rows of a kind were removed on a day, and why. Never what stood in them.

    Without institution: rows that belong to none, such as authors of published works.
    """

    class Why(models.TextChoices):
        RETENTION = "retention", _("its time was over")
        REQUEST = "request", _("the person asked for it")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=100)
    rule = models.CharField(max_length=200)
    why = models.CharField(max_length=10, choices=Why)
    number = models.IntegerField()
    removed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-removed_at", "label"]

    def __str__(self) -> str:
        return f"{self.label}: {self.number}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Those who look after personal data see what was removed, from public rows as well."""
        if actor.is_system:
            return Q(institution_id=actor.institution_id)
        return looked_after(actor) | Q(institution__isnull=True) if for_all(actor, *LOOK_AFTER) else Nothing


class RightsRequest(Tenanted, Visible):
    """What somebody asks about their own data, and what came of it. `answer` is what the person is told.

    Erasing and stopping use take two people: one proposes (`proposed_by`), another decides (`decided_by`).
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("correct something")
        RESTRICTION = "restriction", _("stop using my data")
        ERASURE = "erasure", _("erase my data")
        OBJECTION = "objection", _("object to a use")
        ACCESS = "access", _("a question about my data")

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        PROPOSED = "proposed", _("waits for a second person")
        GRANTED = "granted", _("done")
        DECLINED = "declined", _("declined")

    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    member = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    received_on = models.DateField(default=timezone.localdate)
    due = models.DateField()
    extended_because = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    proposed_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.received_on})"

    @property
    def is_open(self) -> bool:
        """Whether the person still waits for an answer."""
        return self.state in (self.State.RECEIVED, self.State.PROPOSED)

    @property
    def last_day(self) -> date:
        """The last day on which the law lets it be answered, if it was extended."""
        return EXTENDED_BY.after(ANSWERED_IN.after(self.received_on))

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """The person, those who look after personal data, and leadership where a second person must decide."""
        own = own_institution(actor)
        if actor.is_system or for_all(actor, *LOOK_AFTER):
            return own
        mine = Q(member_id=actor.member_id)
        if for_all(actor, Duty.LEADERSHIP):
            mine |= Q(state=cls.State.PROPOSED) | Q(decided_by_id=actor.member_id)
        return own & mine


class Pseudonym(Tenanted, Visible):
    """That a pseudonym stands for a person in this institution, in everything that is kept, the log included.

    While `account` is set the use of the person's data is only stopped (GDPR art. 18) and can begin again; without it the
    person is erased here, and nothing leads back to them.
    """

    member = models.OneToOneField("institutions.Member", on_delete=models.CASCADE, related_name="pseudonym")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"pseudonym {self.member_id}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Those who look after personal data."""
        return looked_after(actor)


class RecordAddition(Tenanted, Visible):
    """What an institution says in its record of processing (GDPR art. 30) beside what the product knows itself."""

    controller = models.TextField(_("who is responsible"), blank=True)
    officer = models.TextField(_("data protection officer"), blank=True)
    law = models.TextField(_("national law that the public task rests on"), blank=True)
    recipients = models.TextField(_("others who get personal data, such as processors"), blank=True)
    transfers = models.TextField(_("transfers to countries outside the EEA, and their safeguards"), blank=True)
    measures = models.TextField(_("security measures of the institution's own"), blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution"], name="one_addition_per_institution")]

    def __str__(self) -> str:
        return f"record of {self.institution_id}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Every member may know why their data is processed."""
        return own_institution(actor)


def due_of(received: date) -> date:
    """The day by which a request that came on this day must be answered."""
    return ANSWERED_IN.after(received)


def is_over(moment: datetime, now: datetime, period: Period) -> bool:
    """Whether the period after the moment is over."""
    return period.after(moment) <= now
