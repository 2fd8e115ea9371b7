"""The database: the PostgreSQL in DATABASE_URL, else an embedded one that is started here and stopped with the program.

Two logins to one database: `default`, the application role that can only read and write rows, and `owner`, which owns the
tables and is used for migrations alone. DATABASE_APP_URL names a login of its own for the application; without it the
application uses DATABASE_URL and takes on the application role when it connects.
"""

import os
import warnings
from importlib import import_module
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from aktsom.config.environment import home
from aktsom.core.errors import SetupError
from aktsom.core.roles import APPLICATION_ROLE, DATABASE, OWNER_ROLE
from aktsom.engine.wording import said

EMBEDDED = "AKTSOM_DATABASE_IS_EMBEDDED"
BOUND: dict[str, Any] = {"server_side_binding": True}
"""Values travel beside the statement, which is faster than writing them into it, and what `core/compiled.py` prepares."""


def connections_from_environment() -> dict[str, dict[str, Any]]:
    """Django's DATABASES; without DATABASE_URL a placeholder that no command connects to before `ensure_database`."""
    owner_url = os.environ.get("DATABASE_URL", f"postgresql://{OWNER_ROLE}@localhost/{DATABASE}")
    app_url = os.environ.get("DATABASE_APP_URL")
    app = connection_of(app_url or owner_url)
    if app_url is None:
        app["OPTIONS"]["options"] = f"-c role={APPLICATION_ROLE}"
    app["OPTIONS"] |= BOUND
    return {"default": app, "owner": connection_of(owner_url)}


def connection_of(url: str) -> dict[str, Any]:
    """One entry of DATABASES from a PostgreSQL address; raises `SetupError` when it is none."""
    parts = _parts(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "aktsom.config.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        if parts.scheme in ("postgres", "postgresql") and parts.path.strip("/") and parts.port != 0:
            return parts
    except ValueError:
        pass  # brackets or a port that are none; said below
    raise SetupError(
        said("DATABASE_URL is not an address of a PostgreSQL database."),
        remedy=said(
            "Write it as postgresql://user:password@host:5432/name, or leave it out to use the embedded database."
        ),
    )


def ensure_database() -> None:
    """Make sure that DATABASE_URL names a running database, starting the embedded one when none is given.

    Must run before Django is set up. Raises `SetupError` with what is in the way and how to clear it.
    """
    if "DATABASE_URL" in os.environ:
        return
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        embedded = import_module("aktsom.config.embedded")
    socket = embedded.start(home() / "database")
    os.environ["DATABASE_URL"] = f"postgresql://{OWNER_ROLE}@/{DATABASE}?host={socket}"
    os.environ["DATABASE_APP_URL"] = f"postgresql://{APPLICATION_ROLE}@/{DATABASE}?host={socket}"
    os.environ[EMBEDDED] = "1"


def start_embedded_if_ended() -> bool:
    """Bring back the embedded database if it is ours and ended; give whether it had. Raises `SetupError` when it cannot."""
    if EMBEDDED not in os.environ:
        return False
    ended: bool = import_module("aktsom.config.embedded").start_if_ended(home() / "database")
    return ended


def forget_embedded() -> None:
    """Before this process becomes another program: let that one find the embedded server, and stop it, by itself."""
    if os.environ.pop(EMBEDDED, ""):
        del os.environ["DATABASE_URL"], os.environ["DATABASE_APP_URL"]
