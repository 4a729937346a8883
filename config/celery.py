"""The Celery application of worker, beat and everyone who rings for a job."""

import os
import signal
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init, worker_process_init

from config.embedded.lifeline import ask_for

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["tracker"])


@worker_process_init.connect
def end_with_the_worker(**_sent: Any) -> None:
    """Let a process of the worker's pool end when the worker does, even if that is killed outright."""
    ask_for(signal.SIGKILL)()


@worker_init.connect
@beat_init.connect
def start_as_the_application(**_sent: Any) -> None:
    """Refuse to start with the rights of the tables' owner."""
    from config.database_role import refuse_the_owner

    refuse_the_owner()
