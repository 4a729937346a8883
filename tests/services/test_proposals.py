"""Deciding proposals: what each kind makes, once, and what is refused in words."""

from datetime import date

import pytest

from tests import factories
from tests.factories import NOW
from tests.services.report_files import changed, confirmed, extract, finding_with, proposal, read_report
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Finding, Inspection, Judgment, Observation
from tracker.services import proposals, reports
from tracker.services.guards import ReasonMissing
from tracker.services.values import NotCorrectable, ValueNotUsable
from tracker.vocabulary import Decision, FindingKind, ProposalKind, RejectReason, ReportStatus

pytestmark = pytest.mark.django_db
OFFENDERS = "registered sex offenders"


@pytest.fixture
def cleveland(cast):
    return read_report(cast.editor)


@pytest.fixture
def hertfordshire(cast):
    return read_report(cast.editor, extract("hertfordshire"))


def confirm(row, by, **others):
    return proposals.confirm(proposal=row, by=by, now=NOW, **others)


def reject(row, by, reason=RejectReason.NOT_SAID, **others):
    return proposals.reject(proposal=row, reason=reason, by=by, now=NOW, **others)


# --- the inspection comes first --------------------------------------------------------------------------


def test_confirming_the_inspection_ties_the_report_to_it(cast, cleveland):
    row = confirm(proposal(cleveland, ProposalKind.INSPECTION), cast.editor)
    cleveland.refresh_from_db()
    inspection = cleveland.inspection
    assert (inspection.force.slug, inspection.programme.slug) == ("cleveland", "peel-2017")
    assert (inspection.pillar, inspection.year, inspection.public_from) == (
        "effectiveness",
        2017,
        date(2018, 4, 1),
    )
    assert inspection.assessed.count() == 3
    assert (row.judgment.question, row.judgment.grade.label) == (None, "Good")
    assert (row.status, row.decided_by_id) == (Decision.CONFIRMED, cast.editor.pk)
    event = AuditEvent.objects.get(kind=EventKind.PROPOSAL_CONFIRMED)
    assert (event.report_id, event.force.slug) == (cleveland.pk, "cleveland")


def test_nothing_else_is_confirmed_before_the_inspection(cast, cleveland):
    for kind in (ProposalKind.JUDGMENT, ProposalKind.FINDING, ProposalKind.STATEMENT):
        with pytest.raises(proposals.InspectionFirst, match="Confirm the inspection first"):
            confirm(proposal(cleveland, kind), cast.editor)
    assert not Finding.objects.exists()


def test_a_missing_overall_grade_stays_missing(cast, hertfordshire):
    row = confirm(proposal(hertfordshire, ProposalKind.INSPECTION), cast.editor)
    assert row.judgment.grade is None
    assert "The overall judgment is missing from the text." in hertfordshire.warnings


def test_a_force_that_was_not_recognised_is_corrected(cast):
    report = read_report(cast.editor, changed(("Cleveland Police", "Borsetshire Constabulary")))
    earlier = factories.finding(year=2016, text=f"The force should manage the risk posed by {OFFENDERS}.")
    row = proposal(report, ProposalKind.INSPECTION)
    with pytest.raises(ValueNotUsable, match="Enter the force"):
        confirm(row, cast.editor)
    with pytest.raises(ValueNotUsable, match="“Borsetshire” is not a force known here"):
        confirm(row, cast.editor, correction={"force": "Borsetshire"})
    row = confirm(row, cast.editor, correction={"force": "Cleveland Police"})
    assert row.correction == {"force": "Cleveland Police"}
    told = proposal(report, ProposalKind.STATEMENT, OFFENDERS)
    assert [item["finding"] for item in told.candidates if item["side"] == "predecessor"] == [earlier.pk]


def test_an_inspection_known_from_a_later_telling_is_taken(cast, cleveland):
    known = Inspection.objects.create(
        force=factories.force(),
        programme=factories.programme(2017),
        pillar="effectiveness",
        year=2017,
        public_from=date(2019, 1, 1),
    )
    confirmed(cleveland, cast.editor)
    cleveland.refresh_from_db()
    assert cleveland.inspection == known
    assert cleveland.inspection.public_from == date(2018, 4, 1)


# --- judgments and findings ------------------------------------------------------------------------------


def test_judgments_keep_what_was_carried_forward(cast, cleveland):
    confirmed(cleveland, cast.editor, ProposalKind.JUDGMENT)
    carried = Judgment.objects.get(question__text="Tackling serious and organised crime")
    assert (carried.grade.label, carried.last_inspected, carried.carried_forward) == ("Good", 2016, True)
    assert Judgment.objects.filter(question__isnull=False).count() == 5


def test_a_grade_that_is_not_on_the_scale_is_refused(cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.JUDGMENT)
    with pytest.raises(ValueNotUsable, match="“Adequate” is not a grade of PEEL 2017"):
        confirm(row, cast.editor, correction={"grade": "Adequate"})
    row.refresh_from_db()
    assert (row.status, row.correction) == (Decision.PROPOSED, {})


def test_a_judgment_carried_forward_says_from_when(cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.JUDGMENT)
    with pytest.raises(ValueNotUsable, match="Enter the year from which"):
        confirm(row, cast.editor, correction={"carried_forward": True, "last_inspected": None})


def test_another_report_may_not_change_a_grade(cast, cleveland):
    confirmed(cleveland, cast.editor, ProposalKind.JUDGMENT)
    second = read_report(cast.editor, changed(("behaviour\t Good", "behaviour\t Inadequate")))
    confirmed(second, cast.editor)
    with pytest.raises(proposals.confirming.JudgmentDiffers, match="has the grade Good already"):
        proposals.confirm_all(report=second, kind=ProposalKind.JUDGMENT, by=cast.editor, now=NOW)


def test_findings_are_numbered_in_their_order(cast, cleveland):
    confirmed(cleveland, cast.editor, ProposalKind.FINDING)
    assert list(Finding.objects.order_by("number").values_list("reference", flat=True)) == [
        f"cleveland-2017-eff-{number:02}" for number in range(1, 7)
    ]
    finding = finding_with(OFFENDERS)
    assert (finding.question.text, finding.report_id) == ("Protecting vulnerable people", cleveland.pk)
    assert " ".join(cleveland.text[finding.place["start"] : finding.place["end"]].split()) == finding.text


def test_a_finding_is_confirmed_with_corrections(cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.FINDING, "DASH")
    row = confirm(row, cast.editor, correction={"kind": "cause_of_concern", "text": "Better forms.  "})
    assert (row.finding.kind, row.finding.text) == (FindingKind.CAUSE_OF_CONCERN, "Better forms.")
    assert row.payload["kind"] == "area_for_improvement"


@pytest.mark.parametrize(
    ("correction", "words"),
    [
        ({"question": "Cakes"}, "“Cakes” is not a question of PEEL 2017"),
        ({"kind": "cake"}, "“cake” is not known. Select a kind of finding"),
        ({"text": "  "}, "Enter the wording"),
        ({"text": 5}, "The wording must be text"),
        ({"kind": ["recommendation"]}, "Select a kind of finding"),
        ({"kind": "recommendation", "parent": 99}, "Select a cause of concern of this report"),
        ({"kind": "recommendation", "parent": -1}, "must be a number"),
    ],
)
def test_a_correction_that_fits_no_row_is_refused(cast, cleveland, correction, words):
    confirmed(cleveland, cast.editor)
    with pytest.raises(ValueNotUsable, match=words):
        confirm(proposal(cleveland, ProposalKind.FINDING), cast.editor, correction=correction)
    assert not Finding.objects.exists()


def test_only_what_was_read_can_be_corrected(cast, cleveland):
    confirmed(cleveland, cast.editor)
    with pytest.raises(NotCorrectable, match="reference"):
        confirm(proposal(cleveland, ProposalKind.FINDING), cast.editor, correction={"reference": "x"})


@pytest.mark.parametrize(
    "value", ["wo\0rds", ["wo\0rds"], [1], {"a": 1}, 10**30, float("nan"), float("inf")], ids=repr
)
def test_a_correction_that_no_row_can_keep_is_refused(cast, cleveland, value):
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.FINDING)
    with pytest.raises(ValueNotUsable) as refused:
        confirm(row, cast.editor, correction={"parent": value})
    assert refused.value.field == "parent"


def test_a_recommendation_waits_for_its_cause_of_concern(cast, cleveland):
    confirmed(cleveland, cast.editor)
    cause, recommendation = cleveland.proposals.filter(kind=ProposalKind.FINDING).order_by("position")[:2]
    as_recommendation = {"kind": "recommendation", "parent": cause.position}
    with pytest.raises(proposals.confirming.ParentFirst):
        confirm(recommendation, cast.editor, correction=as_recommendation)
    cause = confirm(cause, cast.editor, correction={"kind": "cause_of_concern"})
    recommendation = confirm(recommendation, cast.editor, correction=as_recommendation)
    assert recommendation.finding.parent == cause.finding


def test_the_same_finding_in_a_second_report_of_the_inspection_is_one(cast, cleveland):
    confirmed(cleveland, cast.editor, ProposalKind.FINDING)
    second = read_report(cast.editor, changed(("March 2018", "April 2018")))
    confirmed(second, cast.editor, ProposalKind.FINDING)
    assert Finding.objects.count() == 6
    row = proposal(second, ProposalKind.FINDING, OFFENDERS)
    assert row.finding == finding_with(OFFENDERS)


# --- once, and only by those who may ---------------------------------------------------------------------


def test_confirming_twice_makes_one_finding(cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.FINDING)
    first = confirm(row, cast.editor)
    again = confirm(row, cast.editor)
    assert again.finding == first.finding
    assert Finding.objects.count() == 1


@pytest.mark.parametrize("correction", [None, {"text": "Other words."}])
def test_what_another_confirmed_is_refused_naming_who_and_what(cast, cleveland, correction):
    confirmed(cleveland, cast.editor)
    row = confirm(proposal(cleveland, ProposalKind.FINDING), cast.editor)
    with pytest.raises(proposals.AlreadyDecided) as refused:
        confirm(row, cast.inspector, correction=correction)
    assert str(refused.value) == (
        f"Finding 1 was confirmed as it was read, as {row.finding}, already, "
        f"by {cast.editor} on 1 June 2018 at 10:30am."
    )
    row.refresh_from_db()
    assert (row.decided_by, row.correction, Finding.objects.count()) == (cast.editor, {}, 1)


def test_a_refusal_tells_what_was_corrected(cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.FINDING)
    confirm(row, cast.editor, correction={"kind": "cause_of_concern"})
    with pytest.raises(
        proposals.AlreadyDecided, match=r"with corrections \(kind: cause of concern\) already"
    ):
        confirm(row, cast.editor)


def test_what_was_rejected_is_not_confirmed(cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.FINDING)
    reject(row, cast.editor, note="It is a quote.")
    with pytest.raises(proposals.AlreadyDecided) as refused:
        confirm(row, cast.inspector)
    assert str(refused.value) == (
        f"Finding 1 was rejected (the report does not say this) already, "
        f"by {cast.editor} on 1 June 2018 at 10:30am."
    )


def test_what_was_confirmed_is_not_rejected(cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = confirm(proposal(cleveland, ProposalKind.FINDING), cast.editor)
    with pytest.raises(proposals.AlreadyDecided, match="as it was read, as cleveland-2017-eff-01, already"):
        reject(row, cast.inspector)


def test_rejecting_twice_is_as_once(cast, cleveland):
    row = proposal(cleveland, ProposalKind.FINDING)
    reject(row, cast.editor)
    reject(row, cast.editor)
    with pytest.raises(proposals.AlreadyDecided, match="rejected"):
        reject(row, cast.inspector)
    assert AuditEvent.objects.filter(kind=EventKind.PROPOSAL_REJECTED).count() == 1


@pytest.mark.parametrize(
    ("reason", "note", "words"),
    [("", "", "Select why"), ("because", "", "Select why"), ("other", " ", "in a few words")],
)
def test_nothing_is_rejected_without_a_reason(cast, cleveland, reason, note, words):
    row = proposal(cleveland, ProposalKind.FINDING)
    with pytest.raises(ReasonMissing, match=words):
        reject(row, cast.editor, reason, note=note)
    assert reject(row, cast.editor, "other", note="A quote.").reject_reason == RejectReason.OTHER


@pytest.mark.parametrize("who", ["liaison", "chief", "force_admin", "stranger", "administrator", "nobody"])
def test_others_decide_nothing(cast, cleveland, who):
    by, row = getattr(cast, who), proposal(cleveland, ProposalKind.INSPECTION)
    with pytest.raises(access.NotAllowed):
        confirm(row, by)
    with pytest.raises(access.NotAllowed):
        reject(row, by)
    with pytest.raises(access.NotAllowed):
        proposals.confirm_all(report=cleveland, kind=ProposalKind.JUDGMENT, by=by, now=NOW)


def test_statements_are_not_confirmed_in_bulk(cast, cleveland):
    confirmed(cleveland, cast.editor)
    with pytest.raises(proposals.NotInBulk):
        proposals.confirm_all(report=cleveland, kind=ProposalKind.STATEMENT, by=cast.editor, now=NOW)


def test_confirming_all_is_all_or_none(cast):
    report = read_report(cast.editor, changed(("Specialist capabilities\tUngraded", "Cakes\tUngraded")))
    confirmed(report, cast.editor)
    with pytest.raises(ValueNotUsable, match="Cakes"):
        proposals.confirm_all(report=report, kind=ProposalKind.JUDGMENT, by=cast.editor, now=NOW)
    assert not Judgment.objects.filter(question__isnull=False).exists()


def test_the_report_is_decided_with_the_last_proposal(cast, cleveland):
    confirmed(cleveland, cast.editor, ProposalKind.JUDGMENT, ProposalKind.FINDING)
    rest = list(cleveland.proposals.undecided())
    for row in rest:
        cleveland.refresh_from_db()
        assert cleveland.status == ReportStatus.READ
        reject(row, cast.inspector)
    cleveland.refresh_from_db()
    assert (cleveland.status, cleveland.decided_at) == (ReportStatus.DECIDED, NOW)
    assert AuditEvent.objects.filter(kind=EventKind.REPORT_DECIDED, report=cleveland).count() == 1


# --- measures and suggestions ----------------------------------------------------------------------------


def test_a_lost_figure_stays_missing(cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = cleveland.proposals.create(
        kind=ProposalKind.MEASURE,
        position=90,
        payload={"name": "Arrests", "value": None, "comparator_value": "just over half", "unit": "%"},
    )
    observation = confirm(row, cast.editor).observation
    assert (observation.value, observation.value_words) == (None, "")
    assert observation.comparator_words == "just over half"
    assert Observation.objects.get().measure.name == "Arrests"


@pytest.mark.parametrize("value", [float("inf"), 1e15, True, [5]])
def test_a_figure_that_is_none_is_refused(cast, cleveland, value):
    confirmed(cleveland, cast.editor)
    row = cleveland.proposals.create(
        kind=ProposalKind.MEASURE, position=90, payload={"name": "Arrests", "value": None}
    )
    with pytest.raises(ValueNotUsable, match="must be a number or words"):
        confirm(row, cast.editor, correction={"value": value})


def test_a_suggestion_is_kept_and_is_no_finding(cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = cleveland.proposals.create(
        kind=ProposalKind.SUGGESTION, position=90, payload={"text": "It could do more.", "question": None}
    )
    assert confirm(row, cast.editor).status == Decision.CONFIRMED
    assert not Finding.objects.exists()
    assert reports.Report.objects.get().status == ReportStatus.READ
