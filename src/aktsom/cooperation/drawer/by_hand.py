"""What needed a look or was refused: its file, and the usual form with what its row says, to register it by hand; or to add
it to an agreement that is there; or to set it aside, and to look at it again.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.cooperation.agreements.counting import DRAFTS
from aktsom.cooperation.agreements.forms import AgreementForm
from aktsom.cooperation.agreements.models import Agreement, Document
from aktsom.cooperation.drawer import actions, queries
from aktsom.cooperation.drawer.forms import BesideForm
from aktsom.cooperation.drawer.handing_out import file_handed_out
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.permissions import may_bring_in
from aktsom.cooperation.drawer.saying import Said
from aktsom.cooperation.drawer.tasks import check_waiting
from aktsom.cooperation.partners.picking import Picked
from aktsom.cooperation.records import pages
from aktsom.cooperation.records.queries import registered_with
from aktsom.core.actor import Actor
from aktsom.core.errors import AktsomError
from aktsom.core.forms import explain
from aktsom.core.http import ActorRequest, one_of, only_if, signed_in, uuid_of, words_of

OWN_KINDS = (Document.Kind.AGREEMENT, *DRAFTS)
"""What the paper of an agreement of its own can be."""


@require_GET
@signed_in
def file(request: ActorRequest, drawer_id: UUID, number: int) -> FileResponse:
    """The file, to save, once the virus scanner has looked at it. One that was registered is with its agreement."""
    return file_handed_out(request.actor, queries.drawer_of(request.actor, drawer_id), number)


@require_http_methods(["GET", "POST"])
@signed_in
def register(request: ActorRequest, drawer_id: UUID, number: int) -> HttpResponse:
    """The usual form, with what the row says filled in, and the file of the drawer as the paper.

    What lies beside an agreement is sent to the page for that, unless somebody came from there.
    """
    actor, drawer = request.actor, queries.drawer_of(request.actor, drawer_id)
    only_if(may_bring_in(actor, {"drawer": drawer}))
    if before := registered_with(Agreement, actor, uuid_of(request.POST.get("token", ""))):
        return redirect(before.log_page, before.pk)
    item = queries.open_item(actor, drawer, number)
    said, picked = Said.of(actor, drawer, item), Picked.of(request)
    if request.method == "GET":
        if said.is_beside and "own" not in request.GET:
            return redirect("drawer:beside", drawer.pk, number)
        form = AgreementForm(actor, initial=said.initial())
        return _page(request, form, said.named(actor, picked), drawer, item, said)
    if picked.is_step:
        return _page(request, AgreementForm(actor, initial=request.POST.dict()), picked, drawer, item, said)
    form = AgreementForm(actor, request.POST)

    def made(token: UUID | None) -> Agreement:
        draft = form.draft(said.parties(picked.ids))
        kind, upload = _own_kind(request, said), request.FILES.get("paper")
        return _registered(actor, drawer, item, draft=draft, token=token, kind=kind, upload=upload)

    return pages.registered(
        request,
        Agreement,
        form,
        made,
        shown_again=lambda status: _page(request, form, picked, drawer, item, said, status),
        done=_("The agreement is registered."),
        then=_what_is_left(drawer, item),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def beside(request: ActorRequest, drawer_id: UUID, number: int) -> HttpResponse:
    """Choose the agreement that the file belongs to, and what it is, and add it there."""
    actor, drawer = request.actor, queries.drawer_of(request.actor, drawer_id)
    only_if(may_bring_in(actor, {"drawer": drawer}))
    if before := queries.added_to(actor, drawer, number, uuid_of(request.POST.get("agreement", ""))):
        return redirect(before.log_page, before.pk)
    item, words = queries.open_item(actor, drawer, number), words_of(request.GET.get("q", ""))
    said, has_file = Said.of(actor, drawer, item), actions.paper_of(drawer, item) is not None
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    initial = {
        "agreement": str(said.above.pk) if said.above else "",
        "kind": (said.row.paper if said.row else "") or Document.Kind.ANNEX,
    }
    form, status = BesideForm(actor, words, has_file, *given, initial=initial), 200
    if given and form.is_valid():
        left = _what_is_left(drawer, item)
        try:
            _added(actor, drawer, item, form)
        except AktsomError as error:
            status = explain(form, error)
        else:
            messages.success(request, _("The file is added to the agreement."))
            return redirect(left)
    elif given:
        status = 422
    context = _context(drawer, item, said) | {"form": form, "has_file": has_file, "words": words}
    return render(request, "drawer/beside.html", context, status=status)


@require_POST
@signed_in
def aside(request: ActorRequest, drawer_id: UUID, number: int) -> HttpResponse:
    """It is not wanted; why may be said."""
    drawer = queries.drawer_of(request.actor, drawer_id)
    because, item = words_of(request.POST.get("because", "")), queries.item_of(request.actor, drawer, number)
    actions.set_aside(request.actor, drawer=drawer, item=item, because=because)
    messages.success(request, _("Set aside: %(what)s") % {"what": item.called})
    return _to_the_others(request, drawer)


@require_POST
@signed_in
def aside_known(request: ActorRequest, drawer_id: UUID) -> HttpResponse:
    """All that is there already as the paper of an agreement is not wanted."""
    drawer = queries.drawer_of(request.actor, drawer_id)
    number = actions.set_aside_known(request.actor, drawer=drawer)
    messages.success(
        request,
        ngettext("%(number)d file is set aside.", "%(number)d files are set aside.", number) % {"number": number},
    )
    return _to_the_others(request, drawer)


@require_POST
@signed_in
def again(request: ActorRequest, drawer_id: UUID, number: int) -> HttpResponse:
    """It is to be looked at again."""
    drawer = queries.drawer_of(request.actor, drawer_id)
    item = queries.item_of(request.actor, drawer, number)
    actions.look_again(request.actor, drawer=drawer, item=item)
    messages.success(request, _("To be looked at again: %(what)s") % {"what": item.called})
    return _to_the_others(request, drawer)


def _to_the_others(request: ActorRequest, drawer: Drawer) -> HttpResponse:
    """To the items among which it stood."""
    shown = request.GET.urlencode()
    return redirect(reverse("drawer:detail", args=(drawer.pk,)) + (f"?{shown}" if shown else ""))


def _registered(
    actor: Actor, drawer: Drawer, item: DrawerItem, *, upload: "UploadedFile[bytes] | None", **given: Any
) -> Agreement:
    agreement = actions.register_one(actor, drawer=drawer, item=item, upload=upload, **given)
    check_waiting(actor, item)
    return agreement


def _added(actor: Actor, drawer: Drawer, item: DrawerItem, form: BesideForm) -> None:
    given = form.cleaned_data
    actions.add_one(
        actor, drawer=drawer, item=item, agreement=form.chosen, kind=given["kind"], upload=given["file"] or None
    )
    check_waiting(actor, item)


def _what_is_left(drawer: Drawer, item: DrawerItem) -> str:
    """The address of the drawer's other items of the same outcome, from which the next one is taken."""
    return f"{reverse('drawer:detail', args=(drawer.pk,))}?outcome={item.outcome}"


def _own_kind(request: ActorRequest, said: Said) -> str:
    """What somebody said that the paper is; before they did, what the row says."""
    row = said.row.paper if said.row else ""
    return one_of(request.POST.get("paper_kind", row), OWN_KINDS) or Document.Kind.AGREEMENT


def _context(drawer: Drawer, item: DrawerItem, said: Said) -> dict[str, Any]:
    return {"drawer": drawer, "item": item, "said": said, "reasons": queries.reasons_of(item)}


def _page(
    request: ActorRequest,
    form: AgreementForm,
    picked: Picked,
    drawer: Drawer,
    item: DrawerItem,
    said: Said,
    status: int = 200,
) -> HttpResponse:
    context = _context(drawer, item, said) | {
        "form": form,
        "picked": picked,
        "has_file": actions.paper_of(drawer, item) is not None,
        "paper_kinds": [(each.value, each.label) for each in OWN_KINDS],
        "paper_kind": _own_kind(request, said),
        "token": pages.token_of(request),
    }
    return render(request, "drawer/register.html", context, status=status)
