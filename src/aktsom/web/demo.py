"""Signing in as one of the demo's invented people with one button. Only in a demo; elsewhere the address does not exist."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from aktsom.core.tenancy import act_for_nobody, act_for_user
from aktsom.institutions.models import User
from aktsom.institutions.queries import actor_of, place_of

DOMAIN = "@demo.aktsom.example"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of the invented people: who, where, and with which duties."""

    email: str
    name: str
    institution: object
    duties: tuple[str, ...]


def demo_people() -> list[DemoPerson]:
    """The invented people in the order they were made; nobody outside a demo."""
    if not settings.IS_DEMO:
        return []
    try:
        users = User.objects.filter(email__endswith=DOMAIN, is_active=True).order_by("pk")[:20]
        return [_described(user) for user in users]
    finally:
        act_for_nobody()


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of them."""
    if not settings.IS_DEMO:
        raise Http404
    email = request.POST.get("email", "")[:300]
    if not email.endswith(DOMAIN) or "\x00" in email:
        raise Http404
    user = get_object_or_404(User, email=email, is_active=True)
    login(request, user, backend=BACKEND)
    return redirect("start")


def _described(user: User) -> DemoPerson:
    act_for_user(user.pk)
    member = place_of(user.pk, None)
    if member is None:
        return DemoPerson(user.email, user.name, None, ())
    duties = tuple(str(held.duty.label) for held in actor_of(member).duties)
    return DemoPerson(user.email, user.name, member.institution, duties)
