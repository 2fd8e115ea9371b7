"""The key that the log's heads are signed with, and the public keys by which anybody can check them.

The private key is AKTSOM_SIGNING_KEY, else a file that only this installation may read, made when it is first needed.
Public keys are kept as files beside it: when the private key is replaced, what it signed can still be checked.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings
from django.utils.translation import gettext as _

from aktsom.core.errors import SetupError

PRIVATE, PUBLIC = "signing-key.pem", "public-keys"
ANYBODY_ELSE = 0o077


def signing_key() -> Ed25519PrivateKey:
    """The private key; raises `SetupError` when it is none, or when others than the owner may read its file."""
    named = settings.AKTSOM_SIGNING_KEY
    key = _private(named.encode(), "AKTSOM_SIGNING_KEY") if named else _from_file(_folder() / PRIVATE)
    _keep_public(key)
    return key


def replace_signing_key() -> Ed25519PrivateKey:
    """Make a new private key and forget the old one; its public half stays. Raises `SetupError` when the key is a setting."""
    if settings.AKTSOM_SIGNING_KEY:
        raise SetupError(
            _("The signing key comes from AKTSOM_SIGNING_KEY."),
            kept=_("It was not replaced."),
            remedy=_("Set AKTSOM_SIGNING_KEY to another key; the public half of the old one is kept."),
        )
    signing_key()
    new = _folder() / f"{PRIVATE}.new"
    new.unlink(missing_ok=True)
    _write_private(new, Ed25519PrivateKey.generate())
    new.replace(_folder() / PRIVATE)
    return signing_key()


def fingerprint_of(key: Ed25519PublicKey) -> str:
    """The SHA-256 of the 32 bytes of a public key, 64 hexadecimal digits."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()


def pem_of(key: Ed25519PublicKey) -> str:
    """A public key as text, as other programs read it."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def trusted_keys() -> dict[str, Ed25519PublicKey]:
    """The public keys that this installation has signed with, by fingerprint: from its folder, never from the database."""
    return read_public_keys(sorted((_folder() / PUBLIC).glob("*.pem")))


def read_public_keys(files: Iterable[Path]) -> dict[str, Ed25519PublicKey]:
    """Public keys from PEM files, by fingerprint; raises `SetupError` for a file that holds none."""
    found = [_public(file) for file in files]
    return {fingerprint_of(key): key for key in found}


def fits(keys: Mapping[str, Ed25519PublicKey], fingerprint: str, signature: str, text: str) -> bool:
    """Whether the signature, in hexadecimal digits, was made over the text with the key of this fingerprint."""
    try:
        keys[fingerprint].verify(bytes.fromhex(signature), text.encode())
    except (KeyError, ValueError, InvalidSignature):
        return False
    return True


def _folder() -> Path:
    folder: Path = settings.AKTSOM_AUDIT_FOLDER
    return folder


def _from_file(file: Path) -> Ed25519PrivateKey:
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not file.exists():
            _write_private(file, Ed25519PrivateKey.generate())
        if file.stat().st_mode & ANYBODY_ELSE:
            raise SetupError(
                _("Others can read the signing key %(file)s.") % {"file": file},
                remedy=_("Run: chmod 600 %(file)s") % {"file": file},
            )
        return _private(file.read_bytes(), str(file))
    except OSError as error:
        raise SetupError(
            _("The signing key %(file)s cannot be read or made.") % {"file": file},
            remedy=_("Let AKTSOM_HOME be a folder of your own, or set AKTSOM_SIGNING_KEY."),
        ) from error


def _write_private(file: Path, key: Ed25519PrivateKey) -> None:
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
            new.write(text)
    except FileExistsError:
        return  # another process was quicker; its key is the key


def _keep_public(key: Ed25519PrivateKey) -> None:
    public = key.public_key()
    file = _folder() / PUBLIC / f"{fingerprint_of(public)[:16]}.pem"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(pem_of(public), encoding="ascii")


def _private(text: bytes, named: str) -> Ed25519PrivateKey:
    try:
        if b"BEGIN" in text:
            key = load_pem_private_key(text.replace(b"\\n", b"\n"), None)
            if isinstance(key, Ed25519PrivateKey):
                return key
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(text, validate=True))
    except (ValueError, TypeError, binascii.Error) as error:
        raise SetupError(
            _("%(file)s is not an Ed25519 private key.") % {"file": named},
            remedy=_("Give it as PEM, or as its 32 bytes in base64."),
        ) from error


def _public(file: Path) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(file.read_bytes())
    except (OSError, ValueError) as error:
        raise SetupError(
            _("%(file)s is not a public key.") % {"file": file}, remedy=_("Give the PEM file of `aktsom audit keys`.")
        ) from error
    if not isinstance(key, Ed25519PublicKey):
        raise SetupError(
            _("%(file)s is not an Ed25519 key.") % {"file": file}, remedy=_("Give the PEM file of `aktsom audit keys`.")
        )
    return key
