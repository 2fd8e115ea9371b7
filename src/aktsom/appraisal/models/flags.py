"""Red flags as they stand: which rule found what on which subject, resting on which facts."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Nothing, Visible, own_records

PARTNER, TIE, COOPERATION = "partner", "tie", "cooperation"


class RaisedFlag(Visible):
    """A rule that holds for a subject now, or held until a day. The texts stay with the rule; the facts are frozen here.

    Without institution it rests on public facts alone; else it is what that institution goes by, its own judgements and
    confirmations included. `raised_at` is since when the rule has held without a break; `facts_from` is when these facts
    were frozen, so that a newer list moves `facts_from` and not `raised_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, null=True, related_name="+")
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    rule = models.CharField(max_length=80)
    facet = models.CharField(max_length=20)
    weight = models.CharField(max_length=10)
    rank = models.SmallIntegerField()
    facts = models.JSONField(default=list)
    raised_at = models.DateTimeField()
    facts_from = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "subject_kind", "subject_id", "rule"],
                condition=Q(until__isnull=True),
                nulls_distinct=False,
                name="one_current_flag_per_rule",
            )
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="flags_of_subject"),
            models.Index(fields=["raised_at"], name="flags_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.subject_kind}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Flags from public facts: everyone. An institution's own: its members, on cooperation only whoever may see that."""
        public = Q(institution__isnull=True)
        if actor.institution_id is None:
            return public
        seen = Cooperation.objects.visible_to(actor).order_by().values("pk")
        partners = Partner.objects.visible_to(actor).filter(pk=models.OuterRef("subject_id"))
        on_partner = ~Q(subject_kind=PARTNER) | Q(models.Exists(partners))
        own = own_records(actor) & on_partner & (~Q(subject_kind=COOPERATION) | Q(subject_id__in=seen))
        return public | own


class OwnView(Tenanted, Visible):
    """An institution knows other facts about a subject than everyone does: there its own flags stand, even when it has none."""

    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "subject_kind", "subject_id"], name="one_own_view_per_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Every member may know what the institution goes by."""
        if actor.institution_id is None:
            return Nothing
        partners = Partner.objects.visible_to(actor).filter(pk=models.OuterRef("subject_id"))
        return own_records(actor) & (~Q(subject_kind=PARTNER) | Q(models.Exists(partners)))
