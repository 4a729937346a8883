"""What each era's reports, web pages and letters look like, and what is read from them."""

import pytest

from tests.importing.samples import FORCES_AND_BORSETSHIRE
from tracker.importing.reading import read


def report_of(*lines):
    """Return what is read from paragraphs of text."""
    return read("\n\n".join(lines).encode(), "page.txt", FORCES_AND_BORSETSHIRE)


@pytest.mark.parametrize(
    "front",
    [
        ["PEEL: Police effectiveness 2016", "An inspection of Borsetshire Constabulary"],
        ["PEEL 2021/22 – An inspection of Borsetshire Constabulary"],
        ["Borsetshire PEEL 2018", "Effectiveness"],
        ["Borsetshire 2018/19", "This is HMICFRS’s fifth PEEL assessment of the force."],
        ["Borsetshire Constabulary: PEEL causes of concern revisit letter", "Published on: 10 February 2023"],
        ["Force has improved", "The inspectorate said that Borsetshire Constabulary answers calls sooner."],
    ],
)
def test_the_force_is_told_by_every_kind_of_front(front):
    assert report_of(*front).force == "Borsetshire Constabulary"


def test_a_page_that_speaks_of_no_inspection_is_no_report():
    with pytest.raises(Exception, match="does not look like"):
        report_of("Borsetshire Constabulary opens a new museum", "Entry is free on Sundays.")


@pytest.mark.parametrize(
    ("title", "year", "programme"),
    [
        ("Borsetshire 2018/19", 2018, "PEEL 2018/19"),
        ("Borsetshire PEEL 2016", 2016, "PEEL 2016"),
        ("PEEL 2021/22 – An inspection of Borsetshire Constabulary", 2021, "PEEL 2021/22"),
    ],
)
def test_title_gives_the_cycle(title, year, programme):
    report = report_of(title, "This is a PEEL assessment.")
    assert (report.title, report.inspection_year, report.programme) == (title, year, programme)


def test_a_letter_has_a_title_and_no_cycle():
    report = report_of("Borsetshire Constabulary: PEEL causes of concern revisit letter", "21 May 2024")
    assert report.title == "Borsetshire Constabulary: PEEL causes of concern revisit letter"
    assert report.inspection_year is None


@pytest.mark.parametrize(
    ("asked", "pillar"),
    [
        ("How effectively does the force reduce crime and keep people safe?", "effectiveness"),
        ("How efficient is the force at keeping people safe and reducing crime?", "efficiency"),
        ("How legitimately does the force treat the public and its workforce?", "legitimacy"),
    ],
)
def test_a_web_page_without_a_pillar_in_its_title_asks_the_question_of_one(asked, pillar):
    assert report_of("Borsetshire PEEL 2018", asked).pillar == pillar
