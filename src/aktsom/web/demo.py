"""Signing in as one of the demo's invented people with one button. Only in a demo; elsewhere the address does not exist."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import act_for, act_for_nobody, act_for_user
from aktsom.identity.step_up import mark_proven
from aktsom.identity.views.proof import safe_next
from aktsom.institutions.models import Institution, Member, User
from aktsom.institutions.queries import place_of

DOMAINS = ("@demo.aktsom.example", ".demo.aktsom.example")
MOST = 30
BACKEND = "aktsom.identity.backend.Accounts"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of the invented people: who, where, and with which duties."""

    email: str
    name: str
    institution: Institution | None
    duties: tuple[str, ...]


def demo_people() -> list[DemoPerson]:
    """The invented people in the order they were made; nobody outside a demo."""
    if not settings.IS_DEMO:
        return []
    users = User.objects.filter(_invented(), is_active=True).exclude(password__startswith="!")  # noqa: S106
    waiting = {user.pk: user for user in users.order_by("pk")[:MOST]}
    found: dict[int, DemoPerson] = {}
    try:
        while waiting:
            found.update(_colleagues(waiting))
            waiting = {key: user for key, user in waiting.items() if key not in found}
    finally:
        act_for_nobody()
    return [found[key] for key in sorted(found)]


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of them, and go on to where one was."""
    if not settings.IS_DEMO:
        raise Http404
    email = request.POST.get("email", "")[:300]
    if not email.endswith(DOMAINS) or "\x00" in email:
        raise Http404
    user = get_object_or_404(User, email=email, is_active=True)
    login(request, user, backend=BACKEND)
    mark_proven(request.session)
    return redirect(safe_next(request))


def _invented() -> Q:
    return Q(email__endswith=DOMAINS[0]) | Q(email__endswith=DOMAINS[1])


def _colleagues(waiting: dict[int, User]) -> dict[int, DemoPerson]:
    """The first one who waits, and all who wait and have a place in the same institution; always at least the first."""
    first = next(iter(waiting.values()))
    act_for_user(first.pk)
    place = place_of(first.pk, None)
    if place is None:
        return {first.pk: DemoPerson(first.email, first.name, None, ())}
    act_for(Actor.system("demo", place.institution_id))
    members = Member.objects.filter(user__in=waiting).select_related("user", "institution").prefetch_related("duties")
    return {member.user_id: _described(member) for member in members}


def _described(member: Member) -> DemoPerson:
    duties = tuple(str(Duty(each.duty).label) for each in member.duties.all())
    return DemoPerson(member.user.email, member.user.name, member.institution, duties)
