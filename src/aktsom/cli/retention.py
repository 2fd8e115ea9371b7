"""`aktsom retention`: what is past its date, and removing it."""

from importlib import import_module

import click

from aktsom.cli.setup import spoken, with_django
from aktsom.engine.wording import said


@click.command()
@click.option("--run", "really", is_flag=True, help="Remove it. Without this, nothing is changed.")
def retention(*, really: bool) -> None:
    """Say what is past its date by the rules of each record: institution, record, how many. Personal data is never shown."""
    with_django()
    rooms = import_module("aktsom.protection.personal_data.retention")
    number: int = rooms.run_everywhere(click.echo, really=really)
    if really:
        about = said("{number} removed. What went is on record, without what stood in it.", number=number)
    else:
        about = said("{number} to remove. Nothing was changed; add --run to remove it.", number=number)
    click.echo(spoken(about))
