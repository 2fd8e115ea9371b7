"""What a reader of a DOCX sees: not what is hidden, white on white, undrawn, too small or in a place too low for letters."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import islice

from lxml import etree

from aktsom.engine.papers.archive import whole_number
from aktsom.engine.papers.colours import is_white
from aktsom.engine.papers.docx_fields import unshown

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFF = frozenset({"0", "false", "off", "none"})
_SMALLEST_SIZE = 4
"""In halves of a point."""
_NARROWEST = 10
"""In hundredths of the usual width of letters."""
_LOWEST = 40
"""In twentieths of a point: a line or a row that is exactly so high shows no letters."""
_CLEAREST = 95_000
"""In thousandths of a hundredth: letters that let so much of the paper through are not seen."""
_UNSEEN_SHAPE = re.compile(r"visibility\s*:\s*hidden|display\s*:\s*none", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Looks:
    """What a run or a style says of its letters; None where it says nothing."""

    hidden: bool | None = None
    size: int | None = None
    width: int | None = None
    colour: str | None = None
    clear: bool | None = None

    def over(self, other: "_Looks") -> "_Looks":
        """What holds where this is said upon the other."""
        pairs = ((getattr(self, each.name), getattr(other, each.name)) for each in fields(self))
        return _Looks(*(other if mine is None else mine for mine, other in pairs))

    @property
    def is_gone(self) -> bool:
        """Whether nobody sees such letters, whatever stands behind them."""
        small = self.size is not None and self.size < _SMALLEST_SIZE
        narrow = self.width is not None and self.width < _NARROWEST
        return bool(self.hidden or small or narrow or self.clear)


_NOTHING = _Looks()


class Sight:
    """Tells what nobody sees: text that is hidden, white on white or too small, by itself or by its style.

    And what is seen with a line through it. `unshown` are the texts that fields are made from, in these parts of the file.
    """

    def __init__(self, styles: etree._Element | None, roots: Iterable[etree._Element]) -> None:
        self.unshown = frozenset[etree._Element]().union(*map(unshown, roots))
        self._styles = {
            style.get(f"{_W}styleId", ""): style for style in (styles.iter(f"{_W}style") if styles is not None else ())
        }
        told = styles.find(f"{_W}docDefaults/{_W}rPrDefault") if styles is not None else None
        self._defaults = _looks(told) if told is not None else _NOTHING
        self._usual = next((name for name, style in self._styles.items() if _is_usual(style)), "")
        self._known: dict[str, _Looks] = {"": _NOTHING}
        self._struck: set[str] = set()
        for name, style in self._styles.items():
            if _is_struck(style, otherwise=value_of(style.find(f"{_W}basedOn")) in self._struck):
                self._struck.add(name)
        self._coloured = {name for name, style in self._styles.items() if any(map(_fills, style.iter(f"{_W}shd")))}
        self._places: dict[etree._Element, bool] = {}

    def misses(self, run: etree._Element) -> bool:
        """Whether a reader cannot see this run of text."""
        character, paragraph = _styles_of(run)
        looks = self._of_style(paragraph or self._usual).over(self._defaults)
        looks = _looks(run).over(self._of_style(character)).over(looks)
        if looks.is_gone or self._is_in_no_room(run):
            return True
        return looks.colour is not None and is_white(looks.colour) and not self._is_shaded(run)

    def strikes(self, run: etree._Element) -> bool:
        """Whether a line goes through this run of text. What two styles both strike stands (ECMA-376 part 1, 17.7.3)."""
        by_style = len([each for each in _styles_of(run) if each in self._struck]) if self._struck else 0
        return _is_struck(run, otherwise=by_style == 1)

    def _of_style(self, name: str) -> _Looks:
        """What a style says, with what it is based on. One that is based on itself says only its own."""
        chain: list[str] = []
        while name not in self._known and name in self._styles and name not in chain:
            chain.append(name)
            name = value_of(self._styles[name].find(f"{_W}basedOn"))
        looks = self._known.get(name, _NOTHING)
        for each in reversed(chain):
            looks = self._known[each] = _looks(self._styles[each]).over(looks)
        return looks

    def _is_in_no_room(self, run: etree._Element) -> bool:
        """Whether the paragraph stands where nothing is shown; looked at once for each."""
        for paragraph in islice(run.iterancestors(f"{_W}p"), 1):
            if paragraph not in self._places:
                self._places[paragraph] = any(map(_shows_nothing, (paragraph, *paragraph.iterancestors())))
            return self._places[paragraph]
        return False

    def _is_shaded(self, run: etree._Element) -> bool:
        """Whether white letters show, because their place has a colour."""
        marked = value_of(run.find(f"{_W}rPr/{_W}highlight"))
        places = [run.find(f"{_W}rPr/{_W}shd")]
        for parent in run.iterancestors(f"{_W}p", f"{_W}tc"):
            places += [parent.find(f"{_W}{name}/{_W}shd") for name in ("pPr", "tcPr")]
        tables = (value_of(each.find(f"{_W}tblPr/{_W}tblStyle")) for each in run.iterancestors(f"{_W}tbl"))
        return (
            marked not in ("", "none", "white")
            or any(_fills(each) for each in places if each is not None)
            or not self._coloured.isdisjoint(tables)
            or any(map(_is_filled, run.iterancestors(f"{_WPS}wsp", f"{_VML}shape", f"{_VML}rect")))
        )


def value_of(element: etree._Element | None) -> str:
    """The value that an element gives; "" without one."""
    return "" if element is None else element.get(f"{_W}val", "")


def is_on(element: etree._Element | None) -> bool:
    """Whether an element is there that does not say no."""
    return element is not None and element.get(f"{_W}val", "1") not in _OFF


def _styles_of(run: etree._Element) -> tuple[str, str]:
    """The names of the styles of a run and of its paragraph."""
    paragraph = next(run.iterancestors(f"{_W}p"), None)
    of_paragraph = paragraph.find(f"{_W}pPr/{_W}pStyle") if paragraph is not None else None
    return value_of(run.find(f"{_W}rPr/{_W}rStyle")), value_of(of_paragraph)


def _is_usual(style: etree._Element) -> bool:
    return style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default", "0") not in _OFF


def _looks(element: etree._Element) -> _Looks:
    """What the properties of this run or style say."""
    told = element.find(f"{_W}rPr")
    if told is None:
        return _NOTHING
    hidden, fill = told.find(f"{_W}vanish"), told.find(f"{_W14}textFill")
    colour = value_of(told.find(f"{_W}color")) or None
    clear = None
    if fill is not None:
        shade = next(fill.iter(f"{_W14}srgbClr"), None)
        colour = shade.get(f"{_W14}val", "") if shade is not None else colour
        let_through = (whole_number(each.get(f"{_W14}val", "")) or 0 for each in fill.iter(f"{_W14}alpha"))
        clear = fill.find(f"{_W14}noFill") is not None or any(each >= _CLEAREST for each in let_through)
    size, width = (whole_number(value_of(told.find(f"{_W}{name}"))) for name in ("sz", "w"))
    return _Looks(None if hidden is None else is_on(hidden), size, width, colour, clear)


def _is_struck(element: etree._Element, *, otherwise: bool) -> bool:
    """Whether this run or style has a line through its text; `otherwise` where it does not say."""
    lines = [element.find(f"{_W}rPr/{_W}{name}") for name in ("strike", "dstrike")]
    told = [each for each in lines if each is not None]
    return any(map(is_on, told)) if told else otherwise


def _shows_nothing(element: etree._Element) -> bool:
    """Whether a paragraph or what it stands in is too low for letters, or a drawing that is not shown."""
    if element.tag == f"{_W}p":
        return _is_flat(element.find(f"{_W}pPr/{_W}spacing"), "line", "lineRule")
    if element.tag == f"{_W}tr":
        return _is_flat(element.find(f"{_W}trPr/{_W}trHeight"), "val", "hRule")
    if element.tag in (f"{_WP}inline", f"{_WP}anchor"):
        drawing = element.find(f"{_WP}docPr")
        return drawing is not None and drawing.get("hidden", "0") not in _OFF
    return element.tag in _shapes() and bool(_UNSEEN_SHAPE.search(element.get("style", "")))


def _shapes() -> Iterator[str]:
    return (f"{_VML}{name}" for name in ("shape", "rect", "roundrect", "group"))


def _is_flat(told: etree._Element | None, height: str, rule: str) -> bool:
    if told is None or told.get(f"{_W}{rule}") != "exact":
        return False
    exact = whole_number(told.get(f"{_W}{height}", ""))
    return exact is not None and exact < _LOWEST


def _fills(shading: etree._Element) -> bool:
    fill = shading.get(f"{_W}fill", "")
    return fill.lower() not in ("", "auto") and not is_white(fill)


def _is_filled(shape: etree._Element) -> bool:
    """Whether a box has a colour of its own behind its text."""
    colour = shape.find(f"{_WPS}spPr/{_A}solidFill/*")
    if colour is not None:
        return colour.get("val", "") not in ("bg1", "lt1") and not is_white(colour.get("val", ""))
    painted = shape.get("fillcolor", "").split(" ")[0]
    return painted.lower() not in ("", "white") and not is_white(painted)
