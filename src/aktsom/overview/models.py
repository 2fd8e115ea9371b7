"""What the overview reads: every tie and every registered cooperation as one row, and when a person last looked."""

from typing import Any
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from aktsom.cooperation.register.models import Cooperation, CooperationTrace, NotOurs
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Visible, own_records

NO_FLAG = -1


class Row(Visible):
    """A tie or a registered cooperation with what it is filtered and counted by. Made anew by `rebuilding.py`, never edited.

    Without institution: a tie as everyone sees it. With one: that institution's tie as it goes by it, or its cooperation.
    `home` is whose cooperation it is. `rules` are those that hold, heaviest first; `rank` is the heaviest one's, or -1.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey("institutions.Institution", on_delete=models.CASCADE, null=True, related_name="+")
    home = models.ForeignKey("institutions.Institution", on_delete=models.CASCADE, related_name="+")
    tie = models.ForeignKey("traces.Tie", on_delete=models.CASCADE, null=True, related_name="+")
    cooperation = models.ForeignKey("register.Cooperation", on_delete=models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey("institutions.Unit", on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.TextField()
    kind = models.CharField(max_length=30, blank=True)
    partners: Any = ArrayField(models.UUIDField(), default=list)
    partner_names: Any = ArrayField(models.TextField(), default=list)
    countries: Any = ArrayField(models.CharField(max_length=2), default=list)
    fields: Any = ArrayField(models.CharField(max_length=40), default=list)
    years: Any = ArrayField(models.IntegerField(), default=list)
    first_year = models.IntegerField(null=True)
    last_year = models.IntegerField(null=True)
    works = models.IntegerField(default=0)
    projects = models.IntegerField(default=0)
    rules: Any = ArrayField(models.CharField(max_length=80), default=list)
    rank = models.SmallIntegerField(default=NO_FLAG)
    source_date = models.DateField(null=True)

    class Meta:
        ordering = ["-rank", models.F("last_year").desc(nulls_last=True), "title", "home_id", "tie_id", "id"]
        indexes = [
            models.Index(fields=["institution", "-rank"], name="overview_heaviest"),
            models.Index(fields=["tie"], name="overview_tie"),
            models.Index(fields=["cooperation"], name="overview_cooperation"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_registered(self) -> bool:
        """Whether it is registered cooperation; else it was only seen in public sources."""
        return self.cooperation_id is not None

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Ties are public; registered cooperation is for those who may see that cooperation."""
        public = Q(institution__isnull=True)
        if actor.institution_id is None:
            return public
        seen = Cooperation.objects.visible_to(actor).order_by().values("pk")
        return public | (own_records(actor) & (Q(cooperation__isnull=True) | Q(cooperation__in=seen)))


def seen_and_open(actor: Actor) -> Q:
    """Leaves out ties that stand for a registered cooperation which the actor sees anyway, or that are not cooperation."""
    linked = CooperationTrace.objects.visible_to(actor).filter(tie__isnull=False).order_by().values("tie")
    not_ours = NotOurs.objects.visible_to(actor).order_by().values("partner")
    # Few are said not to be ours: their ties are looked up, and not the partner of every row's.
    with_them = Tie.objects.visible_to(actor).filter(partner__in=not_ours).order_by().values("pk")
    return Q(tie__isnull=True) | (~Q(tie__in=linked) & ~Q(tie__in=with_them))


class Visit(Tenanted, Visible):
    """When a person last looked at the overview, and the time before that: what changed is told since then."""

    member = models.OneToOneField("institutions.Member", on_delete=models.CASCADE, related_name="+")
    latest = models.DateTimeField()
    before = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.latest:%Y-%m-%d}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Only the person."""
        return Q(member_id=actor.member_id) & own_records(actor)
