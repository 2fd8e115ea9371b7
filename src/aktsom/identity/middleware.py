"""Ends sessions that have lasted too long, keeping what was being sent, and makes a browser known after a sign-in."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from aktsom.identity.lock_out import remember_device
from aktsom.identity.sessions import end_here, is_over
from aktsom.identity.step_up import KEPT, keep_form

Respond = Callable[[HttpRequest], HttpResponse]


class LimitedSessions:
    """A session ends after an hour without use and after eight hours in any case."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the sign-in page when the session is over."""
        if request.user.is_authenticated and is_over(request):
            return self._after_end(request)
        response = self.respond(request)
        if email := getattr(request, "signed_in_email", ""):
            remember_device(request, response, email)
        return response

    def _after_end(self, request: HttpRequest) -> HttpResponse:
        keep_form(request)
        kept = request.session.get(KEPT) if request.method == "POST" else None
        end_here(request)
        if request.path.startswith("/api/"):
            return self.respond(request)
        if kept:
            request.session[KEPT] = kept
        following = reverse("identity:continue") if kept else request.get_full_path()
        return redirect(f"{reverse('account_login')}?{urlencode({'next': following, 'ended': 'yes'})}")
