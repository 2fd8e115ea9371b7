"""Getting ready: the database running, its tables up to date, Django set up."""

import os

import click
import django
from django.core.management import call_command

from aktsom.config.database import ensure_database


def with_django() -> None:
    """Start the database if it is ours, and set Django up on it. Call this first in every command that needs rows."""
    ensure_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aktsom.config.settings")
    django.setup()


def bring_up_to_date() -> None:
    """Run the migrations as the owner of the tables."""
    call_command("migrate", database="owner", interactive=False, verbosity=0)


@click.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    with_django()
    bring_up_to_date()
    click.echo("The database is up to date.")
