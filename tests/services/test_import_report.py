"""`manage.py import_report`: the same services, without a worker."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.services.report_files import extract
from tracker.models import Report
from tracker.services import reference
from tracker.vocabulary import ReportStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    reference.load()
    path = tmp_path / "cleveland.txt"
    path.write_bytes(extract().read())
    return path


def run(file, email="editor@hmicfrs.example") -> str:
    out = StringIO()
    call_command("import_report", str(file), "--as", email, stdout=out)
    return out.getvalue()


def test_it_prints_what_is_proposed_and_where_to_confirm_it(cast, file):
    printed = run(file)
    report = Report.objects.get()
    assert (report.status, report.uploaded_by) == (ReportStatus.READ, cast.editor)
    assert re.search(r"Judgments: 5\n.*Findings: 6\n", printed)
    assert "- The force should ensure that it manages effectively the risks posed by" in printed
    assert reverse("report-detail", args=[report.pk]) in printed


def test_the_same_file_again_is_refused_in_words(cast, file):
    run(file)
    with pytest.raises(CommandError, match="uploaded before, as “cleveland"):
        run(file)


def test_only_who_may_upload_imports(cast, file):
    with pytest.raises(CommandError, match="Your role does not let you"):
        run(file, "liaison@cleveland.example")
    with pytest.raises(CommandError, match="Nobody who can sign in has the address"):
        run(file, "ghost@example.org")
    assert not Report.objects.exists()


def test_a_file_that_is_no_report_fails_with_the_reason(cast, tmp_path):
    cake = tmp_path / "cake.txt"
    cake.write_text("It was a good cake.")
    with pytest.raises(CommandError, match=r"does not look like.* The file is kept: /reports/"):
        run(cake)


def test_a_missing_file_is_told(cast, tmp_path):
    with pytest.raises(CommandError, match="could not be opened"):
        run(tmp_path / "none.txt")
