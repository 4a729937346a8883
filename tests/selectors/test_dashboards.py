"""The home page's numbers: each is the length of the list that it leads to."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from tests import factories
from tests.factories import NOW
from tracker.models import Finding, UpdateDraft
from tracker.selectors import dashboards
from tracker.selectors.filters import FindingFilter
from tracker.selectors.findings import register
from tracker.services import drafts, reviews, updates

TODAY = timezone.localdate()
LISTS = {
    "open": "&".join(
        f"inspectorate_status={status}" for status in ("open", "under_review", "more_evidence_needed")
    ),
    "due_soon": "due=30",
    "overdue": "overdue=true",
    "awaiting_review": "inspectorate_status=under_review",
    "silent": "silent=interval",
}


def days(number: int) -> timedelta:
    return timedelta(days=number)


def noon(day: date) -> datetime:
    """An hour that is of this day in any season, whenever the test runs."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def finding(**fields):
    """Heard of today, so that it wants nobody's attention."""
    return factories.finding(last_update_at=timezone.now(), **fields)


def closed(by) -> Finding:
    return finding(
        force_due_on=TODAY - days(5), inspectorate_status="closed", closed_at=NOW, closed_by=by,
        closure_reason="verified", status_before_closure="open",
    )  # fmt: skip


def numbers(user, force: str = "cleveland") -> dashboards.ForceNumbers:
    return dashboards.numbers_of(factories.force(force), user, today=TODAY)


@pytest.fixture
def work(cast):
    """One finding of every sort in Cleveland, and some of another force that must not count."""
    finding()
    closed(cast.inspector)
    finding(inspectorate_status="under_review", force_due_on=TODAY)
    finding(inspectorate_status="more_evidence_needed", force_due_on=TODAY + days(30))
    finding(force_due_on=TODAY + days(31))
    finding(force_due_on=TODAY - days(1))
    finding(due_on=TODAY - days(1))
    finding(due_on=TODAY - days(1), force_due_on=TODAY + days(90))
    factories.finding()
    factories.finding(last_update_at=noon(TODAY - days(90)))
    factories.finding(last_update_at=noon(TODAY - days(89)))
    factories.finding("hertfordshire", force_due_on=TODAY)


def test_the_numbers_of_a_force(cast, work):
    seen = numbers(cast.liaison)
    assert (seen.open, seen.due_soon, seen.overdue, seen.awaiting_review, seen.silent) == (10, 2, 2, 1, 2)


@pytest.mark.parametrize("number", LISTS)
def test_each_number_is_the_length_of_its_list(cast, work, number):
    request = RequestFactory().get(f"/findings/?force=cleveland&{LISTS[number]}")
    request.user = cast.liaison
    rows = FindingFilter(request.GET, queryset=register(cast.liaison), request=request).qs
    assert rows.count() == getattr(numbers(cast.liaison), number)


@pytest.mark.parametrize("query", ["due=30", "silent=90", "silent=interval"])
def test_a_stranger_s_filter_does_not_tell_the_workspace(cast, work, query):
    request = RequestFactory().get(f"/findings/?force=cleveland&{query}")
    request.user = cast.stranger
    assert not FindingFilter(request.GET, queryset=register(cast.stranger), request=request).qs.exists()


def test_an_embargoed_finding_is_not_counted_for_the_force(cast):
    factories.finding(public_from=TODAY + days(1))
    assert numbers(cast.liaison).open == 0
    assert numbers(cast.inspector).open == 1


def test_whose_home_shows_which_force(cast):
    assert [force.slug for force in dashboards.own_forces(cast.viewer)] == ["cleveland"]
    assert not dashboards.own_forces(cast.body).exists()
    assert [force.slug for force in dashboards.member_forces(cast.body)] == ["cleveland"]
    assert not dashboards.own_forces(cast.inspector).exists()
    assert not dashboards.member_forces(cast.nobody).exists()


def asked_for_more(cast, of: Finding):
    update = updates.submit(
        finding=of, by=cast.liaison, now=NOW, force_status="on_track", narrative="Training given."
    )
    return reviews.return_to_force(update=update, by=cast.inspector, now=NOW, reason="Show the result.")


def test_more_evidence_asked_waits_for_those_who_send_updates(cast):
    review = asked_for_more(cast, factories.finding())
    assert dashboards.more_evidence_asked(cast.liaison) == [review]
    assert dashboards.more_evidence_asked(cast.viewer) == []
    assert dashboards.more_evidence_asked(cast.stranger) == []


def test_only_the_latest_request_of_a_finding_waits(cast):
    of = factories.finding()
    asked_for_more(cast, of)
    latest = asked_for_more(cast, of)
    assert dashboards.more_evidence_asked(cast.liaison) == [latest]


def test_an_answered_request_waits_no_more(cast):
    of = factories.finding()
    asked_for_more(cast, of)
    updates.submit(finding=of, by=cast.liaison, now=NOW, force_status="on_track", narrative="Here it is.")
    assert dashboards.more_evidence_asked(cast.liaison) == []


def test_a_draft_is_its_writer_s_alone(cast):
    draft = drafts.save_draft(finding=factories.finding(), by=cast.liaison, now=NOW, answers={})
    assert dashboards.drafts_of(cast.liaison) == [draft]
    assert dashboards.drafts_of(cast.chief) == []


def test_a_draft_for_a_closed_finding_is_not_offered(cast):
    UpdateDraft.objects.create(
        finding=closed(cast.inspector), user=cast.liaison, finding_version=1, saved_at=NOW
    )
    assert dashboards.drafts_of(cast.liaison) == []


def test_the_review_queue_counts_and_knows_its_oldest(cast):
    old, new = datetime(2018, 5, 1, tzinfo=UTC), datetime(2018, 6, 1, tzinfo=UTC)
    for force, moment in [("cleveland", new), ("hertfordshire", old)]:
        factories.finding(force, inspectorate_status="under_review", last_update_at=moment)
    assert dashboards.review_queue(cast.inspector) == dashboards.Queue(count=2, oldest_at=old)
    assert dashboards.review_queue(cast.editor).count == 0
    assert dashboards.review_queue(cast.liaison).count == 0


def test_reports_wait_for_those_who_decide_them(cast):
    factories.report()
    assert dashboards.reports_waiting(cast.editor) == 1
    assert dashboards.reports_waiting(cast.liaison) == 0


def test_dates_count_to_the_day(cast):
    """The force's own date goes before HMICFRS's."""
    finding(due_on=date(2018, 1, 1), force_due_on=TODAY + days(5))
    assert (numbers(cast.liaison).overdue, numbers(cast.liaison).due_soon) == (0, 1)
