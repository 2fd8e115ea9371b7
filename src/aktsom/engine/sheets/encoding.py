"""In which encoding a text file is written: what it says itself, else UTF-8, else a guess that is stated as one."""

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from aktsom.engine.sheets.types import SheetError, SheetFault
from aktsom.engine.wording import said

SAMPLE = 256 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_GUESSES = ["cp1252", "cp1250", "cp1251", "gb18030", "mac_roman"]
_NORDIC = frozenset("æøåÆØÅäöÄÖéÉèüÜóáÁšŠžŽ–—’‘“”«»§½°´ \xa0")


def encoding_of(path: Path) -> tuple[str, bool]:
    """The encoding, and whether it is a guess. Reads the file once, in constant memory."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, False
    if unmarked := _unmarked_utf16(head):
        return unmarked, True
    odd = _first_not_utf8(path)
    return ("utf-8", False) if odd is None else (_guess(odd), True)


def _unmarked_utf16(head: bytes) -> str:
    pairs = max(len(head) // 2, 1)
    if head[1::2].count(0) > pairs * 0.4:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > pairs * 0.4 else ""


def _first_not_utf8(path: Path) -> bytes | None:
    """The first stretch of the file that is not UTF-8, or None when all of it is."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while chunk := file.read(SAMPLE):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return chunk
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            raise SheetError(
                SheetFault.DAMAGED,
                said("The file ends in the middle of a letter."),
                file=path.name,
                remedy=said("It was probably cut off on the way. Copy or export it again."),
            ) from error
    return None


def _guess(odd: bytes) -> str:
    sample = odd[:SAMPLE]
    western = sample.decode("cp1252", errors="replace")
    if all(letter in _NORDIC for letter in western if not letter.isascii()):
        return "cp1252"
    best = from_bytes(sample, cp_isolation=_GUESSES).best()
    name = best.encoding if best else "cp1252"
    return "latin-1" if name == "cp1252" and "\ufffd" in western else name
