"""Where an installation keeps its things, read from the environment once."""

import os
import secrets
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]


def home() -> Path:
    """The folder of this installation (AKTSOM_HOME): database, downloaded lists, uploaded files."""
    fallback = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "aktsom"
    return Path(os.environ.get("AKTSOM_HOME") or fallback).expanduser()


def public_data() -> Path | None:
    """The folder with full public data (AKTSOM_DATA, else ../shared/data beside a checkout), or None."""
    named = os.environ.get("AKTSOM_DATA")
    folder = Path(named).expanduser() if named else PROJECT.parent / "shared" / "data"
    return folder if folder.is_dir() else None


def secret_key() -> str:
    """The key that sessions are signed with: AKTSOM_SECRET_KEY, else one made for this installation and kept in its folder."""
    named = os.environ.get("AKTSOM_SECRET_KEY")
    if named:
        return named
    file = home() / "secret-key"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as new:
                new.write(secrets.token_urlsafe(48))
        return file.read_text(encoding="ascii").strip() or secrets.token_urlsafe(48)
    except OSError:
        return secrets.token_urlsafe(48)
