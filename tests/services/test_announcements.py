"""Publication: on its day those whom the report concerns are told, once, and of nothing long past."""

from datetime import date, timedelta

import pytest

from tests import factories
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Notification
from tracker.services import announcements, notifications

NOW = factories.NOW
TODAY = date(2018, 6, 1)


def decided(public_from, *, at=NOW - timedelta(days=30), **fields):
    inspection = factories.inspection(public_from=public_from)
    return factories.report(
        inspection=inspection, status="decided", decided_at=at, published_on=public_from,
        published_precision="day", **fields,
    )  # fmt: skip


def told():
    names = Notification.objects.filter(event__kind=EventKind.REPORT_PUBLISHED)
    return set(names.values_list("recipient__email", flat=True))


def test_the_force_and_its_policing_body_are_told_on_the_day_and_once(cast):
    decided(TODAY)
    assert [announcements.announce_due(now=NOW) for _ in range(2)] == [1, 0]
    assert told() == {cast.liaison.email, cast.body.email}


@pytest.mark.parametrize(("day", "number"), [(1, 0), (0, 1), (-6, 1), (-7, 0)])
def test_not_before_the_day_nor_of_days_long_past(cast, day, number):
    decided(TODAY + timedelta(days=day))
    assert announcements.announce_due(now=NOW) == number


def test_what_is_decided_once_it_is_published_has_told_so_itself(cast):
    decided(TODAY - timedelta(days=1), at=NOW)
    assert announcements.announce_due(now=NOW) == 0


def test_a_day_that_is_entered_late_has_told_so_itself(cast):
    report = decided(TODAY - timedelta(days=1))
    AuditEvent.objects.create(
        kind=EventKind.REPORT_PUBLISHED_ON_SET, report=report, actor=cast.editor, at=NOW, data={}
    )
    assert announcements.announce_due(now=NOW) == 0


def test_the_policing_body_s_mail_goes_out_and_its_page_shows_it(cast):
    decided(TODAY)
    announcements.announce_due(now=NOW)
    row = Notification.objects.get(recipient=cast.body)
    assert list(Notification.objects.visible_to(cast.body)) == [row]
    assert notifications.send(notification_id=row.pk, now=NOW)
    other = factories.member("policing_body", "hertfordshire")
    assert not Notification.objects.visible_to(other).exists()
