"""Secrets in the database lie sealed under a key that is made from AKTSOM_SECRET_KEY, which is not in the database."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import SetupError


def seal(text: str) -> str:
    """The text, unreadable without the installation's key; "" stays ""."""
    return _fernet().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """The text that was sealed. Raises `SetupError` when the installation's key is another one now."""
    if not sealed:
        return ""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SetupError(
            _("A secret in the database was sealed under another AKTSOM_SECRET_KEY."),
            remedy=_("Set that key again, or enter the secret anew."),
        ) from error


def _fernet() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"aktsom secrets 1").derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))
