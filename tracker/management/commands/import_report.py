"""`manage.py import_report FILE --as EMAIL`: upload a report and read it here and now, without a worker."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from tracker.models import Report
from tracker.refusals import Refusal
from tracker.selectors.reports import Sheet, sheet
from tracker.services import reports
from tracker.vocabulary import ReportStatus


class Command(BaseCommand):
    help = "Upload a report, read it without a worker, and print what is proposed and where to confirm it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--as", dest="email", metavar="EMAIL", required=True, help="who uploads it")

    def handle(self, *args: Any, file: Path, email: str, **options: Any) -> None:
        """Raises CommandError with the refusal's own sentence."""
        try:
            report = _imported(file, _person(email))
        except Refusal as problem:
            raise CommandError(str(problem)) from None
        except OSError as problem:
            raise CommandError(f"The file could not be opened: {problem.strerror}.") from None
        where = reverse("report-detail", args=[report.pk])
        if report.status in (ReportStatus.FAILED, ReportStatus.NEEDS_PERSON):
            raise CommandError(f"{report.problem} The file is kept: {where}")
        self.stdout.write("\n".join([*_lines(sheet(report)), f"Confirm it at {where}"]))


def _person(email: str) -> AbstractBaseUser:
    person = get_user_model().objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise CommandError(f"Nobody who can sign in has the address {email}.")
    return person


def _imported(file: Path, by: AbstractBaseUser) -> Report:
    with file.open("rb") as opened:
        report = reports.upload(file=File(opened, name=file.name), by=by, now=timezone.now())
    reports.read(report_id=report.pk, now=timezone.now())
    report.refresh_from_db()
    return report


def _lines(read: Sheet) -> list[str]:
    lines = [f"{read.report.title or read.report.file_name}: proposed"]
    lines += [f"  {group.label}: {len(group.rows)}" for group in read.groups if group.rows]
    lines += [f"Warning: {warning}" for warning in read.report.warnings]
    return lines + [f"  - {row.values['text']}" for row in read.of_kind("finding")]
