"""A worker that is killed at any point loses nothing and doubles nothing; a mail comes twice at most.

Real broker, real mail server, real files. One point of each kind of job in every run of the tests; the long
run, all twelve points a hundred times: `KILLED=100 pytest tests/running_worker/test_killed.py`.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.files.base import ContentFile
from django.utils import timezone

from config.embedded.lifeline import ask_for
from config.embedded.servers import HOST, _free_port, wait_until
from config.env import BASE_DIR
from tests import clamav, factories
from tests.conftest import _test_database_url
from tests.fixtures import Cast
from tests.importing.samples import OWN
from tests.running_worker.nursery import POINTS
from tracker import jobs
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Digest, Evidence, Export, Finding, Notification, Reminder, Report
from tracker.roles import Role
from tracker.selectors.invariants import RULES, RULES_OF_FILES
from tracker.services import enquiries, evidence, exports, findings, orphans, reports, target_dates
from tracker.vocabulary import FindingKind

ONE_OF_EACH_KIND = [
    "proposals are written, not committed",
    "the scanner has answered",
    "an export is stored, its row is not",
    "the mail server has taken a mail",
    "digests are made, nobody is rung for",
]
TIMES = int(os.environ.get("KILLED", "0"))
KILLS = list(POINTS) * TIMES or ONE_OF_EACH_KIND
SECONDS = 120
REPORT = (OWN / "borsetshire-2017.txt").read_text()
MAILS = (Notification, Digest)
SWEEPS = (
    jobs.SWEEP_REPORTS,
    jobs.SWEEP_FILES,
    jobs.SWEEP_EXPORTS,
    jobs.SWEEP_NOTIFICATIONS,
    jobs.WRITE_REMINDERS,
    jobs.SWEEP_DIGESTS,
)
BEAT = 1.0  # seconds between two rounds of sweeps

pytestmark = pytest.mark.django_db(transaction=True)


class Inbox:
    """How often each mail came, by its Message-ID."""

    def __init__(self) -> None:
        self.came: Counter[str] = Counter()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        head = envelope.content.decode(errors="replace").partition("\r\n\r\n")[0]
        lines = [line for line in head.split("\r\n") if line.lower().startswith("message-id:")]
        self.came[lines[0].partition(":")[2].strip()] += 1
        return "250 OK"


class Nursery:
    """Workers one after the other: one that dies at a point, or one that works on."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def begin(self, point: str = "") -> None:
        self.process.stdin.write(f"{point}\n")  # type: ignore[union-attr]
        self.process.stdin.flush()  # type: ignore[union-attr]

    def ended(self) -> str:
        """How the worker that was to die has ended."""
        return self.process.stdout.readline().strip()  # type: ignore[union-attr]


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    inbox = Inbox()
    server = Controller(inbox, hostname=HOST, port=_free_port())
    server.start()
    inbox.port = server.port
    yield inbox
    server.stop()


@pytest.fixture
def nursery(transactional_db, broker: str, inbox: Inbox, settings) -> Iterator[Nursery]:
    with clamav.troubled(clamav.says(b"stream: OK\n")) as scanner:
        settings.CLAMD_URL = scanner
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.running_worker.nursery"],
            cwd=BASE_DIR,
            env=os.environ
            | {
                "DATABASE_URL": _test_database_url(),
                "REDIS_URL": broker,
                "MEDIA_ROOT": str(settings.MEDIA_ROOT),
                "EMAIL_URL": f"smtp://{HOST}:{inbox.port}",
                "CLAMD_URL": scanner,
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=ask_for(signal.SIGKILL),
        )
        yield Nursery(process)
        process.kill()
        process.wait()


class World:
    """One thing of each kind to be done in the background; what was asked for must come about."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.number = cast, 0

    def report(self) -> None:
        file = ContentFile(f"{REPORT}\n{self.number}\n".encode(), name="report.txt")
        reports.upload(file=file, by=self.cast.editor, now=timezone.now())

    def evidence(self) -> None:
        said = {"finding": self.finding(), "by": self.cast.liaison, "now": timezone.now(), "title": "Visits"}
        evidence.add_file(file=ContentFile(f"visits\n{self.number}\n".encode(), name="visits.csv"), **said)

    def export(self) -> None:
        asked = {"list": "findings", "query": ""}
        exports.ask(kind="list", format="csv", parameters=asked, by=self.cast.inspector, now=timezone.now())

    def mail(self) -> None:
        now = timezone.now()
        asked = {"subject": "Visits", "text": "How many?", "answer_by": now.date() + timedelta(days=7)}
        enquiries.ask(finding=self.finding(), by=self.cast.inspector, now=now, **asked)

    def reminder(self) -> None:
        """Overdue since today, for somebody of a force of their own."""
        slug, now = f"force-{self.number}", timezone.now()
        factories.member(Role.LIAISON_OFFICER, slug)
        finding, then = self.finding(slug), now - timedelta(days=10)
        yesterday = timezone.localdate(now) - timedelta(days=1)
        target_dates.set_for_hmicfrs(finding=finding, due_on=yesterday, by=self.cast.inspector, now=then)
        ring(jobs.WRITE_REMINDERS)

    def finding(self, slug: str = "cleveland") -> Finding:
        return findings.raise_finding(
            inspection=factories.inspection(slug), kind=FindingKind.AREA_FOR_IMPROVEMENT,
            text="The force should visit in time.", by=self.cast.editor, now=timezone.now(),
        )  # fmt: skip


def ring(*names: str) -> None:
    """As beat does."""
    for name in names:
        jobs.enqueue(name)


def all_done() -> bool:
    """Nothing waits, and nothing is held."""
    waiting = (
        Report.objects.exclude(status="read"),
        Evidence.objects.exclude(state="clean"),
        Export.objects.exclude(state="ready"),
        *(mail.objects.filter(mail_state="unsent") for mail in MAILS),
    )
    return not any(rows.exists() for rows in waiting)


def is_told_of(number: int) -> bool:
    """Each overdue finding was told of to the one person whom it concerns, in a digest."""
    return Reminder.objects.filter(rule="overdue", digest__isnull=False).count() == number


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


class CaughtUp:
    """Whether all is done that was asked for. Meanwhile the sweeps come round, as beat rings for them."""

    def __init__(self) -> None:
        self.rung = 0.0
        self.overdue = Finding.objects.filter(force__slug__startswith="force-").count()

    def __call__(self) -> bool:
        if all_done() and is_told_of(self.overdue):
            return True
        if time.monotonic() - self.rung > BEAT:
            ring(*SWEEPS)
            self.rung = time.monotonic()
        return False


def broken() -> list[str]:
    now = timezone.now()
    return [f"{rule.name}: {ids}" for rule in (*RULES, *RULES_OF_FILES) if (ids := rule.broken(now))]


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
