"""`aktsom verify`: is the record whole?"""

import sys
from importlib import import_module
from pathlib import Path

import click

from aktsom.cli.setup import spoken, with_django, without_database
from aktsom.engine.wording import said

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--file", type=FILE, help="Check this file of `aktsom audit export` instead of the database.")
@click.option(
    "--key", "keys", type=FILE, multiple=True, help="A public key (PEM) to trust; may be given more than once."
)
@click.option("--heads", type=FILE, multiple=True, help="A file with signed heads, such as one from mail.")
def verify(file: Path | None, keys: tuple[Path, ...], heads: tuple[Path, ...]) -> None:
    """Check the audit log with its signed heads, the evidence and the lists; exit status 1 when something does not fit."""
    # A file is checked without any database, on whatever machine it is.
    without_database() if file else with_django()
    checks = import_module("aktsom.cli.checks")
    faults: list[str] = checks.faults_in_file(file, keys, heads) if file else checks.faults(keys, heads)
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    all_fits = said("Everything fits: the audit log, the evidence and the lists.")
    click.echo(spoken(said("Everything in {file} fits.", file=file) if file else all_fits))
