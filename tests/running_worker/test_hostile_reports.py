"""A worker outlives whatever it is given to read, and goes on to the next report."""

import io
from pathlib import Path

import pytest
from django.core.files import File
from django.utils import timezone

from config.embedded.servers import wait_until
from tests import factories
from tests.importing import bombs
from tests.importing.rendered import as_pdf, locked
from tests.importing.samples import OWN
from tracker.models import Report
from tracker.roles import Role
from tracker.services import reports
from tracker.vocabulary import ReportStatus

SECONDS = 120
GOOD = (OWN / "borsetshire-2017.txt").read_bytes()
DAMAGED = "This PDF is damaged and cannot be opened. Save the report anew and upload that."
HOSTILE = {
    "a flate bomb": (bombs.flate_bomb, "the file asked for more than a report needs. Save it anew"),
    "a cycle in the page tree": (bombs.page_tree_cycle, DAMAGED),
    "one content stream, 400 pages": (bombs.shared_content, "The PDF draws more than 2,000,000 pieces"),
    "3 million divisions": (bombs.nested_divisions, "The page is longer than any report: more than 10 MB."),
    "1.9 million divisions": (
        lambda: bombs.nested_divisions(1_900_000),
        "The page is nested deeper than 1,000 tags, deeper than any report.",
    ),
    "locked": (locked, "This PDF is locked with a password. Save it without one and upload it again."),
    "cut short": (lambda: as_pdf(GOOD)[:-2_000], DAMAGED),
}


def upload(name, content, by):
    return reports.upload(file=File(io.BytesIO(content), name=name), by=by, now=timezone.now())


def pool_of(worker):
    """Process numbers of the worker's pool, which read the reports one after the other."""
    return Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()


@pytest.mark.usefixtures("transactional_db")
def test_hostile_files_fail_with_a_reason_and_the_same_process_reads_the_next(celery_worker_process):
    editor = factories.member(Role.HMICFRS_EDITOR, email="editor@hmicfrs.example")
    before = pool_of(celery_worker_process)
    for name, (content, _) in HOSTILE.items():
        upload(name, content(), editor)
    good = upload("good.txt", GOOD, editor)
    waiting = Report.objects.filter(status__in=[ReportStatus.UPLOADED, ReportStatus.READING])
    assert wait_until(lambda: not waiting.exists(), SECONDS)

    told = dict(Report.objects.filter(status=ReportStatus.FAILED).values_list("file_name", "problem"))
    assert told.keys() == HOSTILE.keys()
    assert [name for name, (_, reason) in HOSTILE.items() if reason not in told[name]] == []
    good.refresh_from_db()
    assert good.status == ReportStatus.READ
    assert good.proposals.exists()
    assert len(before) == 1
    assert pool_of(celery_worker_process) == before
    assert celery_worker_process.poll() is None
