"""The Celery application of worker, beat and everyone who rings for a job."""

import os
import signal
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

from config.embedded.lifeline import ask_for

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["tracker"])


@worker_process_init.connect
def end_with_the_worker(**_sent: Any) -> None:
    """Let a process of the worker's pool end when the worker does, even if that is killed outright."""
    ask_for(signal.SIGKILL)()
