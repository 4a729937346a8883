"""Web pages give their own text, without the site around it."""

import pytest

from tracker.importing.layout import Kind, blocks_of
from tracker.importing.problems import UnreadableReport
from tracker.importing.readers import html


def _text(page):
    return html.read(page.encode()).text


def _kinds(page):
    return [(block.kind, block.text) for block in blocks_of(html.read(page.encode()))]


@pytest.mark.parametrize(
    "site",
    [
        "<a class='skip-link' href='#c'>Skip to content</a>",
        "<p>Skip to main content</p>",
        "<nav><p>Home</p><ul><li>Publications</li></ul></nav>",
        "<div class='cookie-banner'><p>We use cookies.</p></div>",
        "<div role='navigation'><p>Home</p></div>",
        "<div aria-hidden='true'><p>Menu</p></div>",
        "<div hidden><p>Menu</p></div>",
        "<ol class='govuk-breadcrumbs'><li>Home</li></ol>",
        "<footer><p>Accessibility</p></footer>",
        "<script>document.write('<p>tracked</p>')</script>",
        "<style>p { content: 'styled' }</style>",
        "<select><option>Cleveland</option></select>",
        "<!-- <p>a note</p> -->",
    ],
)
def test_what_is_the_sites_own_is_left_out(site):
    assert _text(f"<html><body>{site}<p>The force is good.</p></body></html>") == "The force is good."


def test_only_the_main_part_where_there_is_one():
    page = "<title>T</title><p>Banner</p><main><h1>PEEL</h1><p>Words</p></main><p>Contact</p>"
    assert _text(page) == "PEEL\n\nWords"


def test_window_title_stands_in_for_a_missing_heading():
    assert _text("<title>Cleveland PEEL 2017</title><p>Words</p>") == "Cleveland PEEL 2017\n\nWords"


def test_lists_stand_where_they_are_before_or_after_the_narrative():
    page = "<h3>Areas for improvement</h3><ul><li>The force should act.<li>It should learn.</ul><p>Words.</p>"
    assert _kinds(page) == [
        (Kind.HEADING, "Areas for improvement"),
        (Kind.BULLET, "The force should act."),
        (Kind.BULLET, "It should learn."),
        (Kind.PARAGRAPH, "Words."),
    ]


def test_heading_is_one_by_its_tag_whatever_it_looks_like():
    assert _kinds("<h2>how well does the force do.</h2><p>Well.</p>")[0][0] is Kind.HEADING


def test_rows_of_a_table_are_divided_by_tabs():
    first = "<tr><th>Question</th><th>Grade</th></tr>"
    second = "<tr><td><p>Leadership</p></td><td></td><td>2017</td></tr>"
    assert _text(f"<table>{first}{second}</table>") == "Question\tGrade\n\nLeadership\t\t2017"


def test_table_that_lays_out_the_page_is_read_as_paragraphs():
    page = "<table><tr><td><h2>Crime</h2><p>One.</p></td><td><p>Two.</p><p>Three.</p></td></tr></table>"
    assert _text(page) == "Crime\n\nOne.\n\nTwo.\n\nThree."


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>in our 2016<sup>2</sup> report</p>", "in our 2016² report"),
        ("<p>one<br>two</p>", "one\ntwo"),
        ("<p>one<br><br>two</p>", "one\n\ntwo"),
        ("<p>a &amp; b &lt;script&gt;</p>", "a & b <script>"),
        ("<p>cut\n\t\tby the source</p>", "cut by the source"),
        ("<p>Good\t2017</p>", "Good\t2017"),
        ("<pre>Title\n\n- one\n- two</pre>", "Title\n\n- one\n- two"),
        ("<div>one<div>two</div>three</div>", "one\n\ntwo\n\nthree"),
        ("<p>not closed<p>either", "not closed\n\neither"),
        ("</div></p><p>words</b></p>", "words"),
    ],
)
def test_markup_is_turned_to_text(markup, text):
    assert _text(f"<html><body>{markup}</body></html>") == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<p>£5 – “fine”</p>".encode(), "£5 – “fine”"),
        ("<p>£5 – “fine”</p>".encode("cp1252"), "£5 – “fine”"),
        ("<p>£5</p>".encode("utf-16"), "£5"),
        (b"<meta charset='iso-8859-1'><p>\xa35</p>", "£5"),
        (b"<meta charset='no-such'><p>\xa35</p>", "£5"),
    ],
)
def test_encodings(data, text):
    assert html.read(data).text == text


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (b"<html><body><script>1</script></body></html>", "The page holds no text."),
        (b"<div>" * 3_000_000, "longer than any report"),
        (b"<div>" * 1_900_000, "nested deeper than"),
        (b"<i>" * 5_000 + b"deep", "nested deeper than"),
        (b"<p>a" * 60_000, "more than 50,000 paragraphs"),
    ],
)
def test_what_is_no_page_of_a_report_is_refused(markup, reason):
    with pytest.raises(UnreadableReport, match=reason):
        html.read(markup)
