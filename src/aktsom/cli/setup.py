"""Getting ready: the database running, its tables up to date, Django set up."""

import os
from collections.abc import Mapping
from contextvars import ContextVar
from gettext import bindtextdomain
from pathlib import Path

import click
import django
from django.core.management import call_command
from django.db import connections
from django.db.migrations.exceptions import MigrationSchemaMissing
from django.utils import translation

from aktsom.config.checking import refuse_unusable
from aktsom.config.database import ensure_database
from aktsom.core.errors import SetupError
from aktsom.engine.wording import Words, said, worded

LANGUAGES = ("en", "nb")
LOCALE = Path(__file__).with_name("locale")
MIGRATING = 0x414B55
_NORWEGIAN = ("nb", "no", "nn")
_chosen: ContextVar[str] = ContextVar("language of this run", default="")


def speak(language: str) -> None:
    """Let everything that this run says be in one language, with what the library says of commands that it cannot read."""
    _chosen.set(language)
    bindtextdomain("messages", LOCALE)
    os.environ["LANGUAGE"] = language or "en"


def language_in_use() -> str:
    """The language of this run, English when nothing was chosen."""
    return _chosen.get() or "en"


def language_of(environment: Mapping[str, str]) -> str:
    """Bokmål where the locale is Norwegian, else English."""
    said = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "nb" if said.lower().startswith(_NORWEGIAN) else "en"


def spoken(words: Words) -> str:
    """What a command says, in the language of this run."""
    return worded(words, language_in_use())


def with_django() -> None:
    """Start the database if it is ours, and set Django up on it. Call this first in every command that needs rows."""
    refuse_unusable(os.environ)
    ensure_database()
    without_database()


def without_database() -> None:
    """Set Django up for a command that needs its code and texts, and no rows."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aktsom.config.settings")
    django.setup()
    if _chosen.get():
        translation.activate(_chosen.get())


def bring_up_to_date() -> None:
    """Run the migrations as the owner of the tables, one program at a time."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            call_command("migrate", database="owner", interactive=False, verbosity=0)
            cursor.execute("SELECT aktsom_refresh_statistics()")  # a restored backup comes without
        except MigrationSchemaMissing as error:
            raise SetupError(
                spoken(said("The login of DATABASE_URL may not make tables in this database.")),
                kept=spoken(said("Nothing was changed.")),
                remedy=spoken(said("Let it own the database: ALTER DATABASE … OWNER TO ….")),
            ) from error
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
    connections["owner"].close()


@click.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    with_django()
    bring_up_to_date()
    click.echo(spoken(said("The database is up to date.")))
