"""What is written to a file is read again as it was, and nothing of it runs."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tracker.documents.cells import STARTS, escaped, plain, unescaped
from tracker.documents.tables import LONGEST_CELL, Table, write_csv, write_xlsx

AS_AT = datetime(2018, 6, 1, 9, 30, tzinfo=UTC)
DANGEROUS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''=1", "#N/A", "＝1"]
words = st.one_of(
    st.sampled_from(DANGEROUS),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=40),
    st.builds(str.__add__, st.sampled_from(list("=+-@\t\r\n'")), st.text(st.characters(codec="utf-8"))),
)
cells = st.one_of(
    words, st.none(), st.integers(-(10**9), 10**9), st.dates(date(1901, 1, 1), date(2999, 12, 31))
)
rows = st.lists(st.lists(cells, min_size=3, max_size=3), max_size=6)


def table(rows, **more):
    return Table("Findings", ["One", "Two", "Three"], rows, AS_AT, **more)


def as_csv(written) -> list[list[str]]:
    out = io.StringIO(newline="")
    write_csv(written, out)
    return list(csv.reader(io.StringIO(out.getvalue().removeprefix("\ufeff"), newline="")))


def as_xlsx(written):
    out = io.BytesIO()
    write_xlsx(written, out)
    return out


def kept(value) -> object:
    return plain(value) if isinstance(value, str) else value


@settings(max_examples=150, deadline=None)
@given(rows)
def test_a_csv_file_is_read_again_as_it_was_and_no_cell_begins_a_formula(rows) -> None:
    head, *lines = as_csv(table(rows))
    assert head == ["One", "Two", "Three", "As at"]
    for row, line in zip(rows, lines, strict=True):
        for value, found in zip(row, line[:3], strict=True):
            if isinstance(value, str):
                assert unescaped(found) == kept(value)
                assert found[:1] not in set("=+-@\t\r\n")
            else:
                assert found == ("" if value is None else str(value))


@settings(max_examples=60, deadline=None)
@given(rows)
def test_an_xlsx_file_is_read_again_as_it_was_and_no_cell_is_a_formula(rows) -> None:
    sheet = load_workbook(as_xlsx(table(rows))).active
    lines = list(sheet.iter_rows(min_row=2, max_col=3))
    for row, line in zip(rows, lines, strict=True):
        for value, cell in zip(row, line, strict=True):
            found = cell.value.date() if isinstance(cell.value, datetime) else cell.value
            assert (found or None) == (kept(value) or None)
            assert cell.data_type not in ("f", "e")


@given(words)
def test_an_apostrophe_too_many_is_taken_off_again(text) -> None:
    assert unescaped(escaped(text)) == text


def test_plain_words_are_left_alone() -> None:
    assert escaped("Force's plan") == "Force's plan"
    assert unescaped("'quoted'") == "'quoted'"


@pytest.mark.parametrize("sign", [sign for sign in STARTS if sign != "\\"])
def test_each_beginning_of_a_formula_is_known(sign) -> None:
    assert escaped(f"{sign}1").startswith("'")


def test_there_is_one_visible_sheet_and_nobody_s_name_in_the_file() -> None:
    written = as_xlsx(table([["a", "b", "c"]], notes={"Licence": "OGL & more"}, marking="OFFICIAL"))
    book = load_workbook(written)
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible"]
    assert (book.properties.creator, book.properties.lastModifiedBy) == (
        "Tracker of areas for improvement", None,
    )  # fmt: skip
    sheet = book.active
    assert sheet.oddHeader.right.text == "OFFICIAL"
    assert sheet.oddFooter.right.text == "Page &P of &N"
    assert "2018-06-01T09:30:00Z" in sheet.oddFooter.left.text
    assert [cell.value for cell in sheet[2]][3:] == ["2018-06-01T09:30:00Z", "OGL & more"]
    parts = zipfile.ZipFile(written).namelist()
    assert not [name for name in parts if "comment" in name or "external" in name or "vba" in name]


def test_what_no_cell_holds_is_cut_and_says_so() -> None:
    long = "a" * (LONGEST_CELL + 1)
    assert as_csv(table([[long, "", ""]]))[1][0] == long
    found = load_workbook(as_xlsx(table([[long, "", ""]]))).active["A2"].value
    assert len(found) == LONGEST_CELL
    assert "the CSV file has all of it" in found
