"""`aktsom check`: is it set up as it should be?"""

import json
import sys
from importlib import import_module

import click

from aktsom.cli.setup import with_django

MARKS = {"fine": "ok    ", "advice": "advice", "fault": "FAULT "}


@click.command()
@click.option("--deploy", is_flag=True, help="Also look at what matters where people use it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list of what was looked at.")
def check(deploy: bool, as_json: bool) -> None:
    """Look at the settings, the database and the surroundings; exit status 1 when something must be put right."""
    with_django()
    lines = list(import_module("aktsom.operation.deploy").look(deploy=deploy))
    if as_json:
        click.echo(json.dumps([line.as_dict() for line in lines], ensure_ascii=False, indent=1))
    else:
        for line in lines:
            click.echo(
                f"{MARKS[line.state]} {line.name}: {line.about}" + (f"\n       → {line.remedy}" if line.remedy else "")
            )
    if any(line.state == "fault" for line in lines):
        sys.exit(1)
