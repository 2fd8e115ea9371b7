"""Tables in files: one safe reader of CSV and XLSX for the whole product, and one safe writer.

`read_sheet(path)` gives a `Sheet` with its columns and, row by row, its `Row`s; `read_date` understands dates as people
write them; `csv_lines` and `write_xlsx` write tables in which no cell can run as a formula.
"""

from aktsom.engine.sheets.dates import read_date
from aktsom.engine.sheets.reading import read_sheet, too_large
from aktsom.engine.sheets.types import Limits, Row, Sheet, SheetError, SheetFault
from aktsom.engine.sheets.writing import csv_lines, write_csv, write_xlsx

__all__ = [
    "Limits",
    "Row",
    "Sheet",
    "SheetError",
    "SheetFault",
    "csv_lines",
    "read_date",
    "read_sheet",
    "too_large",
    "write_csv",
    "write_xlsx",
]
