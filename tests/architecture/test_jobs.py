"""A job is a name that some task answers to."""

from django.conf import settings

from config.celery import app
from tracker import jobs


def test_every_job_has_a_task() -> None:
    app.finalize()
    assert set(jobs.ALL) == {name for name in app.tasks if name.startswith("tracker.")}


def test_every_name_of_a_job_stands_in_the_list() -> None:
    names = {value for name, value in vars(jobs).items() if name.isupper() and isinstance(value, str)}
    assert names == set(jobs.ALL)


def test_beat_rings_for_jobs_that_are() -> None:
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(jobs.ALL)
