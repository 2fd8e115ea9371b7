"""The pages of the log. Thin: queries ask."""

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.protection.log import queries, wording
from aktsom.protection.log.actions import export_log
from aktsom.protection.log.forms import FilterForm
from aktsom.protection.log.wording import Chip


@require_safe
@signed_in
def log_list(request: ActorRequest) -> HttpResponse:
    """What was done in the institution, for those who read the log; for everyone else what they did themselves."""
    actor = request.actor
    form = FilterForm(request.GET)
    wanted = form.wanted()
    page = page_of(request, queries.events(actor, wanted))
    found = list(page.object_list)
    records = queries.records_of(actor, found)
    labels = wording.chips_of(wanted, records.get(wanted.record))
    whole = queries.reads_log(actor)
    context = {
        "page": page,
        "lines": wording.lines_of(found, records),
        "form": form,
        "wanted": wanted,
        "chips": [Chip(label, _without(request, name)) for name, label in labels.items()],
        "verbs": sorted(
            ((verb, wording.what_of(verb)) for verb in queries.verbs_in_log(actor)), key=lambda each: each[1]
        ),
        "sentence": wording.sentence_of(page.paginator.count, whole),
        "whole": whole,
    }
    return render(request, "log/list.html", context)


@require_safe
@signed_in
def about_me(request: ActorRequest) -> HttpResponse:
    """Who has looked at what is about the person or was made by them."""
    page = page_of(request, queries.looks_at_own(request.actor))
    found = list(page.object_list)
    lines = wording.lines_of(found, queries.records_of(request.actor, found))
    return render(request, "log/about_me.html", {"page": page, "lines": lines})


@require_safe
@signed_in
def record(request: ActorRequest, subject: str) -> HttpResponse:
    """Who has looked at one record."""
    row = queries.record_named(request.actor, subject)
    page = page_of(request, queries.looks_at(request.actor, row))
    lines = wording.lines_of(list(page.object_list), {})
    return render(request, "log/record.html", {"page": page, "lines": lines, "record": queries.record_shown(row)})


@require_safe
@signed_in
def export(request: ActorRequest) -> HttpResponseBase:
    """The filtered log as JSON lines, sent as it is read."""
    lines = export_log(request.actor, filters=FilterForm(request.GET).wanted())
    word = _("log")
    name = f"{word}-{localdate():%Y-%m-%d}.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, content_type="application/jsonl; charset=utf-8", headers=headers)


def _without(request: ActorRequest, name: str) -> str:
    kept = [(each, value) for each, value in request.GET.items() if each not in (name, "page")]
    return f"?{urlencode(kept)}"
