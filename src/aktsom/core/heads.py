"""Signed heads: how far each chain of the log had come, signed once a day and left outside the database.

Whoever owns the database could shorten a chain or write it anew. They cannot make the heads that were signed before fit.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone

from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor
from aktsom.core.audit import END_OF_CHAIN
from aktsom.core.models import PLATFORM, AuditEvent, SignedHead, SigningKey
from aktsom.core.signing import fingerprint_of, pem_of, signing_key
from aktsom.core.tenancy import acting_for

FILE = "heads.jsonl"
WHAT = "head of an Aktsom audit log"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a signed head says: at `at`, the event number `sequence` of the chain had this digest. `text` is what was signed."""

    chain: int
    number: int
    sequence: int
    digest: str
    at: datetime
    previous: str
    text: str
    key: str
    signature: str

    @property
    def seal(self) -> str:
        """What the next head names as `previous`: the SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_statement(text: str, key: str, signature: str) -> Statement:
    """A signed head from its parts; raises `ValueError` when the text is none."""
    try:
        said: dict[str, Any] = orjson.loads(text)
        return Statement(
            chain=int(said["chain"]),
            number=int(said["number"]),
            sequence=int(said["sequence"]),
            digest=str(said["digest"]),
            at=datetime.fromisoformat(said["at"]),
            previous=str(said["previous"]),
            text=text,
            key=key,
            signature=signature,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("this is not a signed head") from error


def statement_of(head: SignedHead) -> Statement:
    """The statement of a stored head."""
    return read_statement(head.statement, head.key_id, head.signature)


def line_of(statement: Statement) -> str:
    """A signed head as one line of JSON, as it is left in files and mail."""
    said = {"head": statement.text, "key": statement.key, "signature": statement.signature}
    return orjson.dumps(said).decode()


def statement_in(line: bytes | str) -> Statement | None:
    """The signed head that a line holds; None when the line is something else."""
    try:
        said = orjson.loads(line)
        return read_statement(str(said["head"]), str(said["key"]), str(said["signature"]))
    except (KeyError, TypeError, ValueError):
        return None


def statements_in(file: Path) -> Iterator[Statement]:
    """The signed heads in a file such as the one in this installation's folder, or a mail that was saved."""
    if file.exists():
        with file.open("rb") as lines:
            yield from (found for line in lines if (found := statement_in(line)) is not None)


def heads_file() -> Path:
    """The file in which heads are left, one line each."""
    folder: Path = settings.AKTSOM_AUDIT_FOLDER
    return folder / FILE


def sign_heads(*, only_due: bool = False) -> list[Statement]:
    """Sign the head of every chain that has events, or only of those not signed today; give what was signed."""
    signed = []
    for actor in chain_keepers():
        with acting_for(actor):
            if AuditEvent.objects.visible_to(actor).exists() and not (only_due and _is_signed_today(actor)):
                signed.append(statement_of(sign_head(actor)))
    return signed


def chain_keepers() -> Iterator[Actor]:
    """The system at work on each chain: the platform's, then those of the institutions."""
    yield Actor.system("log")
    for institution_id in (
        apps.get_model("institutions", "Institution").objects.order_by("pk").values_list("pk", flat=True)
    ):
        yield Actor.system("log", institution_id)


@action("sign the head of the log", may=only_system)
def sign_head(actor: Actor) -> SignedHead:
    """Sign how far the chain has come. The event of signing itself comes after, and is under the next head."""
    chain = actor.institution_id or PLATFORM
    with connection.cursor() as cursor:
        # It also waits for whoever else signs or writes, so that numbers have no gap.
        cursor.execute(END_OF_CHAIN, [chain])
        sequence, digest, _at = cursor.fetchone() or (0, "", None)
    before = SignedHead.objects.visible_to(actor).order_by("-number").first()
    key, now = signing_key(), timezone.now()
    said = {
        "what": WHAT,
        "chain": chain,
        "number": before.number + 1 if before else 1,
        "sequence": sequence,
        "digest": digest,
        "at": now.isoformat(timespec="seconds"),
        "previous": statement_of(before).seal if before else "",
    }
    text = orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode()
    public = key.public_key()
    known, _new = SigningKey.objects.get_or_create(
        fingerprint=fingerprint_of(public), defaults={"public": pem_of(public)}
    )
    return SignedHead.objects.create(
        chain=chain,
        number=said["number"],
        sequence=sequence,
        made_at=now,
        statement=text,
        key=known,
        signature=key.sign(text.encode()).hex(),
    )


def leave_in_file(statements: Iterable[Statement]) -> None:
    """Add heads to the file, safely on disk when this returns."""
    with heads_file().open("a", encoding="utf-8") as file:
        file.writelines(f"{line_of(each)}\n" for each in statements)
        file.flush()
        os.fsync(file.fileno())


def _is_signed_today(actor: Actor) -> bool:
    latest = SignedHead.objects.visible_to(actor).order_by("-number").first()
    return latest is not None and timezone.localdate(latest.made_at) == timezone.localdate()
