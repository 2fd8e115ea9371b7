"""Files of versions on disk: as they came, and the listings as they were read, so that screening needs no database.

`files/sources/<source>/<digest>-<readers>/` holds one version; `in-force.json` beside them names the one in force.
"""

import shutil
from pathlib import Path

import orjson

from aktsom.config.environment import home
from aktsom.engine.lists.snapshot import write_listings
from aktsom.knowledge.sources.intake import Edition, delivery
from aktsom.knowledge.sources.models import SourceVersion
from aktsom.snapshots.reading import folder_in_force

LISTINGS = "listings.jsonl.gz"
IN_FORCE = "in-force.json"


def sources_folder() -> Path:
    """Where this installation keeps the files of all sources."""
    return home() / "files" / "sources"


def keep_files(edition: Edition) -> str:
    """Keep the edition's files; give their folder, relative to the installation's `files`. Complete or not there at all."""
    given = edition.delivery
    folder = sources_folder() / given.source / "-".join(filter(None, (given.digest, edition.readers)))
    if not (folder / LISTINGS).exists():
        growing = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(growing, ignore_errors=True)
        growing.mkdir(parents=True)
        for path in given.files:
            shutil.copyfile(path, growing / path.name)
        write_listings(growing / LISTINGS, edition.listings)
        shutil.rmtree(folder, ignore_errors=True)
        growing.rename(folder)
    return f"sources/{given.source}/{folder.name}"


def folder_of(version: SourceVersion) -> Path:
    """The folder that holds a version's files."""
    return home() / "files" / version.file


def point_to(version: SourceVersion) -> None:
    """Say on disk which version is in force, for whoever screens without the database."""
    pointer = sources_folder() / version.source / IN_FORCE
    pointer.parent.mkdir(parents=True, exist_ok=True)
    said = {"folder": folder_of(version).name, "source_date": version.source_date, "retrieved_at": version.retrieved_at}
    growing = pointer.with_suffix(".part")
    growing.write_bytes(orjson.dumps(said))
    growing.replace(pointer)


def is_pointed_to(version: SourceVersion) -> bool:
    """Whether the disk says that this version is in force."""
    return folder_in_force(sources_folder() / version.source / IN_FORCE) == folder_of(version)


def kept_files(version: SourceVersion) -> list[Path]:
    """A version's files as they came; none when they are not there."""
    folder = folder_of(version)
    return [path for path in folder.iterdir() if path.name != LISTINGS] if (folder / LISTINGS).exists() else []


def digest_on_disk(version: SourceVersion) -> str:
    """The digest that the kept files have now; "" when they are not there."""
    if not (folder_of(version) / LISTINGS).exists():
        return ""
    return delivery(version.source, kept_files(version), origin="").digest
