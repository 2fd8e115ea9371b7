"""Coming in through an institution's own sign-in service: finding it, going there, and coming back."""

import json
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aktsom.core.actor import Actor
from aktsom.core.errors import NotAllowedError
from aktsom.core.http import ActorRequest, actor_in
from aktsom.core.tenancy import acting_for
from aktsom.identity import oidc, saml
from aktsom.identity.actions import link_account, prove_again
from aktsom.identity.arrival import Arrival, arrive
from aktsom.identity.models import Link, Provider
from aktsom.identity.sessions import BOUND
from aktsom.identity.signing_in import STRONG
from aktsom.identity.step_up import is_proven, lead_to_proof, mark_proven
from aktsom.identity.views.proof import safe_next
from aktsom.institutions.models import Institution

BACKEND = "aktsom.identity.backend.Accounts"
UNDER_WAY, CHOSEN = "service_under_way", "institution"
PURPOSES = ("enter", "link", "prove", "try")
TRIED, STAY = "tried_service", "service_stay"
MOST_TRIED = 20_000


@require_safe
def find_institution(request: HttpRequest) -> HttpResponse:
    """The institution that an e-mail address belongs to by its domain, or that was chosen; else all to choose from."""
    wanted = request.GET.get("institution", "")[:300].strip()
    institutions = list(Institution.objects.order_by("name_nb"))
    found = next((each for each in institutions if _is_meant(each, wanted)), None)
    if found is not None:
        return redirect(
            f"{reverse('identity:institution', args=[found.slug])}?{urlencode({'next': safe_next(request)})}"
        )
    context = {"institutions": institutions, "wanted": wanted, "next": safe_next(request)}
    return render(request, "identity/institutions.html", context)


@require_safe
def institution(request: HttpRequest, slug: str) -> HttpResponse:
    """The services of one institution."""
    row = _institution(slug)
    with acting_for(_system(row)):
        services = list(Provider.objects.visible_to(_system(row)).filter(is_open=True))
    context = {"institution": row, "services": services, "next": safe_next(request)}
    return render(request, "identity/institution.html", context)


@require_safe
def begin(request: HttpRequest, slug: str, provider_id: UUID) -> HttpResponse:
    """To the service. `?to=` says what for: to enter, to link it to the account, to prove who one is, or to try the service."""
    purpose = request.GET.get("to", "enter")
    if purpose not in PURPOSES or (purpose != "enter" and actor_in(request) is None):
        raise Http404
    if purpose == "link" and not is_proven(request.session):
        return lead_to_proof(request)
    provider = provider_for(request, slug, provider_id, purpose)
    begun, address = _begin(request, provider, slug, fresh=purpose == "prove")
    request.session[UNDER_WAY] = {
        "provider": str(provider.pk),
        "purpose": purpose,
        "next": safe_next(request),
        "begun": asdict(begun),
    }
    return redirect(address)


@require_safe
def oidc_callback(request: HttpRequest, slug: str, provider_id: UUID) -> HttpResponse:
    """Back from the service, once. Anything that does not fit what was begun in this browser is refused."""
    under_way = taken_up(request, provider_id)
    if "error" in request.GET or "code" not in request.GET:
        messages.info(request, _("The sign-in was broken off. Nothing was changed."))
        return redirect("account_login")
    provider = provider_for(request, slug, provider_id, under_way["purpose"], Provider.Kind.OIDC)
    arrival, stay = oidc.finish(
        provider,
        _callback(request, provider, slug),
        oidc.Begun(**under_way["begun"]),
        state=request.GET.get("state", ""),
        code=request.GET["code"],
        issuer=request.GET.get("iss", ""),
    )
    response = conclude(request, provider, arrival, under_way["purpose"], under_way["next"])
    if under_way["purpose"] == "enter":
        remember_stay(request, provider, slug, asdict(stay))
    return response


def remember_stay(request: HttpRequest, provider: Provider, slug: str, said: dict[str, Any]) -> None:
    """Keep what is needed to sign the person out at the service too."""
    request.session[STAY] = {"slug": slug, "provider": str(provider.pk), "said": said}


def taken_up(request: HttpRequest, provider_id: UUID) -> dict[str, Any]:
    """What was begun with this service in this browser; it is not begun any more. Raises `NotAllowedError` without one."""
    under_way: dict[str, Any] | None = request.session.pop(UNDER_WAY, None)
    if under_way is None or under_way["provider"] != str(provider_id):
        raise NotAllowedError(
            _("This sign-in was not begun in this browser, or is finished."),
            remedy=_("Go to the sign-in page and try again."),
        )
    return under_way


def conclude(request: HttpRequest, provider: Provider, arrival: Arrival, purpose: str, following: str) -> HttpResponse:
    """Do what the person went to the service for, and go on."""
    if purpose == "enter":
        _enter(request, provider, arrival)
    elif (actor := actor_in(request)) is None:
        raise NotAllowedError(_("You are not signed in any more."))
    elif purpose == "link":
        if not is_proven(request.session):
            return lead_to_proof(request)
        link_account(actor, provider=provider, subject=arrival.subject)
        messages.success(request, _("You can sign in with this service from now on."))
    elif purpose == "try":
        return _show_what_came(request, provider, arrival)
    else:
        _prove(request, provider, arrival)  # type: ignore[arg-type]
    return redirect(following)


def provider_for(
    request: HttpRequest, slug: str, provider_id: UUID, purpose: str, kind: Provider.Kind | None = None
) -> Provider:
    """A service that people may use; to try it, also a closed one of those who look after it."""
    if purpose != "try":
        return open_provider(slug, provider_id, kind)
    found = any_provider(slug, provider_id, kind)
    actor = actor_in(request)
    if actor is None or not Provider.objects.visible_to(actor).filter(pk=found.pk).exists():
        raise Http404
    return found


def _show_what_came(request: HttpRequest, provider: Provider, arrival: Arrival) -> HttpResponse:
    """Nobody is signed in and nothing changes: the claims are shown once on the service's page."""
    claims = dict(arrival.claims) | {"subject": arrival.subject}
    fits = len(json.dumps(claims, default=str)) <= MOST_TRIED
    request.session[TRIED] = {"provider": str(provider.pk), "claims": claims if fits else {}}
    messages.success(request, _("The service knows you. This is what it says of you; nothing was changed."))
    return redirect("identity:service", provider.pk)


def _enter(request: HttpRequest, provider: Provider, arrival: Arrival) -> None:
    """Sign in, bound to the institution whose service this is."""
    system = Actor.system("sign-in", provider.institution_id)
    with acting_for(system), transaction.atomic():
        user = arrive(provider, arrival)
    request.signed_in_how, request.signed_in_through = provider.kind, provider  # type: ignore[attr-defined]
    login(request, user, backend=BACKEND)
    request.session[BOUND] = request.session[CHOSEN] = provider.institution_id
    request.session[STRONG] = True


def _prove(request: ActorRequest, provider: Provider, arrival: Arrival) -> None:
    links = Link.objects.visible_to(request.actor)
    if not links.filter(provider=provider, subject=arrival.subject, user_id=request.user.pk).exists():
        raise NotAllowedError(_("Somebody else signed in there."), remedy=_("Use the account that is yours."))
    prove_again(request.actor, how=provider.kind)
    mark_proven(request.session)


def _institution(slug: str) -> Institution:
    found: Institution | None = Institution.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def open_provider(slug: str, provider_id: UUID, kind: Provider.Kind | None = None) -> Provider:
    """An institution's service that people may use, of this kind. Raises `Http404` when there is none."""
    found = any_provider(slug, provider_id, kind)
    if not found.is_open:
        raise Http404
    return found


def any_provider(slug: str, provider_id: UUID, kind: Provider.Kind | None = None) -> Provider:
    """An institution's service, open or closed, of this kind. Raises `Http404` when there is none."""
    row = _institution(slug)
    with acting_for(_system(row)):
        found: Provider | None = Provider.objects.visible_to(_system(row)).filter(pk=provider_id).first()
    if found is None or kind not in (None, found.kind):
        raise Http404
    return found


def addresses(request: HttpRequest, provider: Provider, slug: str) -> dict[str, str]:
    """What the institution tells its service of us, by names for the page."""
    if provider.kind == Provider.Kind.OIDC:
        return {"callback": _callback(request, provider, slug)}
    ours = saml_ours(request, provider, slug)
    return {"metadata": ours.entity, "answers": ours.answers, "goodbyes": ours.goodbyes}


def _begin(request: HttpRequest, provider: Provider, slug: str, *, fresh: bool) -> tuple[oidc.Begun | saml.Begun, str]:
    if provider.kind == Provider.Kind.SAML:
        return saml.begin(provider, saml_ours(request, provider, slug), fresh=fresh)
    return oidc.begin(provider, _callback(request, provider, slug), fresh=fresh)


def saml_ours(request: HttpRequest, provider: Provider, slug: str) -> saml.Ours:
    """Our name and address for this service. Each has its own, so that no answer fits another one."""
    names = ("identity:saml-metadata", "identity:saml-answer", "identity:saml-goodbye")
    return saml.Ours(*(request.build_absolute_uri(reverse(name, args=[slug, provider.pk])) for name in names))


def _callback(request: HttpRequest, provider: Provider, slug: str) -> str:
    return request.build_absolute_uri(reverse("identity:oidc-callback", args=[slug, provider.pk]))


def _system(row: Institution) -> Actor:
    return Actor.system("sign-in", row.pk)


def _is_meant(row: Institution, wanted: str) -> bool:
    host, domain = wanted.lower().rpartition("@")[2], row.domain.lower()
    by_domain = "@" in wanted and bool(domain) and (host == domain or host.endswith(f".{domain}"))
    return by_domain or wanted == row.slug
