"""The page on which people look after the keys of their programs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.institutions import keys
from aktsom.institutions.forms import KeyForm


@require_http_methods(["GET", "POST"])
@signed_in
def own_keys(request: ActorRequest) -> HttpResponse:
    """One's own keys, and a form to make another. The new key is shown in this one answer and never again."""
    form = KeyForm(request.POST or None)
    secret, status = "", 200
    if request.method == "POST" and form.is_valid():
        _key, secret = keys.make_key(
            request.actor, label=form.cleaned_data["label"], sensitive=form.cleaned_data["sensitive"]
        )
        form, status = KeyForm(), 201
    elif request.method == "POST":
        status = 422
    page = page_of(request, keys.keys_of(request.actor))
    context = {"form": form, "secret": secret, "page": page, "today": timezone.localdate()}
    return render(request, "institutions/keys.html", context, status=status)


@require_POST
@signed_in
def end_key(request: ActorRequest, key_id: UUID) -> HttpResponse:
    """Let a key stop working."""
    key = keys.end_key(request.actor, key_id=str(key_id))
    messages.success(request, _("The key “%(label)s” does not work any more.") % {"label": key.label})
    return redirect("institutions:keys")
