"""Broker, scanner and mail server down, each and together: people go on, and all is caught up afterwards.

How long submitting takes meanwhile: `benchmarks/submitting.py`.
"""

from typing import Any

import pytest

from config.embedded.servers import wait_until
from tests.fixtures import Cast
from tests.relays import Relay
from tests.running_worker.world import MAILS, CaughtUp, Inbox, Nursery, World, broken
from tracker.models import Evidence, Export, Report
from tracker.services import exports

SECONDS = 180
DOWN = [["broker"], ["scanner"], ["mail server"], ["broker", "scanner", "mail server"]]

pytestmark = pytest.mark.django_db(transaction=True)


def waiting() -> dict[str, Any]:
    """What cannot be done while the server is down."""
    mails = [row for mail in MAILS for row in mail.objects.filter(mail_state="unsent")]
    return {
        "broker": Report.objects.exclude(status="read").exists() and Export.objects.exclude(state="ready"),
        "scanner": Evidence.objects.exclude(state="clean"),
        "mail server": mails,
    }


def test_what_was_asked_for_meanwhile_is_done_when_they_are_back(
    cast: Cast, nursery: Nursery, inbox: Inbox, relays: dict[str, Relay], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "SMALL", -1)  # a worker makes them all
    world = World(cast)
    nursery.begin()
    for names in DOWN:
        for name in names:
            relays[name].down()
        world.number += 1
        for ask in (World.report, World.evidence, World.export, World.mail):
            ask(world)
        assert all(waiting()[name] for name in names)
        for name in names:
            relays[name].up()
        assert wait_until(CaughtUp(), SECONDS), names
    assert broken() == []
    assert set(inbox.came.values()) == {1}
    assert len(inbox.came) == sum(mail.objects.filter(mail_state="sent").count() for mail in MAILS)
