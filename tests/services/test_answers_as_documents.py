"""The answer to a report as a Word document says who said what, recommendation by recommendation."""

import io
from datetime import UTC, date, datetime

import pytest
from docx import Document

from tests import factories
from tracker import access
from tracker.duty_vocabulary import DutyPart
from tracker.services import duties, exports
from tracker.vocabulary import FindingKind

pytestmark = pytest.mark.django_db
PUBLISHED = date(2018, 3, 22)
NOW = datetime(2018, 4, 3, 9, 30, tzinfo=UTC)


@pytest.fixture
def report(cast):
    inspection = factories.inspection(year=2017, public_from=PUBLISHED)
    return factories.report(inspection=inspection, published_on=PUBLISHED, published_precision="day")


@pytest.fixture
def recommendations(report):
    kind = FindingKind.RECOMMENDATION
    of = {"inspection": report.inspection, "report": report, "kind": kind}
    return [factories.finding(text=text, **of) for text in ("Do the first.", "Do the second.")]


def recorded(report, part, by, finding=None, **said):
    duties.record(report=report, part=part, finding=finding, version=0, by=by, now=NOW, **said)


def made(report, by):
    parameters = {"report": str(report.pk)}
    export = exports.ask(kind="answer", format="docx", parameters=parameters, by=by, now=NOW)
    assert export.is_ready, export.problem
    return Document(io.BytesIO(exports.opened(export=export, by=by, now=NOW).read()))


def words(document):
    return [paragraph.text for paragraph in document.paragraphs]


def test_what_nobody_has_recorded_is_said_neutrally(cast, report, recommendations):
    document = made(report, cast.body)
    said = words(document)
    told = [line for line in said if line.startswith("The report was published on 22 March 2018.")]
    assert "end on 16 May 2018" in told[0]
    assert said.count("Not recorded") == 3 + 2 * 2
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert ["Published response", "No published response identified"] in cells
    assert not [line for line in said if "compliant" in line.lower()]


def test_each_recommendation_has_its_explanation_and_comments(cast, report, recommendations):
    first, second = recommendations
    recorded(report, DutyPart.EXPLANATION, cast.body, first, course="taken", text="It is done.\nSince May.")
    comments = {"text": "We agree.", "said_by": "A. Chief", "on": date(2018, 4, 1)}
    recorded(report, DutyPart.CHIEF_OFFICERS_COMMENTS, cast.chief, second, **comments)
    recorded(report, DutyPart.BODYS_COMMENTS, cast.body, text="A fair report.")
    recorded(report, DutyPart.COPY_TO_INSPECTORS, cast.body, on=date(2018, 4, 3))
    document = made(report, cast.liaison)
    said = words(document)
    start = said.index(f"1. {first.reference}")
    middle = said.index(f"2. {second.reference}")
    assert "A fair report." in said[:start]
    assert said[start : start + 5] == [
        f"1. {first.reference}", "Do the first.", "Local policing body explains: action has been taken",
        "It is done.", "Since May.",
    ]  # fmt: skip
    assert said[middle + 1] == "Do the second."
    assert "We agree." in said[middle:]
    assert "A. Chief, 1 April 2018" in said[middle:]
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert ["Copy sent to the inspectors", "3 April 2018"] in cells


def test_the_document_names_its_force_and_counts_its_pages(cast, report):
    section = made(report, cast.chief).sections[0]
    assert section.header.paragraphs[0].text == "Cleveland Police"
    fields = [element.text for element in section.footer._element.iter() if element.tag.endswith("instrText")]
    assert fields == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("person", ["viewer", "stranger", "force_admin"])
def test_others_do_not_get_it(cast, report, person):
    with pytest.raises((access.NotAllowed, access.NotVisible)):
        made(report, getattr(cast, person))


@pytest.mark.parametrize("number", ["", "0", "one", "9" * 30])
def test_a_report_that_is_none_does_not_exist(cast, number):
    with pytest.raises(access.NotVisible):
        exports.ask(kind="answer", format="docx", parameters={"report": number}, by=cast.body, now=NOW)
