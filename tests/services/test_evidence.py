"""Evidence: kept whole or not at all, withdrawn but never deleted."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError

from tests import factories
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Evidence
from tracker.services import drafts, evidence
from tracker.services.guards import ReasonMissing
from tracker.vocabulary import FileState, InspectorateStatus

NOW = factories.NOW
CONTENT = b"Visit,Done\n2018-05-01,yes\n"


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def add_file(finding, cast):
    def add_file(name="visits.csv", content=CONTENT, **changes):
        given = {"by": cast.liaison, "now": NOW, "title": "Visits in May"}
        return evidence.add_file(finding=finding, file=ContentFile(content, name=name), **given | changes)

    return add_file


@pytest.fixture
def add_link(finding, cast):
    def add_link(url="https://www.cleveland.police.uk/plan", **changes):
        given = {"by": cast.liaison, "now": NOW, "title": "Plan"}
        return evidence.add_link(finding=finding, url=url, **given | changes)

    return add_link


@pytest.fixture
def stored(settings):
    """`stored()`: every file there is."""
    return lambda: [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


# --- Files -------------------------------------------------------------------------------------------


def test_file_is_kept_under_a_random_name(add_file, stored, finding):
    kept = add_file(shows="All visits were made.", handling="HMICFRS only")

    assert (kept.file_name, kept.content_type, kept.size) == ("visits.csv", "text/csv", len(CONTENT))
    assert kept.file.name.startswith("evidence/")
    assert "visits" not in kept.file.name
    assert stored()[0].read_bytes() == CONTENT
    assert (kept.force, list(kept.findings.all())) == (finding.force, [finding])


def test_without_a_scanner_the_file_says_so(add_file):
    kept = add_file()
    assert kept.state == FileState.NOT_SCANNED
    assert kept.is_downloadable


def test_adding_is_recorded(add_file, cast):
    kept = add_file()
    event = AuditEvent.objects.get(kind=EventKind.EVIDENCE_ADDED)
    assert (event.actor, event.at, event.data["evidence_id"]) == (cast.liaison, NOW, kept.pk)


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("visits.csv", b"", evidence.EmptyFile),
        ("visits.html", CONTENT, evidence.TypeNotAllowed),
        ("visits.pdf", CONTENT, evidence.TypeDisagrees),
        ("visits.txt", b"a" * (25 * 1024 * 1024 + 1), evidence.FileTooLarge),
    ],
)
def test_refused_file_leaves_nothing(add_file, stored, name, content, refusal):
    with pytest.raises(refusal):
        add_file(name, content)
    assert not Evidence.objects.exists()
    assert not stored()


def test_file_without_a_title_leaves_nothing(add_file, stored):
    with pytest.raises(evidence.TitleMissing):
        add_file(title=" ")
    assert not Evidence.objects.exists()
    assert not stored()


def test_failure_of_the_database_leaves_no_file(add_file, stored, finding):
    # A row that the database refuses at the last moment: the marking is too long for its column.
    with pytest.raises(Exception, match="too long"):
        add_file(marking="x" * 60)
    assert not Evidence.objects.exists()
    assert not stored()


def test_failure_of_the_disk_leaves_no_row(add_file, settings, tmp_path):
    in_the_way = tmp_path / "a file where the folder should be"
    in_the_way.touch()
    settings.MEDIA_ROOT = in_the_way
    with pytest.raises(evidence.FileNotStored, match="no room for it"):
        add_file()
    assert not Evidence.objects.exists()


def test_draft_takes_the_file_in(add_file, finding, cast):
    draft = drafts.save_draft(finding=finding, by=cast.liaison, now=NOW, answers={})
    kept = add_file(draft=draft)
    assert list(draft.evidence.all()) == [kept]


def test_nobody_adds_to_another_person_s_draft(add_file, stored, finding, cast):
    draft = drafts.save_draft(finding=finding, by=cast.chief, now=NOW, answers={})
    with pytest.raises(access.NotVisible):
        add_file(draft=draft)
    assert not stored()


@pytest.mark.parametrize("who", ["viewer", "body", "force_admin", "stranger", "inspector", "nobody"])
def test_only_the_force_s_writers_add_evidence(add_file, add_link, stored, cast, who):
    for add in (add_file, add_link):
        with pytest.raises(access.NotAllowed):
            add(by=getattr(cast, who))
    assert not stored()


def test_closed_finding_takes_no_evidence(add_file, stored, finding, cast):
    finding.inspectorate_status, finding.status_before_closure = InspectorateStatus.CLOSED, "open"
    finding.closure_reason, finding.closed_at, finding.closed_by = "verified", NOW, cast.inspector
    finding.save()
    with pytest.raises(evidence.FindingClosed):
        add_file()
    assert not stored()


# --- Links -------------------------------------------------------------------------------------------


def test_link_is_kept_as_it_is(add_link):
    kept = add_link(" https://www.cleveland.police.uk/plan?page=2 ")
    assert (kept.url, kept.state) == ("https://www.cleveland.police.uk/plan?page=2", FileState.NONE)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,hello",
        "ftp://files.example/plan",
        "file:///etc/passwd",
        "//cleveland.example/plan",
        "cleveland.example/plan",
        "https://known.example@other.example/",
        "https://",
        "",
        "https://example.org/" + "a" * 1000,
    ],
)
def test_other_addresses_are_refused(add_link, url):
    with pytest.raises(evidence.AddressNotAllowed, match="starts with http"):
        add_link(url)
    assert not Evidence.objects.exists()


# --- Withdrawing -------------------------------------------------------------------------------------


@pytest.fixture
def withdraw(cast):
    def withdraw(item, by=None, reason="It names a victim"):
        return evidence.withdraw(evidence=item, by=by or cast.liaison, now=NOW, reason=reason)

    return withdraw


def test_withdrawn_evidence_stays_listed(add_file, withdraw, finding, stored, cast):
    kept = withdraw(add_file())
    assert (kept.withdrawn_by, kept.withdrawn_at) == (cast.liaison, NOW)
    assert list(finding.evidence.all()) == [kept]
    assert stored()
    assert not kept.is_downloadable
    assert AuditEvent.objects.get(kind=EventKind.EVIDENCE_WITHDRAWN).data["reason"] == "It names a victim"


def test_withdrawn_evidence_leaves_drafts(add_file, withdraw, finding, cast):
    draft = drafts.save_draft(finding=finding, by=cast.liaison, now=NOW, answers={})
    withdraw(add_file(draft=draft))
    assert not draft.evidence.exists()


def test_a_draft_that_is_gone_takes_no_evidence(add_file, stored, finding, cast):
    draft = drafts.save_draft(finding=finding, by=cast.liaison, now=NOW, answers={})
    drafts.discard_draft(finding=finding, by=cast.liaison)
    with pytest.raises(drafts.DraftGone, match="The draft is gone"):
        add_file(draft=draft)
    assert not Evidence.objects.exists()
    assert stored() == []


def test_withdrawal_needs_a_reason(add_file, withdraw):
    kept = add_file()
    with pytest.raises(ReasonMissing):
        withdraw(kept, reason=" ")
    kept.refresh_from_db()
    assert kept.is_downloadable


def test_evidence_is_withdrawn_once(add_file, withdraw):
    kept = add_file()
    withdraw(kept)
    with pytest.raises(evidence.AlreadyWithdrawn):
        withdraw(kept)


@pytest.mark.parametrize("who", ["viewer", "stranger", "inspector"])
def test_nobody_else_withdraws_it(add_file, withdraw, cast, who):
    with pytest.raises(access.NotAllowed):
        withdraw(add_file(), by=getattr(cast, who))


# --- Downloads ---------------------------------------------------------------------------------------


def test_download_is_recorded(add_file, cast):
    kept = add_file()
    evidence.opened(evidence=kept, by=cast.inspector, now=NOW)
    event = AuditEvent.objects.get(kind=EventKind.EVIDENCE_DOWNLOADED)
    assert (event.actor, event.data["evidence_id"]) == (cast.inspector, kept.pk)


def test_stranger_downloads_nothing(add_file, cast):
    with pytest.raises(access.NotAllowed):
        evidence.opened(evidence=add_file(), by=cast.stranger, now=NOW)


def test_withdrawn_file_is_not_handed_out(add_file, withdraw, cast):
    kept = withdraw(add_file())
    with pytest.raises(evidence.NotDownloadable, match="was withdrawn"):
        evidence.opened(evidence=kept, by=cast.inspector, now=NOW)
    assert not AuditEvent.objects.filter(kind=EventKind.EVIDENCE_DOWNLOADED).exists()


@pytest.mark.parametrize(
    ("state", "words"), [("received", "waiting for its virus scan"), ("rejected", "A virus was found")]
)
def test_file_that_is_not_clean_is_not_handed_out(add_file, cast, state, words):
    kept = add_file()
    kept.state, kept.rejected_because = state, "A virus was found" if state == "rejected" else ""
    kept.save()
    with pytest.raises(evidence.NotDownloadable, match=words):
        evidence.opened(evidence=kept, by=cast.inspector, now=NOW)


def test_file_that_is_missing_is_not_handed_out(add_file, cast):
    kept = add_file()
    kept.file.storage.delete(kept.file.name)
    with pytest.raises(evidence.NotDownloadable, match="missing from the store"):
        evidence.opened(evidence=kept, by=cast.inspector, now=NOW)


def test_link_has_nothing_to_download(add_link, cast):
    with pytest.raises(evidence.NotDownloadable, match="no file"):
        evidence.opened(evidence=add_link(), by=cast.inspector, now=NOW)


# --- The database's own rules ------------------------------------------------------------------------


def test_evidence_of_one_force_can_not_be_used_by_another(add_file, transactional_db):
    kept, theirs = add_file(), factories.finding("hertfordshire")
    with pytest.raises(IntegrityError, match="evidence_use_force_is_its_evidences"):
        kept.uses.create(finding=theirs, force=theirs.force)
