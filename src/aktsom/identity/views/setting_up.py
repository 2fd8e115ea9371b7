"""The pages on which an institution sets up its sign-in services: what they are, what their claims give, and trying them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aktsom.core.duties import Duty
from aktsom.core.errors import AktsomError, NotAllowedError, NotVisibleError
from aktsom.core.forms import explain
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.meanwhile import held
from aktsom.core.visibility import get_visible
from aktsom.identity import actions, oidc
from aktsom.identity.claims import given_by
from aktsom.identity.forms import OidcForm, PreviewForm, RuleForm, SamlForm
from aktsom.identity.models import LOOK_AFTER, ClaimRule, Provider
from aktsom.identity.saml_metadata import first_end
from aktsom.identity.views.services import TRIED, addresses

Form = OidcForm | SamlForm


@require_safe
@signed_in
def services(request: ActorRequest) -> HttpResponse:
    """The institution's services, and setting up another."""
    _only_those_who_look_after(request)
    page = page_of(request, Provider.objects.visible_to(request.actor))
    return render(request, "identity/services.html", {"page": page, "kinds": Provider.Kind.choices})


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: ActorRequest, kind: str) -> HttpResponse:
    """Set one up. It stays closed until somebody has tried it and opens it."""
    _only_those_who_look_after(request)
    form = _form(request, Provider.Kind.SAML if kind == Provider.Kind.SAML else Provider.Kind.OIDC, None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.set_up_provider(request.actor, kind=_kind(form), is_open=False, **form.wanted())
        except AktsomError as error:
            explain(form, error)
        else:
            messages.success(request, _("The service is set up, and closed until you open it. Try it first."))
            return redirect("identity:service", made.pk)
    context = {"form": form, "kind": Provider.Kind(_kind(form)).label}
    return render(request, "identity/service_form.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def service(request: ActorRequest, service_id: UUID) -> HttpResponse:
    """One service: what to tell it, what its claims give, and trying it."""
    return _page(request, _service(request, service_id))


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: ActorRequest, service_id: UUID) -> HttpResponse:
    """Change what it is."""
    row = _service(request, service_id)
    with held(request, row):
        form = _form(request, Provider.Kind(row.kind), row)
        if request.method == "POST" and form.is_valid():
            try:
                actions.set_up_provider(
                    request.actor, provider=row, kind=row.kind, is_open=row.is_open, **form.wanted()
                )
            except AktsomError as error:
                explain(form, error)
            else:
                messages.success(request, _("Saved."))
                return redirect("identity:service", row.pk)
    context = {"form": form, "service": row, "kind": row.get_kind_display()}
    return render(request, "identity/service_form.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def open_or_close(request: ActorRequest, service_id: UUID) -> HttpResponse:
    """Let people come in through it, or no longer."""
    row = _service(request, service_id)
    opens = request.POST.get("step") == "open"
    same = ("kind", "name", "issuer", "client_id", "sso_address", "slo_address", "certificates", "hint", "opens_places")
    with held(request, row):
        stays = {name: getattr(row, name) for name in same}
        actions.set_up_provider(request.actor, provider=row, is_open=opens, **stays)
    said = _("People can sign in with it now.") if opens else _("Nobody can sign in with it any more.")
    messages.success(request, said)
    return redirect("identity:service", row.pk)


@require_POST
@signed_in
def test(request: ActorRequest, service_id: UUID) -> HttpResponse:
    """Ask the service, as far as that is possible without a person: its description, or its certificates."""
    row = _service(request, service_id)
    try:
        messages.success(request, _answers(row))
    except AktsomError as error:
        messages.error(request, str(error))
    return redirect("identity:service", row.pk)


@require_POST
@signed_in
def add_rule(request: ActorRequest, service_id: UUID) -> HttpResponse:
    """Say what a claim gives."""
    row = _service(request, service_id)
    if not request.actor.holds(Duty.LEADERSHIP):
        raise NotAllowedError
    form = RuleForm(request.actor, request.POST)
    if form.is_valid():
        try:
            actions.add_rule(request.actor, provider=row, **form.cleaned_data)
        except AktsomError as error:
            explain(form, error)
        else:
            messages.success(request, _("The rule holds from each person’s next sign-in."))
            return redirect("identity:service", row.pk)
    return _page(request, row, rule_form=form, status=422)


@require_POST
@signed_in
def remove_rule(request: ActorRequest, rule_id: UUID) -> HttpResponse:
    """Take a rule away."""
    provider = actions.remove_rule(request.actor, rule=get_visible(ClaimRule, request.actor, pk=rule_id))
    messages.success(request, _("The rule is gone. What it gave ends at each person’s next sign-in."))
    return redirect("identity:service", provider.pk)


@require_POST
@signed_in
def preview(request: ActorRequest, service_id: UUID) -> HttpResponse:
    """What a sign-in with these claims would give. Nothing is kept or changed."""
    row = _service(request, service_id)
    form = PreviewForm(request.POST)
    given = given_by(_rules(request, row), form.cleaned_data["claims"]) if form.is_valid() else None
    return _page(request, row, preview_form=form, given=given, status=422 if form.errors else 200)


def _page(request: ActorRequest, row: Provider, *, status: int = 200, **changed: Any) -> HttpResponse:
    rules = _rules(request, row)
    tried = request.session.pop(TRIED, None)
    if tried and tried["provider"] == str(row.pk):
        changed |= {"tried": tried["claims"], "given": given_by(rules, tried["claims"])}
    context = {
        "service": row,
        "rules": rules,
        "may_rule": request.actor.holds(Duty.LEADERSHIP),
        "rule_form": RuleForm(request.actor),
        "preview_form": PreviewForm(),
        "addresses": addresses(request, row, row.institution.slug),
        "slug": row.institution.slug,
    }
    return render(request, "identity/service.html", context | changed, status=status)


def _rules(request: ActorRequest, row: Provider) -> list[ClaimRule]:
    return list(ClaimRule.objects.visible_to(request.actor).filter(provider=row).select_related("unit"))


def _answers(row: Provider) -> str:
    if row.kind == Provider.Kind.SAML:
        return _("The description is whole. The first of its certificates runs out on %(day)s.") % {
            "day": first_end(row.certificates).date().isoformat()
        }
    oidc.discover(row)
    return _("The service answers and describes itself as it should.")


def _form(request: HttpRequest, kind: Provider.Kind, row: Provider | None) -> Form:
    initial = (
        {name: getattr(row, name) for name in ("name", "issuer", "client_id", "hint", "opens_places")} if row else {}
    )
    answers = request.POST or None
    if kind is Provider.Kind.SAML:
        return SamlForm(answers, initial=initial or {"opens_places": True}, provider=row)
    return OidcForm(answers, initial=initial or {"opens_places": True}, provider=row)


def _kind(form: Form) -> str:
    return Provider.Kind.SAML if isinstance(form, SamlForm) else Provider.Kind.OIDC


def _service(request: ActorRequest, service_id: UUID) -> Provider:
    _only_those_who_look_after(request)
    rows = Provider.objects.visible_to(request.actor).select_related("institution")
    found: Provider | None = rows.filter(pk=service_id).first()
    if found is None:
        raise NotVisibleError
    return found


def _only_those_who_look_after(request: ActorRequest) -> None:
    if not request.actor.holds(*LOOK_AFTER):
        raise NotAllowedError
