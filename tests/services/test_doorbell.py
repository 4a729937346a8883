"""Ringing for a job while the broker is down: the deed is done, and only the first waits for the broker."""

import pytest
from celery import current_app
from kombu.exceptions import OperationalError

from tests import factories
from tracker import jobs
from tracker.models import Update
from tracker.services import updates


@pytest.fixture
def broker_is_down(monkeypatch):
    """How often the broker was asked; it never answers."""
    asked = []

    def away(name, **options):
        asked.append(name)
        raise OperationalError("nobody answers")

    monkeypatch.setattr(current_app, "send_task", away)
    yield asked
    jobs.doorbell.forget()


def send(by, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        updates.submit(
            finding=factories.finding(), by=by, now=factories.NOW, force_status="on_track", narrative="Done."
        )


def test_it_is_asked_once_and_then_left_in_peace(cast, broker_is_down, django_capture_on_commit_callbacks):
    for _ in range(3):
        send(cast.liaison, django_capture_on_commit_callbacks)
    assert broker_is_down == [jobs.SWEEP_NOTIFICATIONS]
    assert Update.objects.count() == 3


def test_it_is_asked_again_after_a_rest(
    cast, broker_is_down, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(jobs.doorbell, "REST", 0.0)
    for _ in range(2):
        send(cast.liaison, django_capture_on_commit_callbacks)
    assert len(broker_is_down) == 2
