"""The files of a drawer, kept as one archive that is never unpacked to disk: each is read in its turn, within limits."""

import os
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Protocol
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import ConflictError, InvalidError
from aktsom.engine.archives import has_too_many
from aktsom.engine.papers.archive import DAMAGE

MOST_FILES, LARGEST_FILE, LARGEST_DRAWER = 5_000, 50_000_000, 2_000_000_000
MOST_ENTRIES = 20_000
"""Files, folders, and what systems put beside them."""
CHUNK = 1 << 20
IN_UTF_8 = 0x800
"""The mark of an entry whose name is in UTF-8."""
LETTERS = ("utf-8", "cp850", "cp865", "cp437", "cp1252")
DEEPEST = 20
"""So many folders of a path count when names are compared."""
FOR_SYSTEMS = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


class Given(Protocol):
    """A file that somebody brings: its name and a way to read it."""

    name: str | None

    def chunks(self) -> Iterable[bytes]:
        """Its content, piece by piece."""


class TakeError(ValueError):
    """A file cannot be taken out of the archive: a code of `reasons.REASONS` says why."""


def keep_files(institution_id: int, files: Iterable[Given]) -> str:
    """Keep the files in an archive of our own; a single ZIP archive is kept as it is. Raises `InvalidError`."""
    kept = Path("drawers") / str(institution_id) / f"{uuid4().hex}.zip"
    path = Path(settings.MEDIA_ROOT) / kept
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    given = list(files)
    with ExitStack() as undo:
        undo.callback(path.unlink, missing_ok=True)
        if len(given) == 1 and (given[0].name or "").lower().endswith(".zip"):
            with path.open("wb") as archive:
                _copy(given[0], archive, LARGEST_DRAWER)
        else:
            with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
                left = LARGEST_DRAWER
                for name, each in zip(_apart([each.name or "" for each in given]), given, strict=True):
                    with packed.open(name, "w", force_zip64=True) as entry:
                        left -= _copy(each, entry, left)
        path.chmod(0o600)
        number_in(str(kept))
        undo.pop_all()
    return str(kept)


def discard_files(kept: str) -> None:
    """Remove an archive that nobody needs."""
    (Path(settings.MEDIA_ROOT) / kept).unlink(missing_ok=True)


def number_in(kept: str) -> int:
    """How many files are in the archive. Raises `InvalidError` when it is none, or has none or too many."""
    path = _path(kept)
    with path.open("rb") as file:
        if has_too_many(file, MOST_ENTRIES):
            raise InvalidError(
                _("There are more than 20,000 files and folders in it."), remedy=_("Bring it in in several parts.")
            )
    try:
        with zipfile.ZipFile(path) as archive:
            number = len(_ours(archive))
    except DAMAGE as error:
        raise InvalidError(
            _("This is no ZIP archive, or it is damaged."), remedy=_("Pack the folder again, or choose its files.")
        ) from error
    if not number:
        raise InvalidError(_("There are no files in it."), remedy=_("Choose the files of the agreements."))
    if number > MOST_FILES:
        raise InvalidError(_("There are more than 5,000 files in it."), remedy=_("Bring it in in several parts."))
    return number


def readings_of(kept: str) -> Iterator[list[str]]:
    """The names of the files in the archive's order, in each way in which they may be meant, the likeliest first.

    Names are in UTF-8 where a mark says so. Without it many programs write those of their own country: Windows in Norway
    CP850, older systems CP865 or CP437, some CP1252, and those of other makers UTF-8 all the same.
    """
    number_in(kept)
    with zipfile.ZipFile(_path(kept)) as archive:
        entries = _ours(archive)
    if all(each.flag_bits & IN_UTF_8 or each.filename.isascii() for each in entries):
        yield [each.filename for each in entries]
        return
    for letters in LETTERS:
        with suppress(UnicodeDecodeError):
            yield [_name(each, letters) for each in entries]


def content_of(kept: str, number: int) -> bytes:
    """The content of the file with this place among the names. Raises `TakeError`, so that the others go on."""
    try:
        with zipfile.ZipFile(_path(kept)) as archive, archive.open(_ours(archive)[number]) as entry:
            content = entry.read(LARGEST_FILE + 1)
    except DAMAGE as error:
        raise TakeError("damaged") from error
    if len(content) > LARGEST_FILE:
        raise TakeError("too-large")
    if not content:
        raise TakeError("empty")
    return content


def plain_path(name: str) -> str:
    """A file's name with its folders, for comparing: small letters, in one form of accents, "/" between folders."""
    return "/".join(part.strip() for part in _parts(unicodedata.normalize("NFC", name).casefold())[-DEEPEST:])


def _path(kept: str) -> Path:
    path = Path(settings.MEDIA_ROOT) / kept
    if not path.is_file():
        raise ConflictError(_("The files are not there any more."), remedy=_("Bring the drawer in again."))
    return path


def _copy(given: Given, to: IO[bytes], most: int) -> int:
    """Copy a file's content; gives its size."""
    size = 0
    for chunk in given.chunks():
        size += len(chunk)
        if size > most:
            raise InvalidError(
                _("The files are larger than 2 GB together."), remedy=_("Bring them in in several parts.")
            )
        to.write(chunk)
    return size


def _apart(names: Sequence[str]) -> Iterator[str]:
    """A name of its own for each file: browsers leave folders out, so each of several of one name gets a numbered one."""
    paths = ["/".join(_parts(name)) or "file" for name in names]
    often = Counter(map(plain_path, paths))
    for number, path in enumerate(paths, start=1):
        yield path if often[plain_path(path)] == 1 else f"{number}/{path}"


def _parts(name: str) -> list[str]:
    """The folders and the file of a path, whichever way they are written; what leads out of the folder is left out."""
    return [part for part in name.replace("\\", "/").split("/") if part.strip() not in ("", ".", "..")]


def _ours(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files, in order. Of several with one name the last one is meant, in the place of the first."""
    named = {each.filename: each for each in archive.infolist() if not each.is_dir() and _is_ours(each.filename)}
    return list(named.values())


def _name(entry: zipfile.ZipInfo, letters: str) -> str:
    """Its name with other letters than the standard's, which is CP437 where nothing else is said."""
    return entry.filename if entry.flag_bits & IN_UTF_8 else entry.filename.encode("cp437").decode(letters)


def _is_ours(name: str) -> bool:
    return not any(part in FOR_SYSTEMS or part.startswith("~$") for part in PurePosixPath(name).parts)


def files_of_folder(folder: Path) -> Iterator[Given]:
    """The files under a folder, each by its path in it, as somebody would pack them."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield _OnDisk(path, _in_letters(path.relative_to(folder).as_posix()))


def _in_letters(name: str) -> str:
    """The name, which on a disk may be in other letters than UTF-8: on older systems of the Nordic countries, in CP1252."""
    written = os.fsencode(name)
    for letters in ("utf-8", "cp1252"):
        with suppress(UnicodeDecodeError):
            return written.decode(letters)
    return written.decode("cp850")


class _OnDisk:
    def __init__(self, path: Path, name: str) -> None:
        self.name: str | None = name
        self._path = path

    def chunks(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
