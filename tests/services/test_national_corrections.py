"""A national recommendation is corrected at its source, and the finding of each force with it."""

from datetime import date

import pytest

from tests import factories
from tests.factories import NOW
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Finding, NationalRecommendation
from tracker.services import corrections, national, national_corrections
from tracker.services.correcting import Correction, NothingChanged
from tracker.services.guards import ReasonMissing
from tracker.services.values import NotCorrectable

pytestmark = pytest.mark.django_db
TEXT, RIGHT = "All forces shuold share.", "All forces should share."
DAY = date(2018, 4, 1)


@pytest.fixture
def source(cast):
    return national.address(
        text=TEXT,
        title="Sharing",
        programme=factories.national().programme,
        year=2017,
        public_from=DAY,
        forces=[factories.force("cleveland"), factories.force("hertfordshire")],
        by=cast.editor,
        now=NOW,
    )


@pytest.fixture
def correct(cast, source):
    def correct(reason="A slip of the pen.", by=cast.editor, version=None, **values):
        given = Correction(values, reason, version)
        return national_corrections.correct(national=source, correction=given, by=by, now=NOW)

    return correct


def test_the_wording_is_corrected_for_every_force_and_the_old_kept(source, correct):
    row = correct(text=RIGHT)
    assert set(row.findings.values_list("text", flat=True)) == {RIGHT}
    events = AuditEvent.objects.filter(kind=EventKind.FINDING_CORRECTED)
    assert {event.finding.force.slug for event in events} == {"cleveland", "hertfordshire"}
    told = AuditEvent.objects.get(kind=EventKind.NATIONAL_CORRECTED).data
    assert told["changes"] == [{"field": "text", "before": TEXT, "after": RIGHT}]
    assert (told["reason"], row.version) == ("A slip of the pen.", 2)


def test_the_day_is_corrected_for_findings_and_inspections(source, correct):
    versions = {finding.pk: finding.version for finding in source.findings.all()}
    row = correct(public_from=date(2018, 3, 1), title="Sharing more")
    for finding in row.findings.select_related("inspection"):
        assert finding.public_from == finding.inspection.public_from == date(2018, 3, 1)
        assert finding.version == versions[finding.pk] + 1
    assert row.title == "Sharing more"
    assert not AuditEvent.objects.filter(kind=EventKind.FINDING_CORRECTED).exists()


def test_an_earlier_publication_of_the_inspection_still_counts(cast, source, correct):
    national.address(
        text="Another one.", title="Sharing", programme=source.programme, year=2017, public_from=DAY,
        forces=[factories.force("cleveland")], by=cast.editor, now=NOW,
    )  # fmt: skip
    correct(public_from=date(2018, 5, 1))
    days = {row.force.slug: row.inspection.public_from for row in source.findings.all()}
    assert days == {"cleveland": DAY, "hertfordshire": date(2018, 5, 1)}


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"text": TEXT}, NothingChanged),
        ({"text": " "}, national.NothingAsked),
        ({"title": ""}, national.NothingAsked),
        ({"text": RIGHT, "reason": " "}, ReasonMissing),
        ({"year": 2016}, NotCorrectable),
        ({"public_from": date(2016, 4, 1)}, national.YearAfterPublication),
        ({"public_from": date(2999, 4, 1)}, national_corrections.PublicAlready),
        ({"text": RIGHT, "version": 7}, corrections.CorrectedMeanwhile),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(source, correct, values, refusal):
    with pytest.raises(refusal):
        correct(**values)
    row = NationalRecommendation.objects.get(pk=source.pk)
    assert (row.text, row.title, row.public_from, row.version) == (TEXT, "Sharing", DAY, 1)
    assert set(row.findings.values_list("text", "public_from")) == {(TEXT, DAY)}


def test_two_of_one_wording_are_refused(cast, source, correct):
    national.address(
        text=RIGHT, title="Sharing", programme=source.programme, year=2017, public_from=DAY,
        forces=[factories.force("cleveland")], by=cast.editor, now=NOW,
    )  # fmt: skip
    with pytest.raises(national_corrections.SameRecommendation):
        correct(text=RIGHT)


def test_it_is_hmicfrs_that_corrects(cast, correct):
    with pytest.raises(access.NotAllowed):
        correct(text=RIGHT, by=cast.liaison)


def test_one_force_s_wording_is_not_corrected_apart(cast, source):
    finding = source.findings.get(force__slug="cleveland")
    correction = Correction({"text": RIGHT}, "A slip.")
    with pytest.raises(corrections.OfAllForces):
        corrections.correct_finding(finding=finding, correction=correction, by=cast.editor, now=NOW)
    assert Finding.objects.get(pk=finding.pk).text == TEXT
