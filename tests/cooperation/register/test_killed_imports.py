"""An import whose process is killed at any moment leaves no half action; going on registers the rest, and nothing twice."""

import os
import random
import signal
import time
from collections import Counter

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register import imports
from aktsom.cooperation.register.models import Cooperation, CooperationPartner, ImportBatch, ImportedRow
from aktsom.cooperation.register.tasks import import_sheet
from aktsom.core.actor import Actor
from aktsom.core.audit import verify_chain
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from tests.cooperation.committed import act_again, committed_person

__all__ = ["committed_person"]

KILLS = 3
ROWS = 300


def test_whenever_an_import_is_killed_nothing_is_half_done_and_going_on_registers_the_rest(
    committed_person: Actor,
) -> None:
    batch, chance, acknowledged = _started(committed_person), random.Random(11), set[int]()
    for _kill in range(KILLS):
        acknowledged |= _killed(committed_person, batch, chance.randint(1, 40), chance.random() / 50)
        _assert_whole(batch, acknowledged)
    assert len(acknowledged) < ROWS, "no kill came before the end"
    import_sheet.run(
        member_id=str(committed_person.member_id),
        institution_id=committed_person.institution_id,
        batch_id=str(batch.pk),
    )
    _assert_whole(batch, acknowledged)
    batch.refresh_from_db()
    assert (batch.state, batch.registered, batch.skipped) == ("imported", ROWS, 0)
    assert set(batch.imported.values_list("number", flat=True)) == set(range(2, ROWS + 2))


def _started(actor: Actor) -> ImportBatch:
    """A sheet in which every third row names a partner that nobody knows yet."""
    rows = "".join(f"Nr {row};Institutt {row if row % 3 == 0 else 0};CA;mou\n" for row in range(ROWS))
    sheet = SimpleUploadedFile("mange.csv", f"Tittel;Partner;Land;Type\n{rows}".encode())
    batch = imports.upload_sheet(actor, upload=sheet, filename="mange.csv")
    batch = imports.choose_columns(actor, batch=batch, columns=batch.mapping["columns"])
    return imports.start_import(actor, batch=batch)


def _killed(actor: Actor, batch: ImportBatch, after: int, later: float) -> set[int]:
    """Import in a process of its own and kill it some moments after so many rows; give the rows that it told of."""
    connections.close_all()
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        with acting_for(actor):
            imports.import_rows(actor, batch, lambda number: os.write(tell, f"{number}\n".encode()) and None)
        os._exit(0)
    os.close(tell)
    with os.fdopen(told) as lines:
        numbers = {int(line) for line, _ in zip(lines, range(after), strict=False)}
        time.sleep(later)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        numbers |= {int(line) for line in lines if line.endswith("\n")}
    connection.ensure_connection()
    act_again(actor)
    _until_alone()
    return numbers


def _assert_whole(batch: ImportBatch, acknowledged: set[int]) -> None:
    rows = dict(batch.imported.values_list("number", "cooperation"))
    assert acknowledged <= rows.keys()
    assert set(batch.imported.values_list("outcome", flat=True)) == {ImportedRow.Outcome.REGISTERED}
    made = set(Cooperation.objects.values_list("pk", flat=True))
    assert len(made) == len(rows)
    assert made == set(rows.values())
    assert Counter(CooperationPartner.objects.values_list("cooperation", flat=True)) == Counter(made)
    events = Counter(AuditEvent.objects.filter(verb="register a cooperation").values_list("subject", flat=True))
    assert events == Counter(f"register.cooperation:{each}" for each in made)
    named = Counter(AuditEvent.objects.filter(verb="add a partner").values_list("subject", flat=True))
    assert named == Counter(f"partners.partner:{each}" for each in Partner.objects.values_list("pk", flat=True))
    assert set(Partner.objects.values_list("pk", flat=True)) == set(
        CooperationPartner.objects.values_list("partner", flat=True)
    )
    assert verify_chain(batch.institution_id) is None


def _until_alone() -> None:
    """Wait until the database has noticed that the killed process is gone: what it was committing is committed then."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    deadline = time.monotonic() + 60
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.005)
    raise AssertionError("a killed process holds its connection")
