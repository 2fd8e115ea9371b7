"""Tells by its content which of the known formats a file is in."""

import re
from enum import StrEnum
from pathlib import Path

from aktsom.engine.lists import eu_csv, eu_xml, un_xml, us_research
from aktsom.engine.lists.files import opened


class Format(StrEnum):
    """The formats that there is a reader for."""

    EU_CSV = "EU acts, CSV"
    EU_XML = "EU financial sanctions, XML"
    UN_XML = "UN Security Council, XML"
    US_CSL = "US Consolidated Screening List, JSON"
    US_1286 = "US section 1286, CSV"
    US_1260H = "US section 1260H, CSV"
    US_MIEU = "US military-intelligence end users, CSV"
    FTM = "FollowTheMoney, JSON lines"


_HEADERS = {
    Format.EU_CSV: eu_csv.COLUMNS,
    Format.US_1286: us_research.COLUMNS_1286,
    Format.US_1260H: us_research.COLUMNS_1260H,
    Format.US_MIEU: us_research.COLUMNS_MIEU,
}
_START = 8192
_XML_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?(?P<root>[A-Za-z_][\w.-]*)")
_FTM_SIGNS = ('"schema"', '"properties"')
_CSL_SIGNS = ('"results"', '"source_list_url"', '"source"', '"alt_names"')


def recognise(path: Path) -> Format | None:
    """The file's format, None when it is none of ours. Raises ListError when the file cannot be opened or is empty."""
    with opened(path) as source:
        start = source.read(_START).decode("utf-8-sig", "replace").lstrip()
    if start.startswith("<"):
        return _recognise_xml(start)
    if start.startswith(("{", "[")):
        return _recognise_json(start)
    return _recognise_csv(start)


def _recognise_xml(start: str) -> Format | None:
    root = _XML_ROOT.search(start)
    if root is None:
        return None
    if root["root"] == un_xml.ROOT:
        return Format.UN_XML
    return Format.EU_XML if root["root"] == "export" and eu_xml.NAMESPACE in start else None


def _recognise_json(start: str) -> Format | None:
    if start.startswith("{") and all(sign in start for sign in _FTM_SIGNS):
        return Format.FTM
    return Format.US_CSL if any(sign in start for sign in _CSL_SIGNS) or start[1:].strip() == "]" else None


def _recognise_csv(start: str) -> Format | None:
    columns = {cell.strip(' "\r') for cell in start.partition("\n")[0].split(",")}
    return next((format_ for format_, needed in _HEADERS.items() if needed <= columns), None)
