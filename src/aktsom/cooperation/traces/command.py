"""What `aktsom import` does and says."""

from collections.abc import Sequence
from pathlib import Path

import click

from aktsom.cooperation.traces import actions
from aktsom.cooperation.traces.actions import Imported
from aktsom.core.actor import Actor

IMPORT = Actor.system("import")
MOST_SHOWN = 20


def works(files: Sequence[Path]) -> None:
    """Import works, then settle names and ties."""
    _said(actions.import_works(IMPORT, list(files), _progress), "works")
    _finish()


def projects(project_file: Path, organisation_file: Path) -> None:
    """Import projects, then settle names and ties."""
    _said(actions.import_projects(IMPORT, project_file, organisation_file, _progress), "projects")
    _finish()


def universities(path: Path) -> None:
    """Import domains."""
    found = actions.import_universities(IMPORT, path, _progress)
    click.echo(f"{found.names:,} partners have an internet domain from {path.name}.")
    _problems(found)


def _said(found: Imported, what: str) -> None:
    click.echo(f"{found.traces:,} {what} imported, with {found.names:,} names that were not known before.")
    _problems(found)


def _problems(found: Imported) -> None:
    lost = sum(not problem.kept for problem in found.problems)
    if found.problems:
        kept = len(found.problems) - lost
        click.echo(f"{lost:,} entries were left out, {kept:,} were imported without a part that could not be read:")
    for problem in found.problems[:MOST_SHOWN]:
        click.echo(f"  {problem}")
    if len(found.problems) > MOST_SHOWN:
        click.echo(f"  … and {len(found.problems) - MOST_SHOWN:,} more of these.")


def _finish() -> None:
    settled = actions.resolve_names(IMPORT)
    click.echo(f"{settled.merged:,} partners were merged into others; {settled.waiting:,} new pairs wait for a person.")
    click.echo(f"{actions.rebuild_ties(IMPORT):,} ties between institutions and partners.")


def _progress(step: str, done: int, total: int) -> None:
    of = f" of {total:,}" if total else ""
    click.echo(f"{step}: {done:,}{of}", err=True)
