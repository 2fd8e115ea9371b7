"""Where people of an institution sign in, what their claims give them there, and the sessions in which they are signed in."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.meanwhile import mark_of
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Nothing, Visible, own_institution

LOOK_AFTER = (Duty.LEADERSHIP, Duty.PLATFORM_OPERATOR)


class Provider(Tenanted, Visible):
    """A sign-in service of one institution. What it says counts in that institution and nowhere else.

    For SAML we have a key of our own with each service (`own_certificate`, `sealed_key`): requests are signed with it, and the
    service may encrypt for it.
    """

    class Kind(models.TextChoices):
        OIDC = "oidc", _("OpenID Connect (Feide, Entra ID, Keycloak)")
        SAML = "saml", _("SAML 2.0 (Entra ID, ADFS, Keycloak)")

    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=100)
    issuer = models.CharField(max_length=500)
    client_id = models.CharField(max_length=300, blank=True)
    sealed_secret = models.TextField(blank=True)
    sso_address = models.CharField(max_length=500, blank=True)
    slo_address = models.CharField(max_length=500, blank=True, default="")
    certificates = models.TextField(blank=True)
    own_certificate = models.TextField(blank=True, default="")
    sealed_key = models.TextField(blank=True, default="")
    hint = models.CharField(max_length=300, blank=True)
    is_open = models.BooleanField(default=True)
    opens_places = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["institution", "issuer"], name="one_provider_per_issuer")]

    def __str__(self) -> str:
        return self.name

    @property
    def version(self) -> str:
        """A mark of what the service is now, so that two who change it at once notice each other."""
        parts = ("name", "issuer", "client_id", "sealed_secret", "sso_address", "slo_address", "certificates", "hint")
        return mark_of([*(getattr(self, name) for name in parts), self.is_open, self.opens_places])

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Who looks after sign-in. The sign-in page reads the open ones as the system."""
        return own_institution(actor) if actor.is_system or actor.holds(*LOOK_AFTER) else Nothing


class ClaimRule(Tenanted, Visible):
    """A claim with this value gives this duty for this unit; without duty it says which unit the person works in."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="rules")
    claim = models.CharField(max_length=200)
    value = models.CharField(max_length=300)
    duty = models.CharField(max_length=40, choices=Duty, blank=True)
    unit = models.ForeignKey("institutions.Unit", on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["claim", "value"]

    def __str__(self) -> str:
        return f"{self.claim} = {self.value}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """As the provider."""
        return Provider.visibility(actor)


class Link(Tenanted, Visible):
    """The account that a subject of a provider is: the only thing that a sign-in from outside is matched by."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="links")
    subject = models.CharField(max_length=300)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "subject"], name="one_account_per_subject")]

    def __str__(self) -> str:
        return f"{self.provider}: {self.user}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """One's own."""
        return own_institution(actor) if actor.is_system else own_institution(actor) & Q(user_id=actor.user_id)


class ClaimedDuty(Tenanted, Visible):
    """A duty that a claim gave, and that ends when a sign-in comes without the claim."""

    assignment = models.OneToOneField("institutions.DutyAssignment", on_delete=models.CASCADE, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.assignment)

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Who is responsible for what is known to every member, and so is why."""
        return own_institution(actor)


class PersonSession(Visible):
    """One browser in which a person is signed in, with what helps them to know it again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40, db_index=True)
    browser = models.CharField(max_length=200, blank=True)
    network = models.CharField(max_length=60, blank=True)
    how = models.CharField(max_length=20, blank=True)
    provider = models.ForeignKey(Provider, on_delete=models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-seen_at"]
        indexes = [models.Index(fields=["user", "-seen_at"], name="sessions_of_person")]

    def __str__(self) -> str:
        return f"{self.user} {self.begun_at:%Y-%m-%d %H:%M}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """One's own."""
        return Q(user_id=actor.user_id) if actor.user_id else Nothing

    @classmethod
    def running(cls, since: datetime) -> Q:
        """Those that nobody ended and that were used since then."""
        return Q(ended_at__isnull=True, seen_at__gte=since)


class Tries(Visible):
    """Failed sign-ins of one kind (a digest of account and place), and until when the next one must wait."""

    digest = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.digest

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """The system's own."""
        return Q() if actor.is_system else Nothing


class SamlAnswer(Tenanted, Visible):
    """An answer of a SAML service that was taken: nobody comes in by it twice, until it would have expired anyway.

    The browser sends no session along when another site posts, so what the service said lies here, sealed, until the same
    browser asks for it at the next request.
    """

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    assertion = models.CharField(max_length=64)
    request = models.CharField(max_length=64, db_index=True)
    sealed = models.TextField(blank=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "assertion"], name="one_use_per_assertion")]

    def __str__(self) -> str:
        return self.assertion

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """The system's own."""
        return own_institution(actor) if actor.is_system else Nothing
