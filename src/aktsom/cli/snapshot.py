"""`aktsom snapshot`: write the starter snapshot anew from full public data, or print what the present one holds."""

from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

from aktsom.cli.setup import with_django
from aktsom.config.environment import public_data
from aktsom.core.errors import SetupError
from aktsom.snapshots import reading, writing

PARTS = ("aktsom.knowledge.sources.snapshot:write_knowledge", "aktsom.cooperation.traces.snapshot:write_traces")
"""Each writes its part of the snapshot from a folder of public data and gives the sources in it."""


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
        raise SetupError("There is no public data here.", remedy="Name its folder with --data or AKTSOM_DATA.")
    with_django()
    folder.mkdir(parents=True, exist_ok=True)
    sources: list[reading.SnapshotSource] = []
    for part in PARTS:
        module, name = part.split(":")
        if find_spec(module) is not None:
            sources += getattr(import_module(module), name)(data, folder, lambda line: click.echo(line, err=True))
    writing.write_manifest(folder, sources, datetime.now(UTC).date())
