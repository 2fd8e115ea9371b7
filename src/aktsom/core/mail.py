"""Mail to people: plain text, one person at a time, with nothing in it that a mail server should not read."""

from dataclasses import dataclass
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from procrastinate import RetryStrategy

from aktsom.core.errors import AktsomError

LOCAL = ("127.0.0.1", "localhost", "[::1]")
NOBODY = ".invalid"
"""Addresses under this name are made up for people whose sign-in service gave none; no mail can reach them."""


@dataclass
class Server:
    """Where the pages are served by this program, as far as it says so: the worker is made from it, and knows it too."""

    port: int | None = None


SERVER = Server()


class MailError(AktsomError):
    """A mail could not be handed to the mail server."""

    status = 502


MAIL_TRIES = RetryStrategy(max_attempts=9, exponential_wait=3, retry_exceptions={MailError})
"""For jobs that send a mail: again after 3, 9, 27 … seconds; the tenth and last try comes about eight hours after the first."""


def send_mail(to: str, subject: str, text: str) -> None:
    """Hand one mail to the mail server; raises `MailError` when it does not take it."""
    try:
        EmailMessage(subject, text, to=[to]).send()
    except (SMTPException, OSError) as error:
        raise MailError(f"The mail server did not take a mail ({type(error).__name__}).") from error


def takes_mail(address: str) -> bool:
    """Whether mail can reach an address at all."""
    return "@" in address and not address.endswith(NOBODY)


def whole_address(path: str) -> str:
    """The address of a page for somebody who reads it outside of a browser's request."""
    if settings.CSRF_TRUSTED_ORIGINS:
        return f"{settings.CSRF_TRUSTED_ORIGINS[0]}{path}"
    host = settings.ALLOWED_HOSTS[0]
    # A host with a name has a proxy in front; this machine's own address leads to the program itself.
    port = f":{SERVER.port}" if SERVER.port and host in LOCAL else ""
    return f"{'https' if settings.SECURE else 'http'}://{host}{port}{path}"
