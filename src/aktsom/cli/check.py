"""`aktsom check`: is it set up as it should be?"""

import json
import sys
from importlib import import_module

import click

from aktsom.cli.setup import spoken, with_django
from aktsom.engine.wording import said

MARKS = {"fine": said("ok"), "advice": said("advice"), "fault": said("FAULT")}


@click.command()
@click.option("--deploy", is_flag=True, help="Also look at what matters where people use it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list of what was looked at.")
def check(deploy: bool, as_json: bool) -> None:
    """Look at the settings, the database and the surroundings; exit status 1 when something must be put right."""
    with_django()
    lines = list(import_module("aktsom.operation.deploy").look(deploy=deploy))
    if as_json:
        told = [
            {"name": line.name, "state": line.state, "about": spoken(line.about), "remedy": spoken(line.remedy)}
            for line in lines
        ]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for line in lines:
            click.echo(f"{spoken(MARKS[line.state]):6} {line.name}: {spoken(line.about)}")
            if line.remedy:
                click.echo(f"       → {spoken(line.remedy)}")
    if any(line.state == "fault" for line in lines):
        sys.exit(1)
