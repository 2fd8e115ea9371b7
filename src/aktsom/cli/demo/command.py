"""The command: build what is missing, print the summary, serve."""

import json
import os
import sys
import time
from importlib import import_module
from itertools import groupby
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from aktsom.cli.serve import PORT
from aktsom.cli.setup import bring_up_to_date, spoken, with_django
from aktsom.config.database import forget_embedded
from aktsom.engine.wording import said


@click.command()
@click.option("--serve/--no-serve", "serves", default=True, help="Serve the pages when everything is ready.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
@click.option(
    "--port", type=PORT, default=8000, show_default=True, help="The port; the next free one is taken if it is in use."
)
def demo(serves: bool, as_json: bool, port: int) -> None:
    """Build a sector from real public data, screen it, raise flags, and serve the pages."""
    os.environ["AKTSOM_DEMO"] = "1"
    console = Console(stderr=True)
    started = time.perf_counter()
    console.print(spoken(said("database: starting and bringing its tables up to date")))
    with_django()
    bring_up_to_date()
    seconds: dict[str, float] = {"database": time.perf_counter() - started}
    sector = import_module("aktsom.cli.demo.sector")
    summary: dict[str, Any] = sector.build(seconds, console)
    seconds["total"] = time.perf_counter() - started
    summary["seconds"] = {step: round(taken, 2) for step, taken in seconds.items()}
    people = summary.pop("people")
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False))
    else:
        _print_summary(summary)
    if serves:
        _print_people(people)
        _serve_afresh(port)


def _serve_afresh(port: int) -> None:
    """Serving begins as a new program in this process, so that the memory that building took is given back."""
    sys.stdout.flush()
    forget_embedded()
    os.execv(sys.executable, [sys.executable, "-m", "aktsom.cli.main", "serve", "--port", str(port)])


def _print_summary(summary: dict[str, Any]) -> None:
    table = Table(title="The sector", show_header=False)
    for name, value in summary.items():
        if isinstance(value, dict):
            value = ", ".join(f"{key} {number}" for key, number in value.items())
        table.add_row(name.replace("_", " "), str(value))
    Console().print(table)


def _print_people(people: list[tuple[str, str, str, str]]) -> None:
    """A line each and never a frame or a fold: an address that is broken over lines cannot be copied."""
    longest = max(len(address) for address, *_others in people)
    for institution, placed in groupby(people, key=lambda row: row[3]):
        people_of = said(
            "People of the demo at {institution} (all invented): sign in as, password, duty", institution=institution
        )
        click.echo(f"\n{spoken(people_of)}")
        for address, password, duty, _institution in placed:
            click.echo(f"  {address:<{longest}}  {password}  {duty}")
    click.echo(spoken(said("On the page itself one click on a name is enough.")) + "\n")
