"""What needed a look or was refused: its file, and the usual form with what its row says, to register it by hand."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aktsom.cooperation.agreements.drafts import PartyDraft
from aktsom.cooperation.agreements.forms import AgreementForm
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.tasks import check_paper
from aktsom.cooperation.drawer import actions, queries
from aktsom.cooperation.drawer.filling import read_rows
from aktsom.cooperation.drawer.lookups import Lookups
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.rows import ReadRow
from aktsom.cooperation.partners.finding import partners_called
from aktsom.cooperation.partners.picking import Picked
from aktsom.cooperation.records import pages
from aktsom.core.actor import Actor
from aktsom.core.countries import country_choices
from aktsom.core.errors import NotVisibleError
from aktsom.core.files import handed_out, kind_if_known, safe_name
from aktsom.core.http import ActorRequest, only_if, signed_in


@require_GET
@signed_in
def file(request: ActorRequest, drawer_id: UUID, number: int) -> FileResponse:
    """The file, to save. One that was registered is with its agreement."""
    drawer = queries.drawer_of(request.actor, drawer_id)
    found = actions.file_of(drawer, queries.open_item(request.actor, drawer, number))
    if found is None:
        raise NotVisibleError
    content: bytes = found.read()
    kind = kind_if_known(content)
    return handed_out(content, safe_name(found.name or "", kind, content), kind)


@require_http_methods(["GET", "POST"])
@signed_in
def register(request: ActorRequest, drawer_id: UUID, number: int) -> HttpResponse:
    """The usual form, with what the row says filled in, and the file of the drawer as the paper."""
    actor, drawer = request.actor, queries.drawer_of(request.actor, drawer_id)
    only_if(actions.may_bring_in(actor, {"drawer": drawer}))
    item = queries.open_item(actor, drawer, number)
    picked = Picked.of(request)
    if request.method == "GET":
        row = _row_of(drawer, item)
        lookups = Lookups.of(actor, drawer, [row] if row else [])
        form = AgreementForm(actor, initial=lookups.initial(row) if row else {})
        return _page(request, form, _named(actor, lookups, row, picked) if row else picked, drawer, item)
    if picked.is_step:
        return _page(request, AgreementForm(actor, initial=request.POST.dict()), picked, drawer, item)
    form = AgreementForm(actor, request.POST)

    def made(token: UUID | None) -> Agreement:
        draft = form.draft([PartyDraft(partner=each) for each in picked.ids])
        return _registered(actor, drawer, item, draft=draft, token=token, upload=request.FILES.get("paper"))

    return pages.registered(
        request,
        Agreement,
        form,
        made,
        shown_again=lambda status: _page(request, form, picked, drawer, item, status),
        done=_("The agreement is registered."),
    )


def _registered(
    actor: Actor, drawer: Drawer, item: DrawerItem, *, upload: "UploadedFile[bytes] | None", **given: Any
) -> Agreement:
    agreement = actions.register_one(actor, drawer=drawer, item=item, upload=upload, **given)
    item.refresh_from_db()
    if item.clause_check_id:
        check_paper.defer(actor, check_id=str(item.clause_check_id))
    return agreement


def _row_of(drawer: Drawer, item: DrawerItem) -> ReadRow | None:
    return next((row for row in read_rows(drawer) if row.number == item.row), None)


def _named(actor: Actor, lookups: Lookups, row: ReadRow, picked: Picked) -> Picked:
    """The partners that the row surely names, and the search for the first of those of which it is not sure."""
    known, open_ones = lookups.known(row)
    if not open_ones:
        return replace(picked, chosen=tuple(known))
    found = tuple(each for each in partners_called(actor, open_ones[0]) if each.partner not in known)
    countries = country_choices(get_language() or "nb")
    return replace(picked, chosen=tuple(known), found=found, searched=open_ones[0], countries=countries)


def _page(
    request: ActorRequest, form: AgreementForm, picked: Picked, drawer: Drawer, item: DrawerItem, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "picked": picked,
        "drawer": drawer,
        "item": item,
        "reasons": queries.reasons_of(item),
        "has_file": actions.file_of(drawer, item) is not None,
        "token": pages.token_of(request),
    }
    return render(request, "drawer/register.html", context, status=status)
