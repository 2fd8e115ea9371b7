"""Opens list files, plain or gzipped, and stops whatever is broken, cut off or a trap."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from aktsom.engine.lists.problems import ListError
from aktsom.engine.wording import said

MAX_EXPANDED = 2 * 1024**3
"""No published list comes near this many bytes."""

MAX_RATIO = 200
"""Real lists compress 5 to 40 times."""

_RATIO_COUNTS_FROM = 16 * 1024**2
_GZIP_MAGIC = b"\x1f\x8b"


class _Guarded(io.RawIOBase):
    """A stream of expanded bytes that never gives more than is allowed and turns every failure into a ListError."""

    def __init__(self, source: BinaryIO, path: Path, allowed: int, remedy: str) -> None:
        super().__init__()
        self._source = source
        self._file = path.name
        self._allowed = allowed
        self._remedy = remedy
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        data = self._read(len(buffer))
        self._given += len(data)
        if self._given > self._allowed:
            raise ListError(
                said("The file expands to more than {limit:,} bytes.", limit=self._allowed),
                file=self._file,
                remedy=self._remedy,
            )
        buffer[: len(data)] = data
        return len(data)

    def _read(self, size: int) -> bytes:
        try:
            return self._source.read(size)
        except EOFError as cause:
            raise ListError(said("The compressed file is cut off."), file=self._file) from cause
        except (gzip.BadGzipFile, zlib.error) as cause:
            raise ListError(said("The compressed file is damaged."), file=self._file) from cause
        except OSError as cause:
            raise ListError(
                said("The file cannot be read ({reason}).", reason=cause.strerror), file=self._file
            ) from cause


@contextmanager
def opened(path: Path, max_expanded: int = MAX_EXPANDED) -> Iterator[io.BufferedReader]:
    """The file's expanded bytes. Raises ListError when it is absent, empty, damaged, cut off or expands too much."""
    with _source(path) as (source, allowed):
        remedy = "If the file really is that large, raise the limit; otherwise fetch it again from the publisher."
        reader = io.BufferedReader(_Guarded(source, path, min(allowed, max_expanded), remedy), 1 << 16)
        if not reader.peek(1):
            raise ListError(said("The file is empty."), file=path.name)
        yield reader  # type: ignore[misc]  # the stubs know fewer raw streams than there are


@contextmanager
def _source(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """The bytes to read, and how many of them are believable."""
    try:
        raw = path.open("rb")
        size = path.stat().st_size
    except OSError as cause:
        raise ListError(said("The file cannot be opened ({reason}).", reason=cause.strerror), file=path.name) from cause
    with raw:
        if raw.peek(2)[:2] == _GZIP_MAGIC:
            with gzip.GzipFile(fileobj=raw) as expanded:
                yield cast(BinaryIO, expanded), max(size * MAX_RATIO, _RATIO_COUNTS_FROM)
        else:
            yield raw, MAX_EXPANDED
