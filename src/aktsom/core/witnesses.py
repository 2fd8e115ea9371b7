"""Leaving signed heads outside the database: in a file, in mail, and with a timestamp service (RFC 3161).

What cannot be left now, because a server does not answer, is left the next time; the log says so to the operator.
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from smtplib import SMTPException

import httpx
from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rfc3161_client import (
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from aktsom.core.actor import Actor
from aktsom.core.errors import AktsomError, SetupError, filled
from aktsom.core.heads import FILE, Statement, chain_keepers, leave_in_file, line_of, sign_heads, statement_of
from aktsom.core.models import SignedHead, Witness
from aktsom.core.tenancy import acting_for

logger = logging.getLogger(__name__)
PATIENCE = 10.0
AT_ONCE = 100
Kind = Witness.Kind


class WitnessError(AktsomError):
    """A head could not be left somewhere."""

    status = 502


def sign_and_leave(*, only_due: bool = False) -> list[Statement]:
    """Sign the heads, and leave all that were not left yet wherever this installation leaves them."""
    signed = sign_heads(only_due=only_due)
    for kind in kinds():
        try:
            _leave(kind)
        except (WitnessError, OSError) as error:
            logger.warning("signed heads could not be left with %s: %s; they wait for the next time", kind.value, error)
    return signed


def kinds() -> list[Kind]:
    """Where this installation leaves heads: always a file, the others as they are configured."""
    chosen = {Kind.MAIL: settings.AKTSOM_AUDIT_MAIL, Kind.TIMESTAMP: settings.AKTSOM_TIMESTAMP_URL}
    return [Kind.FILE, *(kind for kind, place in chosen.items() if place)]


def timestamp(text: str) -> bytes:
    """What the timestamp service answers for a text, checked; raises `WitnessError`."""
    request = TimestampRequestBuilder().data(text.encode()).cert_request(cert_request=True).build()
    try:
        answer = httpx.post(
            settings.AKTSOM_TIMESTAMP_URL,
            content=request.as_bytes(),
            headers={"Content-Type": "application/timestamp-query"},
            timeout=PATIENCE,
        )
        answer.raise_for_status()
        response = decode_timestamp_response(answer.content)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise WitnessError(f"The timestamp service gave no timestamp ({error}).") from error
    if response.status not in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS):
        raise WitnessError("The timestamp service refused.")
    if not _fits(response, text) or response.tst_info.nonce != request.nonce:
        raise WitnessError("The timestamp service answered for something else.")
    return answer.content


def timestamp_fits(answer: bytes, text: str) -> bool:
    """Whether a kept answer is a timestamp of this text, by the service whose certificate is configured, if one is."""
    try:
        return _fits(decode_timestamp_response(answer), text)
    except ValueError:
        return False


def _fits(response: TimeStampResponse, text: str) -> bool:
    roots = timestamp_roots()
    builder = VerifierBuilder()
    for root in roots:
        builder = builder.add_root_certificate(root)
    try:
        if roots:
            return builder.build().verify_message(response, text.encode())
        imprint = response.tst_info.message_imprint
        return imprint.message == TimestampRequestBuilder().data(text.encode()).build().message_imprint.message
    except VerificationError:
        return False


def timestamp_roots() -> Sequence[Certificate]:
    """The certificates that stamps are checked against, none without a setting; raises `SetupError`."""
    named = settings.AKTSOM_TIMESTAMP_ROOT
    try:
        return load_pem_x509_certificates(Path(named).read_bytes()) if named else []
    except (OSError, ValueError) as error:
        raise SetupError(
            filled(_("AKTSOM_TIMESTAMP_ROOT names %(file)s, which holds no certificate."), {"file": named}),
            remedy=_("Name the PEM file with the certificate of the timestamp service's root."),
        ) from error


def _leave(kind: Kind) -> None:
    waiting = [(actor, head) for actor in chain_keepers() for head in _waiting(actor, kind)]
    if kind is Kind.TIMESTAMP:
        for actor, head in waiting:
            _note(actor, head, kind, timestamp(head.statement))
    elif waiting:
        statements = [statement_of(head) for _actor, head in waiting]
        leave_in_file(statements) if kind is Kind.FILE else _mail(statements)
        for actor, head in waiting:
            _note(actor, head, kind)


def _waiting(actor: Actor, kind: Kind) -> list[SignedHead]:
    with acting_for(actor):
        left = Witness.objects.filter(head=models.OuterRef("pk"), kind=kind)
        rows = SignedHead.objects.visible_to(actor).exclude(models.Exists(left)).order_by("number")
        return list(rows[:AT_ONCE])


def _note(actor: Actor, head: SignedHead, kind: Kind, answer: bytes | None = None) -> None:
    with acting_for(actor), transaction.atomic():
        Witness.objects.create(chain=head.chain, head=head, kind=kind, at=timezone.now(), answer=answer)


def _mail(statements: Sequence[Statement]) -> None:
    said = (
        "Keep this mail. The file in it holds signed heads of an audit log. With them, `aktsom verify --heads FILE` finds"
        " whether the log was shortened or written anew after it was signed."
    )
    mail = EmailMessage("Signed heads of the audit log", said, to=settings.AKTSOM_AUDIT_MAIL)
    # As a file: a mail program may break long lines.
    mail.attach(FILE, "".join(f"{line_of(each)}\n" for each in statements), "application/jsonl")
    try:
        mail.send()
    except SMTPException as error:
        raise WitnessError(f"The mail was not sent ({error}).") from error
