"""The page that takes many reports at once, and its table of what became of each."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.services.zip_files import zipped
from tracker.models import Report
from tracker.services import batches

PAGE = "/reports/upload/many/"


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def editor(client, cast) -> Client:
    client.force_login(cast.editor)
    return client


@pytest.mark.parametrize("who", ["liaison", "chief", "stranger", "administrator", "nobody"])
def test_others_are_kept_from_it(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"files": [sent("a.txt", b"one")]}).status_code == 403
    assert not Report.objects.exists()


def test_the_table_tells_of_each_file(editor):
    first = editor.post(PAGE, {"files": [sent("first.txt", b"one")]})
    report = Report.objects.get()
    assert reverse("report-detail", args=[report.pk]) in first.content.decode()
    files = [
        sent("again.txt", b"one"),
        sent("empty.txt", b""),
        sent("x.zip", zipped(("2.txt", b"two")).read()),
    ]
    page = text_of(editor.post(PAGE, {"files": files}))
    assert "1 accepted 1 uploaded before 1 refused" in page
    assert "Open first.txt" in page
    assert "The file is empty." in page
    assert "2.txt Accepted" in page


def test_nothing_chosen_is_refused(editor):
    assert "Select the reports to upload" in text_of(editor.post(PAGE, {}))


def test_51_files_are_refused_in_words(editor):
    files = [sent(f"{number}.txt", b"%d" % number) for number in range(51)]
    assert "Up to 50 reports" in text_of(editor.post(PAGE, {"files": files}))
    assert not Report.objects.exists()


def test_too_much_is_refused_before_it_is_read(editor):
    length = str(batches.LIMIT + 2 * 1024 * 1024)
    page = editor.post(PAGE, {"files": [sent("a.txt", b"one")]}, CONTENT_LENGTH=length)
    assert "250 MB or less together" in text_of(page)
    assert not Report.objects.exists()


def test_more_comes_in_than_another_form_may_hold(editor, settings):
    settings.LARGEST_UPLOAD = 10
    assert "1 accepted" in text_of(editor.post(PAGE, {"files": [sent("a.txt", b"one")]}))
    # Only who may upload sends as much: for others not a byte of it is read.
    editor.logout()
    assert editor.post(PAGE, {"files": [sent("b.txt", b"two")]}).status_code == 302


def test_another_site_cannot_upload(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.editor)
    assert browser.post(PAGE, {"files": [sent("a.txt", b"one")]}).status_code == 403
    assert not Report.objects.exists()
