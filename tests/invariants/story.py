"""A story told through the services on top of the demo, so that each rule has rows to be asked of."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from tests import factories
from tracker.event_vocabulary import EventKind
from tracker.models import Finding, FindingLink, Report, SignOffLevel, Update
from tracker.services import (
    audit,
    drafts,
    enquiries,
    evidence,
    exports,
    factual_checks,
    findings,
    reminders,
    reports,
    reviews,
    rounds,
    target_dates,
    versions,
)
from tracker.vocabulary import ClosureReason, LinkRelation

SAID = {"force_status": "on_track", "narrative": "All visits are made."}


def load_demo() -> None:
    call_command("load_reference_data", verbosity=0)
    call_command("load_demo", verbosity=0)


def tell() -> None:
    """What the demo does not have: two levels, a supersession, a question, versions, reminders, a round."""
    now = timezone.now()
    liaison, inspector = named("liaison@cleveland.example"), named("inspector@hmicfrs.example")
    finding = Finding.objects.get(text__contains="quality of information that officers record on the DASH")
    _signed_at_two_levels(finding.updates.get(), inspector, now)
    _dated_twice(finding, inspector, now)
    _asked(finding, inspector, now)
    _shown(finding, liaison, now)
    _superseded(inspector, now)
    forces = [finding.force]
    rounds.open_round(name="Summer", last_day=now.date(), forces=forces, by=inspector, now=now)
    exports.ask(
        kind="list", format="csv", parameters={"list": "findings", "query": ""}, by=inspector, now=now
    )
    reminders.write(now=now.replace(hour=12))
    _not_published_yet(named("editor@hmicfrs.example"), now)


def named(email: str) -> User:
    return User.objects.get(email=email)


def _signed_at_two_levels(update: Update, inspector: User, now: Any) -> None:
    SignOffLevel.objects.create(number=1, name="Inspector")
    SignOffLevel.objects.create(number=2, name="Head of region")
    reviews.accept(update=update, by=inspector, now=now)
    reviews.accept(update=update, by=named("second-inspector@hmicfrs.example"), now=now)


def _dated_twice(finding: Finding, inspector: User, now: Any) -> None:
    for days in (60, 90):
        target_dates.set_for_hmicfrs(
            finding=finding, due_on=(now + timedelta(days=days)).date(), by=inspector, now=now, reason="More"
        )


def _asked(finding: Finding, inspector: User, now: Any) -> None:
    asked = {"by": inspector, "now": now, "answer_by": now.date(), "text": "How many forms?"}
    enquiries.ask(finding=finding, subject="Forms", **asked)
    answered = enquiries.ask(finding=finding, subject="Training", **asked)
    enquiries.answer(enquiry=answered, text="Forty.", by=named("liaison@cleveland.example"), now=now)
    enquiries.close(enquiry=answered, by=inspector, now=now)


def _shown(finding: Finding, liaison: User, now: Any) -> None:
    """Evidence with a newer version, used by a draft; and one that was taken back."""
    shown = {"by": liaison, "now": now, "title": "Forms"}
    draft = drafts.save_draft(finding=finding, by=liaison, now=now, answers={})
    file = ContentFile(b"month,forms\n2018-05,24\n", name="forms.csv")
    first = evidence.add_file(finding=finding, file=file, draft=draft, **shown)
    newer = ContentFile(b"month,forms\n2018-05,25\n", name="forms.csv")
    versions.replace_file(old=first, file=newer, reason="Counted again", **shown)
    link = evidence.add_link(finding=finding, url="https://cleveland.example/forms", **shown)
    evidence.withdraw(evidence=link, by=liaison, now=now, reason="Moved")


def _superseded(inspector: User, now: Any) -> None:
    standing = FindingLink.objects.confirmed().filter(relation=LinkRelation.CONTINUES)
    link = standing.exclude(predecessor__inspectorate_status="closed").first()
    assert link
    findings.close(
        finding=link.predecessor, reason=ClosureReason.SUPERSEDED, link=link, by=inspector, now=now
    )


def _not_published_yet(editor: User, now: Any) -> None:
    """A report that could not be read, and one whose facts the force checks."""
    noise = ContentFile(b"%PDF-1.7 and then nothing of the kind", name="noise.pdf")
    unread = reports.upload(file=noise, by=editor, now=now)
    reports.read(report_id=unread.pk, now=now)
    later = factories.inspection("cleveland", year=now.year, public_from=None)
    report = Report.objects.create(
        file="reports/later", file_name="later.txt", sha256=f"{1:064x}", size=1, status="read",
        inspection=later, uploaded_by=editor, uploaded_at=now, read_at=now,
    )  # fmt: skip
    audit.record(EventKind.REPORT_UPLOADED, by=editor, now=now, report=report, file_name="later.txt")
    audit.record(EventKind.REPORT_READ, by=editor, now=now, report=report, proposals=0, reader="")
    factual_checks.invite(report=report, remarks_by=now.date(), by=editor, now=now)
