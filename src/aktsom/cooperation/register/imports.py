"""Importing a sheet step by step: upload, choose columns, import row by row, and undo."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.partners.choices import PartnerChoices
from aktsom.cooperation.partners.matching import in_several_countries, match_in_all_countries
from aktsom.cooperation.register.actions import register_cooperation
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.register.models import Cooperation, ImportBatch, ImportedRow
from aktsom.cooperation.register.permissions import may_import, may_register, may_register_for
from aktsom.cooperation.register.sheet_columns import NAMES, find_columns
from aktsom.cooperation.register.sheet_files import kept_sheet, refusal, sheet_of
from aktsom.cooperation.register.sheet_rows import Problem, ReadRow, RowReader
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.changes import announce
from aktsom.core.errors import AktsomError, ConflictError, InvalidError
from aktsom.engine.sheets import SheetError
from aktsom.institutions.models import Member, Unit
from aktsom.institutions.queries import open_units

CHUNK = 200
State = ImportBatch.State


@action("upload a sheet", may=may_register, private=("upload",))
def upload_sheet(actor: Actor, *, upload: "UploadedFile[bytes]", filename: str) -> ImportBatch:
    """Keep a sheet and find its columns; nothing is registered yet. Raises `InvalidError` when it is no table."""
    if actor.institution_id is None:
        raise InvalidError(_("A sheet is imported into an institution, and you act for none."))
    person = _person(actor)
    with kept_sheet(actor.institution_id, upload, filename) as (kept, sheet):
        rows = sum(1 for _row in sheet.rows())
        if not rows:
            raise InvalidError(
                _("There are no rows under the header."), remedy=_("Check that you chose the right file.")
            )
    return ImportBatch.objects.create(
        institution_id=actor.institution_id,
        filename=filename[:200],
        file=kept,
        columns=list(sheet.columns),
        mapping={"columns": find_columns(sheet.columns), "guessed": sheet.encoding if sheet.guessed else ""},
        rows=rows,
        uploaded_by_id=person,
    )


@action("choose the columns of a sheet", may=may_import)
def choose_columns(
    actor: Actor,
    *,
    batch: ImportBatch,
    columns: Mapping[str, int],
    kind: str = "",
    partners: Mapping[str, str] | None = None,
) -> ImportBatch:
    """Say which column holds what, which kind rows have that say none, and which partners uncertain names stand for.

    `partners` has `partner_key(name, country)` to a partner's id or "new".
    """
    row = _waiting(batch)
    if "partner" not in columns:
        raise InvalidError(
            _("No column is chosen for the partner."),
            fields={"column-partner": _("Choose the column with the partner’s name.")},
        )
    places = {name: place for name, place in columns.items() if name in NAMES and 0 <= place < len(row.columns)}
    row.mapping = row.mapping | {"columns": places, "kind": kind if kind in Cooperation.Kind.values else ""}
    if partners is not None:
        row.mapping["partners"] = dict(partners)
    row.state = State.MAPPED
    row.save()
    return row


@action("start an import", may=may_import)
def start_import(actor: Actor, *, batch: ImportBatch) -> ImportBatch:
    """Mark the sheet as being imported; `import_rows` does it. One that was stopped goes on where it was."""
    row: ImportBatch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if row.state not in (State.MAPPED, State.FAILED, State.RUNNING):
        raise ConflictError(_("This sheet cannot be imported now."), remedy=_("Open it again to see where it is."))
    row.state, row.message = State.RUNNING, ""
    row.save()
    return row


@action("undo an import", may=may_import)
def undo_import(actor: Actor, *, batch: ImportBatch) -> ImportBatch:
    """Withdraw what the sheet registered, except what was changed since; `ImportedRow.outcome` says which is which."""
    row: ImportBatch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if row.state not in (State.IMPORTED, State.FAILED):
        raise ConflictError(_("This import cannot be undone now."), remedy=_("Open it again to see where it is."))
    registered = row.imported.filter(outcome=ImportedRow.Outcome.REGISTERED)
    untouched = Cooperation.objects.filter(
        pk__in=registered.values("cooperation"), version=1, withdrawn_at__isnull=True
    ).select_for_update()
    ids = list(untouched.values_list("pk", flat=True))
    Cooperation.objects.filter(pk__in=ids).update(withdrawn_at=timezone.now(), version=2)
    registered.filter(cooperation__in=ids).update(outcome=ImportedRow.Outcome.UNDONE)
    row.imported.filter(outcome=ImportedRow.Outcome.REGISTERED).update(outcome=ImportedRow.Outcome.KEPT)
    row.state = State.UNDONE
    row.save()
    announce(row.institution_id, "cooperation", ids)
    return row


def read_rows(batch: ImportBatch) -> Iterator[ReadRow]:
    """All rows of the sheet with the chosen columns; raises `InvalidError` where the file cannot be read on."""
    reader = RowReader(batch.columns, batch.mapping.get("columns", {}), batch.mapping.get("kind", ""))
    sheet = sheet_of(batch)
    try:
        for row in sheet.rows():
            yield reader.read(row)
    except SheetError as error:
        raise refusal(batch.filename, error) from error


def names_in_several_countries(batch: ImportBatch) -> frozenset[str]:
    """See `in_several_countries`: of the whole sheet, as rows are looked at a portion at a time."""
    return in_several_countries(pair for row in read_rows(batch) for pair in row.partners)


@dataclass(slots=True)
class Lookups:
    """What the names in rows stand for: units, colleagues, and partners as chosen or found."""

    actor: Actor
    units: dict[str, list[Unit]]
    contacts: Mapping[str, UUID]
    partners: PartnerChoices

    @classmethod
    def for_rows(cls, actor: Actor, batch: ImportBatch, rows: list[ReadRow], in_several: Collection[str]) -> "Lookups":
        """Everything for these rows, in a fixed number of queries; `in_several` has `names_in_several_countries`."""
        units: dict[str, list[Unit]] = {}
        if any(row.unit for row in rows):
            for unit in open_units(actor):
                for name in {unit.name_nb.casefold(), unit.name_en.casefold()} - {""}:
                    units.setdefault(name, []).append(unit)
        wanted = dict.fromkeys(partner for row in rows for partner in row.partners)
        matching = partial(match_in_all_countries, in_several=in_several)
        partners = PartnerChoices.of(actor, wanted, batch.mapping.get("partners", {}), matching)
        return cls(actor, units, _contacts(actor, rows), partners)

    def problems(self, batch: ImportBatch, row: ReadRow) -> list[Problem]:
        """All that is wrong with a row, what it names included."""
        found = list(row.problems)
        places = batch.mapping.get("columns", {})
        column = {name: batch.columns[place] for name, place in places.items() if place < len(batch.columns)}
        if row.unit:
            unit = self.unit(row)
            if unit is None:
                found.append(Problem(column.get("unit", ""), "unit-unknown", row.unit))
            elif not may_register_for(self.actor, unit.path):
                found.append(Problem(column.get("unit", ""), "unit-not-yours", row.unit))
        if row.contact and not self.contact(row):
            found.append(Problem(column.get("contact", ""), "contact-unknown", row.contact))
        for pair in row.partners:
            if doubt := self.partners.doubt(pair):
                found.append(Problem(column.get("partner", ""), doubt, pair[0]))
        return found

    def unit(self, row: ReadRow) -> Unit | None:
        """The unit of that name; among several, the one that the actor may register for."""
        named = self.units.get(row.unit.casefold(), [])
        return next((unit for unit in named if may_register_for(self.actor, unit.path)), named[0] if named else None)

    def contact(self, row: ReadRow) -> UUID | None:
        """The colleague whose e-mail address stands there, or whose name when no other colleague has it."""
        return self.contacts.get(row.contact.lower())


def import_rows(
    actor: Actor, batch: ImportBatch, after_row: Callable[[int], None] = lambda _number: None
) -> ImportBatch:
    """Register the rows that are not dealt with yet, each with its outcome in one transaction; safe to run again.

    `after_row` is told each row's number. A file that cannot be read on leaves the batch stopped, with the reason.
    """
    with only_here(batch.pk):
        batch.refresh_from_db()
        if batch.state == State.UNDONE:
            return batch
        try:
            _import_remaining(actor, batch, after_row)
        except InvalidError as error:
            return _finish(batch, State.FAILED, str(error))
        return _finish(batch, State.IMPORTED, "")


@contextmanager
def only_here(key: UUID) -> Iterator[None]:
    """One program at a time imports a thing, however often it is started; a killed one gives way by itself."""
    place = int.from_bytes(key.bytes[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [place])
        if not cursor.fetchone()[0]:
            raise ConflictError(
                _("This sheet is being imported already."), remedy=_("Open it again to see where it is.")
            )
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [place])


def _import_remaining(actor: Actor, batch: ImportBatch, after_row: Callable[[int], None]) -> None:
    done = set(batch.imported.values_list("number", flat=True))
    in_several = names_in_several_countries(batch)
    remaining = (row for row in read_rows(batch) if row.number not in done)
    while rows := list(islice(remaining, CHUNK)):
        lookups = Lookups.for_rows(actor, batch, rows, in_several)
        for row in rows:
            _import_row(actor, batch, row, lookups)
            after_row(row.number)
        _count(batch)


def _import_row(actor: Actor, batch: ImportBatch, row: ReadRow, lookups: Lookups) -> None:
    problems = lookups.problems(batch, row)
    if problems:
        _refuse(batch, row, problems)
        return
    try:
        with transaction.atomic():
            cooperation = register_cooperation(actor, draft=_draft(row, lookups), batch=batch.pk)
            _keep(batch, row, ImportedRow.Outcome.REGISTERED, cooperation=cooperation)
    except IntegrityError:
        lookups.partners.look_again(row.partners)
        if not batch.imported.filter(number=row.number).exists():
            _refuse(batch, row, [Problem("", "refused")])
    except AktsomError as error:
        lookups.partners.look_again(row.partners)
        reasons = error.fields if isinstance(error, InvalidError) else {}
        _refuse(
            batch, row, [Problem("", str(said)) for said in reasons.values()] or [Problem("", "refused", str(error))]
        )


def _draft(row: ReadRow, lookups: Lookups) -> Draft:
    unit = lookups.unit(row) if row.unit else None
    return Draft(
        title=row.title,
        kind=row.kind,
        state=row.state,
        partners=tuple(lookups.partners.partner(pair) for pair in row.partners),
        unit=unit.pk if unit else None,
        contact=lookups.contact(row),
        starts=row.starts,
        ends=row.ends,
        summary=row.summary,
        reference=row.reference,
        funding=row.funding,
        fields=row.fields,
    )


def _contacts(actor: Actor, rows: list[ReadRow]) -> dict[str, UUID]:
    """The colleagues with the e-mail addresses or names in these rows, by what is written there, in small letters."""
    written = {row.contact.lower() for row in rows if row.contact}
    if not written:
        return {}
    members = Member.objects.visible_to(actor).annotate(address=Lower("user__email"), called=Lower("user__name"))
    found: dict[str, set[UUID]] = {}
    for address, called, pk in members.filter(Q(address__in=written) | Q(called__in=written)).values_list(
        "address", "called", "pk"
    ):
        for each in {address, called} & written:
            found.setdefault(each, set()).add(pk)
    return {each: keys.pop() for each, keys in found.items() if len(keys) == 1}


def _refuse(batch: ImportBatch, row: ReadRow, problems: list[Problem]) -> None:
    """When the same import was begun twice at once, the row may be dealt with already; then that stands."""
    said = [[problem.column, problem.code, problem.value] for problem in problems]
    refused = _outcome(batch, row, ImportedRow.Outcome.REFUSED, problems=said, cells=list(row.cells))
    ImportedRow.objects.bulk_create([refused], ignore_conflicts=True)


def _keep(batch: ImportBatch, row: ReadRow, outcome: str, **values: Any) -> None:
    _outcome(batch, row, outcome, **values).save(force_insert=True)


def _outcome(batch: ImportBatch, row: ReadRow, outcome: str, **values: Any) -> ImportedRow:
    return ImportedRow(
        institution_id=batch.institution_id, batch_id=batch.pk, number=row.number, outcome=outcome, **values
    )


def _count(batch: ImportBatch) -> None:
    outcomes = list(batch.imported.values_list("outcome", flat=True))
    batch.done = len(outcomes)
    batch.registered = outcomes.count(ImportedRow.Outcome.REGISTERED)
    batch.skipped = outcomes.count(ImportedRow.Outcome.REFUSED)
    batch.save(update_fields=["done", "registered", "skipped", "moved_at"])


def _finish(batch: ImportBatch, state: str, message: str) -> ImportBatch:
    _count(batch)
    batch.state, batch.message = state, message
    batch.save(update_fields=["state", "message"])
    announce(batch.institution_id, "cooperation", batch.cooperations.values_list("pk", flat=True))
    return batch


def _person(actor: Actor) -> UUID:
    if actor.member_id is None:
        raise InvalidError(_("A sheet is imported by a person."))
    return actor.member_id


def _waiting(batch: ImportBatch) -> ImportBatch:
    row: ImportBatch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if row.state not in (State.UPLOADED, State.MAPPED):
        raise ConflictError(
            _("This sheet is being imported already, or was."), remedy=_("Open it again to see where it is.")
        )
    return row
