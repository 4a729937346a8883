"""Correcting what was confirmed: the old stays readable, and what follows from it follows."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import factories
from tests.factories import NOW
from tests.services.report_files import added, confirmed, proposal, read_report
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Judgment
from tracker.selectors.chains import chain_of
from tracker.selectors.corrections import corrections_by_proposal, corrections_of
from tracker.selectors.timelines import timeline_of
from tracker.services import corrections, findings, proposals, verdicts
from tracker.services.corrections import Correction
from tracker.services.guards import ReasonMissing
from tracker.services.statements import PredecessorNotEarlier
from tracker.services.values import NotCorrectable, ValueNotUsable
from tracker.services.withdrawals import StillInUse
from tracker.vocabulary import FindingKind, ProposalKind, StatementStrength

pytestmark = pytest.mark.django_db
LATER = datetime(2020, 1, 1, 12, tzinfo=UTC)
WHY = "The reader took the wrong line."


def correct(finding, by, *, reason=WHY, version=None, **values):
    given = Correction(values, reason, version)
    return corrections.correct_finding(finding=finding, correction=given, by=by, now=NOW)


def correct_said(statement, by, *, reason=WHY, now=LATER, **values):
    return corrections.correct_statement(
        statement=statement, correction=Correction(values, reason), by=by, now=now
    )


# --- findings -------------------------------------------------------------------------------------------


@pytest.fixture
def report(cast):
    report = read_report(cast.editor)
    confirmed(report, cast.editor, ProposalKind.JUDGMENT, ProposalKind.FINDING)
    report.refresh_from_db()
    return report


@pytest.fixture
def row(report):
    return proposal(report, ProposalKind.FINDING)


def test_a_wording_is_corrected_and_the_old_is_shown(cast, row):
    before = row.finding.text
    finding = correct(row.finding, cast.inspector, text="The force should keep its promises.")
    assert finding.text == "The force should keep its promises."
    (told,) = corrections_of(finding)
    assert [(each.called, each.before, each.after) for each in told.changes] == [
        ("Wording", before, "The force should keep its promises.")
    ]
    assert (told.reason, told.event.actor) == (WHY, cast.inspector)


def test_the_timeline_says_old_and_new(cast, row):
    finding = correct(row.finding, cast.editor, kind="cause_of_concern")
    newest = timeline_of(finding)[0]
    assert newest.sentence == "Corrected: kind"
    assert newest.detail == f"{WHY}\nKind: Area for improvement → Cause of concern"


def test_the_proposal_keeps_what_was_read_and_that_it_was_amended(cast, row):
    payload = dict(row.payload)
    correct(row.finding, cast.editor, text="Other words.")
    row.refresh_from_db()
    assert (row.payload, row.correction, row.amended_at) == (payload, {}, NOW)


def test_chain_and_grade_follow_the_question(cast, report, row):
    graded = Judgment.objects.filter(question__isnull=False).exclude(question=row.finding.question).first()
    finding = correct(row.finding, cast.editor, question=graded.question.text)
    (year,) = chain_of(finding, cast.editor).years
    assert year.findings[0].judgment == graded


def test_a_question_can_be_taken_away(cast, row):
    assert correct(row.finding, cast.editor, question=None).question is None


def test_history_holds_every_correction(cast, row):
    finding = correct(row.finding, cast.editor, text="Second.")
    finding = correct(finding, cast.inspector, text="Third.")
    assert [told.changes[0].after for told in corrections_of(finding)] == ["Third.", "Second."]


@pytest.mark.parametrize(
    ("values", "refusal", "words"),
    [
        ({"text": " "}, ValueNotUsable, "Enter the wording"),
        ({"kind": "wish"}, ValueNotUsable, "“wish” is not known"),
        ({"question": "Cakes"}, ValueNotUsable, "“Cakes” is not a question"),
        ({"reference": "x"}, NotCorrectable, "You cannot correct reference here"),
        ({}, corrections.NothingChanged, "Nothing is different"),
    ],
)
def test_what_cannot_stand_is_refused(cast, row, values, refusal, words):
    before = row.finding.text
    with pytest.raises(refusal, match=words):
        correct(row.finding, cast.editor, **values)
    row.finding.refresh_from_db()
    assert row.finding.text == before
    assert not AuditEvent.objects.filter(kind=EventKind.FINDING_CORRECTED).exists()


def test_nothing_is_corrected_without_a_reason(cast, row):
    with pytest.raises(ReasonMissing):
        correct(row.finding, cast.editor, reason=" ", text="Other words.")


def test_what_another_corrected_meanwhile_is_not_written_over(cast, row):
    seen = row.finding.version
    correct(row.finding, cast.editor, version=seen, text="Second.")
    with pytest.raises(corrections.CorrectedMeanwhile):
        correct(row.finding, cast.inspector, version=seen, text="Mine.")
    row.finding.refresh_from_db()
    assert row.finding.text == "Second."


@pytest.mark.parametrize("who", ["liaison", "chief", "stranger", "administrator", "nobody"])
def test_others_correct_nothing(cast, row, who):
    with pytest.raises(access.NotAllowed):
        correct(row.finding, getattr(cast, who), text="Other words.")


def test_a_cause_of_concern_with_recommendations_keeps_its_kind(cast):
    cause = factories.finding(kind=FindingKind.CAUSE_OF_CONCERN)
    child = factories.finding(kind=FindingKind.RECOMMENDATION, parent=cause)
    with pytest.raises(corrections.KindInUse, match="has recommendations"):
        correct(cause, cast.editor, kind="area_for_improvement")
    assert correct(child, cast.editor, kind="area_for_improvement").parent is None


def test_a_closed_finding_is_corrected_and_stays_closed(cast):
    finding = findings.close(
        finding=factories.finding(), reason="no_further_action", by=cast.inspector, now=NOW
    )
    assert correct(finding, cast.editor, text="Other words.").is_closed


# --- statements -----------------------------------------------------------------------------------------


@pytest.fixture
def told(cast):
    """A statement of the 2017 report about a finding of 2016, counted."""
    statement = factories.statement(factories.finding(year=2016), verdict="not_improved")
    verdicts.record(statement=statement, by=cast.editor, now=LATER)
    statement.refresh_from_db()
    return statement


def verdict_of(finding):
    finding.refresh_from_db()
    return finding.verdict, finding.verdict_year


def test_a_corrected_verdict_stands_on_the_finding(cast, told):
    correct_said(told, cast.editor, verdict="improved")
    assert verdict_of(told.finding) == ("improved", 2017)
    newest = timeline_of(told.finding)[0]
    assert newest.sentence == "Corrected in a statement of PEEL: Police effectiveness 2017: verdict"
    assert "Verdict: Not improved → Improved but not complete" in newest.detail


def test_a_later_statement_still_counts_before_a_corrected_one(cast, told):
    later = factories.statement(
        told.finding, in_report=factories.report(year=2018), verdict="resolved", strength="summary"
    )
    verdicts.record(statement=later, by=cast.editor, now=LATER)
    correct_said(told, cast.editor, verdict="worse")
    assert verdict_of(told.finding) == ("resolved", 2018)


def test_a_statement_moves_to_another_finding_with_its_verdict(cast, told):
    was, other = told.finding, factories.finding(year=2016)
    correct_said(told, cast.editor, finding=other.reference)
    assert (verdict_of(was), verdict_of(other)) == (("", None), ("not_improved", 2017))
    for finding in (was, other):
        assert f"{was.reference} → {other.reference}" in timeline_of(finding)[0].detail


def test_a_statement_about_nothing_any_more_settles_nothing(cast, told):
    was = told.finding
    statement = correct_said(told, cast.editor, finding=None)
    assert (statement.finding, statement.counted_at, verdict_of(was)) == (None, None, ("", None))


def test_before_publication_a_correction_shows_on_no_finding(cast):
    finding = factories.finding(year=2016)
    coming = LATER.date() + timedelta(days=1)
    statement = factories.statement(
        finding, in_report=factories.report(year=2019), public_from=coming, verdict="worse"
    )
    verdicts.record(statement=statement, by=cast.editor, now=LATER)
    correct_said(statement, cast.editor, verdict="improved")
    assert verdict_of(finding) == ("", None)
    assert EventKind.STATEMENT_CORRECTED not in [told.kind for told in timeline_of(finding)]
    assert verdicts.record_due(now=LATER + timedelta(days=1)) == 1
    assert verdict_of(finding) == ("improved", 2019)


def test_only_an_earlier_finding_of_the_force_is_spoken_of(cast, told):
    for other in (factories.finding(year=2017), factories.finding("hertfordshire", year=2015)):
        with pytest.raises((PredecessorNotEarlier, ValueNotUsable)):
            correct_said(told, cast.editor, finding=other.reference)


def test_a_rule_settles_no_finding(cast, told):
    rule = factories.statement(told.finding, strength=StatementStrength.SUMMARY)
    rule.finding, rule.strength = None, StatementStrength.RULE
    rule.save()
    with pytest.raises(ValueNotUsable, match="A rule is about all"):
        correct_said(rule, cast.editor, finding=told.finding.reference)


def test_a_statement_that_a_link_rests_on_keeps_its_finding_and_not_its_verdict(cast, told):
    factories.link(told.finding, factories.finding(year=2017), statement=told)
    with pytest.raises(StillInUse, match="rests on this statement"):
        correct_said(told, cast.editor, finding=factories.finding(year=2016).reference)
    correct_said(told, cast.editor, verdict="improved")
    assert verdict_of(told.finding) == ("improved", 2017)


def test_a_statement_that_closed_its_finding_stays_resolved(cast):
    statement = factories.statement(factories.finding(year=2016), verdict="resolved")
    verdicts.record(statement=statement, by=cast.editor, now=LATER)
    findings.close(
        finding=statement.finding, reason="verified", statement=statement, by=cast.inspector, now=LATER
    )
    with pytest.raises(StillInUse, match="was closed on this statement"):
        correct_said(statement, cast.editor, verdict="improved")
    assert correct_said(statement, cast.editor, about_year=2015).about_year == 2015


# --- judgments ------------------------------------------------------------------------------------------


def test_a_grade_is_corrected_and_may_be_missing(cast, report):
    row = proposal(report, ProposalKind.JUDGMENT)
    before = row.judgment.grade.label

    def grade(label):
        given = Correction({"grade": label}, WHY)
        return corrections.correct_judgment(judgment=row.judgment, correction=given, by=cast.editor, now=NOW)

    assert grade("Inadequate").grade.label == "Inadequate"
    event = AuditEvent.objects.get(kind=EventKind.JUDGMENT_CORRECTED)
    assert event.data["changes"] == [{"field": "grade", "before": before, "after": "Inadequate"}]
    assert (event.report, event.force.slug) == (report, "cleveland")
    assert grade(None).grade is None
    with pytest.raises(ValueNotUsable, match="“Splendid” is not a grade"):
        grade("Splendid")


def test_a_confirmed_measure_is_corrected_with_the_old_kept(cast, report):
    row = proposals.confirm(proposal=added(report, ProposalKind.MEASURE), by=cast.editor, now=NOW)
    correction = Correction({"value": 12.5, "period": "2016"}, WHY)
    corrections.amend(proposal=row, correction=correction, by=cast.editor, now=NOW)
    row.observation.refresh_from_db()
    assert (float(row.observation.value), row.observation.period) == (12.5, "2016")
    event = AuditEvent.objects.get(kind=EventKind.ITEM_CORRECTED)
    assert event.data["changes"] == [
        {"field": "value", "before": 11, "after": 12.5},
        {"field": "period", "before": "2017", "after": "2016"},
    ]
    with pytest.raises(corrections.NothingChanged):
        corrections.amend(proposal=row, correction=correction, by=cast.editor, now=NOW)


def test_a_confirmed_suggestion_is_corrected(cast, report):
    row = proposals.confirm(proposal=added(report, ProposalKind.SUGGESTION), by=cast.editor, now=NOW)
    correction = Correction({"text": "The force should use it more."}, WHY)
    corrections.amend(proposal=row, correction=correction, by=cast.editor, now=NOW)
    row.refresh_from_db()
    assert row.values["text"] == "The force should use it more."
    assert row.amended_at == NOW


def test_the_facts_of_an_inspection_stay_and_the_refusal_says_what_to_do(cast, report):
    row = proposal(report, ProposalKind.INSPECTION)
    for field, told in (
        ("inspection_year", "upload the report in another form"),
        ("published", "publication day"),
    ):
        with pytest.raises(NotCorrectable, match=told):
            corrections.amend(
                proposal=row, correction=Correction({field: 2016}, WHY), by=cast.editor, now=NOW
            )


def corrected_details(row, by, **values):
    corrections.amend(proposal=row, correction=Correction(values, WHY), by=by, now=NOW)
    row.refresh_from_db()
    return row.report


def test_the_title_isbn_and_questions_of_a_confirmed_inspection_are_corrected(cast, report):
    row = proposal(report, ProposalKind.INSPECTION)
    read, before = dict(row.payload), report.title
    of, last = report.inspection, row.payload["assessed"][-1]
    asked = list(of.assessed.order_by("pk"))
    corrected_details(row, cast.inspector, title=" PEEL 2017 ", isbn="9781786555946", assessed=[last])
    report.refresh_from_db()
    assert (report.title, report.isbn) == ("PEEL 2017", "9781786555946")
    assert len(asked) > 1
    assert [question.text for question in of.assessed.all()] == [last]
    assert (row.payload, row.correction, row.amended_at) == (read, {}, NOW)
    (told,) = corrections_by_proposal([row])[row.pk]
    assert (told.reason, told.event.actor, told.event.kind) == (WHY, cast.inspector, "details_corrected")
    assert [each.called for each in told.changes] == ["Title of the report", "ISBN", "Questions inspected"]
    assert (told.changes[0].before, told.changes[0].after) == (before, "PEEL 2017")
    corrected_details(row, cast.inspector, assessed=read["assessed"])
    assert list(of.assessed.order_by("pk")) == asked


def test_details_and_overall_judgment_are_two_corrections_of_one_deed(cast, report):
    row = proposal(report, ProposalKind.INSPECTION)
    stands = {"title": report.title, "grade": row.judgment.grade.label}
    with pytest.raises(corrections.NothingChanged):
        corrected_details(row, cast.editor, **stands)
    corrected_details(row, cast.editor, **stands | {"title": "Another"})
    corrected_details(row, cast.editor, **stands | {"title": "Another", "grade": "Inadequate"})
    kinds = AuditEvent.objects.filter(report=report, data__reason=WHY).order_by("pk")
    assert [event.kind for event in kinds] == ["details_corrected", "judgment_corrected"]
    assert Judgment.objects.get(pk=row.judgment_id).grade.label == "Inadequate"


def test_what_no_detail_can_be_is_refused_and_nothing_is_lost(cast, report):
    row = proposal(report, ProposalKind.INSPECTION)
    for values, told in (
        ({"isbn": "97817865559461"}, "13 characters"),
        ({"assessed": ["Cakes"]}, "“Cakes” is not a question"),
        ({"title": 5}, "must be text"),
    ):
        with pytest.raises(ValueNotUsable, match=told):
            corrected_details(row, cast.editor, **values)
    with pytest.raises(access.NotAllowed):
        corrected_details(row, cast.liaison, title="Ours")
    report.refresh_from_db()
    assert report.title == row.payload["title"]
    assert not AuditEvent.objects.filter(kind=EventKind.DETAILS_CORRECTED).exists()


def test_the_questions_that_another_report_of_the_inspection_names_stay(cast, report):
    row = proposal(report, ProposalKind.INSPECTION)
    first, second = row.payload["assessed"][:2]
    other = factories.report(inspection=report.inspection)
    other.proposals.create(
        kind=ProposalKind.INSPECTION, position=0, payload={**row.payload, "assessed": [first]},
        status="confirmed", decided_by=cast.editor, decided_at=NOW,
    )  # fmt: skip
    corrected_details(row, cast.editor, assessed=[second])
    assert {question.text for question in report.inspection.assessed.all()} == {first, second}


def test_a_statement_s_question_kind_and_year_are_corrected(cast, report):
    said = proposals.confirm(
        proposal=proposal(report, ProposalKind.STATEMENT), by=cast.editor, now=NOW
    ).statement
    asked = report.inspection.programme.questions.exclude(pk=said.question_id).filter(pillar="effectiveness")
    correct_said(said, cast.inspector, question=asked[0].text, about_kind="cause_of_concern")
    said.refresh_from_db()
    assert (said.question, said.about_kind) == (asked[0], "cause_of_concern")
    with pytest.raises(ValueNotUsable):
        correct_said(said, cast.inspector, question="Cakes")
    correct_said(said, cast.inspector, question=None, about_kind="unknown")
    said.refresh_from_db()
    assert (said.question, said.about_kind) == (None, "")


def test_a_recommendation_moves_to_another_cause_of_concern_of_its_inspection(cast):
    cause = factories.finding(kind="cause_of_concern")
    child = factories.finding(kind="recommendation", inspection=cause.inspection)
    other = factories.finding(kind="cause_of_concern", year=2015)
    given = {"finding": child, "by": cast.editor, "now": NOW}
    corrections.correct_finding(correction=Correction({"parent": cause.reference}, WHY), **given)
    child.refresh_from_db()
    assert child.parent == cause
    with pytest.raises(ValueNotUsable):
        corrections.correct_finding(correction=Correction({"parent": other.reference}, WHY), **given)
