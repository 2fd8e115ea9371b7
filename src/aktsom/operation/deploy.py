"""What to look at before and after going live: each finding with what to do about it."""

import os
import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.mail import get_connection
from django.db import connection, connections
from django.utils import timezone

from aktsom.config.checking import SHORTEST_SECRET
from aktsom.config.environment import home
from aktsom.config.mail import SMTP
from aktsom.config.variables import LOCAL
from aktsom.core.errors import SetupError
from aktsom.core.roles import APPEND_ONLY, APPLICATION_ROLE
from aktsom.core.scanning import answers
from aktsom.core.signing import signing_key
from aktsom.core.witnesses import timestamp_roots
from aktsom.engine.wording import Words, said
from aktsom.operation.backup.errors import BackupError
from aktsom.operation.backup.generations import last_backup
from aktsom.operation.backup.keys import lock_from
from aktsom.operation.health import findings

BACKUP_EVERY = timedelta(hours=26)
CLOCKS_MAY_DIFFER = timedelta(seconds=2)
OLDEST_POSTGRESQL = 15
OPEN_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'institution_id'
WHERE c.relkind = 'r' AND NOT c.relrowsecurity AND c.relnamespace = 'public'::regnamespace ORDER BY 1
"""
ROLE = "SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname IN (current_user, session_user)"
MAY_CHANGE = """
SELECT coalesce(has_table_privilege(oid, of, 'UPDATE') OR has_table_privilege(oid, of, 'DELETE'), false)
FROM pg_roles, to_regclass(%s) of WHERE rolname = %s
"""
SILENCED = tuple(f"security.W{number:03}" for number in (2, 4, 8, 9, 12, 16, 18, 20))
"""Django's own words on headers, HTTPS, the secret key, debugging and host names, which ours replace."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at. A fault must be put right before people use it; advice should be."""

    name: str
    state: str
    about: Words
    remedy: Words = ""


SAID = {
    "database": (said("The database does not answer."), said("The database answers.")),
    "migrations": (said("The tables are not those of this version."), said("The tables are those of this version.")),
    "worker": (said("No worker gave a sign of life lately."), said("A worker is running.")),
    "lists": (said("A list is missing or old."), said("No list is old.")),
    "disk": (said("The disk is nearly full."), said("The disk has space.")),
}
FINE, ADVICE, FAULT = "fine", "advice", "fault"


def look(*, deploy: bool) -> Iterator[Line]:
    """Every line, in order. With `deploy`, what matters where people use it is looked at too."""
    yield from _django(deploy)
    for each in (*ALWAYS, *(LIVE if deploy else ())):
        yield from each()
    connections["owner"].close()


def _told(name: str, fits: bool, about: Words, remedy: Words, state: str = FAULT) -> Line:
    """A line from a sentence that should be true."""
    return _found(name, fits, about if fits else said("Not so: {about}", about=about), remedy, state)


def _found(name: str, fits: bool, about: Words, remedy: Words, state: str = FAULT) -> Line:
    """A line from a sentence that is true either way."""
    return Line(name, FINE if fits else state, about, "" if fits else remedy)


def _django(deploy: bool) -> Iterator[Line]:
    found = checks.run_checks(include_deployment_checks=deploy)
    for each in (one for one in found if one.id not in SILENCED):
        yield Line(
            each.id or "django",
            FAULT if each.is_serious() else ADVICE,
            each.msg,
            each.hint or said("See Django's documentation."),
        )


def _transport() -> Iterator[Line]:
    yield _told(
        "https",
        settings.SECURE,
        said("Cookies and pages go over HTTPS only."),
        said("Set AKTSOM_HTTPS=1 behind a proxy with TLS."),
    )
    hsts = settings.SECURE_HSTS_SECONDS >= 31_536_000
    yield _told("hsts", hsts, said("Browsers are told to come by HTTPS for a year."), said("Set AKTSOM_HTTPS=1."))
    hosts = [name for name in settings.ALLOWED_HOSTS if name not in ("127.0.0.1", "localhost", "[::1]")]
    yield _told(
        "hosts",
        bool(hosts),
        said("A public host name is answered."),
        said("Set AKTSOM_HOSTS to the name that people type."),
    )
    off = not (settings.DEBUG or settings.IS_DEMO)
    yield _told(
        "demo", off, said("Neither debugging nor the demo is on."), said("Leave AKTSOM_DEBUG and AKTSOM_DEMO out.")
    )


def _secret() -> Iterator[Line]:
    yield _told(
        "secret-key",
        len(settings.SECRET_KEY) >= SHORTEST_SECRET,
        said("The key that sessions are signed with has at least {least} characters.", least=SHORTEST_SECRET),
        said("Leave AKTSOM_SECRET_KEY out to have one made, or set a longer one."),
    )
    for name in ("secret-key", "audit/signing-key.pem"):
        file = home() / name
        if file.exists():
            closed = file.stat().st_mode & 0o077 == 0
            yield _told(name, closed, said("Nobody else may read {name}.", name=name), f"chmod 600 {file}")


def _roles() -> Iterator[Line]:
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        mighty = sorted(name for name, is_mighty in cursor.fetchall() if is_mighty)
        cursor.execute(OPEN_TABLES)
        open_tables = [name for (name,) in cursor.fetchall()]
        loose = [table for table in APPEND_ONLY if _may_change(table)]
    yield _told(
        "database-role",
        not mighty,
        said("The application's login is no superuser and is held by row-level security."),
        said(
            "ALTER ROLE {names} NOSUPERUSER NOBYPASSRLS; or set DATABASE_APP_URL to a login of the application's own.",
            names=", ".join(mighty),
        ),
    )
    yield _told(
        "row-level-security",
        not open_tables,
        said("Every table of an institution stands behind row-level security."),
        said("Run aktsom migrate. Open now: {tables}.", tables=", ".join(open_tables)),
    )
    yield _told(
        "append-only",
        not loose,
        said("The application can neither change nor delete the audit log, evidence and signed heads."),
        said("Run aktsom migrate, which takes these rights back. Loose now: {tables}.", tables=", ".join(loose)),
    )


def _may_change(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(MAY_CHANGE, [table, APPLICATION_ROLE])
        row = cursor.fetchone()
    return bool(row and row[0])


def _server() -> Iterator[Line]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp(), current_setting('server_version_num')::int / 10000")
        clock, version = cursor.fetchone() or (timezone.now(), 0)
    apart = abs(timezone.now() - clock)
    yield _found(
        "clocks",
        apart < CLOCKS_MAY_DIFFER,
        said("The clocks here and at the database are {seconds:.1f} seconds apart.", seconds=apart.total_seconds()),
        said("Let both keep time by NTP (timedatectl set-ntp true)."),
    )
    yield _found(
        "postgresql",
        version >= OLDEST_POSTGRESQL,
        f"PostgreSQL {version}.",
        said("Upgrade to {version} or newer.", version=OLDEST_POSTGRESQL),
    )
    embedded = "AKTSOM_DATABASE_IS_EMBEDDED" in os.environ
    remedy = said("For more than a trial, set DATABASE_URL to a server that is run and backed up as such.")
    yield _told("server", not embedded, said("The database is a server of its own."), remedy, ADVICE)


def _wire() -> Iterator[Line]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)")
        (encrypted,) = cursor.fetchone() or (False,)
    host = str(connection.settings_dict["HOST"])
    here = not host or host.startswith("/") or host in LOCAL
    yield _told(
        "database-encrypted",
        here or encrypted,
        said("What goes to the database stays on this machine, or is encrypted."),
        said("Add ?sslmode=verify-full to DATABASE_URL and DATABASE_APP_URL."),
    )


def _state() -> Iterator[Line]:
    remedies = {
        "database": said("See that PostgreSQL runs."),
        "migrations": said("Run aktsom migrate."),
        "worker": said("Start aktsom worker, or aktsom serve with its worker."),
        "lists": said("Run aktsom sources update, and let the worker do it daily."),
        "disk": said("Make space where {folder} is.", folder=home()),
    }
    for each in findings():
        yield _found(each.name, each.is_well, SAID[each.name][each.is_well], remedies[each.name])


def _backups() -> Iterator[Line]:
    last = last_backup(home())
    recent = last is not None and datetime.now(UTC) - last.made_at < BACKUP_EVERY
    of = last and said("The last backup is of {time} UTC.", time=f"{last.made_at:%Y-%m-%d %H:%M}")
    yield _found(
        "backup",
        recent,
        of or said("No backup was ever made."),
        said("Set AKTSOM_BACKUP_FOLDER, and whom backups are encrypted to; or run aktsom backup."),
    )
    if os.environ.get("AKTSOM_BACKUP_FOLDER"):
        yield from _lock()
    if last is not None:
        verified = last.verified and Path(last.file).exists()
        yield _told(
            "backup-trial",
            verified,
            said("It was restored on trial, and is where it was put."),
            said("Run aktsom backup … --verify."),
        )


def _lock() -> Iterator[Line]:
    try:
        lock_from(os.environ)
        yield Line("backup-keys", FINE, said("Backups can be encrypted."))
    except BackupError as error:
        yield Line("backup-keys", FAULT, str(error.happened), str(error.remedy))


def _mail() -> Iterator[Line]:
    if settings.EMAIL_BACKEND != SMTP:
        yield Line("mail", ADVICE, said("Mail goes to no mail server."), said("Set AKTSOM_EMAIL_URL."))
        return
    try:
        mail = get_connection()
        mail.open()
        mail.close()
        yield Line("mail", FINE, said("The mail server lets us in."))
    except (OSError, smtplib.SMTPException) as error:
        yield Line(
            "mail",
            FAULT,
            said("The mail server does not let us in ({reason}).", reason=type(error).__name__),
            said("Check AKTSOM_EMAIL_URL."),
        )


def _signing() -> Iterator[Line]:
    try:
        signing_key()
        timestamp_roots()
        yield Line("signing-key", FINE, said("The audit log's heads can be signed."))
    except SetupError as error:
        yield Line("signing-key", FAULT, str(error.happened), str(error.remedy))


def _scanner() -> Iterator[Line]:
    if not settings.AKTSOM_CLAMD:
        yield Line(
            "scanner",
            ADVICE,
            said("Nobody looks for viruses in what people upload."),
            said("Set AKTSOM_CLAMD to a ClamAV."),
        )
        return
    yield _told(
        "scanner", answers(), said("The virus scanner answers."), said("See that clamd runs, and check AKTSOM_CLAMD.")
    )


def _passwords() -> Iterator[Line]:
    listed = settings.AKTSOM_BREACHED_PASSWORDS
    if listed:
        there = os.access(listed, os.R_OK)
        yield _told(
            "passwords",
            there,
            said("The list of breached passwords can be read."),
            said("Check AKTSOM_BREACHED_PASSWORDS."),
        )


Look = Callable[[], Iterator[Line]]
ALWAYS: tuple[Look, ...] = (_roles, _server, _wire)
LIVE: tuple[Look, ...] = (_transport, _secret, _state, _backups, _mail, _signing, _scanner, _passwords)
