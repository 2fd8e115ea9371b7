"""An agreement: what kind, with whom, from when to when, and how it is left."""

from collections.abc import Collection
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.records.models import Record
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.choices import Chosen
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Visible
from aktsom.engine.agreements.lifecycle import Life, State
from aktsom.engine.agreements.terms import Terms, TermsError
from aktsom.engine.lengths import Length

LANGUAGES = {"nb": _("Bokmål"), "nn": _("Nynorsk"), "en": _("English"), "other": _("another language")}
"""What an agreement can be written in."""


class Agreement(Record):
    """What an institution and others promised each other.

    `ends` is the last day of its first term, None when no end is agreed. Notice is given `notice_months` and `notice_days`
    ahead; 0 when none is agreed. With `renewal_months` it renews itself by so much at each end. `ends_on` is the day fixed by
    notice, by letting it lapse, by its last day or by its termination; `decided_until` the last day of the term that a person
    decided about; `reviewed_on` when somebody last looked at it.
    A breach or a suspension lies over where it stands (engine/agreements/lifecycle.py). `law` is the country of the governing
    law (ISO 3166-1 alpha-2), or "". `flags` are the rules of an appraisal that call for further conditions in it.
    """

    class Kind(models.TextChoices):
        MEMORANDUM = "memorandum", _("memorandum of understanding")
        FRAMEWORK = "framework", _("framework agreement")
        PROJECT = "project", _("project agreement")
        CONSORTIUM = "consortium", _("consortium agreement")
        JOINT_DEGREE = "joint-degree", _("joint-degree agreement")
        EXCHANGE = "exchange", _("exchange agreement")
        TRANSFER = "transfer", _("data or material transfer")
        CONFIDENTIALITY = "confidentiality", _("confidentiality agreement")
        COMMISSIONED_RESEARCH = "commissioned-research", _("commissioned research")
        LICENCE = "licence", _("licence")
        GIFT = "gift", _("gift")
        PROVIDER_HOST = "provider-host", _("hosting a provider")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        NEGOTIATED = "negotiated", _("negotiated")
        SIGNED = "signed", _("signed")
        IN_FORCE = "in-force", _("in force")
        LAPSING = "lapsing", _("running out")
        NOTICE_GIVEN = "notice-given", _("notice given")
        ENDED = "ended", _("ended")
        TERMINATED = "terminated", _("terminated")
        DROPPED = "dropped", _("dropped")

    class Relation(models.TextChoices):
        UNDER = "under", _("made under it")
        AMENDS = "amends", _("amends it")
        REPLACES = "replaces", _("replaces it")

    places: "list[AgreementParty]"
    log_name = _("agreement")
    log_page = "agreements:detail"
    log_exports = (gettext_noop("export agreements"),)

    kind = Chosen(max_length=30, choices=Kind)
    state = Chosen(max_length=12, choices=State, default=State.DRAFT)
    owner = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    relation = models.CharField(max_length=10, choices=Relation, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(default=0)
    notice_days = models.PositiveSmallIntegerField(default=0)
    renewal_months = models.PositiveSmallIntegerField(default=0)
    review_months = models.PositiveSmallIntegerField(default=0)
    reviewed_on = models.DateField(null=True, blank=True)
    decided_until = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    breached_since = models.DateField(null=True, blank=True)
    suspended_since = models.DateField(null=True, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    language = models.CharField(max_length=10, blank=True)
    law = models.CharField(max_length=2, blank=True)
    forum = models.CharField(max_length=200, blank=True)
    flags = models.JSONField(default=list)
    cooperations = models.ManyToManyField(Cooperation, through="AgreementCooperation", related_name="agreements")

    class Meta(Record.Meta):
        indexes = [
            models.Index(fields=["institution", "-registered_at"], name="newest_agreement"),
            models.Index(fields=["institution", "ends"], name="agreements_by_end"),
            models.Index(fields=["institution", "state"], name="agreements_by_state"),
        ]
        constraints = [models.UniqueConstraint(fields=["institution", "token"], name="one_agreement_per_form")]

    def terms(self, today: date) -> Terms:
        """What was agreed about its time. One without a first day begins when it was signed, else when it was registered."""
        registered = timezone.localdate(self.registered_at) if self.registered_at else today
        start = self.starts or self.signed_on or min(registered, today, self.ends or today)
        return Terms(
            start=start,
            end=self.ends,
            notice=Length(months=self.notice_months, days=self.notice_days),
            renewal=Length(months=self.renewal_months),
            review=Length(months=self.review_months),
        )

    @property
    def last_day(self) -> date | None:
        """The last day as things stand: of the running term where it has renewed itself; None until further notice."""
        if self.ends_on or self.ends is None or self.state != self.State.IN_FORCE:
            return self.ends_on or self.ends
        today = timezone.localdate()
        try:
            return self.terms(today).last_of(today)
        except TermsError:
            return self.ends

    @property
    def language_name(self) -> str:
        """The language of its text, in the reader's words; "" where none is registered."""
        return str(LANGUAGES.get(self.language, self.language))

    @property
    def begun(self) -> date | None:
        """The first day on which it was signed or in force; None where neither is told."""
        return min(filter(None, (self.signed_on, self.starts)), default=None)

    def life(self, today: date, parties: Collection[str] = ()) -> Life:
        """Where it stands, as the engine's rules need it. `parties` only matter for signing."""
        return Life(
            terms=self.terms(today),
            parties=frozenset(parties),
            state=State(self.state),
            signed=self.signed_on,
            ends=self.ends_on,
            decided_until=self.decided_until,
            breached=self.breached_since,
            suspended=self.suspended_since,
            reviewed=self.reviewed_on,
        )

    @classmethod
    def of_units(cls, path: str) -> Q:
        """Those of the unit at this path and of all under it, further units that work under the agreement included."""
        further = AgreementUnit.objects.filter(unit__path__startswith=path).order_by().values("agreement")
        return super().of_units(path) | Q(pk__in=further)

    @classmethod
    def about(cls, actor: Actor) -> Q:
        """Those that the actor answers for, or that they registered."""
        return Q(owner_id=actor.member_id) | Q(registered_by_id=actor.member_id)


def of_agreement(actor: Actor) -> Q:
    """The visibility of what belongs to an agreement: as the agreement."""
    return Q(agreement__in=Agreement.objects.visible_to(actor).order_by().values("pk"))


class AgreementParty(Tenanted, Visible):
    """Somebody who is bound, as the paper names them, and who signed for them with what authority.

    Ours is the institution itself. The others' are partners; one that was merged into another goes along with it.
    """

    class Side(models.TextChoices):
        OURS = "ours", _("our side")
        THEIRS = "theirs", _("the other side")

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    side = models.CharField(max_length=6, choices=Side)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=100, blank=True)
    signatory = models.CharField(max_length=200, blank=True)
    signatory_title = models.CharField(max_length=200, blank=True)
    authority = models.CharField(max_length=300, blank=True)
    signed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["side", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "partner"], name="one_place_per_agreement_and_partner")
        ]

    def __str__(self) -> str:
        return self.name or str(self.partner or self.side)

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the agreement."""
        return of_agreement(actor)


class AgreementUnit(Tenanted, Visible):
    """A further unit that works under the agreement; its leader sees it too. After a merger of units one may stand twice."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="further_units")
    unit = models.ForeignKey("institutions.Unit", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.unit} in {self.agreement}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the agreement."""
        return of_agreement(actor)


class AgreementCooperation(Tenanted, Visible):
    """A cooperation that goes on under the agreement."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="under")
    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="over")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "cooperation"], name="one_link_per_agreement_and_cooperation")
        ]

    def __str__(self) -> str:
        return f"{self.cooperation} under {self.agreement}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Whoever sees both."""
        return of_agreement(actor) & Q(cooperation__in=Cooperation.objects.visible_to(actor).order_by().values("pk"))
