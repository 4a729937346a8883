"""A table as a file: CSV and XLSX, whole and in the same order.

Line 1 holds the names of the columns and nothing stands before it, so that every parser reads the file. When
it was made, and under which licence, stand in columns of their own at the end of each row: a row that is
copied elsewhere takes them along. On paper an XLSX file says so on every page, too.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from tracker.documents.cells import Cell, as_text, plain

MADE_BY = "Tracker of areas for improvement"
BYTE_ORDER_MARK = "\ufeff"  # spreadsheets take the file for UTF-8
LONGEST_CELL = 32_767  # what a cell of a workbook holds
LONGEST_IN_A_HEADER = 120  # a header's three parts share 255 signs
CUT = " … (cut here: a cell holds no more; the CSV file has all of it)"
HEAD = Font(bold=True)
TOP = Alignment(vertical="top", wrap_text=True)
WIDEST = 60


@dataclass(frozen=True)
class Table:
    """Rows below the names of their columns. `as_at` is when it was true, in UTC; `notes` are columns that
    say the same in each row; `marking` is the security classification."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    as_at: datetime
    marking: str = "OFFICIAL"
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def when(self) -> str:
        return f"{self.as_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

    @property
    def head(self) -> list[str]:
        return [*self.columns, "As at", *self.notes]

    @property
    def lines(self) -> Iterator[list[Cell]]:
        tail = [self.when, *self.notes.values()]
        for row in self.rows:
            yield [*row, *tail]


def write_csv(table: Table, out: IO[str]) -> None:
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.head)
    writer.writerows([as_text(value) for value in line] for line in table.lines)


def write_xlsx(table: Table, out: IO[bytes]) -> None:
    """One sheet, nothing hidden, and no name of a person among the file's properties."""
    book = empty_workbook(table.title, table.as_at)
    add_sheet(book, table)
    book.save(out)


def empty_workbook(title: str, as_at: datetime) -> Workbook:
    """A workbook of the service's, without sheets."""
    book = Workbook(write_only=True)
    properties, when = book.properties, as_at.astimezone(UTC).replace(tzinfo=None)
    properties.creator, properties.lastModifiedBy, properties.title = MADE_BY, None, plain(title)
    properties.created = properties.modified = when
    return book


def add_sheet(book: Workbook, table: Table) -> None:
    sheet = book.create_sheet(_sheet_name(table.title))
    _lay_out(sheet, table)
    sheet.append([_cell(sheet, name, font=HEAD) for name in table.head])
    for line in table.lines:
        sheet.append([_cell(sheet, value) for value in line])


def _lay_out(sheet: WriteOnlyWorksheet, table: Table) -> None:
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight = True, 0
    sheet.oddHeader.left.text = _in_a_header(table.title)
    sheet.oddHeader.right.text = table.marking
    sheet.oddFooter.left.text = _in_a_header(" ".join([f"As at {table.when}.", *table.notes.values()]))
    sheet.oddFooter.right.text = "Page &P of &N"
    for place, name in enumerate(table.head, 1):
        width = min(max(len(name) + 2, 14), WIDEST)
        sheet.column_dimensions[get_column_letter(place)].width = width


def _cell(sheet: WriteOnlyWorksheet, value: Cell, *, font: Font | None = None) -> WriteOnlyCell:
    """Text is text, whatever it begins with: neither a formula nor an error, also after somebody edits it."""
    cell = WriteOnlyCell(sheet, None if isinstance(value, str) else value)
    cell.alignment = TOP
    if isinstance(value, str):
        # Set behind the property, which would guess what the text might mean.
        cell._value, cell.data_type = _fitting(plain(value)), "s"
        cell.quotePrefix = True
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if font:
        cell.font = font
    return cell


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


def _in_a_header(text: str) -> str:
    """There an ampersand begins a code."""
    return plain(text).replace("\n", " ")[:LONGEST_IN_A_HEADER].replace("&", "&&")


def _sheet_name(title: str) -> str:
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in plain(title)).strip()[:31] or "List"
