"""Every variable of the environment that Aktsom reads: what it says, what holds without it, and what it may be.

The table of docs/OPERATING.md is tested against this list, and a variable that is not in it is refused at start.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from aktsom.config.mail import mail_fault
from aktsom.engine.wording import Words, said

Fault = Words
Check = Callable[[str], Fault]
PREFIX = "AKTSOM_"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
DUTIES = (
    "unit-leader", "research-security-lead", "research-security-adviser", "export-control-officer", "agreements-officer",
    "hr-recruiter", "contact-ethics", "contact-pressure", "contact-breach", "contact-safety", "data-protection-officer",
    "facility-owner", "training-coordinator", "leadership", "internal-auditor", "sector-coordinator", "platform-operator",
)  # fmt: skip
"""As core/duties.py has them; a test holds them against it."""
LOCAL = ("127.0.0.1", "localhost", "[::1]", "::1")


def anything(_value: str) -> Fault:
    """Any text will do."""
    return ""


def on_or_off(value: str) -> Fault:
    """1 or 0."""
    return "" if value in ("0", "1") else said("is 1 (on) or 0 (off)")


def one_of(*values: str) -> Check:
    """One of these words."""
    return lambda value: "" if value in values else said("is one of {values}", values=", ".join(values))


def number(least: int, most: int) -> Check:
    """A whole number within bounds."""

    def check(value: str) -> Fault:
        fits = re.fullmatch(r"[0-9]{1,9}", value) and least <= int(value) <= most
        return "" if fits else said("is a whole number from {least} to {most}", least=least, most=most)

    return check


def host_names(value: str) -> Fault:
    """Host names with commas, without scheme, path or port."""
    names = [name.strip() for name in value.split(",")]
    wrong = next((name for name in names if not re.fullmatch(r"\[[0-9a-fA-F:]+\]|\.?[\w.-]+", name)), None)
    about = said("is host names with commas; “{wrong}” is none (no https://, no port, no *)", wrong=wrong)
    return "" if wrong is None else about


def origins(value: str) -> Fault:
    """Origins with commas, each a scheme and a host alone."""
    for origin in filter(None, value.split(",")):
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query:
            return said("is origins such as https://aktsom.example.no, with commas; “{wrong}” is none", wrong=origin)
    return ""


def database(value: str) -> Fault:
    """A PostgreSQL address. The value is never repeated: it holds a password."""
    fits = value.startswith(("postgresql://", "postgres://"))
    return "" if fits else said("is an address such as postgresql://user:password@host:5432/name")


def scanner(value: str) -> Fault:
    """Where clamd listens."""
    fits = re.fullmatch(r"unix:/.+|(\[[0-9a-fA-F:]+\]|[\w.-]+):[0-9]{1,5}", value)
    return "" if fits or not value else said("is unix:/run/clamav/clamd.ctl or host:3310")


def each_is(pattern: str, like: Words) -> Check:
    """Values with commas, each of a form; what is wrong is not repeated, it may be a key."""

    def check(value: str) -> Fault:
        fits = all(re.fullmatch(pattern, each.strip()) for each in value.split(",") if each.strip())
        return "" if fits else said("is {like}, with commas", like=like)

    return check


def address(value: str) -> Fault:
    """Where something is asked over HTTP."""
    return "" if re.fullmatch(r"https?://[^\s/]+(/\S*)?", value) else said("is an address that begins with https://")


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable. `says` and `without` are the words of the operators' table."""

    name: str
    says: str
    without: str
    check: Check = anything


VARIABLES = (
    Variable("AKTSOM_HOME", "the folder for the embedded database, lists, uploads and keys", "`~/.local/share/aktsom`"),
    Variable(
        "DATABASE_URL",
        "`postgresql://user:password@host:5432/name` of the owner of the tables",
        "the embedded PostgreSQL 18",
        database,
    ),
    Variable(
        "DATABASE_APP_URL",
        "a login that is only a member of the role `aktsom_app`",
        "the owner takes on that role when connecting",
        database,
    ),
    Variable(
        "AKTSOM_SECRET_KEY",
        "the key that sessions are signed with, at least 32 characters",
        "one is made and kept in AKTSOM_HOME",
    ),
    Variable("AKTSOM_HOSTS", "host names that are answered, with commas", "127.0.0.1, localhost", host_names),
    Variable("AKTSOM_ORIGINS", "`https://…` origins of the proxy, with commas", "none", origins),
    Variable("AKTSOM_HTTPS", "`1` for secure cookies and strict transport security", "off", on_or_off),
    Variable(
        "AKTSOM_PROXIES",
        "how many proxies of one's own stand in front, for the network of a sign-in",
        "0",
        number(0, 9),
    ),
    Variable(
        "AKTSOM_CALLS_PER_MINUTE",
        "how much one person, or one network without sign-in, may ask within a minute, of all web processes together; a "
        "key twenty times as much; `0` for no limit",
        "600",
        number(0, 1_000_000),
    ),
    Variable(
        "AKTSOM_CLAMD",
        "the ClamAV daemon that looks at uploads: `unix:/run/clamav/clamd.ctl`, or `host:3310`",
        "nobody looks for viruses",
        scanner,
    ),
    Variable(
        "AKTSOM_BREACHED_PASSWORDS",
        "a file of SHA-1 digests of breached passwords in their order, as Have I Been Pwned gives it out",
        "the 20,000 most common ones, which come along",
    ),
    Variable("AKTSOM_IDLE_MINUTES", "a session ends so long after its last use", "60", number(5, 480)),
    Variable("AKTSOM_SESSION_MINUTES", "a session ends so long after sign-in in any case", "480", number(15, 1440)),
    Variable(
        "AKTSOM_SECOND_FACTOR",
        "the duties that need a second factor, by their names with commas; `all` are all, an empty text none",
        "all",
        each_is("|".join(("all", *DUTIES)), said("all, or some of {names}", names=", ".join(DUTIES))),
    ),
    Variable(
        "AKTSOM_SIGN_IN_HOSTS",
        "hosts, with commas, at which a sign-in service may be although their addresses are not public",
        "none",
        host_names,
    ),
    Variable(
        "AKTSOM_EMAIL_URL",
        "the mail server: `smtp+tls://user:password@host:587`, or `smtps://…`",
        "mail is printed",
        mail_fault,
    ),
    Variable(
        "AKTSOM_EMAIL_FROM",
        "the address that mail comes from",
        "aktsom@localhost",
        each_is(r"[^@]+@[^@]+", said("one address such as aktsom@example.no")),
    ),
    Variable("AKTSOM_EMAIL_BACKEND", "another of Django's mail backends", "that of AKTSOM_EMAIL_URL"),
    Variable("AKTSOM_LOG", "level of the log", "WARNING", one_of(*LOG_LEVELS)),
    Variable(
        "AKTSOM_LOG_FORMAT",
        "`json` for one JSON object a line, `console` to read",
        "console",
        one_of("json", "console"),
    ),
    Variable("AKTSOM_METRICS_TOKEN", "the token with which `/metrics` is read", "`/metrics` is not there"),
    Variable("AKTSOM_BACKUP_FOLDER", "where the worker keeps a backup of every night", "none is made by itself"),
    Variable("AKTSOM_BACKUP_KEEP", "how many backups of that folder are kept", "14", number(1, 1000)),
    Variable(
        "AKTSOM_BACKUP_RECIPIENTS",
        "age keys (`age1…`) with commas, whom backups are encrypted to",
        "a passphrase is used",
        each_is("age1[02-9ac-hj-np-z]{58}", said("public age keys (age1… and 58 letters and digits)")),
    ),
    Variable(
        "AKTSOM_BACKUP_IDENTITY_FILE", "the file with the age identity that opens backups", "a passphrase is used"
    ),
    Variable("AKTSOM_BACKUP_PASSPHRASE_FILE", "a file whose first line is the passphrase of backups", "see above"),
    Variable("AKTSOM_BACKUP_PASSPHRASE", "the passphrase itself; prefer the file", "see above"),
    Variable(
        "AKTSOM_SIGNING_KEY",
        "the Ed25519 key (PEM) that heads of the audit log are signed with",
        "one is made in AKTSOM_HOME/audit",
    ),
    Variable(
        "AKTSOM_AUDIT_MAIL",
        "addresses, with commas, that signed heads are mailed to",
        "they are not mailed",
        each_is(r"[^@\s]+@[^@\s]+", said("mail addresses")),
    ),
    Variable("AKTSOM_TIMESTAMP_URL", "an RFC 3161 service that stamps signed heads", "they are not stamped", address),
    Variable(
        "AKTSOM_TIMESTAMP_ROOT",
        "the file with that service's root certificates (PEM)",
        "the stamps' chain is not checked",
    ),
    Variable("AKTSOM_DATA", "a folder with full public data for the demo and the tests", "the starter snapshot"),
    Variable(
        "AKTSOM_DEMO",
        "`1` lets anybody sign in as the demo's invented people; never on a public host",
        "off",
        on_or_off,
    ),
    Variable("AKTSOM_DEBUG", "`1` shows faults in full to everybody; never on a public host", "off", on_or_off),
)
KNOWN: Mapping[str, Variable] = {each.name: each for each in VARIABLES}
ADDRESSES = frozenset(
    f"AKTSOM_SOURCE_{source}"
    for source in ("EU_ACTS", "EU_FSF", "UN_SC", "US_CSL", "US_1286", "US_1260H", "US_MIEU", "OPENSANCTIONS")
)
"""The lists whose address an operator can set; a test holds them against the catalogue."""
OWN = ("AKTSOM_DATABASE_IS_EMBEDDED",)
"""What the program tells the programs that it starts."""
