"""What `aktsom import` does and says."""

from collections.abc import Sequence
from pathlib import Path

import click
from django.utils.translation import gettext as _

from aktsom.cooperation.traces import actions
from aktsom.cooperation.traces.actions import Imported
from aktsom.core.actor import Actor
from aktsom.core.errors import spoken
from aktsom.core.statistics import refresh_statistics

IMPORT = Actor.system("import")
MOST_SHOWN = 20


def works(files: Sequence[Path]) -> None:
    """Import works, then settle names and ties."""
    _said(
        actions.import_works(IMPORT, list(files), _progress),
        _("%(count)s works imported, with %(names)s names that were not known before."),
    )
    _finish()


def projects(project_file: Path, organisation_file: Path) -> None:
    """Import projects, then settle names and ties."""
    _said(
        actions.import_projects(IMPORT, project_file, organisation_file, _progress),
        _("%(count)s projects imported, with %(names)s names that were not known before."),
    )
    _finish()


def universities(path: Path) -> None:
    """Import domains."""
    found = actions.import_universities(IMPORT, path, _progress)
    click.echo(
        _("%(count)s partners have an internet domain from %(file)s.")
        % {"count": f"{found.names:,}", "file": path.name}
    )
    _problems(found)


def _said(found: Imported, said: str) -> None:
    click.echo(said % {"count": f"{found.traces:,}", "names": f"{found.names:,}"})
    _problems(found)


def _problems(found: Imported) -> None:
    lost = sum(not problem.kept for problem in found.problems)
    if found.problems:
        said = _("%(lost)s entries were left out, %(kept)s were imported without a part that could not be read:")
        click.echo(said % {"lost": f"{lost:,}", "kept": f"{len(found.problems) - lost:,}"})
    for problem in sorted(found.problems, key=lambda each: each.kept)[:MOST_SHOWN]:
        click.echo(f"  {spoken(problem.sentence)}")
    if len(found.problems) > MOST_SHOWN:
        click.echo("  " + _("… and %(count)s more of these.") % {"count": f"{len(found.problems) - MOST_SHOWN:,}"})


def _finish() -> None:
    settled = actions.resolve_names(IMPORT)
    said = _("%(merged)s partners were merged into others; %(waiting)s new pairs wait for a person.")
    click.echo(said % {"merged": f"{settled.merged:,}", "waiting": f"{settled.waiting:,}"})
    ties = _("%(count)s ties between institutions and partners.")
    click.echo(ties % {"count": f"{actions.rebuild_ties(IMPORT):,}"})
    refresh_statistics()


def _progress(step: str, done: int, total: int) -> None:
    of = f" of {total:,}" if total else ""
    click.echo(f"{step}: {done:,}{of}", err=True)
