"""Over the API: the institution's sign-in services, the rules for their claims, and one's own sessions."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from aktsom.core.api import Answer, Done, Given, Page, Paging, does, paged
from aktsom.core.duties import Duty
from aktsom.core.http import ActorRequest
from aktsom.core.visibility import get_visible
from aktsom.identity import actions, sessions
from aktsom.identity.models import ClaimRule, PersonSession, Provider
from aktsom.identity.saml_metadata import read_metadata
from aktsom.institutions.models import Unit

router = Router(tags=["sign-in"])


class ServiceAnswer(Answer):
    """A sign-in service, without its secret. A change names `version`, so that two who change it at once notice each other."""

    id: UUID
    version: str
    kind: str
    name: str
    issuer: str
    client_id: str
    sso_address: str
    slo_address: str
    certificates: str
    is_open: bool
    opens_places: bool


class ServiceGiven(Given):
    """A sign-in service. An empty `secret` leaves the one that is there."""

    kind: Literal["oidc", "saml"] = "oidc"
    name: Annotated[str, Field(min_length=1, max_length=100, description="As people know it, such as Feide.")]
    issuer: Annotated[str, Field(pattern=r"^\S*$", max_length=500, description="For SAML the entityID.")] = ""
    client_id: Annotated[str, Field(max_length=300, description="For OpenID Connect.")] = ""
    secret: Annotated[str, Field(max_length=2000)] = ""
    sso_address: Annotated[
        str, Field(max_length=500, description="For SAML: where people sign in (HTTP-Redirect).")
    ] = ""
    slo_address: Annotated[
        str, Field(max_length=500, description="For SAML: where people sign out (HTTP-Redirect); may be empty.")
    ] = ""
    certificates: Annotated[
        str, Field(max_length=50_000, description="For SAML: the signing certificates, as PEM.")
    ] = ""
    metadata: Annotated[
        str, Field(max_length=500_000, description="For SAML, instead of entityID, address and certificates: its XML.")
    ] = ""
    hint: Annotated[str, Field(max_length=300, description="Sent as login_hint, such as a realm of Feide.")] = ""
    is_open: bool = True
    opens_places: Annotated[bool, Field(description="Whether a new person gets a place at first sign-in.")] = True


class ServiceChanges(ServiceGiven):
    """What the service is to be, and the version that the caller looked at."""

    version: Annotated[str, Field(max_length=64, description="As it was read; without it the latest word holds.")] = ""


class ClaimRuleAnswer(Answer):
    """A claim with this value gives this duty for this unit; without duty it says where the person works."""

    id: UUID
    claim: str
    value: str
    duty: str
    unit: UUID | None


class RuleGiven(Given):
    """A new rule."""

    claim: Annotated[str, Field(min_length=1, max_length=200, description="Its name; dots lead into objects.")]
    value: Annotated[str, Field(min_length=1, max_length=300)]
    duty: Duty | None = None
    unit: UUID | None = None


class SessionAnswer(Answer):
    """A browser in which the caller is signed in."""

    id: int
    browser: str
    network: str
    begun_at: datetime
    seen_at: datetime


@router.get("/sign-in/services", response=Page[ServiceAnswer], summary="The institution's sign-in services")
def list_services(request: ActorRequest, paging: Query[Paging]) -> Page[ServiceAnswer]:
    """All of them, closed ones too. Empty for whoever does not look after them."""
    rows = Provider.objects.visible_to(request.actor)
    return paged(Page[ServiceAnswer], request, rows, paging, lambda found: map(_service, found))


@router.post(
    "/sign-in/services",
    response={201: ServiceAnswer},
    summary="Set up a sign-in service",
    openapi_extra=does("set up a sign-in service"),
)
def make_service(request: ActorRequest, given: ServiceGiven) -> Status[ServiceAnswer]:
    """A new service of the institution."""
    return Status(201, _service(actions.set_up_provider(request.actor, **_wanted(given))))


@router.put(
    "/sign-in/services/{uuid:service_id}",
    response=ServiceAnswer,
    summary="Change a sign-in service",
    openapi_extra=does("set up a sign-in service"),
)
def change_service(request: ActorRequest, service_id: UUID, given: ServiceChanges) -> ServiceAnswer:
    """Change a service; 409 when somebody changed it since. With `is_open` false nobody comes in through it any more."""
    row = get_visible(Provider, request.actor, pk=service_id)
    seen = given.version or None
    return _service(actions.set_up_provider(request.actor, provider=row, seen=seen, **_wanted(given)))


@router.get("/sign-in/services/{uuid:service_id}/rules", response=Page[ClaimRuleAnswer], summary="Rules for claims")
def list_claim_rules(request: ActorRequest, service_id: UUID, paging: Query[Paging]) -> Page[ClaimRuleAnswer]:
    """What the claims of a service give."""
    row = get_visible(Provider, request.actor, pk=service_id)
    rules = ClaimRule.objects.visible_to(request.actor).filter(provider=row)
    return paged(Page[ClaimRuleAnswer], request, rules, paging, lambda found: map(_rule, found))


@router.post(
    "/sign-in/services/{uuid:service_id}/rules",
    response={201: ClaimRuleAnswer},
    summary="Add a rule for claims",
    openapi_extra=does("add a rule for claims"),
)
def make_rule(request: ActorRequest, service_id: UUID, given: RuleGiven) -> Status[ClaimRuleAnswer]:
    """Say what a claim with a value gives."""
    row = get_visible(Provider, request.actor, pk=service_id)
    unit = get_visible(Unit, request.actor, pk=given.unit) if given.unit else None
    rule = actions.add_rule(
        request.actor, provider=row, claim=given.claim, value=given.value, duty=given.duty or "", unit=unit
    )
    return Status(201, _rule(rule))


@router.delete(
    "/sign-in/rules/{uuid:rule_id}",
    response=Done,
    summary="Remove a rule for claims",
    openapi_extra=does("remove a rule for claims"),
)
def end_rule(request: ActorRequest, rule_id: UUID) -> Done:
    """Take a rule away; what it gave ends at each person's next sign-in."""
    actions.remove_rule(request.actor, rule=get_visible(ClaimRule, request.actor, pk=rule_id))
    return Done()


@router.get("/sign-in/sessions", response=Page[SessionAnswer], summary="Where I am signed in")
def list_sessions(request: ActorRequest, paging: Query[Paging]) -> Page[SessionAnswer]:
    """The caller's running sessions."""
    rows = sessions.running_sessions(request.actor)
    return paged(Page[SessionAnswer], request, rows, paging, lambda found: map(_session, found))


@router.delete(
    "/sign-in/sessions/{int:session_id}",
    response=Done,
    summary="Sign out in one browser",
    openapi_extra=does("end a session"),
)
def end_session(request: ActorRequest, session_id: Annotated[int, Field(ge=1, le=2**62)]) -> Done:
    """End one of the caller's sessions at once."""
    sessions.end_session(request.actor, session_id=session_id)
    return Done()


def _wanted(given: ServiceGiven) -> dict[str, Any]:
    wanted = given.model_dump(exclude={"metadata", "version"})
    return wanted | asdict(read_metadata(given.metadata)) if given.metadata and given.kind == "saml" else wanted


def _service(row: Provider) -> ServiceAnswer:
    return ServiceAnswer(
        id=row.pk,
        version=row.version,
        kind=row.kind,
        name=row.name,
        issuer=row.issuer,
        client_id=row.client_id,
        sso_address=row.sso_address,
        slo_address=row.slo_address,
        certificates=row.certificates,
        is_open=row.is_open,
        opens_places=row.opens_places,
    )


def _rule(row: ClaimRule) -> ClaimRuleAnswer:
    return ClaimRuleAnswer(id=row.pk, claim=row.claim, value=row.value, duty=row.duty, unit=row.unit_id)


def _session(row: PersonSession) -> SessionAnswer:
    return SessionAnswer(
        id=row.pk, browser=row.browser, network=row.network, begun_at=row.begun_at, seen_at=row.seen_at
    )
