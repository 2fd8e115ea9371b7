"""How mail is sent, from one address such as `smtps://user:password@mail.example.no:465`."""

from typing import Any
from urllib.parse import unquote, urlsplit

from aktsom.engine.wording import Words, said

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
SMTP = "django.core.mail.backends.smtp.EmailBackend"
PRINTED = "django.core.mail.backends.console.EmailBackend"
PATIENCE = 10


def mail_settings(url: str, backend: str) -> dict[str, Any]:
    """Django's EMAIL_… settings: of the address; without one of the named backend; without either, mail is printed."""
    if not url:
        return {"EMAIL_BACKEND": backend or PRINTED}
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": PATIENCE,
    }


def mail_fault(url: str) -> Words:
    """What is wrong with the address, "" when nothing is. The value is never repeated: it may hold a password."""
    try:
        parts = urlsplit(url)
        fits = parts.scheme in PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    about = said("is an address such as smtp+tls://user:password@mail.example.no:587 (or smtps://, or smtp://)")
    return "" if fits else about
