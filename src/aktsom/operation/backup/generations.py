"""A folder of backups: how each is named, which are kept, and what is known of the last."""

import re
from datetime import datetime
from pathlib import Path

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

NAME = re.compile(r"aktsom-\d{8}-\d{6}\.backup")
RECORD = "last-backup.json"


class LastBackup(BaseModel):
    """What this installation remembers of its last backup."""

    model_config = ConfigDict(frozen=True)
    made_at: AwareDatetime
    file: str
    size: int
    verified: bool


def name_for(moment: datetime) -> str:
    """The name of a backup made at this moment (UTC)."""
    return f"aktsom-{moment:%Y%m%d-%H%M%S}.backup"


def let_go(folder: Path, keep: int) -> list[Path]:
    """Remove the oldest backups beyond the newest `keep`; files of other names stay. Gives what was removed."""
    ours = sorted((path for path in folder.iterdir() if NAME.fullmatch(path.name)), reverse=True)
    old = ours[max(keep, 1) :]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def remember(home: Path, last: LastBackup) -> None:
    """Write down what the last backup was."""
    growing = home / f"{RECORD}.part"
    growing.write_bytes(orjson.dumps(last.model_dump(mode="json")))
    growing.replace(home / RECORD)


def last_backup(home: Path) -> LastBackup | None:
    """The last backup of this installation, None when none was made."""
    try:
        return LastBackup.model_validate_json((home / RECORD).read_bytes())
    except (OSError, ValidationError):
        return None
