"""`aktsom import`: bring public data in. Prints what was imported, what was not and why."""

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from aktsom.cli.setup import bring_up_to_date, with_django

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("import")
def imports() -> None:
    """Import publications, projects and universities from public sources."""


@imports.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
def openalex(files: tuple[Path, ...]) -> None:
    """Import OpenAlex works: JSON lines (plain or .gz), parts of the snapshot, or saved pages of the API."""
    _room().works(files)


@imports.command()
@click.argument("projects", type=FILE)
@click.argument("organisations", type=FILE)
def cordis(projects: Path, organisations: Path) -> None:
    """Import CORDIS projects: PROJECTS is project.csv, ORGANISATIONS is organization.csv."""
    _room().projects(projects, organisations)


@imports.command()
@click.argument("file", type=FILE)
def universities(file: Path) -> None:
    """Give partners the internet domains of universities: a JSON list with names, countries and domains."""
    _room().universities(file)


def _room() -> Any:
    with_django()
    bring_up_to_date()
    return import_module("aktsom.cooperation.traces.command")
