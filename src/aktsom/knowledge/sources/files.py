"""Files of versions on disk: as they came, and the listings as they were read, so that screening needs no database.

`files/sources/<source>/<digest>/` holds one version; `in-force.json` beside them names the one in force.
"""

import shutil
from pathlib import Path

import orjson

from aktsom.config.environment import home
from aktsom.engine.lists.snapshot import write_listings
from aktsom.knowledge.sources.intake import Edition, delivery
from aktsom.knowledge.sources.models import SourceVersion

LISTINGS = "listings.jsonl.gz"
IN_FORCE = "in-force.json"


def sources_folder() -> Path:
    """Where this installation keeps the files of all sources."""
    return home() / "files" / "sources"


def keep_files(edition: Edition) -> str:
    """Keep the edition's files; give their folder, relative to the installation's `files`. Complete or not there at all."""
    given = edition.delivery
    folder = sources_folder() / given.source / given.digest
    if not (folder / LISTINGS).exists():
        growing = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(growing, ignore_errors=True)
        growing.mkdir(parents=True)
        for path in given.files:
            shutil.copyfile(path, growing / path.name)
        write_listings(growing / LISTINGS, edition.listings)
        shutil.rmtree(folder, ignore_errors=True)
        growing.rename(folder)
    return f"sources/{given.source}/{given.digest}"


def folder_of(version: SourceVersion) -> Path:
    """The folder that holds a version's files."""
    return home() / "files" / version.file


def point_to(version: SourceVersion) -> None:
    """Say on disk which version is in force, for whoever screens without the database."""
    pointer = sources_folder() / version.source / IN_FORCE
    pointer.parent.mkdir(parents=True, exist_ok=True)
    said = {"digest": version.digest, "source_date": version.source_date, "retrieved_at": version.retrieved_at}
    growing = pointer.with_suffix(".part")
    growing.write_bytes(orjson.dumps(said))
    growing.replace(pointer)


def points_to(source: str) -> str:
    """The digest of the version that the disk says is in force; "" when it says none."""
    pointer = sources_folder() / source / IN_FORCE
    try:
        return str(orjson.loads(pointer.read_bytes())["digest"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def digest_on_disk(version: SourceVersion) -> str:
    """The digest that the kept files have now; "" when they are not there."""
    folder = folder_of(version)
    if not (folder / LISTINGS).exists():
        return ""
    files = [path for path in folder.iterdir() if path.name != LISTINGS]
    return delivery(version.source, files, origin="").digest
