"""`aktsom verify`: is the record whole?"""

import sys
from importlib import import_module

import click

from aktsom.cli.setup import with_django


@click.command()
def verify() -> None:
    """Check every chain of the audit log, frozen evidence and the lists; exit status 1 when something does not fit."""
    with_django()
    faults: list[str] = import_module("aktsom.cli.checks").faults()
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo("Everything fits: the audit log, the evidence and the lists.")
