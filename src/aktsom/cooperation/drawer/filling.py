"""Registering the files of a drawer one by one: each outcome stands before the next begins, so a stopped import goes on."""

import hashlib
import math
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.actions import register_agreement
from aktsom.cooperation.agreements.checking import CHECKED_AT_ONCE, read_and_check, start_check
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Document, DocumentVersion
from aktsom.cooperation.agreements.models.checks import UNFINISHED, Progress
from aktsom.cooperation.agreements.papers import add_document
from aktsom.cooperation.drawer.again import everything_in, kept_apart, not_registered
from aktsom.cooperation.drawer.ahead import ReadingAhead, Ready
from aktsom.cooperation.drawer.archive import TakeError, content_of, readings_of
from aktsom.cooperation.drawer.attempts import Attempts, forget_attempts
from aktsom.cooperation.drawer.lookups import Lookups
from aktsom.cooperation.drawer.matching import Place, match
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.parents import ParentError, Parents
from aktsom.cooperation.drawer.reasons import Reason
from aktsom.cooperation.drawer.rows import ReadRow, RowReader
from aktsom.cooperation.register.imports import only_here
from aktsom.core.actor import Actor
from aktsom.core.changes import told_together
from aktsom.core.errors import AktsomError, ConflictError, InvalidError, in_languages
from aktsom.core.files import may_be_paper
from aktsom.core.sheets import sheet_in
from aktsom.engine.papers.types import Paper

TOLD_TOGETHER = 25
"""After so many files the rest of the house hears of them."""
Outcome, State = DrawerItem.Outcome, Drawer.State


def fill(
    actor: Actor,
    drawer: Drawer,
    after_item: Callable[[int], None] = lambda _number: None,
    *,
    seconds: float = math.inf,
) -> Drawer:
    """Bring in what has no outcome yet; safe to run again. `after_item` is told the number of each that has its outcome.

    After so many seconds it begins no further file, and the drawer is still being brought in: whoever called goes on later.
    """
    with only_here(drawer.pk):
        drawer.refresh_from_db()
        if drawer.state != State.RUNNING:
            return drawer
        try:
            places = places_of(drawer)
            Drawer.objects.filter(pk=drawer.pk).update(total=len(places) + len(kept_apart(drawer)))
            is_whole = _fill(actor, drawer, places, after_item, time.monotonic() + seconds)
        except AktsomError as error:
            return _finish(drawer, State.STOPPED, in_languages(error))
        return _finish(drawer, State.DONE if is_whole else State.RUNNING, {})


def _fill(
    actor: Actor, drawer: Drawer, places: Sequence[Place], after_item: Callable[[int], None], until: float
) -> bool:
    """While papers are read, the next ones are registered already. False when the time was over before the last one."""
    lookups, attempts = Lookups.of(actor, drawer, [row for place in places for row in place.rows]), Attempts(drawer)
    parents = Parents(actor, drawer, places)
    done = {item.number: item for item in drawer.items.select_related("clause_check__document_version")}
    settled = {item.number for item in everything_in(drawer)} - {number for number in done if _waits(done[number])}
    left = [place for place in parents.in_order(places) if place.number not in settled]
    is_over = False
    with told_together() as tell, ReadingAhead(actor, len(left)) as ahead:
        for number, place in enumerate(left, 1):
            item = done.get(place.number) or _try_to_take_in(actor, drawer, place, lookups, parents, attempts)
            after_item(place.number)
            for ready in ahead.add(item):
                _try_to_check(actor, ready, attempts)
            if number % TOLD_TOGETHER == 0:
                tell()
            if is_over := number < len(left) and time.monotonic() >= until:
                break
        for ready in ahead.begun() if is_over else ahead.rest():
            _try_to_check(actor, ready, attempts)
    return not is_over


def _waits(item: DrawerItem) -> bool:
    """Whether it is registered, and its paper is still to be read."""
    return item.clause_check is not None and item.clause_check.progress in UNFINISHED


def places_of(drawer: Drawer) -> list[Place]:
    """Every file with its rows, in the order of the archive; then the rows that name none of them, in theirs. Rows that
    somebody registered by hand or set aside from an earlier sheet are left out.

    Where the archive does not say in which letters its names are, they are read so that most of them stand in the sheet.
    """
    rows = list(read_rows(drawer))
    readings = (list(match(names, rows)) for names in readings_of(drawer.files))
    likeliest = max(readings, key=lambda places: sum(1 for place in places if place.file and place.rows))
    return list(not_registered(drawer, likeliest))


def read_rows(drawer: Drawer) -> Iterator[ReadRow]:
    """All rows of the sheet with the chosen columns; raises `InvalidError` where it cannot be read on."""
    chosen = drawer.mapping
    reader = RowReader(
        chosen.get("columns", {}), chosen.get("kind", ""), chosen.get("kinds"), apart=chosen.get("apart")
    )
    return (reader.read(row) for row in sheet_in(drawer.sheet, drawer.sheet_name, lined=True).rows())


def _try_to_take_in(
    actor: Actor, drawer: Drawer, place: Place, lookups: Lookups, parents: Parents, attempts: Attempts
) -> DrawerItem:
    if not attempts.begin(f"file {place.number}"):
        return _ends(drawer, place, Outcome.LOOK, [Reason("gave-up")])
    item = _take_in(actor, drawer, place, lookups, parents)
    attempts.end(f"file {place.number}")
    return item


def _take_in(actor: Actor, drawer: Drawer, place: Place, lookups: Lookups, parents: Parents) -> DrawerItem:
    if not place.file:
        return _ends(drawer, place, Outcome.LOOK, [_why_alone(place)])
    try:
        content = content_of(drawer.files, place.number)
    except TakeError as error:
        return _ends(drawer, place, Outcome.REFUSED, [Reason(str(error))])
    digest = hashlib.sha256(content).hexdigest()
    if not may_be_paper(content):
        return _ends(drawer, place, Outcome.REFUSED, [Reason("kind")], digest=digest)
    if known := _known(actor, drawer, digest):
        named, agreement = known
        return _ends(drawer, place, Outcome.LOOK, [Reason("known", named)], digest=digest, agreement=agreement)
    if not place.rows:
        return _ends(drawer, place, Outcome.LOOK, [Reason("no-row")], digest=digest)
    if place.doubt:
        return _ends(drawer, place, Outcome.LOOK, [place.doubt], digest=digest)
    lookups.partners.look_again(place.rows[0].partners)
    if wrong := lookups.reasons(place.rows[0]):
        return _ends(drawer, place, Outcome.LOOK, wrong, digest=digest)
    try:
        above = parents.agreement(place)
    except ParentError as error:
        return _ends(drawer, place, Outcome.LOOK, [Reason(str(error), place.rows[0].parent)], digest=digest)
    return _register(actor, drawer, place, lookups, above, SimpleUploadedFile(place.file, content), digest)


def _register(
    actor: Actor,
    drawer: Drawer,
    place: Place,
    lookups: Lookups,
    above: Agreement | None,
    file: SimpleUploadedFile,
    digest: str,
) -> DrawerItem:
    """The agreement, its paper, its check and the outcome stand or fall together. What lies beside one is only a paper."""
    row = place.rows[0]
    kind, beside = row.paper or Document.Kind.AGREEMENT, above if row.is_beside else None
    try:
        with transaction.atomic():
            agreement = beside or register_agreement(actor, draft=lookups.draft(row, above))
            version = add_document(actor, agreement=agreement, upload=file, kind=kind)
            came: dict[str, object] = {"digest": digest, "agreement": agreement, "beside": beside is not None}
            if kind in CHECKED_AT_ONCE:
                came["clause_check"] = start_check(actor, agreement=agreement, version=version)
            return _ends(drawer, place, Outcome.REGISTERED, [], **came)
    except (AktsomError, IntegrityError) as error:
        said = error.fields.values() if isinstance(error, InvalidError) and error.fields else [error]
        return _ends(drawer, place, Outcome.LOOK, [Reason("refused", str(each)[:300]) for each in said], digest=digest)


def _why_alone(place: Place) -> Reason:
    """Why a row has no file."""
    named = place.rows[0].file
    return place.doubt or Reason("no-file" if named else "no-name", named)


def _try_to_check(actor: Actor, ready: Ready, attempts: Attempts) -> None:
    step = f"paper {ready.item.number}"
    _check(actor, ready, ready.read if attempts.begin(step) else _give_up)
    attempts.end(step)


def _give_up(_path: Path) -> Paper:
    raise ConflictError(
        _("Twice the work broke off at this file, so it was passed over."),
        remedy=_("Save it again as a PDF, and add that one."),
    )


def _check(actor: Actor, ready: Ready, read: Callable[[Path], Paper]) -> None:
    """Keep what was found in the paper; what cannot be read needs a look."""
    read_and_check(actor, ready.check, read, ready.held)
    item, check = ready.item, ClauseCheck.objects.get(pk=ready.check.pk)
    if check.is_unread:
        item.reasons.append(["scan", ""])
    elif check.progress == Progress.FAILED:
        item.reasons.append(["unreadable", ""])
    if item.reasons:
        item.outcome = Outcome.LOOK
        item.save(update_fields=["outcome", "reasons", "at"])


def _known(actor: Actor, drawer: Drawer, digest: str) -> tuple[str, Agreement | None] | None:
    """The agreement that has the same file, or the file of this drawer that is the same, with the agreement that it became.

    What names an agreement hangs on it, and so is hidden with it from the day on which it is protected.
    """
    version = DocumentVersion.objects.visible_to(actor).filter(digest=digest).select_related("agreement").first()
    if version is not None:
        return str(version.agreement.title), version.agreement
    same = drawer.items.filter(digest=digest).exclude(outcome=Outcome.ASIDE).select_related("agreement").first()
    return (same.file, same.agreement) if same else None


def _ends(drawer: Drawer, place: Place, outcome: str, reasons: list[Reason], **more: object) -> DrawerItem:
    return DrawerItem.objects.create(
        institution_id=drawer.institution_id,
        drawer=drawer,
        number=place.number,
        file=place.file[:300],
        row=place.rows[0].number if place.rows else None,
        outcome=outcome,
        reasons=[[reason.code, reason.value] for reason in reasons],
        **more,
    )


def _finish(drawer: Drawer, state: str, because: dict[str, str]) -> Drawer:
    forget_attempts(drawer)
    drawer.state, drawer.stopped_because = state, because
    drawer.save(update_fields=["state", "stopped_because", "mapping", "moved_at"])
    return drawer
