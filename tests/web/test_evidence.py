"""Evidence on pages: added with a sentence for each refusal, handed out safely, invisible to strangers."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories
from tracker.models import AuditEvent, Evidence
from tracker.services import evidence
from tracker.vocabulary import EventKind

NOW = factories.NOW
CONTENT = b"Visit,Done\n2018-05-01,yes\n"


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def kept(finding, cast):
    return evidence.add_file(
        finding=finding, file=ContentFile(CONTENT, name="Visits – £.csv"), by=cast.liaison, now=NOW,
        title="Visits in March",
    )  # fmt: skip


@pytest.fixture
def address(finding, kept):
    return lambda page: reverse(f"evidence-{page}", args=[finding.reference, kept.pk])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- Adding ------------------------------------------------------------------------------------------


def send(client, finding, name, content, title="Visits"):
    file = SimpleUploadedFile(name, content)
    answers = {"file": file, "title": title, "marking": "official"}
    return client.post(reverse("update-evidence-file", args=[finding.reference]), answers)


def test_file_is_added_to_the_draft(client, finding, cast):
    client.force_login(cast.liaison)
    response = send(client, finding, "visits.csv", CONTENT)
    assert response.url == reverse("update-evidence", args=[finding.reference])
    page = text_of(client.get(response.url))
    assert "visits.csv" in page
    assert "Not scanned for viruses" in page


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("visits.csv", b"", "The selected file is empty"),
        ("visits.csv", b"a" * (25 * 1024 * 1024 + 1), "The selected file must be smaller than 25MB"),
        ("visits.html", CONTENT, "The selected file must be a PDF, DOCX, XLSX, PNG, JPEG, CSV or TXT"),
        ("visits.pdf", CONTENT, "The selected file is not a PDF, although its name says so"),
    ],
)
def test_refused_file_is_explained(client, finding, cast, name, content, words):
    client.force_login(cast.liaison)
    response = send(client, finding, name, content)
    assert text_of(response).count(words) >= 2
    assert not Evidence.objects.exists()


def test_no_file_is_explained(client, finding, cast):
    client.force_login(cast.liaison)
    page = text_of(client.post(reverse("update-evidence-file", args=[finding.reference]), {}))
    for words in ["Select a file", "Enter title"]:
        assert words in page


def test_refused_address_is_explained(client, finding, cast):
    client.force_login(cast.liaison)
    answers = {"url": "javascript:alert(1)", "title": "Plan", "marking": "official"}
    page = text_of(client.post(reverse("update-evidence-link", args=[finding.reference]), answers))
    assert "Enter a web address that starts with http:// or https://" in page


# --- Looking and taking ------------------------------------------------------------------------------


def test_page_says_that_nobody_scanned_it(client, address, cast):
    client.force_login(cast.inspector)
    page = text_of(client.get(address("detail")))
    assert "This file was not scanned for viruses" in page
    assert "Download the file" in page
    assert "Withdraw" not in page


def test_link_is_shown_without_a_trace_to_follow(client, finding, cast):
    link = evidence.add_link(
        finding=finding, url="https://cleveland.example/?a=1&b=2", by=cast.liaison, now=NOW, title="Plan"
    )
    client.force_login(cast.inspector)
    page = client.get(reverse("evidence-detail", args=[finding.reference, link.pk])).content.decode()
    assert 'rel="noopener noreferrer nofollow"' in page
    assert 'href="https://cleveland.example/?a=1&amp;b=2"' in page


@pytest.mark.parametrize("who", ["liaison", "viewer", "chief", "inspector", "editor"])
def test_file_is_handed_out_so_that_no_browser_runs_it(client, address, kept, cast, who):
    client.force_login(getattr(cast, who))
    response = client.get(address("download"))
    assert b"".join(response.streaming_content) == CONTENT
    assert response["Content-Type"] == "text/csv"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Visits%20%E2%80%93%20%C2%A3.csv"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    event = AuditEvent.objects.get(kind=EventKind.EVIDENCE_DOWNLOADED)
    assert (event.actor, event.data["evidence_id"]) == (getattr(cast, who), kept.pk)


@pytest.mark.parametrize("who", ["stranger", "body", "nobody"])
@pytest.mark.parametrize("place", ["detail", "download", "withdraw"])
def test_it_does_not_exist_for_others(client, address, cast, who, place):
    client.force_login(getattr(cast, who))
    assert client.get(address(place)).status_code == 404
    assert not AuditEvent.objects.filter(kind=EventKind.EVIDENCE_DOWNLOADED).exists()


def test_it_does_not_exist_at_another_finding(client, kept, cast):
    other = factories.finding()
    client.force_login(cast.liaison)
    for page in ("detail", "download", "withdraw"):
        assert client.get(reverse(f"evidence-{page}", args=[other.reference, kept.pk])).status_code == 404


# --- Withdrawing -------------------------------------------------------------------------------------


def test_withdrawn_file_is_explained_instead_of_handed_out(client, address, cast):
    client.force_login(cast.liaison)
    assert client.post(address("withdraw"), {"reason": "It names a victim"}).url == address("detail")
    assert "Download" not in text_of(client.get(address("detail")))
    response = client.get(address("download"))
    assert response.status_code == 409
    assert "was withdrawn, so it can no longer be downloaded" in text_of(response)


def test_withdrawal_asks_for_a_reason(client, address, kept, cast):
    client.force_login(cast.liaison)
    assert "Enter why you are withdrawing this evidence" in text_of(client.post(address("withdraw"), {}))
    kept.refresh_from_db()
    assert kept.withdrawn_at is None


@pytest.mark.parametrize("who", ["viewer", "inspector"])
def test_others_who_see_it_can_not_withdraw_it(client, address, cast, who):
    client.force_login(getattr(cast, who))
    assert client.post(address("withdraw"), {"reason": "No"}).status_code == 403
