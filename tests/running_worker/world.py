"""One of everything that is done in the background, the workers that do it, and whether all came about."""

import select
import subprocess
import time
from collections import Counter
from datetime import timedelta
from typing import Any

from celery import current_app
from django.core.files.base import ContentFile
from django.utils import timezone

from tests import factories
from tests.fixtures import Cast
from tests.importing.samples import OWN
from tracker import jobs
from tracker.models import Digest, Evidence, Export, Finding, Notification, Reminder, Report
from tracker.roles import Role
from tracker.selectors.invariants import RULES, RULES_OF_FILES
from tracker.services import enquiries, evidence, exports, findings, reports, target_dates
from tracker.vocabulary import FindingKind

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
SECONDS = 120  # until an answer that never comes is given up


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
        """Have the worker before end and this one begin: work asked for from now on is not the other's."""
        self.process.stdin.write(f"{point}\n")  # type: ignore[union-attr]
        self.process.stdin.flush()  # type: ignore[union-attr]
        assert self._answer() == "begun"

    def ended(self) -> str:
        """How the worker that was to die has ended."""
        return self._answer()

    def _answer(self) -> str:
        answers = self.process.stdout
        ready, _, _ = select.select([answers], [], [], SECONDS)
        return answers.readline().strip() if ready else "nothing"  # type: ignore[union-attr]


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
        jobs.enqueue(jobs.WRITE_REMINDERS)

    def finding(self, slug: str = "cleveland") -> Finding:
        return findings.raise_finding(
            inspection=factories.inspection(slug), kind=FindingKind.AREA_FOR_IMPROVEMENT,
            text="The force should visit in time.", by=self.cast.editor, now=timezone.now(),
        )  # fmt: skip


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


class CaughtUp:
    """Whether all is done that was asked for. Meanwhile the sweeps come round, as beat rings for them."""

    def __init__(self) -> None:
        self.rung = 0.0
        self.overdue = Finding.objects.filter(force__slug__startswith="force-").count()

    def __call__(self) -> bool:
        if all_done() and is_told_of(self.overdue):
            return True
        if time.monotonic() - self.rung > BEAT:
            # What no worker took in time is worthless, as of beat's own: a slow machine would drown in it.
            for name in SWEEPS:
                current_app.send_task(name, expires=2 * BEAT)
            self.rung = time.monotonic()
        return False


def broken() -> list[str]:
    now = timezone.now()
    return [f"{rule.name}: {ids}" for rule in (*RULES, *RULES_OF_FILES) if (ids := rule.broken(now))]
