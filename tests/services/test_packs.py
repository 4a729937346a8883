"""Board packs say what stands; evidence packs say what stood, and nothing of what came later."""

import hashlib
import io
import json
import zipfile
from datetime import date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from docx import Document
from openpyxl import load_workbook

from tests import factories
from tests.factories import NOW
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Evidence, EvidenceUse, TargetDate
from tracker.services import audit, evidence, exports
from tracker.services.export_plans import DateNotGood, MarkingUnknown
from tracker.vocabulary import Verdict

pytestmark = pytest.mark.django_db
BYTES = b"Visits made in May 2018: 27"


def day(number: int) -> datetime:
    return NOW + timedelta(days=number)


# --- Board pack ---------------------------------------------------------------------------------------


@pytest.fixture
def finding(cast):
    earlier = factories.finding(year=2016)
    finding = factories.finding(
        text="=Do better.",
        lead=cast.liaison,
        force_due_on=date(2018, 9, 1),
        verdict="worse",
        verdict_year=2018,
    )
    factories.link(earlier, finding)
    factories.statement(finding, verdict=Verdict.WORSE, quote="It is worse.", counted_at=NOW)
    first, second = date(2018, 7, 1), date(2018, 9, 1)
    for due, before, reason in ((first, None, ""), (second, first, "Late.")):
        TargetDate.objects.create(
            finding=finding, is_hmicfrs=False, due_on=due, moved_from=before, reason=reason,
            set_by=cast.liaison, set_at=NOW,
        )  # fmt: skip
    audit.record(
        EventKind.LINK_DECIDED, by=cast.editor, now=NOW, finding=finding, predecessor="x", decision="y"
    )
    return finding


def board(by, format="docx", **more):
    parameters = {"force": "cleveland", **more}
    export = exports.ask(kind="board_pack", format=format, parameters=parameters, by=by, now=NOW)
    assert export.is_ready, export.problem
    return exports.opened(export=export, by=by, now=NOW)


def test_the_word_pack_is_marked_numbered_and_tells_all_of_a_finding(cast, finding):
    with board(cast.viewer, since="2018-05-01", marking="official_sensitive") as file:
        document = Document(io.BytesIO(file.read()))
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "OFFICIAL-SENSITIVE"
    fields = [element.text for element in section.footer._element.iter() if element.tag.endswith("instrText")]
    assert fields == ["PAGE", "NUMPAGES"]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for words in (
        finding.reference, "=Do better.", "Not started", "Open",
        "1 September 2018 (originally 1 July 2018, moved once)",
        cast.liaison.name, "2016: 1 year before this finding", "Worse (2018): “It is worse.”",
        "Proposed link decided",
    ):  # fmt: skip
        assert words in cells
    assert document.core_properties.author == "Tracker of areas for improvement"


def test_the_workbook_holds_the_same_and_no_formula(cast, finding):
    with board(cast.liaison, "xlsx") as file:
        book = load_workbook(io.BytesIO(file.read()))
    assert book.sheetnames == ["Summary", "Open findings", "Changes"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=Do better." in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_a_pack_holds_one_force_and_no_closed_finding(cast, finding):
    other = factories.finding("hertfordshire")
    with board(cast.inspector) as file:
        text = "".join(element.text or "" for element in Document(io.BytesIO(file.read())).element.iter())
    assert finding.reference in text
    assert other.reference not in text
    assert "Nothing changed" not in text  # nobody asked what did


@pytest.mark.parametrize("person", ["body", "stranger", "nobody"])
def test_others_get_no_board_pack(cast, finding, person):
    with pytest.raises(access.NotAllowed):
        board(getattr(cast, person))


def test_what_is_no_date_and_no_marking_is_refused(cast, finding):
    with pytest.raises(DateNotGood):
        board(cast.liaison, since="yesterday")
    with pytest.raises(MarkingUnknown):
        board(cast.liaison, marking="SECRET")


# --- Evidence pack ------------------------------------------------------------------------------------


@pytest.fixture
def worked_on(cast):
    """Day 0: raised. Day 1: an update with a file. Day 3: returned. Day 5: a second update."""
    finding = factories.finding()
    piece = Evidence.objects.create(
        force=finding.force, kind="file", title="Log", file=ContentFile(BYTES, name="log.txt"),
        file_name="a log.txt", content_type="text/plain", size=len(BYTES),
        sha256=hashlib.sha256(BYTES).hexdigest(), state="clean", added_by=cast.liaison, added_at=day(1),
    )  # fmt: skip
    first = sent(finding, cast, day(1), "First.")
    EvidenceUse.objects.create(evidence=piece, finding=finding, force=finding.force, update=first)
    audit.record(
        EventKind.UPDATE_RETURNED, by=cast.inspector, now=day(3), finding=finding, number=1, reason="?"
    )
    sent(finding, cast, day(5), "Second.")
    return finding


def sent(finding, cast, now, narrative):
    update = factories.update(
        finding, by=cast.liaison, submitted_at=now, narrative=narrative, force_status="at_risk"
    )
    audit.record(EventKind.UPDATE_SUBMITTED, by=cast.liaison, now=now, finding=finding, update_id=update.pk)
    return update


def asked(finding, by, on, now):
    parameters = {"finding": finding.reference, "on": on}
    return exports.ask(kind="evidence_pack", format="zip", parameters=parameters, by=by, now=now)


def pack(finding, by, on, now=None):
    now = now or day(30)
    export = asked(finding, by, on, now)
    assert not export.is_ready, "a worker makes it"
    exports.make(export_id=export.pk, now=now)
    export.refresh_from_db()
    assert export.is_ready, export.problem
    with exports.opened(export=export, by=by, now=now) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def facts_of(archive):
    return json.loads(archive.read("finding.json"))


def test_only_what_existed_then_is_in_it(cast, worked_on):
    facts = facts_of(pack(worked_on, cast.liaison, "2018-06-01"))
    assert (facts["updates"], facts["evidence"]) == ([], [])
    assert (facts["force_status"], facts["hmicfrs_status"]) == ("Not started", "Open")
    facts = facts_of(pack(worked_on, cast.liaison, "2018-06-02"))
    assert [update["narrative"] for update in facts["updates"]] == ["First."]
    assert (facts["force_status"], facts["hmicfrs_status"]) == ("At risk", "Under review")
    assert facts_of(pack(worked_on, cast.liaison, "2018-06-05"))["hmicfrs_status"] == "More evidence needed"
    facts = facts_of(pack(worked_on, cast.liaison, "2018-06-06"))
    assert [update["number"] for update in facts["updates"]] == [1, 2]


def test_it_holds_the_files_with_their_checksums_and_who_took_them_is_written_down(cast, worked_on):
    archive = pack(worked_on, cast.liaison, "2018-06-02")
    [name] = [name for name in archive.namelist() if name.startswith("files/")]
    assert archive.read(name) == BYTES
    for line in archive.read("MANIFEST.sha256").decode().splitlines():
        digest, listed = line.split("  ", 1)
        assert hashlib.sha256(archive.read(listed)).hexdigest() == digest
    assert set(archive.namelist()) == {name, "audit.csv", "finding.json", "finding.html", "MANIFEST.sha256"}
    assert AuditEvent.objects.filter(kind=EventKind.EVIDENCE_DOWNLOADED, actor=cast.liaison).count() == 1
    assert "First." in archive.read("finding.html").decode()


def test_what_was_withdrawn_since_is_told_but_not_handed_out(cast, worked_on):
    evidence.withdraw(evidence=Evidence.objects.get(), by=cast.liaison, now=day(10), reason="Wrong one.")
    archive = pack(worked_on, cast.liaison, "2018-06-02")
    [piece] = facts_of(archive)["evidence"]
    assert "withdrawn" in piece["not_enclosed"]
    assert not [name for name in archive.namelist() if name.startswith("files/")]
    assert facts_of(pack(worked_on, cast.liaison, "2018-06-12"))["evidence"] == []


def test_the_audit_trail_is_for_those_who_may_read_it(cast, worked_on):
    lines = pack(worked_on, cast.liaison, "2018-06-02").read("audit.csv").decode()
    assert "Update sent by the force" in lines
    assert "More evidence asked for" not in lines
    archive = pack(worked_on, cast.viewer, "2018-06-02")
    assert "audit.csv" not in archive.namelist()
    assert "does not let you" in facts_of(archive)["audit"]


def test_a_correction_since_is_taken_back(cast, worked_on):
    changes = [{"field": "text", "before": "As it read.", "after": worked_on.text}]
    audit.record(
        EventKind.FINDING_CORRECTED,
        by=cast.editor,
        now=day(8),
        finding=worked_on,
        changes=changes,
        reason="x",
    )
    assert facts_of(pack(worked_on, cast.liaison, "2018-06-02"))["text"] == "As it read."
    assert facts_of(pack(worked_on, cast.liaison, "2018-06-12"))["text"] == worked_on.text


def test_a_use_without_a_date_is_marked(cast, worked_on):
    EvidenceUse.objects.update(update=None)
    facts = facts_of(pack(worked_on, cast.liaison, "2018-06-02"))
    assert facts["evidence"] == []
    assert any("“Log”" in line for line in facts["not_told"])


@pytest.mark.parametrize("person", ["stranger", "body", "nobody"])
def test_others_get_no_evidence_pack(cast, worked_on, person):
    with pytest.raises((access.NotAllowed, access.NotVisible)):
        asked(worked_on, getattr(cast, person), "2018-06-02", day(30))


@pytest.mark.parametrize("on", ["", "soon", "2018-05-01"])
def test_a_day_before_it_was_recorded_is_refused(cast, worked_on, on):
    with pytest.raises(DateNotGood):
        asked(worked_on, cast.liaison, on, day(30))
