"""A real worker takes a real job off a real broker, on a real database."""

import io

from django.core.files import File
from django.utils import timezone

from config.embedded.servers import wait_until
from config.env import BASE_DIR
from tests import factories
from tests.conftest import forget_broker_connections
from tracker.models import Report
from tracker.roles import Role
from tracker.services import reports
from tracker.vocabulary import ReportStatus

OWN_SAMPLE = BASE_DIR / "tests" / "reports" / "borsetshire-2017.txt"
SECONDS_TO_READ = 60


def upload(name, content=None):
    editor = factories.member(Role.HMICFRS_EDITOR, email="editor@hmicfrs.example")
    content = content or OWN_SAMPLE.read_bytes()
    return reports.upload(file=File(io.BytesIO(content), name=name), by=editor, now=timezone.now())


def read(report):
    """Return the report once the worker is through with it."""
    waiting = (ReportStatus.UPLOADED, ReportStatus.READING)
    done = Report.objects.filter(pk=report.pk).exclude(status__in=waiting)
    assert wait_until(done.exists, SECONDS_TO_READ)
    return done.get()


def test_worker_reads_an_uploaded_report(celery_worker_process):
    report = read(upload("borsetshire-2017.txt"))
    assert report.status == ReportStatus.READ
    assert report.proposals.exists()


def test_worker_outlives_a_report_it_cannot_read(celery_worker_process):
    unreadable = upload("noise.pdf", content=b"%PDF-1.7 and then nothing of the kind")
    assert read(unreadable).status == ReportStatus.FAILED
    assert celery_worker_process.poll() is None


def test_report_uploaded_while_the_broker_is_down_is_read_when_it_is_back(
    celery_worker_process, broker, monkeypatch
):
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://127.0.0.1:1/0")
    forget_broker_connections()
    report = upload("borsetshire-2017.txt")
    assert report.status == ReportStatus.UPLOADED
    monkeypatch.setenv("CELERY_BROKER_URL", broker)
    forget_broker_connections()
    assert reports.sweep(now=timezone.now()) == 1  # as beat has a worker do every few seconds
    assert read(report).status == ReportStatus.READ
