"""Evidence on pages: added with a sentence for each refusal, handed out safely, invisible to strangers."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Evidence
from tracker.services import evidence

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


def test_a_file_that_was_rejected_is_told_of_where_it_was_added(client, finding, kept, cast):
    Evidence.objects.update(state="rejected", rejected_because="A virus was found in it: Test.")
    client.force_login(cast.liaison)
    page = text_of(client.get(reverse("update-evidence", args=[finding.reference])))
    assert "“Visits in March” did not pass the virus scan" in page
    page = text_of(client.get(reverse("evidence-detail", args=[finding.reference, kept.pk])))
    assert "A virus was found in it: Test." in page


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


# --- Measures, used again, replaced, assessed --------------------------------------------------------

FIGURE = {
    "name": "Domestic violence protection orders", "unit": "orders", "value": "32",
    "period": "12 months to 30 June 2017", "comparator_value": "69",
    "comparator_period": "12 months to 30 June 2016", "marking": "official",
}  # fmt: skip


def test_a_measure_is_added_and_drawn(client, finding, cast):
    client.force_login(cast.liaison)
    response = client.post(reverse("update-evidence-measure", args=[finding.reference]), FIGURE)
    assert response.url == reverse("update-evidence", args=[finding.reference])
    assert "32 orders, 12 months to 30 June 2017, was 69" in text_of(client.get(response.url))
    item = Evidence.objects.get()
    page = client.get(reverse("evidence-detail", args=[finding.reference, item.pk])).content.decode()
    assert item.title == FIGURE["name"]
    assert re.findall(r'<rect [^>]*width="([\d.]+)"', page) == ["46.38", "100.00"]


def test_what_a_figure_lacks_is_said_at_its_field(client, finding, cast):
    client.force_login(cast.liaison)
    answers = FIGURE | {"comparator_period": ""}
    page = client.post(reverse("update-evidence-measure", args=[finding.reference]), answers).content.decode()
    assert 'href="#id_comparator_period"' in page
    assert not Evidence.objects.exists()


def test_a_file_sent_before_is_offered_for_use(client, kept, cast):
    other = factories.finding()
    client.force_login(cast.liaison)
    page = client.post(
        reverse("update-evidence-file", args=[other.reference]),
        {"file": SimpleUploadedFile("again.csv", CONTENT), "title": "Again", "marking": "official"},
    )
    assert "Use “Visits in March” in this update" in text_of(page)
    reuse = reverse("update-evidence-reuse", args=[other.reference])
    assert client.post(reuse, {"use": kept.pk}).url == reverse("update-evidence", args=[other.reference])
    assert kept.uses.count() == 2


def test_what_other_findings_have_is_found_by_its_words(client, kept, cast):
    other = factories.finding()
    client.force_login(cast.liaison)
    reuse = reverse("update-evidence-reuse", args=[other.reference])
    assert kept.title in text_of(client.get(reuse, {"q": "visits march"}))
    assert "No evidence matches" in text_of(client.get(reuse, {"q": "april"}))


def test_nobody_uses_another_force_s(client, kept, cast):
    theirs = factories.finding("hertfordshire")
    client.force_login(cast.stranger)
    reuse = reverse("update-evidence-reuse", args=[theirs.reference])
    assert kept.title not in text_of(client.get(reuse))
    assert client.post(reuse, {"use": kept.pk}).status_code == 404


def test_it_is_used_for_another_finding_from_its_own_page(client, address, kept, cast):
    other = factories.finding()
    client.force_login(cast.liaison)
    assert other.reference in text_of(client.get(address("use")))
    assert client.post(address("use"), {"finding": other.reference}).url == address("detail")
    assert other.reference in text_of(client.get(address("detail")))


def test_a_newer_version_takes_its_place(client, address, finding, kept, cast):
    client.force_login(cast.liaison)
    answers = {
        "file": SimpleUploadedFile("april.csv", CONTENT + b"2018-06-01,yes\n"), "title": "Visits in March",
        "reason": "With June", "marking": "official",
    }  # fmt: skip
    response = client.post(address("replace"), answers)
    new = Evidence.objects.get(version=2)
    assert response.url == reverse("evidence-detail", args=[finding.reference, new.pk])
    page = text_of(client.get(response.url))
    assert "Version 2" in page
    assert "A newer version has taken the place" in text_of(client.get(address("detail")))
    assert "Replace with a newer version" not in text_of(client.get(address("detail")))


def test_a_version_without_what_is_different_is_asked_for_it(client, address, kept, cast):
    client.force_login(cast.liaison)
    answers = {"file": SimpleUploadedFile("april.csv", b"a,b\n"), "title": "Visits", "marking": "official"}
    assert "Enter what is different in this version" in text_of(client.post(address("replace"), answers))
    assert Evidence.objects.count() == 1


def test_an_inspector_assesses_it(client, address, kept, cast):
    client.force_login(cast.inspector)
    page = client.post(address("assess"), {"assessment": "not_enough"})
    assert "Enter what is missing" in text_of(page)
    client.post(address("assess"), {"assessment": "not_enough", "reason": "It ends in March."})
    client.force_login(cast.liaison)
    page = text_of(client.get(address("detail")))
    assert "Not enough" in page
    assert "It ends in March." in page


def test_official_sensitive_asks_how_to_handle_it(client, finding, cast):
    client.force_login(cast.liaison)
    answers = {"url": "https://example.org/", "title": "Plan", "marking": "official_sensitive"}
    page = client.post(reverse("update-evidence-link", args=[finding.reference]), answers).content.decode()
    assert 'href="#id_handling"' in page
    assert not Evidence.objects.exists()


# --- The list ----------------------------------------------------------------------------------------


def test_the_list_shows_one_s_own_force_s(client, kept, cast):
    page = reverse("evidence-list")
    for who, sees in [("liaison", True), ("inspector", True), ("stranger", False)]:
        client.force_login(getattr(cast, who))
        assert (kept.title in text_of(client.get(page))) is sees
    client.force_login(cast.inspector)
    assert "No evidence matches" in text_of(client.get(page, {"kind": "measure"}))
    assert kept.title in text_of(client.get(page, {"kind": "file", "standing": "current", "q": kept.sha256}))


def test_the_list_costs_as_many_queries_however_long_it_is(client, kept, cast, queries_of):
    few = queries_of(cast.inspector, reverse("evidence-list"))
    for number in range(20):
        evidence.add_link(
            finding=factories.finding(), url=f"https://example.org/{number}", by=cast.liaison, now=NOW,
            title=f"Plan {number}",
        )  # fmt: skip
    assert queries_of(cast.inspector, reverse("evidence-list")) == few
