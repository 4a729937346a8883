"""PDF pages give paragraphs, headings, bullets, rows and notes, without what runs along the margins."""

import pytest

from tests.importing import layouts
from tests.importing.rendered import drawn, lines, locked
from tracker.importing.layout import Kind, blocks_of
from tracker.importing.problems import UnreadableReport
from tracker.importing.readers import pdf
from tracker.importing.readers.pdf import pieces
from tracker.importing.readers.pdf.pieces import Piece
from tracker.importing.reading import read
from tracker.importing.steps import Stage, Step

FULL = "The force is good at keeping people safe, and it is good at reducing crime as well"
PARAGRAPH = lines(140, FULL, FULL, FULL, FULL, FULL, "in its area.")


def _text(*pages):
    return pdf.read(drawn(*pages)).text


def _kinds(*pages):
    return [(block.kind, " ".join(block.text.split())) for block in blocks_of(pdf.read(drawn(*pages)))]


def test_lines_of_a_paragraph_are_joined_and_paragraphs_kept_apart():
    assert _text([*PARAGRAPH, *lines(240, "Another paragraph.")]) == (
        " ".join([FULL] * 5) + " in its area.\n\nAnother paragraph."
    )


def test_paragraphs_without_a_gap_are_told_by_their_short_last_lines():
    below = lines(140 + 6 * 14.3, "Another paragraph stands right below.")
    assert "in its area.\n\nAnother" in _text([*PARAGRAPH, *below])


def test_heading_is_known_by_size_and_joined_over_two_lines():
    heading = lines(
        80, "How well does the force protect the people who are most at risk of", "harm.", size=16
    )
    kinds = _kinds([*heading, *PARAGRAPH])
    assert kinds[0] == (
        Kind.HEADING,
        "How well does the force protect the people who are most at risk of harm.",
    )
    assert kinds[1][0] is Kind.PARAGRAPH


@pytest.mark.parametrize("glyph", ["•", "-", "–"])
def test_bullets_whose_lines_stand_in(glyph):
    first = [
        (72, 300, glyph),
        *lines(300, "The force should improve the way that it records and tells others what it has", left=90),
    ]
    rest = [*lines(314.3, "found.", left=90), (72, 340, glyph), *lines(340, "It should learn.", left=90)]
    assert _kinds([*PARAGRAPH, *first, *rest])[1:] == [
        (Kind.BULLET, "The force should improve the way that it records and tells others what it has found."),
        (Kind.BULLET, "It should learn."),
    ]


def test_marks_drawn_after_all_their_lines_are_put_before_them():
    words = [*lines(300, "One thing.", left=90), *lines(330, "Another.", left=90)]
    marks = [(72, 300, "•"), (72, 330, "•")]
    assert _text([*PARAGRAPH, *words, *marks]).endswith("• One thing.\n\n• Another.")


def test_running_header_footer_and_page_number_are_left_out():
    def page(number):
        margin = [(72, 40, "PEEL: Police effectiveness"), (72, 800, "HMICFRS"), (300, 800, f"{number}")]
        return [*margin, *PARAGRAPH, *lines(300 + number, f"Words of page {number}.")]

    assert _text(*map(page, range(1, 6))).count("\n\n") == 9
    assert "HMICFRS" not in _text(*map(page, range(1, 6)))


def test_heading_at_the_top_of_many_pages_is_no_running_header():
    others = [lines(100, f"Words of {name} alone.") for name in ("one", "two", "three", "four")]
    pages = [PARAGRAPH, *others, *[lines(100, "Areas for improvement", "More.")] * 3]
    assert _text(*pages).count("Areas for improvement") == 3


def test_figure_at_the_foot_of_a_page_is_no_page_number():
    first = [*PARAGRAPH, (72, 790, "282")]
    assert "282" in _text(first, PARAGRAPH, PARAGRAPH, PARAGRAPH)


def test_bullet_cut_by_a_page_break_goes_on():
    cut = [
        (72, 760, "•"),
        *lines(760, "The force should improve the way in which it tells others what officers find", left=90),
    ]
    wide = [
        (72, 700, "•"),
        *lines(700, "The force should improve the way in which it records that which it has found.", left=90),
    ]
    on = lines(72, "when it is called to an incident.", left=90)
    document = pdf.read(drawn([*PARAGRAPH, *wide, *cut], [*on, *PARAGRAPH]))
    bullets = [block for block in blocks_of(document) if block.kind is Kind.BULLET]
    assert " ".join(bullets[-1].text.split()).endswith("what officers find when it is called to an incident.")
    assert document.page_at(bullets[-1].start) == 1
    assert document.page_at(bullets[-1].end - 1) == 2


def test_note_at_the_foot_is_kept_apart_from_the_sentence_it_cuts():
    first = [*PARAGRAPH, *lines(700, "1 A note of its own.", size=8)]
    kinds = _kinds(first, [*lines(72, "that goes on here."), *PARAGRAPH])
    assert (Kind.FOOTNOTE, "A note of its own.") in kinds
    assert (Kind.PARAGRAPH, "that goes on here.") in kinds


def test_raised_number_is_no_part_of_the_year():
    assert "in 2016² we" in _text(
        [*PARAGRAPH, (72, 300, "in 2016"), (109.6, 296, "2", 7), (116, 300, "we found")]
    )


def test_cells_of_a_table_are_divided_by_tabs_and_wrapped_cells_joined():
    rows = [(72, 300, "Question"), (300, 300, "Grade"), (400, 300, "Last inspected")]
    rows += [(72, 330, "Preventing crime and tackling anti-social"), (72, 344.3, "behaviour")]
    rows += [(300, 337, "Good"), (400, 337, "2016")]
    assert _text([*PARAGRAPH, *rows]).endswith(
        "Question\tGrade\tLast inspected\n\nPreventing crime and tackling anti-social behaviour\tGood\t2016"
    )


def test_cells_run_together_are_divided_by_what_they_say():
    row = lines(300, "Protecting vulnerable people Requires improvement 2017")
    assert _text([*PARAGRAPH, *row]).endswith("Protecting vulnerable people\tRequires improvement\t2017")


def test_page_of_each_offset():
    document = pdf.read(drawn([(72, 100, "One.")], [], [(72, 100, "Three.")]))
    assert [document.page_at(document.text.index(word)) for word in ("One", "Three")] == [1, 3]


def _refusal(data):
    with pytest.raises(UnreadableReport) as refused:
        pdf.read(data)
    return refused.value


def test_pages_without_text_need_a_person():
    refused = _refusal(drawn([], []))
    assert refused.needs_person
    assert "pictures" in str(refused)


@pytest.mark.parametrize(
    ("scanned", "warnings"),
    [
        (0, ()),
        (1, ("Page 4 is a picture: what it says was not read.",)),
        (3, ("Pages 4, 5 and 6 are pictures: what they say was not read.",)),
    ],
)
def test_pages_that_are_pictures_are_named(scanned, warnings):
    report = read(layouts.scanned_pages(3, scanned), "report.pdf")
    assert report.warnings[: len(warnings)] == warnings
    assert sum("picture" in warning for warning in report.warnings) == len(warnings)


def test_a_scan_with_a_typed_cover_needs_a_person():
    refused = _refusal(layouts.scanned_pages(1, 3))
    assert refused.needs_person
    assert str(refused).startswith("Most pages of this PDF are pictures")


def test_a_locked_file_is_refused():
    assert str(_refusal(locked())).startswith("This PDF is locked with a password.")


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", b"%PDF-", b"%PDF-1.4\n" + b"\x00" * 5_000])
def test_damaged_files_are_refused(data):
    assert str(_refusal(data)).startswith("This PDF is damaged")


def test_more_pages_than_a_report_has_are_refused():
    assert "1,001 pages" in str(_refusal(drawn(*[[(72, 72, "Words")]] * 1_001)))


def test_more_drawn_than_a_report_draws_is_refused(monkeypatch):
    data = drawn(PARAGRAPH, PARAGRAPH)
    monkeypatch.setattr(pieces, "MOST_DRAWN", 2 * len(PARAGRAPH))
    pdf.read(data)
    monkeypatch.setattr(pieces, "MOST_DRAWN", 2 * len(PARAGRAPH) - 1)
    assert "more than 11 pieces of text" in str(_refusal(data))


def test_each_page_is_told_before_it_is_read():
    steps = []
    pdf.read(drawn(*[PARAGRAPH] * 3), steps.append)
    assert steps == [Step(Stage.PAGES, page, 3) for page in (1, 2, 3)]


def test_text_outside_of_any_paper_is_left_out():
    assert _text([*PARAGRAPH, (1e9, 100, "Nowhere")]).endswith("in its area.")
    assert not Piece("Nowhere", float("nan"), 1, 1, 1, 0, 842).is_somewhere
