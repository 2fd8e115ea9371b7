"""Workbooks that would take all memory of whoever opens them."""

import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from aktsom.engine.sheets import read_sheet

MEMORY_BYTES = 2_500_000_000
READ = (
    "import sys; from pathlib import Path; from aktsom.core.sheets import LIMITS\n"
    "from aktsom.engine.sheets import SheetError, read_sheet\n"
    "try: print(read_sheet(Path(sys.argv[1]), LIMITS).columns)\n"
    "except SheetError as error: print(error.fault, error.in_language('en'))"
)
SCHEMAS = "http://schemas.openxmlformats.org"
KINDS = f"{SCHEMAS}/officeDocument/2006/relationships"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{SCHEMAS}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{SCHEMAS}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{KINDS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{SCHEMAS}/spreadsheetml/2006/main" xmlns:r="{KINDS}">'
    '<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
}


def workbook(path: Path, cell: str, folder: str = "worksheets") -> Path:
    """A workbook with one heading and one more cell, whose attributes are given."""
    rows = f'<row r="1"><c r="A1" t="inlineStr"><is><t>File</t></is></c></row><row r="1048576"><c {cell}><v>1</v></c></row>'
    related = f'<Relationship Id="rId1" Type="{KINDS}/worksheet" Target="{folder}/sheet1.xml"/>'
    sheet = f'<worksheet xmlns="{SCHEMAS}/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    parts = PARTS | {
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{SCHEMAS}/package/2006/relationships">{related}</Relationships>',
        f"xl/{folder}/sheet1.xml": sheet,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def read(path: Path) -> "subprocess.CompletedProcess[str]":
    """Read it in a process that may not harm the machine."""
    return subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("cell", "folder"),
    [
        ('r="xfd1048576"', "worksheets"),
        ('r = "XFD1048576"', "worksheets"),
        ('r="XFD1048576"', "s"),
    ],
)
def test_a_workbook_that_takes_all_memory_is_refused_and_whoever_asked_goes_on(
    cell: str, folder: str, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "far.xlsx", cell, folder)
    assert path.stat().st_size < 2_000
    answer = read(path)
    assert answer.returncode == 0
    assert answer.stdout.startswith("expands far.xlsx: The workbook takes too much time or memory to read. Copy only")


def test_a_workbook_of_the_same_make_is_read(tmp_path: Path) -> None:
    assert read_sheet(workbook(tmp_path / "near.xlsx", 'r="b2"')).columns == ("File",)
