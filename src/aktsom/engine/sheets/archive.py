"""Checks on a zip archive before anything opens it as a workbook: what is in it, and how large it becomes.

Sizes are counted by expanding, because the sizes that an archive states can lie. The reader lays a sheet out as a full
rectangle in memory, so the far corner of each sheet is looked at too.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from aktsom.engine.archives import has_too_many
from aktsom.engine.sheets.types import Limits, SheetError, SheetFault
from aktsom.engine.wording import Words, said

_CHUNK = 1 << 16
_CELL = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_STRING_CELL = re.compile(rb"""\bt=["']s["']""")
_ERROR_CELL = re.compile(rb"""<c\b(?=[^>]*\bt=["']e["'])[^>]*\br=["']([A-Z]{1,3}[0-9]{1,7})["']""")
_MOST_ERRORS = 20
_MOST_CELLS = 20_000_000
_MOST_TEXT = 1_000_000_000
_OVERLAP = 64


def check_archive(path: Path, limits: Limits) -> tuple[str, ...]:
    """The cells that hold an error, such as "B7", the first of them when there are many.

    Raises `SheetError` unless this is an archive that is safe to open as a workbook.
    """
    try:
        with path.open("rb") as file:
            if has_too_many(file, limits.entries):
                raise _expands(path.name, said("The workbook has more than {most} parts.", most=limits.entries))
            with zipfile.ZipFile(file) as archive:
                entries = archive.infolist()
            _check_entries(path.name, entries)
            return _check_expanded(path.name, file, entries, limits)
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError) as error:
        raise SheetError(
            SheetFault.DAMAGED,
            said("The workbook is damaged or cut off."),
            file=path.name,
            remedy=said("Copy or save it again as .xlsx."),
        ) from error


def _check_entries(file: str, entries: list[zipfile.ZipInfo]) -> None:
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise SheetError(
            SheetFault.NOT_A_SHEET,
            said("This is an archive, but not an XLSX workbook."),
            file=file,
            remedy=said("Unpack it, and choose a CSV or XLSX file from it."),
        )
    if any(
        entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        for entry in entries
    ):
        raise zipfile.BadZipFile


def _check_expanded(name: str, file: BinaryIO, entries: list[zipfile.ZipInfo], limits: Limits) -> tuple[str, ...]:
    total, longest, string_cells = 0, 0, 0
    errors: list[str] = []
    for entry in entries:
        size, corner = 0, _Corner()
        for chunk in _expanded(file, entry):
            size += len(chunk)
            if total + size > limits.expanded_bytes or size > max(entry.compress_size, 4096) * limits.ratio:
                raise _expands(name, _without_measure(limits))
            if entry.filename.startswith("xl/worksheets/"):
                corner.look(chunk)
        corner.check(name, limits)
        total += size
        string_cells += corner.strings
        errors += corner.errors
        if entry.filename.lower() == "xl/sharedstrings.xml":
            longest = _longest_string(file, entry)
    if longest * string_cells > _MOST_TEXT:
        raise _expands(name, said("The workbook repeats very long texts."))
    return tuple(errors[:_MOST_ERRORS])


def _without_measure(limits: Limits) -> Words:
    return said(
        "The workbook grows without measure when it is unpacked: beyond {megabytes} MB, or {ratio} times its size.",
        megabytes=limits.expanded_bytes // 1_000_000,
        ratio=limits.ratio,
    )


class _Corner:
    """The farthest row and column that the cells of a sheet name, and how many of them hold shared texts."""

    def __init__(self) -> None:
        self.row = self.column = self.strings = 0
        self.errors: dict[str, None] = {}
        self._rest = b""

    def look(self, chunk: bytes) -> None:
        seen = self._rest + chunk
        for letters, digits in _CELL.findall(seen):
            self.row = max(self.row, int(digits))
            self.column = max(self.column, _place(letters))
        self.strings += len(_STRING_CELL.findall(chunk))
        if len(self.errors) < _MOST_ERRORS:
            self.errors |= dict.fromkeys(found.decode() for found in _ERROR_CELL.findall(seen))
        self._rest = seen[-_OVERLAP:]

    def check(self, file: str, limits: Limits) -> None:
        rows = limits.rows or 1_048_576
        if self.row > rows + 1:
            raise SheetError(
                SheetFault.TOO_MANY_ROWS,
                said("The table has more than {rows:,} rows.", rows=rows),
                file=file,
                row=self.row,
                remedy=said("Delete blank rows at the end, or split it into several files."),
            )
        if self.column > max(limits.columns * 10, 1000) or self.row * self.column > _MOST_CELLS:
            raise SheetError(
                SheetFault.TOO_WIDE,
                said("The table has far too many columns."),
                file=file,
                remedy=said("Delete blank columns on the right, and keep only what is needed."),
            )


def _longest_string(file: BinaryIO, entry: zipfile.ZipInfo) -> int:
    longest, running = 0, 0
    for chunk in _expanded(file, entry):
        parts = chunk.split(b"<si")
        running += len(parts[0])
        longest = max(longest, running)
        if len(parts) > 1:
            longest = max(longest, *(len(part) for part in parts[1:]))
            running = len(parts[-1])
    return longest


def _expanded(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry's content in chunks, however much its stated size understates it."""
    file.seek(entry.header_offset)
    header = file.read(30)
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = entry.compress_size
    inflate = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (packed := file.read(min(_CHUNK, left))):
        left -= len(packed)
        if inflate is None:
            yield packed
            continue
        while packed and not inflate.eof:
            yield inflate.decompress(packed, _CHUNK)
            packed = inflate.unconsumed_tail


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place


def _expands(file: str, message: Words) -> SheetError:
    return SheetError(
        SheetFault.EXPANDS, message, file=file, remedy=said("Copy only the cells that are needed into a new workbook.")
    )
