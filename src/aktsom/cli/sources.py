"""`aktsom sources`: list, update, verify and compare the published lists."""

import sys
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from aktsom.cli.setup import bring_up_to_date, with_django


@click.group()
def sources() -> None:
    """The published lists that everything is checked against."""


@sources.command("list")
def list_sources() -> None:
    """Show every source: date, count, age."""
    _room().show_sources()


@sources.command()
@click.argument("names", metavar="[SOURCE]…", nargs=-1)
@click.option("--from", "origin", type=click.Path(exists=True, path_type=Path), help="A file, or a folder with lists.")
@click.option(
    "--accept-smaller", "reason", default="", metavar="REASON", help="Accept a much smaller list, and say why."
)
@click.option("--later", is_flag=True, help="Leave screening and flags to the worker, even if none runs now.")
def update(names: tuple[str, ...], origin: Path | None, reason: str, later: bool) -> None:
    """Fetch what has changed at the publishers, or take it from a file or folder.

    When lists changed, all partners are screened again and flags raised again: by the worker if one runs, else at once.
    """
    if not _room().update(names, origin, reason, later=later):
        sys.exit(1)


@sources.command()
def verify() -> None:
    """Check that files and listings are still what came."""
    if not _room().verify():
        sys.exit(1)


@sources.command()
@click.argument("source")
@click.argument("version", type=int, required=False)
def diff(source: str, version: int | None) -> None:
    """Show what a version (the one in force when none is named) added, removed and changed."""
    _room().show_difference(source, version)


@sources.command()
@click.argument("names", metavar="[SOURCE]…", nargs=-1)
@click.option("--format", type=click.Choice(["ftm"]), default="ftm", show_default=True, expose_value=False)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Those in force on that day; today's by default.")
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="A file, instead of standard output.")
def export(names: tuple[str, ...], on: datetime | None, to: Path | None) -> None:
    """Write the listings as FollowTheMoney entities, one on each line: each party, and the sanction that lists it."""
    _room().export(names, on and on.date(), to)


def _room() -> Any:
    with_django()
    bring_up_to_date()
    return import_module("aktsom.knowledge.sources.command")
