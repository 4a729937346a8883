"""Corrected editions: what is the same stays decided, what differs is decided one by one."""

from datetime import date, timedelta

import pytest

from tests import factories
from tests.factories import NOW
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import (
    EditionDifference,
    Finding,
    Grade,
    Inspection,
    Judgment,
    Observation,
    Proposal,
    Report,
    Statement,
)
from tracker.selectors.timelines import timeline_of
from tracker.services import corrections, editions, proposals, reshaping
from tracker.services.guards import ReasonMissing
from tracker.vocabulary import Decision, InspectorateStatus

pytestmark = pytest.mark.django_db

KEPT = "The force should improve how it keeps victims informed."
WAS = "The force should visit all offenders within three days."
NOW_IS = "The force should visit all offenders within five days."
GONE = "The force should replace the vehicles of its roads policing unit."
ADDED = "The force should train its call handlers to recognise modern slavery."


def proposed(report, *texts):
    rows = []
    for position, text in enumerate(texts):
        place = {"start": 0, "end": len(text), "line": 1, "page": None}
        payload = {"kind": "area_for_improvement", "question": None, "text": text, "parent": None, **place}
        rows.append(
            Proposal.objects.create(report=report, kind="finding", position=position, payload=payload)
        )
    return rows


@pytest.fixture
def first(cast):
    report = factories.report(year=2017, published_on=date(2018, 3, 22), published_precision="day")
    for row in proposed(report, KEPT, WAS, GONE):
        proposals.confirm(proposal=row, by=cast.editor, now=NOW)
    report.refresh_from_db()
    assert report.status == "decided"
    return report


@pytest.fixture
def second(first):
    report = factories.report(year=2017, published_on=date(2018, 4, 5), published_precision="day")
    proposed(report, KEPT, NOW_IS, ADDED)
    return report


def mark(second, first, by):
    return editions.mark(report=second, replaces=first, by=by, now=NOW)


def difference(second, text):
    return next(row for row in second.differences.all() if row.before.payload["text"] == text)


def decide(row, decision, by, **more):
    return editions.decide(difference=row, decision=decision, by=by, now=NOW, **more)


def finding(text):
    return Finding.objects.get(text=text)


def test_what_is_the_same_stays_decided_and_the_rest_waits(cast, first, second):
    kept = finding(KEPT)
    mark(second, first, cast.editor)
    carried, changed, new = second.proposals.filter(kind="finding").order_by("position")
    assert (carried.status, carried.finding, carried.decided_by) == (Decision.CONFIRMED, kept, cast.editor)
    assert (changed.status, new.status) == (Decision.PROPOSED, Decision.PROPOSED)
    assert {row.before.payload["text"]: row.is_gone for row in second.differences.all()} == {
        WAS: False,
        GONE: True,
    }
    [change] = difference(second, WAS).changes
    assert (change["field"], change["before"], change["after"]) == ("text", WAS, NOW_IS)
    assert first.replaced_by == second
    assert Finding.objects.filter(report=first).count() == 3


def test_a_change_that_is_taken_keeps_the_row_and_tells_the_old_words(cast, first, second):
    row = finding(WAS)
    mark(second, first, cast.editor)
    decide(difference(second, WAS), "confirmed", cast.inspector, note="An error.")
    row.refresh_from_db()
    assert (row.text, row.report, row.version) == (NOW_IS, second, 2)
    assert second.proposals.get(position=1).finding == row
    assert any(WAS in told.detail and "An error." in told.detail for told in timeline_of(row))


def test_a_change_that_is_left_leaves_the_row_and_is_not_asked_again(cast, first, second):
    row = finding(WAS)
    mark(second, first, cast.editor)
    decide(difference(second, WAS), "rejected", cast.editor)
    row.refresh_from_db()
    assert (row.text, row.report) == (WAS, first)
    assert second.proposals.get(position=1).values["text"] == WAS


def test_what_is_gone_is_closed_by_an_inspector_or_left(cast, first, second):
    mark(second, first, cast.editor)
    row = difference(second, GONE)
    with pytest.raises(access.NotAllowed):
        decide(row, "confirmed", cast.editor)
    decide(row, "confirmed", cast.inspector)
    gone = finding(GONE)
    assert (gone.inspectorate_status, gone.closure_reason) == (InspectorateStatus.CLOSED, "no_further_action")


def test_the_edition_is_decided_with_its_last_difference_and_nothing_is_doubled(cast, first, second):
    mark(second, first, cast.editor)
    proposals.confirm_all(report=second, kind="finding", by=cast.editor, now=NOW)
    for text in (WAS, GONE):
        second.refresh_from_db()
        assert second.status == "read"
        decide(difference(second, text), "rejected", cast.editor)
    second.refresh_from_db()
    assert second.status == "decided"
    assert sorted(Finding.objects.values_list("text", flat=True)) == sorted([KEPT, WAS, GONE, ADDED])


def test_a_changed_item_is_not_confirmed_by_itself(cast, first, second):
    mark(second, first, cast.editor)
    row = second.proposals.get(position=1)
    with pytest.raises(proposals.DifferenceFirst):
        proposals.confirm(proposal=row, by=cast.editor, now=NOW)
    with pytest.raises(proposals.DifferenceFirst):
        proposals.reject(proposal=row, reason="other", note="No.", by=cast.editor, now=NOW)


def test_what_a_person_had_corrected_to_just_that_is_the_same(cast, second):
    report = factories.report(year=2017, published_on=date(2018, 3, 22), published_precision="day")
    [row] = proposed(report, WAS)
    proposals.confirm(proposal=row, by=cast.editor, now=NOW, correction={"text": NOW_IS})
    report.refresh_from_db()
    mark(second, report, cast.editor)
    assert not second.differences.exists()
    assert second.proposals.get(position=1).finding == finding(NOW_IS)


def test_a_changed_grade_is_taken(cast, first, second):
    judgment = Judgment.objects.create(inspection=first.inspection, grade=Grade.objects.get(label="Good"))
    for report, grade in ((first, "Good"), (second, "Inadequate")):
        Proposal.objects.create(
            report=report, kind="inspection", position=0, payload={"overall_judgment": grade},
            judgment=judgment, status="confirmed", decided_by=cast.editor, decided_at=NOW,
        )  # fmt: skip
    mark(second, first, cast.editor)
    row = second.differences.get(before__kind="inspection")
    assert row.changes == [{"field": "overall_judgment", "before": "Good", "after": "Inadequate"}]
    decide(row, "confirmed", cast.editor)
    judgment.refresh_from_db()
    assert judgment.grade.label == "Inadequate"


def test_nothing_of_an_edition_is_decided_before_its_day(cast, first, second):
    later = NOW.date() + timedelta(days=9)
    Report.objects.filter(pk=second.pk).update(published_on=later)
    mark(second, first, cast.editor)
    with pytest.raises(proposals.EditionEmbargoed):
        decide(difference(second, WAS), "confirmed", cast.editor)
    with pytest.raises(proposals.EditionEmbargoed):
        proposals.confirm(proposal=second.proposals.get(position=2), by=cast.editor, now=NOW)
    assert Inspection.objects.get(pk=first.inspection_id).public_from < later


def test_a_second_person_is_told_who_was_first(cast, first, second):
    mark(second, first, cast.editor)
    row = difference(second, WAS)
    decide(row, "rejected", cast.editor)
    assert decide(row, "rejected", cast.inspector).decided_by == cast.editor
    with pytest.raises(editions.AlreadyDecided, match=str(cast.editor)):
        decide(row, "confirmed", cast.inspector)


def test_what_is_no_edition_is_refused(cast, first, second):
    other = factories.report(year=2016, status="decided", decided_at=NOW)
    with pytest.raises(editions.NotAnEdition):
        mark(second, other, cast.editor)
    with pytest.raises(editions.NotAnEdition):
        mark(second, second, cast.editor)
    with pytest.raises(access.NotAllowed):
        mark(second, first, cast.liaison)
    third = factories.report(year=2017)
    with pytest.raises(editions.DecidedBefore):
        mark(third, second, cast.editor)
    mark(second, first, cast.editor)
    with pytest.raises(editions.AlreadyMarked):
        mark(second, first, cast.editor)
    with pytest.raises(editions.AlreadyReplaced):
        mark(third, first, cast.editor)


def test_what_is_decided_on_its_own_is_no_edition_any_more(cast, first, second):
    proposals.confirm(proposal=second.proposals.get(position=2), by=cast.editor, now=NOW)
    with pytest.raises(editions.DecidedBefore):
        mark(second, first, cast.editor)
    assert not EditionDifference.objects.exists()


def test_what_is_taken_is_a_correction_with_one_history(cast, first, second):
    row = finding(WAS)
    mark(second, first, cast.editor)
    decide(difference(second, WAS), "confirmed", cast.inspector, note="An error.")
    [event] = row.events.filter(kind=EventKind.FINDING_CORRECTED)
    assert event.data["reason"] == "The corrected edition of the report says so. An error."
    assert event.data["changes"] == [{"field": "text", "before": WAS, "after": NOW_IS}]
    assert not row.events.filter(kind=EventKind.EDITION_DIFFERENCE_DECIDED).exists()


def test_what_was_corrected_since_is_compared_as_it_stands(cast, first, second):
    by_hand = "The force should visit every offender."
    correction = corrections.Correction({"text": by_hand}, "Misread.")
    corrections.correct_finding(finding=finding(WAS), correction=correction, by=cast.editor, now=NOW)
    correction = corrections.Correction({"text": f"{KEPT} Soon."}, "Misread.")
    corrections.correct_finding(finding=finding(KEPT), correction=correction, by=cast.editor, now=NOW)
    mark(second, first, cast.editor)
    [change] = difference(second, WAS).changes
    assert (change["before"], change["after"]) == (by_hand, NOW_IS)


def test_it_is_unmarked_while_nothing_of_it_was_taken(cast, first, second):
    mark(second, first, cast.editor)
    decide(difference(second, WAS), "rejected", cast.editor)
    new = second.proposals.get(position=2)
    proposals.confirm(proposal=new, by=cast.editor, now=NOW)
    with pytest.raises(ReasonMissing):
        editions.unmark(report=second, reason=" ", by=cast.editor, now=NOW)
    with pytest.raises(access.NotAllowed):
        editions.unmark(report=second, reason="Another report.", by=cast.liaison, now=NOW)
    report = editions.unmark(report=second, reason="Another report.", by=cast.editor, now=NOW)
    assert (report.replaces, report.status, report.differences.count()) == (None, "read", 0)
    states = report.proposals.filter(kind="finding").order_by("position").values_list("status", "finding")
    assert list(states) == [
        ("proposed", None),
        ("proposed", None),
        ("confirmed", finding(ADDED).pk),
    ]
    with pytest.raises(editions.NotMarked):
        editions.unmark(report=second, reason="Again.", by=cast.editor, now=NOW)


def read_beside(report):
    """A measure and a statement, as both editions have them."""
    quote = {"text": "The position has improved since 2016.", "start": 0, "end": 37, "line": 1, "page": None}
    said = {
        "quotes": [quote], "about_year": 2016, "about_kind": "unknown", "verdict": "improved",
        "strength": "summary", "question": None, "predecessor": None,
    }  # fmt: skip
    counted = {"name": "Crimes solved", "value": 11, "unit": "%", "period": "2017", "start": 0, "end": 3}
    return [
        report.proposals.create(kind=kind, position=0, payload=payload)
        for kind, payload in (("measure", counted), ("statement", said))
    ]


def test_what_waits_again_after_unmarking_makes_nothing_a_second_time(cast):
    first, second = (
        factories.report(year=2017, published_on=date(2018, 3, 22), published_precision="day"),
        factories.report(year=2017, published_on=date(2018, 4, 5), published_precision="day"),
    )
    for row in [*proposed(first, KEPT), *read_beside(first)]:
        proposals.confirm(proposal=row, by=cast.editor, now=NOW)
    first.refresh_from_db()
    rows = [*proposed(second, KEPT), *read_beside(second)]
    mark(second, first, cast.editor)
    editions.unmark(report=second, reason="It is the web page of the same.", by=cast.editor, now=NOW)
    for row in rows:
        row.refresh_from_db()
        assert row.status == Decision.PROPOSED
        proposals.confirm(proposal=row, by=cast.editor, now=NOW)
    for model in (Finding, Observation, Statement):
        assert [made.proposals.count() for made in model.objects.all()] == [2]


def test_another_figure_of_the_other_report_is_another(cast):
    first, second = (factories.report(year=2017) for _ in range(2))
    measure, statement = read_beside(first)
    other, otherwise = read_beside(second)
    for row in (measure, statement):
        proposals.confirm(proposal=row, by=cast.editor, now=NOW)
    proposals.confirm(proposal=other, correction={"value": 12}, by=cast.editor, now=NOW)
    proposals.confirm(proposal=otherwise, correction={"verdict": "worse"}, by=cast.editor, now=NOW)
    assert (Observation.objects.count(), Statement.objects.count()) == (2, 2)


def test_it_is_not_unmarked_once_something_of_it_was_taken(cast, first, second):
    mark(second, first, cast.editor)
    decide(difference(second, WAS), "confirmed", cast.editor)
    with pytest.raises(editions.TakenAlready, match="was taken over"):
        editions.unmark(report=second, reason="Another report.", by=cast.editor, now=NOW)


def test_what_differs_is_neither_split_nor_merged(cast, first, second):
    mark(second, first, cast.editor)
    changed, new = second.proposals.filter(kind="finding").order_by("position")[1:]
    with pytest.raises(proposals.DifferenceFirst):
        reshaping.split(proposal=changed, parts=["One.", "Two."], by=cast.editor, now=NOW)
    with pytest.raises(proposals.DifferenceFirst):
        reshaping.merge(chosen=[changed, new], by=cast.editor, now=NOW)
