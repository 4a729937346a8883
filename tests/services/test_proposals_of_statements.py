"""Deciding statements: the earlier finding they are about, its verdict, its links, its closure."""

from datetime import date

import pytest

from tests import factories
from tests.factories import NOW
from tests.services.report_files import changed, confirmed, extract, finding_with, proposal, read_report
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Finding, FindingLink, Statement
from tracker.services import proposals
from tracker.services.proposals import StatementDecision
from tracker.services.values import ValueNotUsable
from tracker.vocabulary import (
    Decision,
    FindingKind,
    InspectorateStatus,
    LinkRelation,
    ProposalKind,
    Verdict,
    Wording,
)

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


def test_the_offenders_statement_makes_the_predecessor_its_verdict_and_the_link(cast, cleveland):
    confirmed(cleveland, cast.editor, ProposalKind.FINDING)
    successor = finding_with(OFFENDERS)
    decision = StatementDecision(successors=[successor], relation=LinkRelation.CONTINUES)
    row = confirm(proposal(cleveland, ProposalKind.STATEMENT, OFFENDERS), cast.editor, decision=decision)
    earlier = row.statement.finding
    assert (earlier.reference, earlier.wording) == ("cleveland-2016-eff-01", Wording.AS_REPORTED)
    assert earlier.text == (
        "In our 2016 effectiveness report, we stated that the force should ensure that it manages "
        "effectively the risk posed by registered sex offenders."
    )
    assert (earlier.verdict, earlier.verdict_year) == (Verdict.NOT_IMPROVED, 2017)
    assert (earlier.question.programme.slug, earlier.report_id) == ("peel-2016", cleveland.pk)
    assert earlier.public_from == earlier.inspection.public_from == date(2018, 4, 1)
    link = FindingLink.objects.get()
    assert (link.predecessor, link.successor, link.status) == (earlier, successor, Decision.CONFIRMED)
    assert link.statement == row.statement
    assert link.score > 0
    assert link.reasons


def test_the_absent_children_statement_settles_a_predecessor_without_successor(cast, cleveland):
    confirmed(cleveland, cast.inspector)
    row = proposal(cleveland, ProposalKind.STATEMENT, "absent children")
    row = confirm(row, cast.inspector, decision=StatementDecision(closes=True))
    earlier = row.statement.finding
    assert (earlier.verdict, earlier.inspectorate_status) == (Verdict.RESOLVED, InspectorateStatus.CLOSED)
    assert earlier.closure_reason == "verified"
    assert not FindingLink.objects.exists()
    closed = AuditEvent.objects.get(kind=EventKind.FINDING_CLOSED)
    assert closed.data["statement_id"] == row.statement_id


def test_an_editor_may_not_close_by_a_statement(cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.STATEMENT, "absent children")
    with pytest.raises(access.NotAllowed):
        confirm(row, cast.editor, decision=StatementDecision(closes=True))
    assert not Statement.objects.exists()
    assert not Finding.objects.exists()


def test_only_a_resolved_finding_is_closed_by_its_statement(cast, cleveland):
    confirmed(cleveland, cast.inspector)
    row = proposal(cleveland, ProposalKind.STATEMENT, OFFENDERS)
    with pytest.raises(proposals.statements.NotResolved):
        confirm(row, cast.inspector, decision=StatementDecision(closes=True))


def test_three_passages_on_one_matter_are_one_predecessor(cast, hertfordshire):
    confirmed(hertfordshire, cast.inspector)
    told = [
        row
        for row in hertfordshire.proposals.filter(kind=ProposalKind.STATEMENT)
        if "first point of contact" in str(row.payload["predecessor"])
    ]
    assert len(told) == 3
    for row in told:
        confirm(row, cast.inspector, decision=StatementDecision(closes=True))
    earlier = Finding.objects.get()
    assert (earlier.kind, earlier.verdict) == (FindingKind.CAUSE_OF_CONCERN, Verdict.RESOLVED)
    assert earlier.statements.count() == 3
    # The first passage only speaks of "a specific failing": words and question come from the one that tells.
    assert "serious failings in the force's approach" in earlier.text
    assert earlier.question.text == "Protecting vulnerable people"


def test_another_copy_of_the_report_makes_no_second_predecessor(cast, cleveland):
    copy = read_report(cast.editor, changed(("March 2018", "March  2018")))
    made = []
    for report in (cleveland, copy):
        confirmed(report, cast.editor)
        row = confirm(proposal(report, ProposalKind.STATEMENT, OFFENDERS), cast.editor)
        made.append(row.statement.finding)
    assert made[0] == made[1] == Finding.objects.get()
    assert Statement.objects.count() == 1  # both copies tell the same once


def test_a_predecessor_told_of_in_other_words_is_another(cast, cleveland):
    confirmed(cleveland, cast.editor)
    for words in (OFFENDERS, "absent children"):
        confirm(proposal(cleveland, ProposalKind.STATEMENT, words), cast.editor)
    assert Finding.objects.count() == 2


def test_a_known_earlier_finding_is_chosen(cast, cleveland):
    earlier = factories.finding(year=2016)
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.STATEMENT, OFFENDERS)
    row = confirm(row, cast.editor, decision=StatementDecision(predecessor=earlier))
    assert row.statement.finding == earlier
    assert Finding.objects.count() == 1


@pytest.mark.parametrize(("force", "year"), [("hertfordshire", 2016), ("cleveland", 2017)])
def test_a_finding_of_another_force_or_no_earlier_year_is_no_predecessor(cast, cleveland, force, year):
    other = factories.finding(force, year=year)
    confirmed(cleveland, cast.editor)
    with pytest.raises(proposals.statements.PredecessorNotEarlier, match=other.reference):
        confirm(
            proposal(cleveland, ProposalKind.STATEMENT, OFFENDERS),
            cast.editor,
            decision=StatementDecision(predecessor=other),
        )


def test_a_rule_settles_no_finding(cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = confirm(proposal(cleveland, ProposalKind.STATEMENT, "remain in place"), cast.editor)
    assert row.statement.finding is None
    assert not Finding.objects.exists()


def test_nothing_is_linked_to_a_statement_about_no_finding(cast, cleveland):
    confirmed(cleveland, cast.editor, ProposalKind.FINDING)
    decision = StatementDecision(successors=[finding_with(OFFENDERS)])
    with pytest.raises(proposals.statements.NoFindingToSettle):
        confirm(
            proposal(cleveland, ProposalKind.STATEMENT, "remain in place"), cast.editor, decision=decision
        )


@pytest.mark.parametrize(
    ("correction", "words"),
    [
        ({"verdict": "good"}, "“good” is not known. Select a verdict"),
        ({"strength": "loud"}, "“loud” is not known"),
        ({"about_year": 2017}, "before 2017"),
        ({"about_year": None}, "before 2017"),
        ({"about_year": "2016"}, "must be a year"),
        ({"about_year": 1999}, "No PEEL programme of 1999"),
        ({"about_kind": "cake"}, "Select a kind of finding"),
    ],
)
def test_a_statement_that_fits_no_row_is_refused(cast, cleveland, correction, words):
    confirmed(cleveland, cast.editor)
    with pytest.raises(ValueNotUsable, match=words):
        confirm(proposal(cleveland, ProposalKind.STATEMENT, OFFENDERS), cast.editor, correction=correction)
    assert not Statement.objects.exists()


def test_a_corrected_verdict_counts(cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.STATEMENT, OFFENDERS)
    row = confirm(row, cast.editor, correction={"verdict": "worse", "text": "Manage the risk."})
    assert (row.statement.finding.verdict, row.statement.finding.text) == (Verdict.WORSE, "Manage the risk.")


def test_one_person_who_means_another_finding_the_second_time_is_told(cast, cleveland):
    confirmed(cleveland, cast.editor)
    earlier, other = factories.finding(year=2016), factories.finding(year=2016)
    row = proposal(cleveland, ProposalKind.STATEMENT, OFFENDERS)

    def confirm_about(finding):
        return confirm(row, cast.editor, decision=StatementDecision(predecessor=finding))

    assert confirm_about(earlier).statement == confirm_about(earlier).statement
    with pytest.raises(proposals.AlreadyDecided, match=f"about {earlier}, already"):
        confirm_about(other)
