"""Carried forward: it begins and ends with what the latest inspection is known to have inspected."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.factories import NOW
from tracker.models import Finding, Inspection, QuestionCrosswalk
from tracker.selectors.carried_forward import carried_forward, not_inspected_since
from tracker.selectors.filters import FindingFilter
from tracker.vocabulary import Confidence, Verdict

pytestmark = pytest.mark.django_db

PROTECTING, TACKLING = "Protecting vulnerable people", "Tackling serious and organised crime"


def inspected(year, *questions, force="cleveland", pillar="effectiveness", **fields):
    fields.setdefault("public_from", date(year + 1, 4, 1))
    made = Inspection.objects.get_or_create(
        force=factories.force(force),
        programme=factories.programme(year),
        pillar=pillar,
        year=year,
        defaults=fields,
    )[0]
    made.assessed.set([factories.question(text, year=year, pillar=pillar) for text in questions])
    return made


def old(question=TACKLING, year=2016, force="cleveland", **fields):
    return factories.finding(force, year=year, question=factories.question(question, year=year), **fields)


def found():
    return set(carried_forward(Finding.objects.all()).values_list("reference", flat=True))


@pytest.fixture
def latest(db):
    return inspected(2017, PROTECTING)


def test_it_is_a_finding_whose_question_was_not_inspected_again(latest):
    carried, again = old(), old(PROTECTING)
    assert found() == {carried.reference}
    assert not_inspected_since(carried) == 2017
    assert not_inspected_since(again) is None


def test_it_ends_when_the_question_is_inspected_again(latest):
    carried = old()
    inspected(2018, TACKLING)
    assert found() == set()
    assert not_inspected_since(carried) is None


def test_an_embargoed_inspection_ends_nothing_yet(latest):
    carried = old()
    tomorrow = timezone.localdate() + timedelta(days=1)
    for year, day in ((2018, tomorrow), (2019, None)):
        inspected(year, TACKLING, public_from=day)
    assert found() == {carried.reference}


def test_an_inspection_of_which_nothing_is_known_ends_nothing(latest):
    carried = old()
    inspected(2018)
    assert found() == {carried.reference}


def test_another_pillar_and_another_force_are_another_matter(latest):
    carried = old()
    inspected(2018, TACKLING, pillar="efficiency")
    inspected(2018, TACKLING, force="hertfordshire")
    assert found() == {carried.reference}


def test_an_inspection_without_pillars_comes_back_to_all(latest):
    carried = old()
    later = inspected(2018, "Responding to the public", pillar="")
    assert not_inspected_since(carried) == 2018
    later.assessed.add(factories.question(TACKLING, year=2018))
    assert found() == set()


def test_what_the_report_speaks_of_all_the_same_is_not_carried_forward(latest):
    told, silent, taken_up = old(), old(), old()
    report = factories.report(inspection=latest)
    factories.statement(told, in_report=report, verdict=Verdict.RESOLVED, counted_at=NOW)
    factories.statement(silent, in_report=report, verdict=Verdict.NOT_REINSPECTED, counted_at=NOW)
    factories.link(taken_up, factories.finding())
    assert found() == {silent.reference}


def test_closed_findings_and_those_of_the_latest_inspection_are_not(latest):
    old(
        inspectorate_status="closed",
        status_before_closure="open",
        closure_reason="verified",
        closed_at=NOW,
        closed_by=factories.person(),
    )
    factories.finding(question=None, year=2016)
    factories.finding(question=factories.question(TACKLING))
    assert found() == set()


def test_the_list_is_filtered_by_it(latest, cast):
    carried, again = old(), old(PROTECTING)
    request = RequestFactory().get("/")
    request.user = cast.stranger
    for value, expected in (("true", carried), ("false", again)):
        rows = FindingFilter({"carried_forward": value}, Finding.objects.all(), request=request).qs
        assert {row.reference for row in rows} == {expected.reference}


def test_it_costs_the_same_however_many(latest):
    def queries():
        with CaptureQueriesContext(connection) as made:
            assert found()
        return len(made)

    old()
    before = queries()
    for force in ("hertfordshire", "kent", "surrey"):
        inspected(2017, PROTECTING, force=force)
        old(force=force)
    assert queries() == before == 3


def test_a_question_that_may_have_been_inspected_begins_nothing(latest):
    finding = old("Supporting victims")
    assert found() == {finding.reference}
    QuestionCrosswalk.objects.create(
        earlier=finding.question, later=latest.assessed.get(), confidence=Confidence.LOW
    )
    assert found() == set()
