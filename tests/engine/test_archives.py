"""How many entries an archive has is found out before anything reads them."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from aktsom.engine.archives import has_too_many


def listed(entries: int, *, stated: int | None = None, zip64: bool = False) -> bytes:
    """An archive that is a list of folders and nothing more; it may state another number than it has."""
    said = entries if stated is None else stated
    body = b"".join(
        struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0x800, *[0] * 6, 8, *[0] * 6) + b"%07x/" % number
        for number in range(entries)
    )
    local = b"PK\x03\x04" + bytes(26)
    if not zip64:
        return local + body + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, said, said, len(body), len(local), 0)
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, said, said, len(body), len(local))
    where = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(local) + len(body), 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return local + body + record + where + end


def written(entries: int, comment: bytes = b"") -> bytes:
    """An archive as programs write it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(entries):
            archive.writestr(f"Avtaler/æ{number}.txt", "x")
        archive.comment = comment
    return file.getvalue()


@pytest.mark.parametrize(
    "made",
    [
        written,
        listed,
        lambda entries: written(entries, b"Packed by hand"),
        lambda entries: b"a program before it" + written(entries),
        lambda entries: listed(entries, stated=1),
        lambda entries: listed(entries, zip64=True),
        lambda entries: listed(entries, stated=1, zip64=True),
    ],
)
def test_entries_are_counted_with_their_folders_whatever_the_archive_states(made: Callable[[int], bytes]) -> None:
    assert not has_too_many(io.BytesIO(made(20)), 20)
    assert has_too_many(io.BytesIO(made(21)), 20)
    with zipfile.ZipFile(io.BytesIO(made(21))) as archive:
        assert len(archive.infolist()) == 21


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06", b"x" * 100, written(3)[:-5], bytes(70_000)])
def test_what_is_no_archive_has_no_entries(content: bytes) -> None:
    assert not has_too_many(io.BytesIO(content), 0)
