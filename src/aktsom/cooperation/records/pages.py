"""The pages that every register has: its list and its sheets, the form for a new record, changing one, and who may see it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aktsom.cooperation.records.forms import RecordForm, version_of
from aktsom.cooperation.records.listing import SORT_NAMES, Chip, sentence_of
from aktsom.cooperation.records.models import Record
from aktsom.cooperation.records.queries import Filters, differing, registered_with, withdrawn
from aktsom.cooperation.records.storing import registered_once
from aktsom.core.audit import record_export
from aktsom.core.compiled import Rows
from aktsom.core.countries import country_choices
from aktsom.core.downloads import download
from aktsom.core.errors import AktsomError, ConflictError
from aktsom.core.forms import explain
from aktsom.core.http import ActorRequest, page_of, uuid_of
from aktsom.core.visibility import get_visible
from aktsom.engine.sheets.writing import Value
from aktsom.institutions.queries import units_to_choose
from aktsom.protection.access.models import Compartment
from aktsom.protection.access.queries import record_compartments

RecordT = TypeVar("RecordT", bound=Record)


def list_context(
    request: ActorRequest,
    model: Any,
    found: Rows[Any],
    filters: Filters,
    sort: str,
    chips: list[Chip],
    count_in_words: Callable[[int], str],
) -> dict[str, Any]:
    """What `records/list.html` shows of every register: the rows of a page, and the choices to narrow them by."""
    page = page_of(request, found)
    return {
        "room": _room(model),
        "page": page,
        "rows": page.object_list,
        "filters": filters,
        "sort": sort,
        "sorts": SORT_NAMES,
        "chips": chips,
        "sentence": sentence_of(count_in_words(page.paginator.count), chips),
        "kinds": model.Kind.choices,
        "states": model.State.choices,
        "countries": country_choices(get_language() or "nb"),
        "units": units_to_choose(request.actor),
    }


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as a sheet: what the log calls it, the name of its file, its columns, and how rows become lines of it.

    The lines are made from the rows and the address of this installation.
    """

    what: str
    name: str
    columns: Sequence[object]
    lines: Callable[[QuerySet[Any], str], Iterable[Sequence[Value]]]


def exported(
    request: ActorRequest, form: str, found: QuerySet[Any], filters: Filters, sheet: Sheet
) -> HttpResponseBase:
    """The filtered list as a sheet; that it was taken out is on record."""
    narrowed = [name for name, value in asdict(filters).items() if value]
    record_export(request.actor, sheet.what, rows=found.count(), details={"as": form, "narrowed by": narrowed})
    lines = sheet.lines(found, request.build_absolute_uri("/").rstrip("/"))
    return download(form, sheet.name, sheet.columns, lines)


def token_of(request: ActorRequest) -> UUID:
    """The token of the form that was sent, or one for a new form."""
    return uuid_of(request.POST.get("token", "")) or uuid4()


def registered(
    request: ActorRequest,
    model: type[RecordT],
    form: RecordForm,
    register: Callable[[UUID | None], RecordT],
    *,
    shown_again: Callable[[int], HttpResponse],
    done: str,
    then: str = "",
) -> HttpResponse:
    """Register what the form says, once for its token; the page after it is the record's, or the address `then`.

    `shown_again` is the page with the form and a status.
    """
    token = uuid_of(request.POST.get("token", ""))
    if before := registered_with(model, request.actor, token):
        return redirect(before.log_page, before.pk)
    if not form.is_valid():
        return shown_again(422)
    try:
        made, is_new = registered_once(model, request.actor, token, register)
    except AktsomError as error:
        return shown_again(explain(form, error, form.renamed))
    if is_new:
        messages.success(request, done)
    return redirect(then) if then else redirect(made.log_page, made.pk)


def edited(
    request: ActorRequest,
    record: Record,
    form_of: type[RecordForm],
    save: Callable[[int, Mapping[str, Any]], object],
    template: str,
) -> HttpResponse:
    """Change the answers. When somebody else was quicker, both are shown and nothing is lost."""
    if request.method == "GET":
        form = form_of(request.actor, current=record, initial=form_of.initial_of(record))
        return render(request, template, {"form": form, "record": record, "version": record.version})
    form, status = form_of(request.actor, request.POST, current=record), 422
    context = {"form": form, "record": record, "version": request.POST.get("version", record.version)}
    if form.is_valid():
        try:
            save(version_of(request.POST), differing(record, form.values()))
        except ConflictError as error:
            status = error.status
            context |= {"conflict": error, "theirs": form.theirs(record), "version": record.version}
        except AktsomError as error:
            status = explain(form, error, form.renamed)
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect(record.log_page, record.pk)
    return render(request, template, context, status=status)


def protected(
    request: ActorRequest,
    record: Record,
    template: str,
    *,
    put_into: Callable[[Compartment], object],
    take_out: Callable[[], object],
) -> HttpResponse:
    """Choose a compartment that one may enter, or take the record out; the page says who will see it afterwards."""
    if request.method == "POST" and request.POST.get("take_out"):
        take_out()
        messages.success(request, _("“%(title)s” is in no compartment any more.") % {"title": record.title})
        return redirect(record.log_page, record.pk)
    if request.method == "POST":
        put_into(get_visible(Compartment, request.actor, pk=uuid_of(request.POST.get("compartment", ""))))
        said = _("Only people with access to the compartment see “%(title)s” now.")
        messages.success(request, said % {"title": record.title})
        return redirect(record.log_page, record.pk)
    return render(request, template, {"record": record, "choices": record_compartments(request.actor)})


def withdrawn_page(request: ActorRequest, model: type[Record], template: str) -> HttpResponse:
    """What was withdrawn and can be restored."""
    page = page_of(request, withdrawn(model, request.actor))
    return render(request, template, {"room": _room(model), "page": page, "rows": page.object_list})


def say_withdrawn(request: ActorRequest, record: Record) -> None:
    """Tell the person where to find it, should it have been a mistake."""
    messages.success(request, _("“%(title)s” is withdrawn. You can restore it here.") % {"title": record.title})


def say_restored(request: ActorRequest, record: Record) -> None:
    """Tell the person that it is back."""
    messages.success(request, _("“%(title)s” is in the register again.") % {"title": record.title})


def _room(model: type[Record]) -> str:
    """The name under which the room's addresses are found."""
    return model.log_page.partition(":")[0]
