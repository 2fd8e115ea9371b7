"""The parts of a DOCX or ODT file, which are zip archives: checked for what they grow to before anything reads them."""

import errno
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lxml import etree

from aktsom.engine.papers.types import Limits, Noticed, PaperError
from aktsom.engine.wording import said

DAMAGE = (
    ValueError,
    LookupError,
    ArithmeticError,
    OSError,
    EOFError,
    RuntimeError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    etree.LxmlError,
)
"""What the libraries that read foreign files raise at a damaged one. A lack of memory is not among them."""
_OF_THE_MACHINE = frozenset(
    {
        *(errno.EIO, errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.ENOENT, errno.EACCES),
        *(errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN, errno.EHOSTDOWN),
    }
)
"""A disk or a share that fails, too little memory, too many open files, a file that is gone or closed to us."""
_CHUNK = 1 << 20


class Archive:
    """An open archive whose parts are read within limits. Use it as a context."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._file, self._limits, self._left = path.name, limits, limits.expanded_bytes
        try:
            self._archive = zipfile.ZipFile(path)
        except DAMAGE as error:
            raise_if_of_the_machine(error)
            raise broken(path.name) from error
        if len(self._archive.infolist()) > limits.entries:
            raise _grows(path.name, limits)
        if len(self._archive.infolist()) > len(self.names):
            # Programs differ in which of two parts of one name they show.
            raise broken(path.name)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_given: object) -> None:
        self._archive.close()

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts."""
        return frozenset(self._archive.namelist())

    def xml(self, name: str) -> etree._Element | None:
        """The part as XML, without entities, comments and anything from elsewhere; None when there is no such part."""
        if name not in self.names:
            return None
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(self._read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise broken(self._file) from error
        if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
            raise broken(self._file)
        return root

    def _read(self, name: str) -> bytes:
        """The part's content, counted as it grows, for the sizes that an archive states can lie."""
        content = bytearray()
        most = max(self._archive.getinfo(name).compress_size, 4096) * self._limits.ratio
        try:
            with self._archive.open(name) as part:
                while chunk := part.read(_CHUNK):
                    content += chunk
                    self._left -= len(chunk)
                    if self._left < 0 or len(content) > most:
                        raise _grows(self._file, self._limits)
        except DAMAGE as error:
            raise_if_of_the_machine(error)
            raise broken(self._file) from error
        return bytes(content)


def carried(names: Iterable[str], kinds: Mapping[Noticed, re.Pattern[str]]) -> Iterator[Noticed]:
    """What an archive carries besides its text, told by the names of its parts."""
    for kind, pattern in kinds.items():
        if any(pattern.match(name) for name in names):
            yield kind


def whole_number(text: str) -> int | None:
    """The number that these digits are, None for anything else: "²" and "" are none."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def raise_if_of_the_machine(error: Exception) -> None:
    """Raise again what says nothing about the file."""
    if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
        raise error


def broken(file: str) -> PaperError:
    """For an archive that is damaged, locked or no document."""
    return PaperError(
        said("The document is damaged, locked or cut off."),
        file=file,
        remedy=said("Open it in a word processor, save it anew without a password, and choose it again."),
    )


def _grows(file: str, limits: Limits) -> PaperError:
    return PaperError(
        said(
            "The document grows without measure when it is unpacked: beyond {megabytes} MB, or {ratio} times its size.",
            megabytes=limits.expanded_bytes // 1_000_000,
            ratio=limits.ratio,
        ),
        file=file,
        remedy=said("Copy its text into a new document, and choose that one."),
    )
