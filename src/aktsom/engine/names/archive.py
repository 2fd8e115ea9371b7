"""Arrays and JSON values in one file that is written whole, checked when it is read, and mapped instead of copied.

Nothing in the file is ever run, whoever wrote it. Processes that read the same file share its memory.
"""

import mmap
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

_MAGIC = b"aktsom-archive-1\n"
_DIGEST = 32
_SIZE = 8
_ALIGNED = 64
_KINDS = "biuf"
_PRIVATE = 0o700

Arrays = Mapping[str, NDArray[Any]]
Values = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Archive:
    """What is in the file. The arrays can only be read."""

    arrays: dict[str, NDArray[Any]]
    values: dict[str, Any]


def write_archive(path: Path, arrays: Arrays, values: Values) -> None:
    """Write the file and only then put it in the place of an earlier one; raises OSError when that cannot be done.

    A folder that is not there yet is made for this user alone.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
    header, pieces = _laid_out(arrays, values)
    growing = path.with_suffix(f".{os.getpid()}.part")
    try:
        with growing.open("wb") as file:
            file.write(_MAGIC + _digest(header, *pieces) + len(header).to_bytes(_SIZE, "little") + header)
            file.writelines(pieces)
        growing.replace(path)
    finally:
        growing.unlink(missing_ok=True)


def read_archive(path: Path) -> Archive | None:
    """What `write_archive` wrote; None when there is no such file, or when it is damaged or another one."""
    try:
        with path.open("rb") as file:
            whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):
        return None
    return opened_archive(whole)


def opened_archive(whole: memoryview) -> Archive | None:
    """What `write_archive` wrote, from memory that holds the whole file and is not copied; None when it cannot be used."""
    try:
        return _taken_apart(whole)
    except (ValueError, KeyError, TypeError):
        return None


def _laid_out(arrays: Arrays, values: Values) -> tuple[bytes, list[bytes]]:
    """The table of contents, and the contents padded to whole lines of memory."""
    contents: list[list[Any]] = []
    pieces: list[bytes] = []
    offset = 0
    for name, array in arrays.items():
        contents.append([name, array.dtype.str, len(array), offset, array.nbytes])
        pieces.append(_padded(np.ascontiguousarray(array).tobytes()))
        offset += len(pieces[-1])
    for name, value in values.items():
        text = orjson.dumps(value)
        contents.append([name, "", len(value), offset, len(text)])
        pieces.append(_padded(text))
        offset += len(pieces[-1])
    header = orjson.dumps(contents)
    return header + b" " * (-(len(_MAGIC) + _DIGEST + _SIZE + len(header)) % _ALIGNED), pieces


def _taken_apart(whole: memoryview) -> Archive:
    start = len(_MAGIC) + _DIGEST + _SIZE
    said, size = whole[len(_MAGIC) : start - _SIZE], int.from_bytes(whole[start - _SIZE : start], "little")
    if whole[: len(_MAGIC)] != _MAGIC or said != _digest(whole[start:]):
        raise ValueError("damaged")
    arrays: dict[str, NDArray[Any]] = {}
    values: dict[str, Any] = {}
    for name, kind, count, offset, length in orjson.loads(whole[start : start + size]):
        first = start + size + offset
        if kind:
            arrays[name] = np.frombuffer(whole, np.dtype(kind), count, first)
        else:
            values[name] = orjson.loads(whole[first : first + length])
    return Archive(arrays, values)


def _padded(piece: bytes) -> bytes:
    return piece + bytes(-len(piece) % _ALIGNED)


def _digest(*pieces: bytes | memoryview) -> bytes:
    whole = blake2b(digest_size=_DIGEST)
    for piece in pieces:
        whole.update(piece)
    return whole.digest()
