"""`python -m aktsom.web.messages extract|compile|check`."""

import sys
from pathlib import Path

import click

from aktsom.web.messages.catalogues import check_all, compile_all, extract_all, rooms

PACKAGE = Path(__file__).resolve().parents[2]


@click.group()
def messages() -> None:
    """The interface's texts in Bokmål."""


@messages.command()
@click.argument("names", nargs=-1, metavar="[ROOM…]")
def extract(names: tuple[str, ...]) -> None:
    """Bring catalogues up to date with code and templates: of the rooms named (such as cooperation/register), else of all."""
    chosen = [PACKAGE / name for name in names] or rooms(PACKAGE)
    for file, new in extract_all(PACKAGE, chosen):
        click.echo(f"{file}: {new} without Bokmål")


@messages.command(name="compile")
def compile_catalogues() -> None:
    """Write the .mo files that Django reads."""
    click.echo(f"{compile_all(PACKAGE)} catalogues compiled")


@messages.command()
def check() -> None:
    """Name every text that lacks its Bokmål or whose placeholders differ; exit status 1 when there is one."""
    gaps = check_all(PACKAGE)
    for gap in gaps:
        click.echo(f"{gap.file}: {gap.reason}: {gap.text!r}")
    sys.exit(1 if gaps else 0)


if __name__ == "__main__":
    messages()
