"""What happens when people show who they are. Each leaves its event in the log of the institution where they act."""

from django.utils.translation import gettext as _

from aktsom.core.actions import action, any_member, held_by, only_system
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import InvalidError, NotVisibleError
from aktsom.core.meanwhile import refuse_overwriting
from aktsom.core.visibility import get_visible
from aktsom.identity.models import LOOK_AFTER, ClaimRule, Link, Provider
from aktsom.identity.saml_metadata import make_own_key, require_oidc, require_saml
from aktsom.identity.secrets import seal
from aktsom.institutions.actions.duties import wrong_place
from aktsom.institutions.models import Unit, User

SECRETS = ("secret",)


@action("show again who one is", may=any_member)
def prove_again(actor: Actor, *, how: str) -> None:
    """The person has shown again who they are: by password, code, passkey or the institution's sign-in."""


@action("sign in", may=any_member)
def note_sign_in(actor: Actor, *, how: str) -> None:
    """The person has signed in."""


@action("sign-in failed", may=only_system)
def note_failed_sign_in(actor: Actor, *, user: User, how: str) -> None:
    """Somebody tried to sign in as this person, and could not."""


@action("add a way to sign in", may=any_member)
def note_factor_added(actor: Actor, *, kind: str) -> None:
    """The person has set up a passkey, an app with codes, or recovery codes."""


@action("remove a way to sign in", may=any_member)
def note_factor_removed(actor: Actor, *, kind: str) -> None:
    """The person has removed a passkey, an app with codes, or recovery codes."""


@action("set up a sign-in service", may=held_by(*LOOK_AFTER), step_up=True, private=SECRETS)
def set_up_provider(
    actor: Actor,
    *,
    provider: Provider | None = None,
    kind: str,
    name: str,
    issuer: str,
    client_id: str = "",
    secret: str = "",
    sso_address: str = "",
    slo_address: str = "",
    certificates: str = "",
    hint: str = "",
    is_open: bool = True,
    opens_places: bool = True,
    seen: str | None = None,
) -> Provider:
    """Add a sign-in service to the institution, or change one. Without `secret` the one that is there stays.

    `seen` is the version that the actor looked at; raises `ConflictError` when it is another one by now.

    A service of OpenID Connect has an issuer at an address and a client id; one of SAML has its entityID as issuer, an
    address for sign-in and the certificates (PEM) of the keys that it signs with. Raises `InvalidError` otherwise.
    """
    complete = require_saml if kind == Provider.Kind.SAML else require_oidc
    complete(
        issuer=issuer, client_id=client_id, sso_address=sso_address, slo_address=slo_address, certificates=certificates
    )
    row = _held(actor, provider) if provider else Provider(institution_id=_own(actor))
    refuse_overwriting(seen, row.version)
    _check_issuer(actor, row, issuer)
    row.kind, row.name, row.issuer, row.client_id = kind, name, issuer, client_id
    row.sso_address, row.slo_address, row.certificates, row.hint = sso_address, slo_address, certificates, hint
    row.is_open, row.opens_places = is_open, opens_places
    row.sealed_secret = seal(secret) if secret else row.sealed_secret
    if kind == Provider.Kind.SAML and not row.sealed_key:
        key, row.own_certificate = make_own_key()
        row.sealed_key = seal(key)
    row.save()
    return row


def _check_issuer(actor: Actor, row: Provider, issuer: str) -> None:
    if Provider.objects.visible_to(actor).filter(issuer=issuer).exclude(pk=row.pk).exists():
        raise InvalidError(
            _("This service is set up already."), fields={"issuer": _("This service is set up already.")}
        )
    if row.issuer and row.issuer != issuer and row.links.exists():
        raise InvalidError(
            _("People are linked to this service under its issuer."),
            remedy=_("Set up the new issuer as a service of its own."),
        )


@action("add a rule for claims", may=held_by(Duty.LEADERSHIP), step_up=True)
def add_rule(
    actor: Actor, *, provider: Provider, claim: str, value: str, duty: str = "", unit: Unit | None = None
) -> ClaimRule:
    """Say that a claim with this value gives a duty for a unit; without duty, that it says where the person works."""
    service = get_visible(Provider, actor, pk=provider.pk)
    if not duty and unit is None:
        raise InvalidError(_("A rule gives a duty or names a unit."), fields={"unit": _("Choose a duty or a unit.")})
    place = get_visible(Unit, actor, pk=unit.pk) if unit is not None else None
    if duty and (wrong := wrong_place(Duty(duty), place)):
        raise InvalidError(_("Nobody can hold this duty there."), fields=wrong)
    return ClaimRule.objects.create(
        institution_id=service.institution_id, provider=service, claim=claim, value=value, duty=duty, unit=unit
    )


@action("remove a rule for claims", may=held_by(Duty.LEADERSHIP), step_up=True)
def remove_rule(actor: Actor, *, rule: ClaimRule) -> Provider:
    """Take a rule away. Duties that it gave end at each person's next sign-in."""
    row = get_visible(ClaimRule, actor, pk=rule.pk)
    provider: Provider = row.provider
    row.delete()
    return provider


@action("link a sign-in service", may=any_member, step_up=True, private=("subject",))
def link_account(actor: Actor, *, provider: Provider, subject: str) -> Link:
    """Let the signed-in person come in through this service from now on."""
    if provider.institution_id != actor.institution_id:
        raise NotVisibleError
    system = Actor.system("sign-in", actor.institution_id)
    link: Link
    link, _made = Link.objects.visible_to(system).get_or_create(
        provider=provider,
        subject=subject,
        defaults={"institution_id": provider.institution_id, "user_id": actor.user_id},
    )
    if link.user_id != actor.user_id:
        raise InvalidError(_("This is already how somebody else signs in."))
    return link


@action("unlink a sign-in service", may=any_member, step_up=True)
def unlink_account(actor: Actor, *, link: Link) -> Provider:
    """Let the service no longer sign the person in."""
    row = get_visible(Link, actor, pk=link.pk)
    provider: Provider = row.provider
    row.delete()
    return provider


def _held(actor: Actor, provider: Provider) -> Provider:
    """The service as it is now, which nobody else changes until this is done."""
    rows = Provider.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    found: Provider | None = rows.filter(pk=provider.pk).first()
    if found is None:
        raise NotVisibleError
    return found


def _own(actor: Actor) -> int:
    if actor.institution_id is None:
        raise InvalidError(_("A sign-in service belongs to an institution."))
    return actor.institution_id
