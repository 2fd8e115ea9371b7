"""What a DOCX shows besides its text: pictures, diagrams and charts that are large enough for words."""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from aktsom.engine.papers.archive import whole_number
from aktsom.engine.papers.paragraphs import in_centimetres, is_room_for_words, states_something

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_DRAWN = re.compile(r"word/(?:diagrams/data|charts/chart)[^/]*\.xml$")
_EMU = 360_000
"""So many of the format's units are a centimetre."""


def shows_pictures(root: etree._Element, names: Iterable[str]) -> bool:
    """Whether something in it may show words that are no text of the document. `names` are those of the archive's parts."""
    drawn = any(_DRAWN.match(name) for name in names)
    written = any(states_something(each.get("string", "")) for each in root.iter(f"{_V}textpath"))
    return drawn or written or any(is_room_for_words(*size) for size in _sizes(root))


def _sizes(root: etree._Element) -> Iterator[tuple[float, float]]:
    """Width and height of each picture in centimetres."""
    for each in root.iter(f"{_A}blip"):
        for around in each.iterancestors(f"{_WP}inline", f"{_WP}anchor"):
            extent = around.find(f"{_WP}extent")
            cx, cy = (whole_number(extent.get(name, "")) if extent is not None else None for name in ("cx", "cy"))
            yield (cx or 0) / _EMU, (cy or 0) / _EMU
    for each in root.iter(f"{_V}imagedata"):
        shape = each.getparent()
        style = shape.get("style", "") if shape is not None else ""
        told = {
            name.strip().lower(): value for name, _colon, value in (part.partition(":") for part in style.split(";"))
        }
        yield in_centimetres(told.get("width", "")), in_centimetres(told.get("height", ""))
