"""A worker that is killed at any point loses nothing and doubles nothing; a mail comes twice at most.

Real broker, real mail server, real files. One point of each kind of job in every run of the tests; the long
run, all twelve points a hundred times: `KILLED=100 pytest tests/running_worker/test_killed.py`.
"""

import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from config.embedded.servers import wait_until
from tests.fixtures import Cast
from tests.running_worker.nursery import POINTS
from tests.running_worker.world import MAILS, CaughtUp, Inbox, Nursery, World, broken
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Report
from tracker.selectors.invariants import RULES_OF_FILES
from tracker.services import exports, orphans

ONE_OF_EACH_KIND = [
    "proposals are written, not committed",
    "the scanner has answered",
    "an export is stored, its row is not",
    "the mail server has taken a mail",
    "digests are made, nobody is rung for",
]
TIMES = int(os.environ.get("KILLED", "0"))
KILLS = list(POINTS) * TIMES or ONE_OF_EACH_KIND
SECONDS = 300

pytestmark = pytest.mark.django_db(transaction=True)


NEEDED: dict[str, Callable[[World], None]] = {
    "report": World.report,
    "proposals": World.report,
    "evidence": World.evidence,
    "scanner": World.evidence,
    "export": World.export,
    "mail": World.mail,
    "reminders": World.reminder,
    "digest": World.reminder,
    "digests": World.reminder,
}


def needed_for(point: str) -> Callable[[World], None]:
    if point == "a mail is claimed" or point.endswith("has taken a mail"):
        return World.mail
    return next(make for word, make in NEEDED.items() if word in point.split())


def test_nothing_is_lost_and_nothing_is_done_twice(
    cast: Cast, nursery: Nursery, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "SMALL", -1)  # a worker makes them all
    world = World(cast)
    for point in KILLS:
        world.number += 1
        nursery.begin(point)
        needed_for(point)(world)
        assert nursery.ended() == "killed", point
        nursery.begin()
        assert wait_until(CaughtUp(), SECONDS), point
    assert broken() == []
    assert not orphans_left()
    refuse_doubled_mails(inbox, crashes=world.number)


def orphans_left() -> list[str]:
    """What a killed worker left in the store, once it is swept away."""
    later = timezone.now() + timedelta(days=2)
    orphans.sweep(now=later)
    return [pk for rule in RULES_OF_FILES for pk in rule.broken(later)]


def refuse_doubled_mails(inbox: Inbox, crashes: int) -> None:
    wanted = {f"<{mail._meta.model_name}-{pk}@tracker>" for mail in MAILS
              for pk in mail.objects.filter(mail_state="sent").values_list("pk", flat=True)}  # fmt: skip
    assert inbox.came.keys() == wanted
    assert sum(inbox.came.values()) - len(wanted) <= crashes
    assert max(inbox.came.values()) <= 2
    assert AuditEvent.objects.filter(kind=EventKind.REPORT_READ).count() == Report.objects.count()
