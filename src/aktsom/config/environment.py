"""Where an installation keeps its things, read from the environment once."""

import os
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
