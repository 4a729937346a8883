"""Reports for the tests of services and pages: the extracts that the demo is made of."""

from importlib import resources

from django.core.files.base import ContentFile

from accounts.models import User
from tests.factories import NOW
from tracker.models import Finding, Proposal, Report
from tracker.services import proposals, reference, reports
from tracker.vocabulary import ProposalKind

EXTRACTS = resources.files("tracker.management.demo")


def extract(force: str = "cleveland") -> ContentFile:
    """A short report of 2017 as a file to upload."""
    name = f"{force}-2017-extract.txt"
    return ContentFile(EXTRACTS.joinpath(name).read_bytes(), name=name)


def changed(*replacements: tuple[str, str], force: str = "cleveland") -> ContentFile:
    """The extract with words replaced."""
    text = extract(force).read().decode()
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return ContentFile(text.encode(), name="changed.txt")


def read_report(by: User, file: ContentFile | None = None) -> Report:
    """The file uploaded and read."""
    reference.load()
    report = reports.upload(file=file or extract(), by=by, now=NOW)
    reports.read(report_id=report.pk, now=NOW)
    report.refresh_from_db()
    return report


def proposal(report: Report, kind: ProposalKind, words: str = "") -> Proposal:
    """The proposal of that kind in which the words stand."""
    rows = report.proposals.filter(kind=kind).order_by("position")
    return next(row for row in rows if words in str(row.payload))


def confirmed(report: Report, by: User, *kinds: ProposalKind) -> None:
    """Confirm the inspection, and then everything of these kinds."""
    for kind in (ProposalKind.INSPECTION, *kinds):
        proposals.confirm_all(report=report, kind=kind, by=by, now=NOW)


def finding_with(words: str) -> Finding:
    return Finding.objects.get(text__contains=words, wording="published")


def added(report: Report, kind: ProposalKind) -> Proposal:
    """A proposed measure or suggestion beside those read: the extracts have none."""
    items = {
        ProposalKind.MEASURE: {"name": "Crimes solved", "value": 11, "unit": "%", "period": "2017"},
        ProposalKind.SUGGESTION: {"text": "The force could use it.", "question": None},
    }
    return report.proposals.create(kind=kind, position=90, payload=items[kind])
