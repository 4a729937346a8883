"""Earlier open findings of which a report says nothing, and why that may be."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.factories import NOW
from tracker.models import Force, ForceSuccession, Judgment, QuestionAlias, QuestionCrosswalk
from tracker.selectors.after_import import after_import, unaccounted_for
from tracker.selectors.questions import question_map
from tracker.vocabulary import Confidence, Decision, LinkRelation, Pillar, Silence, Verdict

pytestmark = pytest.mark.django_db

PROTECTING, TACKLING = "Protecting vulnerable people", "Tackling serious and organised crime"


@pytest.fixture
def report(db):
    """The report of 2017, which inspected one question and carries the other forward."""
    made = factories.report()
    made.inspection.assessed.add(factories.question(PROTECTING))
    tackling = factories.question(TACKLING)
    Judgment.objects.create(
        inspection=made.inspection, question=tackling, carried_forward=True, last_inspected=2016
    )
    return made


def earlier(question=PROTECTING, **fields):
    asked = factories.question(question, year=2016) if question else None
    return factories.finding(year=2016, question=asked, **fields)


def silence_of(report):
    return {row.reference: Silence(row.silence) for row in unaccounted_for(report.inspection)}


def reasons(report):
    groups = after_import(report, report.inspection).groups
    return {row.finding.reference: row.reason for group in groups for row in group.rows}


def test_each_says_why_the_report_may_be_silent(report):
    again, carried, unknown = earlier(), earlier(TACKLING), earlier(None)
    other = factories.inspection(year=2015)
    other.pillar = Pillar.EFFICIENCY
    other.save(update_fields=["pillar"])
    outside = factories.finding(inspection=other)
    assert silence_of(report) == {
        again.reference: Silence.REINSPECTED,
        carried.reference: Silence.CARRIED_FORWARD,
        unknown.reference: Silence.NOT_KNOWN,
        outside.reference: Silence.OUTSIDE,
    }
    told = reasons(report)
    assert told[again.reference].startswith("“Protecting vulnerable people” was inspected in 2017")
    assert told[carried.reference].endswith("Its judgment is carried forward from 2016.")
    assert "PEEL 2015, efficiency" in told[outside.reference]


def test_where_nothing_is_known_of_what_was_inspected_nothing_is_made_up(report):
    report.inspection.assessed.clear()
    finding = earlier()
    assert silence_of(report) == {finding.reference: Silence.NOT_KNOWN}


def test_what_the_report_speaks_of_or_takes_up_is_accounted_for(report):
    spoken_of, taken_up, in_part, rejected = earlier(), earlier(), earlier(), earlier()
    factories.statement(spoken_of, in_report=report, verdict=Verdict.NOT_REINSPECTED)
    new = factories.finding(report=report)
    factories.link(taken_up, new)
    factories.link(in_part, new, relation=LinkRelation.CONTINUES_IN_PART)
    factories.link(rejected, new, status=Decision.REJECTED)
    assert set(silence_of(report)) == {rejected.reference}


def test_a_statement_of_another_report_accounts_for_nothing(report):
    finding = earlier()
    factories.statement(finding, in_report=factories.report(year=2018))
    assert set(silence_of(report)) == {finding.reference}


def test_closed_later_and_other_forces_findings_are_not_in_it(report):
    factories.finding(year=2018)
    factories.finding("hertfordshire", year=2016)
    earlier(
        inspectorate_status="closed",
        status_before_closure="open",
        closure_reason="verified",
        closed_at=NOW,
        closed_by=factories.person(),
    )
    assert silence_of(report) == {}


def test_findings_of_the_force_it_took_over_from_are(report):
    old = factories.finding("teesside", year=2016)
    ForceSuccession.objects.create(
        predecessor=old.force, successor=Force.objects.get(slug="cleveland"), on="2017-01-01"
    )
    assert set(silence_of(report)) == {old.reference}


def test_questions_ask_the_same_by_alias_and_by_the_crosswalk(db):
    new = factories.question("Protecting vulnerable people", year=2018)
    same = factories.question("Protecting vulnerable people", year=2017)
    aliased = factories.question("Keeping people safe", year=2016)
    QuestionAlias.objects.create(question=aliased, text="PROTECTING vulnerable people")
    mapped = factories.question("Supporting victims", year=2015)
    QuestionCrosswalk.objects.create(earlier=mapped, later=aliased)
    other = factories.question(TACKLING, year=2017)
    questions = question_map()
    assert questions.covered_by([new.pk]) == {new.pk, same.pk, aliased.pk, mapped.pk}
    # Never forward in time: who asked about victims did not ask about all that came of it.
    assert questions.covered_by([mapped.pk]) == {mapped.pk}
    assert questions.covered_by([other.pk]) == {other.pk}


def test_a_question_that_overlaps_in_part_may_or_may_not_have_been_inspected(report):
    overlapping = factories.question("Supporting victims", year=2016)
    finding = factories.finding(year=2016, question=overlapping)
    asked = report.inspection.assessed.get()
    row = QuestionCrosswalk.objects.create(earlier=overlapping, later=asked, confidence=Confidence.LOW)
    assert silence_of(report) == {finding.reference: Silence.NOT_KNOWN}
    QuestionCrosswalk.objects.filter(pk=row.pk).update(confidence=Confidence.MEDIUM)
    assert silence_of(report) == {finding.reference: Silence.REINSPECTED}


def test_it_costs_the_same_however_many(report):
    def queries():
        with CaptureQueriesContext(connection) as made:
            after_import(report, report.inspection)
        return len(made)

    earlier()
    before = queries()
    for question in (PROTECTING, TACKLING, PROTECTING, TACKLING):
        factories.link(earlier(question), factories.finding(report=report), status="proposed", score=0.4)
    assert queries() == before
