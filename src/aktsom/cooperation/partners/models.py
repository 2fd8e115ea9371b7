"""External organisations, the names under which sources know them, and how names came to stand for one partner."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from aktsom.content.institutions import known_institutions
from aktsom.core.actor import Actor
from aktsom.core.sensitive import Sensitive
from aktsom.core.visibility import Compartmented, Visible, open_to, own_records

HOME = "institution"
"""How an explanation begins that names an institution of ours: `institution:ntnu`."""


class Partner(Compartmented, Sensitive):
    """An external organisation. Without institution it is known from public sources; else it is that institution's own.

    An own one that only cooperation in a compartment names is in that compartment too.

    `country` is ISO 3166-1 alpha-2 or "" when unknown. `merged_into` is set while the partner stands for another.
    """

    log_name = _("partner")
    log_page = "partners:detail"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.TextField()
    country = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    domain = models.CharField(max_length=200, blank=True)
    identifiers = models.JSONField(default=dict)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["country"], name="partners_by_country")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_sensitive(self) -> bool:
        """The institution's own partners are; what public sources show is not."""
        return self.institution_id is not None

    @property
    def standing(self) -> "Partner":
        """The partner that stands for this one now, after merges; itself when there was none."""
        partner = self
        while partner.merged_into is not None:
            partner = partner.merged_into
        return partner

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Public partners are public knowledge; the others are the institution's own."""
        return Q(institution__isnull=True) | (own_records(actor) & open_to(actor))


class PartnerName(Compartmented, Visible):
    """A name as a source spells it, with the country as the source gives it, and the partner that it stands for now.

    `key` is the normalised form. `reason` says in a word why it was put with this partner (see `resolution.py`).
    """

    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, null=True, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="names")
    text = models.TextField()
    key = models.TextField()
    country = models.CharField(max_length=2, blank=True)
    source = models.CharField(max_length=30)
    times_seen = models.IntegerField(default=1)
    reason = models.CharField(max_length=40, default="first")

    class Meta:
        ordering = ["-times_seen", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "text", "country", "source", "compartment"],
                nulls_distinct=False,
                name="one_row_per_name_seen",
            )
        ]
        indexes = [models.Index(fields=["key"], name="names_by_key")]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the partner."""
        return Q(institution__isnull=True) | (own_records(actor) & open_to(actor))


class Merge(Visible):
    """Names that were taken to be one organisation, or may be. It is visible, has a reason, and can be undone.

    `moved` lists the ids of the `PartnerName` rows that went from `gone` to `kept`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a person")
        MERGED = "merged", _("merged")
        KEPT_APART = "kept-apart", _("kept apart")
        UNDONE = "undone", _("undone")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, null=True, related_name="+")
    kept = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="merges_away")
    moved = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State)
    score = models.FloatField(null=True)
    reason = models.CharField(max_length=40)
    explanation = models.TextField(blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-score"]
        constraints = [models.UniqueConstraint(fields=["kept", "gone"], name="one_merge_per_pair")]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"

    @property
    def in_common(self) -> str:
        """What both have in common, in words: the explanation, with an institution of ours by its name."""
        kind, _divided, slug = self.explanation.partition(":")
        if kind != HOME:
            return self.explanation
        names = {each.id: each.name for each in known_institutions()}.get(slug, {})
        name = names.get((get_language() or "nb")[:2], self.kept.name)
        return gettext("both are names of %(institution)s") % {"institution": name}

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As both partners."""
        if actor.is_system:
            return Q(institution__isnull=True) | own_records(actor)
        seen = Partner.objects.visible_to(actor).filter(institution_id=actor.institution_id).order_by().values("pk")
        return Q(institution__isnull=True) | (own_records(actor) & Q(kept__in=seen, gone__in=seen))
