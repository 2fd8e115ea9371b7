"""Sign-in: services of institutions, rules for claims, second factors, sessions."""

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.identity import actions, arrival, forgotten, saml_logout
from aktsom.identity.models import ClaimRule, Link, PersonSession, Provider
from aktsom.institutions.models import Member, User
from tests.security.driving import Sent
from tests.security.world import World

ORDER = 6
ISSUER = "https://idp.example.org"


def things(world: World) -> None:
    """A service that is closed, a rule of it, and the author's own session and link."""
    given = {"institution": world.institution}
    with acting_for(world.system):
        service = Provider.objects.create(
            **given, kind="oidc", name="Matrix sign-in", issuer=ISSUER, client_id="x", is_open=False
        )
        rule = ClaimRule.objects.create(**given, provider=service, claim="group", value="Rule", duty=Duty.HR_RECRUITER)
        link = Link.objects.create(**given, provider=service, subject="author", user_id=world.author.user_id)
    session = PersonSession.objects.create(user_id=world.author.user_id, browser="The author's own Firefox")
    world.things |= {
        "slug": world.institution.slug,
        "provider_id": str(service.pk),
        "service_id": str(service.pk),
        "rule_id": str(rule.pk),
        "service_link_id": str(link.pk),
        "session_id": str(session.pk),
        "pk": "987654321",
        "user_id": "987654321",
        "token": "made-up",
    }


def _service(world: World) -> Provider:
    with acting_for(world.system):
        return Provider.objects.get(pk=world.things["service_id"])


def _rule(world: World) -> ClaimRule:
    with acting_for(world.system):
        return ClaimRule.objects.select_related("provider").get(pk=world.things["rule_id"])


def _add_rule(actor: Actor, world: World) -> object:
    return actions.add_rule(actor, provider=_service(world), claim="group", value="x", duty=Duty.HR_RECRUITER)


def _link(actor: Actor, world: World) -> object:
    return actions.link_account(actor, provider=_service(world), subject=str(actor.member_id))


def _open(actor: Actor, world: World) -> object:
    return arrival.open_account(actor, provider=_service(world), arrival=arrival.Arrival("new"))


def _take_claims(actor: Actor, world: World) -> object:
    with acting_for(world.system):
        member = Member.objects.get(pk=world.things["member_id"])
    came = arrival.Arrival("new")
    return arrival.bring_up_to_date(actor, provider=_service(world), member=member, arrival=came)


SERVICE = {"name": "Feide", "issuer": "https://other.example.org", "client_id": "y"}


def _goodbye(actor: Actor, world: World) -> object:
    with acting_for(world.system):
        link = Link.objects.get(pk=world.things["service_link_id"])
    return saml_logout.end_sessions(actor, provider=_service(world), link=link)


def _send_link(actor: Actor, world: World) -> object:
    return forgotten.send_link(actor, user=User.objects.get(pk=world.author.user_id))


def _set_by_link(actor: Actor, world: World) -> object:
    author = User.objects.get(pk=world.author.user_id)
    return forgotten.set_by_link(actor, user=author, token="x", password="x")


NEW, HERE = "/institution/services/new/{kind}/", "/institution/services/{service_id}"
SENT = {
    "POST /password/forgotten/": Sent({"email": "nobody@example.org"}),
    "ACTION send a link for a new password": Sent(call=_send_link),
    "ACTION set a new password by mail": Sent(call=_set_by_link),
    "POST /institution/members/{member_id}/sign-in/": Sent({"step": "sessions"}),
    "POST /institution/members/{member_id}/sign-in/ # factors": Sent({"step": "factors", "sure": "on"}),
    "GET /institution/services/": Sent(looks_for="Matrix sign-in"),
    f"GET {NEW}": Sent(address="/institution/services/new/oidc/"),
    f"POST {NEW}": Sent(SERVICE, address="/institution/services/new/oidc/"),
    f"GET {HERE}/": Sent(looks_for="Matrix sign-in"),
    f"POST {HERE}/change/": Sent(SERVICE | {"issuer": ISSUER}),
    f"POST {HERE}/open/": Sent({"step": "open"}),
    f"POST {HERE}/preview/": Sent({"claims": '{"group": ["Rule"]}'}, looks_for="HR recruiter"),
    f"POST {HERE}/rules/": Sent({"claim": "a", "value": "b", "duty": "hr-recruiter", "unit": ""}),
    "ACTION end sessions at the service's word": Sent(call=_goodbye),
    "GET /api/v1/sign-in/services": Sent(looks_for="Matrix sign-in"),
    "POST /api/v1/sign-in/services": Sent(SERVICE),
    "PUT /api/v1/sign-in/services/{service_id}": Sent(SERVICE | {"issuer": ISSUER}),
    "GET /api/v1/sign-in/services/{service_id}/rules": Sent(looks_for="Rule"),
    "POST /api/v1/sign-in/services/{service_id}/rules": Sent({"claim": "a", "value": "b", "duty": "hr-recruiter"}),
    "GET /api/v1/sign-in/sessions": Sent(looks_for="The author's own Firefox"),
    "ACTION sign in": Sent(call=lambda actor, _world: actions.note_sign_in(actor, how="password")),
    "ACTION sign-in failed": Sent(
        call=lambda actor, _world: actions.note_failed_sign_in(
            actor, user=User.objects.get(pk=actor.user_id), how="password"
        )
    ),
    "ACTION add a way to sign in": Sent(call=lambda actor, _world: actions.note_factor_added(actor, kind="totp")),
    "ACTION remove a way to sign in": Sent(call=lambda actor, _world: actions.note_factor_removed(actor, kind="totp")),
    "ACTION link a sign-in service": Sent(call=_link),
    "ACTION open an account at first sign-in": Sent(call=_open),
    "ACTION take claims into account": Sent(call=_take_claims),
    "ACTION set up a sign-in service": Sent(
        call=lambda actor, _world: actions.set_up_provider(actor, kind="oidc", **SERVICE)
    ),
    "ACTION add a rule for claims": Sent(call=_add_rule),
    "ACTION remove a rule for claims": Sent(call=lambda actor, world: actions.remove_rule(actor, rule=_rule(world))),
}
