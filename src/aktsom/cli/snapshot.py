"""`aktsom snapshot`: write the starter snapshot anew from full public data, or print what the present one holds."""

from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import click

from aktsom.cli.setup import spoken, with_django
from aktsom.config.environment import public_data
from aktsom.core.errors import SetupError
from aktsom.engine.wording import said
from aktsom.snapshots import reading, writing

OPENALEX = ("openalex", "OpenAlex works with organisations", "OpenAlex", "CC0", "https://openalex.org/")
CORDIS = ("cordis", "CORDIS projects", "European Commission, CORDIS", "CC BY 4.0", "https://cordis.europa.eu/")
CORDIS_PARTS = ("cordis-participations", "CORDIS participations", *CORDIS[2:])


@click.command()
@click.option("--table", "only_table", is_flag=True, help="Only print the present snapshot as Markdown, for DATA.md.")
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Default: AKTSOM_DATA.")
@click.option("--to", "folder", type=click.Path(path_type=Path), default=reading.FOLDER, help="Where to write it.")
def snapshot(only_table: bool, data: Path | None, folder: Path) -> None:
    """Write the starter snapshot: facts only, each source with date, licence and digest."""
    if not only_table:
        write(data or public_data(), folder)
    click.echo(writing.table(reading.manifest(folder)))


def write(data: Path | None, folder: Path) -> None:
    """Write all parts, then the manifest that makes them one snapshot."""
    if data is None:
        raise SetupError(
            spoken(said("There is no public data here.")),
            remedy=spoken(said("Name its folder with --data or AKTSOM_DATA.")),
        )
    with_django()
    folder.mkdir(parents=True, exist_ok=True)
    knowledge = import_module("aktsom.knowledge.sources.snapshot")
    sources = knowledge.write_knowledge(data, folder, lambda line: click.echo(line, err=True))
    writing.write_manifest(folder, [*sources, *_traces(data, folder)], datetime.now(UTC).date())


def _traces(data: Path, folder: Path) -> list[reading.SnapshotSource]:
    """Write the publications and projects; say what they are."""
    traces = import_module("aktsom.cooperation.traces.snapshot")
    size = traces.write_trace_snapshot(data, folder)
    written = ((OPENALEX, size.works, traces.WORKS), (CORDIS, size.projects, traces.PROJECTS))
    parts = (*written, (CORDIS_PARTS, size.participations, traces.PARTICIPANTS))
    return [reading.SnapshotSource(*about, None, count, file.as_posix()) for about, count, file in parts]
