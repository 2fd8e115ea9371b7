"""The page on which an institution looks after the sign-in of one of its people."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aktsom.core.errors import NotAllowedError
from aktsom.core.http import ActorRequest, signed_in
from aktsom.core.visibility import get_visible
from aktsom.identity.forms import SureForm
from aktsom.identity.looking_after import end_sessions_of, is_ours_alone, may_take_factors, take_factors
from aktsom.institutions.models import Member
from aktsom.institutions.permissions import may_build


@require_http_methods(["GET", "POST"])
@signed_in
def of_person(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """Sign a person out everywhere, or take lost second factors away; nothing is shown of where they are signed in."""
    member: Member = get_visible(Member, request.actor, pk=member_id)
    if not may_build(request.actor):
        raise NotAllowedError
    wants_factors = request.POST.get("step") == "factors"
    form = SureForm(request.POST if wants_factors else None)
    if request.method == "POST" and (form.is_valid() or not wants_factors):
        _do(request, member, factors=wants_factors)
        return redirect("institutions:member", member.pk)
    factors = may_take_factors(request.actor, {}) and member.pk != request.actor.member_id and is_ours_alone(member)
    context = {"member": member, "form": form, "may_take_factors": factors}
    return render(request, "identity/of_person.html", context, status=422 if form.errors else 200)


def _do(request: ActorRequest, member: Member, *, factors: bool) -> None:
    if factors:
        take_factors(request.actor, member=member)
        said = _("%(name)s has no second factor any more, and sets up a new one at the next sign-in.")
    else:
        end_sessions_of(request.actor, member=member)
        said = _("%(name)s is signed out everywhere.")
    messages.success(request, said % {"name": member.user.name})
