"""How many entries a ZIP archive has, found out before anything makes a record of each of them in memory."""

import os
from struct import Struct
from typing import BinaryIO

_END, _END_64, _WHERE_64 = Struct("<4s4H2LH"), Struct("<4sQ2H2L4Q"), Struct("<4sLQL")
_ENTRY = Struct("<4s24x3H12x")
_LONGEST_COMMENT, _LONGEST_ENTRY = 0xFFFF, 1_000
"""An entry has a name and few things beside it; so many bytes for each are ample."""


def has_too_many(file: BinaryIO, most: int) -> bool:
    """Whether the archive has more entries than this, folders among them, or a list of them that is far too long.

    The list itself is looked at, as the number that an archive states can lie. What is no archive has none.
    """
    size = file.seek(0, os.SEEK_END)
    start, length = _list_of_entries(file, size)
    if length > most * _LONGEST_ENTRY:
        return True
    file.seek(max(start, 0))
    found = 0
    while length > 0 and len(head := file.read(_ENTRY.size)) == _ENTRY.size:
        mark, *lengths = _ENTRY.unpack(head)
        found += 1
        if mark != b"PK\x01\x02" or found > most:
            break
        file.seek(sum(lengths), os.SEEK_CUR)
        length -= _ENTRY.size + sum(lengths)
    return found > most


def _list_of_entries(file: BinaryIO, size: int) -> tuple[int, int]:
    """Where the list of entries begins and how long it is, by the record at the end, as the library reads it."""
    file.seek(max(size - _END.size - _LONGEST_COMMENT, 0))
    begun, tail = file.tell(), file.read()
    last = tail[-_END.size :]
    at = (
        len(tail) - _END.size
        if last.startswith(b"PK\x05\x06") and last.endswith(b"\0\0")
        else tail.rfind(b"PK\x05\x06")
    )
    if at < 0 or len(tail) - at < _END.size:
        return 0, 0
    length, end = _END.unpack_from(tail, at)[5], begun + at
    before = end - _WHERE_64.size - _END_64.size
    if before >= 0:
        file.seek(before)
        record = file.read(_END_64.size + _WHERE_64.size)
        if record.startswith(b"PK\x06\x06") and record[_END_64.size :].startswith(b"PK\x06\x07"):
            length, end = _END_64.unpack_from(record)[8], before
    return end - length, length
