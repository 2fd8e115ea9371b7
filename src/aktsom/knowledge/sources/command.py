"""What `aktsom sources` does, on the same actions and queries as the pages."""

from pathlib import Path

import click

from aktsom.core.actor import Actor
from aktsom.core.errors import InvalidError
from aktsom.engine.lists.catalogue import PUBLICATIONS
from aktsom.knowledge.sources import queries
from aktsom.knowledge.sources.download import address_of
from aktsom.knowledge.sources.updating import Outcome, Result, load_directory, load_file, update_source
from aktsom.knowledge.sources.verifying import verify_sources

ACTOR = Actor.system("sources")
SHOWN = 20


def show_sources() -> None:
    """One line for each source: what is in force, from when, and how old."""
    for state in queries.source_states(ACTOR, "en"):
        version = state.version
        if version is None:
            click.echo(f"{state.publication.id:14} not here yet")
            continue
        old = " (starter snapshot)" if version.is_snapshot else ""
        click.echo(
            f"{state.publication.id:14} {version.source_date or 'no date':}  {version.listings:>7,} listings  "
            f"{state.age_days} days old{old}  version {version.pk}"
        )
        if state.refused:
            click.echo(f"{'':14} a newer file was refused: {state.refused.refusal}")


def update(sources: tuple[str, ...], origin: Path | None, accepted_because: str) -> bool:
    """Update the named sources, or all; give whether every file could be used."""
    if origin is None:
        wanted = sources or tuple(each.id for each in PUBLICATIONS if address_of(each))
        outcomes = [update_source(ACTOR, each, tell, accepted_because=accepted_because) for each in wanted]
    elif origin.is_dir():
        outcomes = load_directory(ACTOR, origin, tell, accepted_because=accepted_because)
    elif len(sources) == 1:
        outcomes = [load_file(ACTOR, sources[0], origin, tell, accepted_because=accepted_because)]
    else:
        raise InvalidError(
            "A single file needs the one source that it belongs to.",
            remedy="Name it: sources update un-sc --from FILE.",
        )
    return not any(each.result in (Result.REFUSED, Result.UNKNOWN) for each in outcomes)


def tell(outcome: Outcome) -> None:
    """One line about one source."""
    version = outcome.version
    what = ""
    if outcome.result is Result.IN_FORCE and version is not None:
        what = f": {version.listings:,} listings, {version.added:,} new, {version.removed:,} gone, {version.changed:,} changed"
        if version.problems:
            what += f", {len(version.problems):,} problems (see the sources page)"
    click.echo(f"{outcome.source:14} {outcome.result}{what}" + (f". {outcome.message}" if outcome.message else ""))


def verify() -> bool:
    """Check what is kept; give whether all is whole."""
    defects = list(verify_sources(ACTOR))
    for defect in defects:
        click.echo(f"{defect.source}: {defect.about}: {defect.reason}")
    if not defects:
        click.echo("All files and listings are as they came.")
    return not defects


def show_difference(source: str, number: int | None) -> None:
    """What a version added, removed and changed."""
    version = queries.get_version(ACTOR, source, number)
    click.echo(f"{version}: {version.added:,} new, {version.removed:,} gone, {version.changed:,} changed")
    for mark, rows in (
        ("+", queries.begun_with(ACTOR, version)),
        ("-", queries.ended_with(ACTOR, version)),
        ("~", queries.changed_with(ACTOR, version)),
    ):
        for row in rows[:SHOWN]:
            click.echo(f"{mark} {row.listing}  {row.name}")
        if rows.count() > SHOWN:
            click.echo(f"{mark} … and {rows.count() - SHOWN:,} more")
