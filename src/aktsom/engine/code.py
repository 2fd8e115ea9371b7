"""Which code this is, so that what it made is made anew when it changed."""

from hashlib import sha256
from pathlib import Path


def code_digest(folder: Path) -> str:
    """Changes whenever a file of code or a table in the folder does; 12 hexadecimal digits."""
    whole = sha256()
    for path in sorted(each for each in folder.rglob("*") if each.suffix in (".py", ".txt", ".csv")):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()[:12]
