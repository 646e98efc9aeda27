"""Writing rows of cells into a file: CSV in the encoding asked for, or XLSX, both row by row in constant memory."""

import csv
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Protocol, Self

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from zhike.kit.cells import safe_cell
from zhike.platform.exports.cells import Amount, Cell

Format = Literal["csv", "xlsx"]
Encoding = Literal["utf-8-bom", "utf-8", "gb18030"]
CODECS: Final[dict[str, str]] = {"utf-8-bom": "utf-8-sig", "utf-8": "utf-8", "gb18030": "gb18030"}
CONTENT_TYPES: Final[dict[str, str]] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHEET_ROWS: Final = 1_048_576
"""All a sheet can hold; the rows beyond go on in another sheet."""
CELL_LIMIT: Final = 32_767
"""All a cell of XLSX can hold; a longer text is cut."""
_EXACT: Final = 10**15
"""Numbers from here on lose digits in a spreadsheet, so they are written as text."""
_FIRST_DAY: Final = date(1900, 3, 1)
"""Days before this one are another day, or none, in a spreadsheet."""


class Writer(AbstractContextManager["Writer"], Protocol):
    """Takes a heading first, then rows; the file is complete when the block ends."""

    def write(self, cells: Sequence[Cell]) -> None:
        """Add a row."""


def writer_for(path: Path, format: str, encoding: str, headings: Sequence[str]) -> Writer:
    """A writer of the format, with the headings written."""
    if format == "xlsx":
        return XlsxWriter(path, headings)
    return CsvWriter(path, CODECS[encoding], headings)


class CsvWriter:
    """Comma separated, quoted where needed; no cell can act as a formula."""

    def __init__(self, path: Path, codec: str, headings: Sequence[str]) -> None:
        self._file = path.open("w", encoding=codec, newline="")
        self._rows = csv.writer(self._file)
        self.write(headings)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, cells: Sequence[Cell]) -> None:
        """Add a row."""
        self._rows.writerow([csv_text(cell) for cell in cells])


def csv_text(cell: Cell) -> str:
    """A cell of a CSV file. Text that a spreadsheet would take for a formula gets a quote before it."""
    match cell:
        case str():
            return safe_cell(cell)
        case None:
            return ""
        case Amount():
            return str(cell.amount) if cell.usual else f"{cell.amount} {cell.currency}"
        case datetime():
            return cell.isoformat(" ")
        case _:
            return str(cell)


class XlsxWriter:
    """A workbook whose texts are texts: never formulas, links or numbers."""

    def __init__(self, path: Path, headings: Sequence[str]) -> None:
        self._book = xlsxwriter.Workbook(
            str(path), {"constant_memory": True, "tmpdir": str(path.parent)}
        )
        self._headings = headings
        self._bold = self._book.add_format({"bold": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._money: dict[str, Any] = {}
        self._sheet = self._new_sheet()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Half a workbook is of no use, and closing a large one takes a while.
        if error is None:
            self._book.close()

    def write(self, cells: Sequence[Cell]) -> None:
        """Add a row, on a new sheet when this one is full."""
        if self._row == SHEET_ROWS:
            self._sheet = self._new_sheet()
        sheet, row = self._sheet, self._row
        for column, cell in enumerate(cells):
            match cell:
                case None | "":
                    pass
                case str():
                    sheet.write_string(row, column, cell[:CELL_LIMIT])
                case Amount():
                    sheet.write_number(row, column, float(cell.amount), self._currency(cell))
                case date() if _day(cell) < _FIRST_DAY:
                    sheet.write_string(row, column, csv_text(cell))
                case datetime():
                    sheet.write_datetime(row, column, cell, self._moment)
                case date():
                    sheet.write_datetime(row, column, cell, self._day)
                case _ if abs(cell) >= _EXACT:
                    sheet.write_string(row, column, str(cell))
                case _:
                    sheet.write_number(row, column, cell)
        self._row += 1

    def _new_sheet(self) -> Worksheet:
        sheet: Worksheet = self._book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(self._headings):
            sheet.set_column(column, column, 20)
            sheet.write_string(0, column, heading[:CELL_LIMIT], self._bold)
        self._row = 1
        return sheet

    def _currency(self, cell: Amount) -> object:
        """A format that shows the currency beside the number."""
        if cell.currency not in self._money:
            code = "".join(letter for letter in cell.currency if letter.isalnum())
            self._money[cell.currency] = self._book.add_format(
                {"num_format": f'#,##0.00## "{code}"'}
            )
        return self._money[cell.currency]


def _day(cell: date) -> date:
    return cell.date() if isinstance(cell, datetime) else cell
