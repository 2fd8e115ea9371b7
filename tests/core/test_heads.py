"""Once a day each chain of the log is signed, and the signed heads are left outside the database."""

import logging
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from aktsom.core import heads, signing
from aktsom.core.actor import Actor
from aktsom.core.audit import append_event
from aktsom.core.duties import Duty
from aktsom.core.errors import SetupError
from aktsom.core.heads import heads_file, line_of, statement_in, statements_in
from aktsom.core.models import AuditEvent, SignedHead, Witness
from aktsom.core.signing import fits, read_public_keys, replace_signing_key, signing_key, trusted_keys
from aktsom.core.tenancy import acting_for
from aktsom.core.witnesses import sign_and_leave
from aktsom.institutions.models import Institution

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.AKTSOM_AUDIT_FOLDER = tmp_path / "audit"
    return tmp_path / "audit"


@pytest.fixture
def actor(institution: Institution) -> Actor:
    actor = Actor.system("tests", institution.pk)
    with acting_for(actor):
        for number in range(3):
            append_event(actor, verb="count", subject="", details={"number": number})
    return actor


def test_a_head_says_how_far_the_chain_has_come_and_fits_its_key(actor: Actor) -> None:
    (signed,) = sign_and_leave()
    with acting_for(actor):
        third = AuditEvent.objects.get(sequence=3)
        assert (signed.chain, signed.number, signed.sequence, signed.digest) == (third.chain, 1, 3, third.digest)
        assert AuditEvent.objects.get(sequence=4).verb == "sign the head of the log"
        assert set(Witness.objects.values_list("kind", flat=True)) == {"file"}
    assert fits(trusted_keys(), signed.key, signed.signature, signed.text)
    assert not fits(trusted_keys(), signed.key, signed.signature, signed.text.replace('"number":1', '"number":2'))
    assert list(statements_in(heads_file())) == [signed]


def test_it_is_done_once_a_day_and_again_when_asked(actor: Actor) -> None:
    assert [len(sign_and_leave(only_due=True)) for _ in range(3)] == [1, 0, 0]
    (again,) = sign_and_leave()
    with acting_for(actor):
        first = SignedHead.objects.get(number=1)
        assert (again.number, again.previous) == (2, heads.statement_of(first).seal)
    assert len(list(statements_in(heads_file()))) == 2


def test_only_this_installation_can_read_the_private_key(folder: Path) -> None:
    signing_key()
    file = folder / "signing-key.pem"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    with pytest.raises(SetupError, match="chmod 600"):
        signing_key()


def test_a_replaced_key_still_shows_that_its_heads_are_right(actor: Actor, folder: Path) -> None:
    (first,) = sign_and_leave()
    replace_signing_key()
    (second,) = sign_and_leave()
    assert first.key != second.key
    keys = read_public_keys((folder / "public-keys").glob("*.pem"))
    assert all(fits(keys, each.key, each.signature, each.text) for each in (first, second))
    with acting_for(actor):
        assert set(SignedHead.objects.values_list("key_id", flat=True)) == {first.key, second.key}


def test_the_key_can_come_from_the_environment(settings: Any, folder: Path) -> None:
    settings.AKTSOM_SIGNING_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    assert signing_key().private_bytes_raw() == bytes(range(32))
    assert not (folder / "signing-key.pem").exists()
    with pytest.raises(SetupError, match="AKTSOM_SIGNING_KEY"):
        replace_signing_key()
    settings.AKTSOM_SIGNING_KEY = "not a key"
    with override("en"), pytest.raises(SetupError, match="not an Ed25519"):
        signing_key()


def test_heads_are_mailed_as_a_file_that_verify_reads(actor: Actor, settings: Any, tmp_path: Path) -> None:
    settings.AKTSOM_AUDIT_MAIL = ["auditor@example.org"]
    (signed,) = sign_and_leave()
    (sent,) = mail.outbox
    name, content, _kind = sent.attachments[0]
    assert (sent.to, name, content) == (["auditor@example.org"], "heads.jsonl", f"{line_of(signed)}\n")
    assert statement_in(content) == signed


def test_what_cannot_be_left_now_is_left_the_next_time(
    actor: Actor, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings.AKTSOM_AUDIT_MAIL = ["auditor@example.org"]

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise ConnectionRefusedError("no mail server")

    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        sign_and_leave()
    assert "no mail server" in caplog.text
    assert sign_and_leave(only_due=True) == []
    assert len(mail.outbox) == 1


def test_only_those_who_read_the_log_see_its_heads(actor: Actor, person: Callable[..., Actor]) -> None:
    sign_and_leave()
    auditor, researcher = person(Duty.INTERNAL_AUDITOR), person()
    with acting_for(auditor):
        assert SignedHead.objects.visible_to(auditor).count() == Witness.objects.visible_to(auditor).count() == 1
        assert not SignedHead.objects.visible_to(researcher).exists()


@pytest.mark.parametrize(
    "table", ["core_auditevent", "core_evidence", "core_signingkey", "core_signedhead", "core_witness"]
)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_promise_p35_the_application_can_neither_change_delete_nor_empty_the_log(
    actor: Actor, table: str, statement: str
) -> None:
    sign_and_leave()
    column = {"core_evidence": "digest", "core_signingkey": "public"}.get(table, "chain")
    with acting_for(actor), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement.format(table, column, column))


@pytest.mark.parametrize(("sequence", "previous"), [(4, "0" * 64), (9, ""), (2, "")])
def test_the_database_takes_an_event_only_as_the_next_of_its_chain(actor: Actor, sequence: int, previous: str) -> None:
    with acting_for(actor):
        latest = AuditEvent.objects.get(sequence=3)
        forged = AuditEvent.objects.get(sequence=2)
        forged.pk, forged.sequence, forged.previous = None, sequence, previous or latest.digest
        with pytest.raises(DatabaseError, match="not the next of its chain"), transaction.atomic():
            forged.save(force_insert=True)


def test_a_file_that_is_no_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text("hello")
    with override("en"), pytest.raises(SetupError, match="is not a public key"):
        signing.read_public_keys([tmp_path / "key.pem"])
