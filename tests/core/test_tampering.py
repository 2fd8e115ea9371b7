"""Whatever is done to a log that was signed shows: 1,000 times at random on real events, and in PostgreSQL itself."""

import random
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import psycopg
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connections
from django.utils import translation
from psycopg import sql

from aktsom.cli.main import main_group
from aktsom.core.actor import Actor
from aktsom.core.audit import FIRST, append_event, digest_of
from aktsom.core.audit_lines import chain_lines
from aktsom.core.heads import Statement, heads_file, read_statement, sign_heads
from aktsom.core.models import AuditEvent
from aktsom.core.signing import fingerprint_of, pem_of, trusted_keys
from aktsom.core.tenancy import acting_for
from aktsom.core.verifying import faults_in_chain
from aktsom.core.witnesses import sign_and_leave
from aktsom.institutions.models import Institution
from tests.cooperation.committed import empty_the_database

EVENTS = 24
TIMES = 1000
FIELDS: dict[str, Callable[[AuditEvent], Any]] = {
    "at": lambda event: event.at + timedelta(microseconds=1),
    "actor": lambda event: f"{event.actor}?",
    "verb": lambda event: event.verb.upper(),
    "subject": lambda event: f"{event.subject}x",
    "details": lambda event: {**event.details, "number": -1},
    "chain": lambda event: event.chain + 1,
    "sequence": lambda event: event.sequence + 1,
    "previous": lambda event: event.digest,
    "digest": lambda event: event.previous,
}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[None]:
    """A folder of its own; what does not fit is said in English."""
    settings.AKTSOM_AUDIT_FOLDER = tmp_path / "audit"
    with translation.override("en"):
        yield


@pytest.fixture
def log(institution: Institution) -> tuple[list[AuditEvent], list[Statement]]:
    """A log with three heads, the last one over its last event."""
    actor = Actor.system("tests", institution.pk)
    return _written(actor)


Log = tuple[list[AuditEvent], list[Statement]]


@pytest.mark.django_db
def test_a_log_that_nobody_touched_fits_its_heads(log: Log) -> None:
    assert faults_in_chain(*log, trusted_keys()) == []


@pytest.mark.django_db
def test_a_thousand_ways_of_tampering_are_all_found(log: Log) -> None:
    keys, found = trusted_keys(), dict[str, int]()
    for seed in range(TIMES):
        chance = random.Random(seed)
        kind = chance.choice(list(TAMPERING))
        events, heads = [copy(event) for event in log[0]], list(log[1])
        TAMPERING[kind](events, heads, chance)
        faults = faults_in_chain(events, heads, keys)
        assert faults, f"seed {seed}: {kind} was not found"
        found[kind] = found.get(kind, 0) + 1
    assert found.keys() == TAMPERING.keys()


@pytest.mark.django_db
def test_promise_p34_a_log_that_was_cut_off_or_written_anew_no_longer_fits_its_signed_heads(log: Log) -> None:
    events, heads = log
    assert faults_in_chain(events[:-1], heads, trusted_keys()) == [
        f"event {EVENTS} is missing: the log ends at event {EVENTS - 1}, but on"
        f" {heads[-1].at:%Y-%m-%d %H:%M} it went to event {EVENTS}"
    ]
    changed = [copy(event) for event in events]
    changed[4].verb = changed[11].verb = "nothing"
    assert faults_in_chain(changed, heads, trusted_keys()) == ["event 5 was changed after it was written"]
    _chain_anew(changed)
    (said,) = faults_in_chain(changed, heads, trusted_keys())
    assert said.startswith("event 8 is not the one that was signed on")
    assert faults_in_chain(events, heads[1:], trusted_keys()) == ["head 1 is missing"]


def _written(actor: Actor) -> Log:
    heads: list[Statement] = []
    with acting_for(actor):
        while (number := AuditEvent.objects.count()) < EVENTS:
            append_event(actor, verb="count", subject=f"thing:{number}", details={"number": number, "name": "Ærø ☂"})
            if (number + 1) % 8 == 0:
                heads += [each for each in sign_heads() if each.chain == actor.institution_id]
        return list(AuditEvent.objects.filter(sequence__lte=EVENTS).order_by("sequence")), heads


def _change(events: list[AuditEvent], _heads: list[Statement], chance: random.Random) -> None:
    event, field = chance.choice(events), chance.choice(list(FIELDS))
    setattr(event, field, FIELDS[field](event))


def _delete(events: list[AuditEvent], _heads: list[Statement], chance: random.Random) -> None:
    del events[chance.randrange(len(events) - 1)]


def _reorder(events: list[AuditEvent], _heads: list[Statement], chance: random.Random) -> None:
    one, other = chance.sample(range(len(events)), 2)
    events[one], events[other] = events[other], events[one]


def _insert(events: list[AuditEvent], _heads: list[Statement], chance: random.Random) -> None:
    new = copy(chance.choice(events))
    new.verb, new.sequence = "inserted", chance.randrange(1, EVENTS + 1)
    new.digest = digest_of(new)
    events.insert(chance.randrange(len(events)), new)


def _truncate(events: list[AuditEvent], _heads: list[Statement], chance: random.Random) -> None:
    del events[chance.randrange(len(events)) :]


def _change_and_chain_anew(events: list[AuditEvent], _heads: list[Statement], chance: random.Random) -> None:
    chance.choice(events).details = {"number": "another"}
    _chain_anew(events)


def _delete_and_chain_anew(events: list[AuditEvent], heads: list[Statement], chance: random.Random) -> None:
    _delete(events, heads, chance)
    _chain_anew(events)


def _truncate_with_heads(events: list[AuditEvent], heads: list[Statement], chance: random.Random) -> None:
    """The heads in the database go as well, but not the last one, which was mailed."""
    _truncate(events, heads, chance)
    del heads[:-1]


def _sign_anew(events: list[AuditEvent], heads: list[Statement], chance: random.Random) -> None:
    """Everything is written anew, and signed with a key of the intruder's own."""
    _change_and_chain_anew(events, heads, chance)
    key, seal = Ed25519PrivateKey.generate(), ""
    for place, head in enumerate(heads):
        said = {**orjson.loads(head.text), "digest": events[head.sequence - 1].digest, "previous": seal}
        text = orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode()
        # A stranger's key is unknown; under the name of a known one its signature does not fit.
        name = chance.choice([fingerprint_of(key.public_key()), head.key])
        heads[place] = read_statement(text, name, key.sign(text.encode()).hex())
        seal = heads[place].seal


def _head_that_says_something_else(events: list[AuditEvent], heads: list[Statement], chance: random.Random) -> None:
    del events
    place = chance.randrange(len(heads))
    heads[place] = replace(heads[place], digest=FIRST, text=heads[place].text.replace(heads[place].digest, FIRST))


TAMPERING = {
    "change": _change,
    "delete": _delete,
    "reorder": _reorder,
    "insert": _insert,
    "truncate": _truncate,
    "change and chain anew": _change_and_chain_anew,
    "delete and chain anew": _delete_and_chain_anew,
    "truncate with heads": _truncate_with_heads,
    "chain and sign anew": _sign_anew,
    "change a head": _head_that_says_something_else,
}


def _chain_anew(events: list[AuditEvent]) -> None:
    """As somebody does who owns the database and knows how the log is made."""
    previous = FIRST
    for sequence, event in enumerate(events, start=1):
        event.sequence, event.previous = sequence, previous
        event.digest = previous = digest_of(event)


@pytest.fixture
def committed(django_db_blocker: Any, django_db_setup: None) -> Iterator[Actor]:
    """A log that other connections see too, taken away in the end."""
    with django_db_blocker.unblock():
        home = Institution.objects.create(slug="tampered", name_nb="Nordvik", name_en="Nordvik", kind="university")
        try:
            actor = Actor.system("tests", home.pk)
            _written(actor)
            sign_and_leave()
            yield actor
        finally:
            empty_the_database()


STATEMENTS = {
    "change": "UPDATE core_auditevent SET actor = 'Somebody Else' WHERE sequence = 5",
    "delete": "DELETE FROM core_auditevent WHERE sequence = 6",
    "reorder": "UPDATE core_auditevent SET sequence = -7 WHERE sequence = 7;"
    " UPDATE core_auditevent SET sequence = 7 WHERE sequence = 8; UPDATE core_auditevent SET sequence = 8 WHERE sequence = -7",
    "insert": "INSERT INTO core_auditevent (chain, sequence, at, actor, verb, subject, details, previous, digest)"
    " SELECT chain, 900, at, actor, verb, subject, details, previous, digest FROM core_auditevent WHERE sequence = 3",
    "truncate": "DELETE FROM core_auditevent WHERE sequence > 20",
    "everything": "TRUNCATE core_auditevent",
    "with the heads": "DELETE FROM core_witness; DELETE FROM core_signedhead; DELETE FROM core_auditevent WHERE sequence > 3",
}
SAID = {
    "change": "tampered: event 5 was changed after it was written",
    "delete": "tampered: event 6 missing, or not in its place",
    "reorder": "tampered: event 7 does not follow the event before it",
    "insert": "missing, or not in its place",
    "truncate": "tampered: event 21 is missing: the log ends at event 20",
    "everything": "tampered: event 1 is missing: the log ends at event 0",
    "with the heads": "tampered: event 4 is missing: the log ends at event 3",
}


def test_verify_finds_what_the_owner_of_the_tables_did_in_the_database(committed: Actor, tmp_path: Path) -> None:
    verify = lambda *options: CliRunner().invoke(main_group, ["--language", "en", "verify", *options])  # noqa: E731
    assert verify().exit_code == 0, verify().output
    with _as_owner() as database:
        database.execute("ALTER TABLE core_auditevent DISABLE TRIGGER USER")
        for kind, statement in STATEMENTS.items():
            for table in ("core_auditevent", "core_signedhead", "core_witness"):
                database.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(_copy(table), sql.Identifier(table)))
            database.execute(statement.encode())
            told = verify()
            assert (told.exit_code, SAID[kind] in told.output) == (1, True), (kind, told.output)
            database.execute("TRUNCATE core_witness, core_signedhead, core_auditevent")
            for table in ("core_auditevent", "core_signedhead", "core_witness"):
                database.execute(sql.SQL("INSERT INTO {} SELECT * FROM {}").format(sql.Identifier(table), _copy(table)))
                database.execute(sql.SQL("DROP TABLE {}").format(_copy(table)))
        database.execute("ALTER TABLE core_auditevent ENABLE TRIGGER USER")
    assert verify().exit_code == 0


def test_an_exported_log_is_checked_with_nothing_but_the_key(committed: Actor, tmp_path: Path) -> None:
    exported, key = tmp_path / "log.jsonl", tmp_path / "key.pem"
    with acting_for(committed):
        lines = list(chain_lines(committed))
    (public,) = trusted_keys().values()
    key.write_text(pem_of(public))

    def verify(content: list[bytes], *options: str) -> tuple[int, str]:
        exported.write_bytes(b"".join(content))
        told = CliRunner().invoke(main_group, ["verify", "--file", str(exported), "--key", str(key), *options])
        return told.exit_code, told.output.strip()

    heads = [line for line in lines if b'"head"' in line]
    events = [line for line in lines if line not in heads]
    assert verify(lines)[0] == 0
    assert verify(lines[:-8])[1].startswith("event ")
    assert verify([*heads, *events[:4], events[4].replace(b"count", b"shout"), *events[5:]]) == (
        1,
        "event 5 was changed after it was written",
    )
    assert verify([*heads, *events[:4], b"[]\n", *events[4:]]) == (1, f"line {len(heads) + 5} of log.jsonl is no event")
    assert verify(events[:4]) == (1, "log.jsonl holds no signed head: that its end was cut off would not show")
    assert verify(lines, "--heads", str(key)) == (
        1,
        "key.pem holds no signed head; of a mail, save the file that is attached",
    )
    assert verify(events[:4], "--heads", str(heads_file()))[1].startswith("event 5 is missing: the log ends at event 4")
    assert verify([*heads[1:], *events]) == (1, "head 1 is missing")


def _copy(table: str) -> sql.Identifier:
    return sql.Identifier(f"kept_{table}")


def _as_owner() -> psycopg.Connection[Any]:
    """The owner of the tables may do with them what a superuser may."""
    one = connections["owner"].settings_dict
    return psycopg.connect(
        host=one["HOST"] or None, port=one["PORT"] or None, user=one["USER"], dbname=one["NAME"], autocommit=True
    )
