"""The page on which a cooperation is put into a compartment or taken out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aktsom.cooperation.register import protecting, queries
from aktsom.cooperation.register.forms import uuid_of
from aktsom.cooperation.register.permissions import may_change
from aktsom.core.errors import NotAllowedError
from aktsom.core.http import ActorRequest, signed_in
from aktsom.core.visibility import get_visible
from aktsom.protection.access.models import Compartment
from aktsom.protection.access.queries import record_compartments


@require_http_methods(["GET", "POST"])
@signed_in
def protect(request: ActorRequest, cooperation_id: UUID) -> HttpResponse:
    """Choose a compartment that one may enter, or take the cooperation out; the page says who will see it afterwards."""
    actor = request.actor
    cooperation = queries.cooperation_of(actor, cooperation_id)
    if not may_change(actor, {"cooperation": cooperation}):
        raise NotAllowedError
    if request.method == "POST" and request.POST.get("take_out"):
        protecting.take_out_of_compartment(actor, cooperation=cooperation)
        messages.success(request, _("The cooperation is in no compartment any more."))
        return redirect("register:detail", cooperation.pk)
    if request.method == "POST":
        compartment = get_visible(Compartment, actor, pk=uuid_of(request.POST.get("compartment", "")))
        protecting.put_into_compartment(actor, cooperation=cooperation, compartment=compartment)
        messages.success(request, _("Only people with access to the compartment see this cooperation now."))
        return redirect("register:detail", cooperation.pk)
    context = {"cooperation": cooperation, "choices": record_compartments(actor)}
    return render(request, "register/protect.html", context)
