"""The list of what a person was told."""

import re

import pytest
from django.urls import reverse

from tests import factories
from tracker.event_vocabulary import EventKind
from tracker.models import Notification
from tracker.services import audit


@pytest.fixture
def notification(cast):
    finding = factories.finding()
    audit.record(EventKind.UPDATE_RETURNED, by=cast.inspector, now=factories.NOW, finding=finding)
    return Notification.objects.get()


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_list_leads_to_the_finding(client, notification, cast):
    client.force_login(cast.liaison)
    response = client.get(reverse("notification-list"))
    assert "HMICFRS asks for more evidence: cleveland-2017-eff-01" in text_of(response)
    assert notification.event.finding.get_absolute_url() in response.content.decode()


def test_nobody_sees_another_s(client, notification, cast):
    client.force_login(cast.chief)
    assert "cleveland-2017-eff-01" not in text_of(client.get(reverse("notification-list")))
    assert client.post(reverse("notification-read", args=[notification.pk])).status_code == 404


def test_what_was_told_goes_with_the_role(client, notification, cast):
    cast.liaison.memberships.get().delete()
    client.force_login(cast.liaison)
    page = text_of(client.get(reverse("notification-list")))
    assert "cleveland-2017-eff-01" not in page
    assert "Notifications (" not in page
    assert client.post(reverse("notification-read", args=[notification.pk])).status_code == 404


def test_one_is_marked_as_read(client, notification, cast):
    client.force_login(cast.liaison)
    client.post(reverse("notification-read", args=[notification.pk]))
    notification.refresh_from_db()
    assert notification.read_at
    assert "Mark as read" not in text_of(client.get(reverse("notification-list")))


def test_all_are_marked_as_read(client, notification, cast):
    client.force_login(cast.liaison)
    client.post(reverse("notification-read-all"))
    notification.refresh_from_db()
    assert notification.read_at


def test_reading_is_a_deed_not_a_look(client, notification, cast):
    client.force_login(cast.liaison)
    assert client.get(reverse("notification-read", args=[notification.pk])).status_code == 405


def test_list_costs_the_same_however_long(client, cast, django_assert_max_num_queries):
    client.force_login(cast.liaison)
    finding = factories.finding()

    def queries():
        with django_assert_max_num_queries(40) as counted:
            client.get(reverse("notification-list"))
        return len(counted)

    audit.record(EventKind.FINDING_CLOSED, by=cast.inspector, now=factories.NOW, finding=finding)
    client.get(reverse("notification-list"))
    few = queries()
    for _ in range(15):
        audit.record(EventKind.FINDING_CLOSED, by=cast.inspector, now=factories.NOW, finding=finding)
    assert queries() == few
