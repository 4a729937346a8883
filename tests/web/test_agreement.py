"""The table of agreement, the items behind it, and what people changed as CSV."""

import csv
import io

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import NOW
from tests.services.report_files import confirmed, proposal, read_report
from tests.web.test_reports import text_of
from tracker.models import Proposal
from tracker.selectors.agreement import agreement
from tracker.services import corrections, proposals, reshaping, withdrawals
from tracker.services.corrections import Correction
from tracker.vocabulary import Agreement, ProposalKind


@pytest.fixture
def editor(client, cast):
    client.force_login(cast.editor)
    return client


@pytest.fixture
def worked_on(cast):
    """One finding of each outcome, of the six that were read, and one added by hand."""
    report = read_report(cast.editor)
    confirmed(report, cast.editor)
    rows = list(report.proposals.filter(kind=ProposalKind.FINDING).order_by("position"))
    by = {"by": cast.editor, "now": NOW}
    proposals.confirm(proposal=rows[0], **by)
    proposals.confirm(proposal=rows[1], correction={"text": "=2+3"}, **by)
    proposals.reject(proposal=rows[2], reason="other", note="A heading.", **by)
    withdrawn = proposals.confirm(proposal=rows[3], **by)
    withdrawals.withdraw(proposal=withdrawn, reason="A mistake.", **by)
    amended = proposals.confirm(proposal=rows[4], **by)
    given = Correction({"kind": "cause_of_concern"}, "Read wrongly.")
    corrections.correct_finding(finding=amended.finding, correction=given, **by)
    words = rows[5].payload["text"]
    middle = words.index(" ", len(words) // 2)
    reshaping.split(proposal=rows[5], parts=[words[:middle], words[middle:]], **by)
    values = {"kind": "area_for_improvement", "text": "The force should do so."}
    reshaping.add(report=report, kind="finding", quote=report.text[:40], values=values, **by)
    return report


def row_of(user, reader):
    return next(row for row in agreement(user) if row.kind == "finding" and row.reader == reader)


def test_every_item_is_counted_once(cast, worked_on):
    row = row_of(cast.editor, worked_on.reader)
    assert row.counts == {
        Agreement.AS_PROPOSED: 1,
        Agreement.CORRECTED: 3,
        Agreement.REJECTED: 1,
        Agreement.WITHDRAWN: 1,
        Agreement.ADDED: 0,
        Agreement.UNDECIDED: 0,
    }
    assert (row.decided, row.percent) == (6, 17)
    by_hand = row_of(cast.editor, "")
    assert (by_hand.counts[Agreement.ADDED], by_hand.rate) == (1, None)


def test_an_item_tells_what_was_corrected_before_and_after_it_was_confirmed(editor, cast, worked_on):
    shown = text_of(editor.get(reverse("agreement-items"), {"kind": "finding", "outcome": "corrected"}))
    assert "=2+3" in shown
    assert "Read wrongly." in shown
    assert "Cause of concern" in shown


def test_versions_of_the_reader_are_told_apart(cast, worked_on):
    newer = proposal(worked_on, ProposalKind.FINDING)
    Proposal.objects.filter(pk=newer.pk).update(reader="text/99")
    assert row_of(cast.editor, "text/99").counts[Agreement.AS_PROPOSED] == 1
    assert row_of(cast.editor, worked_on.reader).counts[Agreement.AS_PROPOSED] == 0


def test_each_number_leads_to_as_many_items(editor, cast, worked_on):
    shown = editor.get(reverse("agreement"))
    for row in shown.context["rows"]:
        for outcome, count in row.counts.items():
            query = {"kind": row.kind, "outcome": outcome, "reader": row.reader or "none"}
            page = editor.get(reverse("agreement-items"), query).context["page_obj"]
            assert page.paginator.count == count
            if count:
                assert f"outcome={outcome.value}" in shown.content.decode()


def test_items_tell_what_was_read_and_what_stands(editor, worked_on):
    shown = text_of(editor.get(reverse("agreement-items"), {"outcome": "corrected"}))
    assert "=2+3" in shown
    assert "Corrected" in shown
    assert "No such items" in text_of(editor.get(reverse("agreement-items"), {"reader": "none-such"}))


def test_what_people_changed_is_exported(editor, worked_on):
    sent = {"list": "agreement-corrections", "query": "", "format": "csv"}
    response = editor.get(editor.post(reverse("export-list"), sent).url)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    told = {(row["outcome"], row["field"], row["corrected"]) for row in rows if row["kind"] == "finding"}
    assert ("corrected", "text", "'=2+3") in told  # never run as a formula
    assert ("corrected", "kind", "Cause of concern") in told
    assert ("added", "text", "The force should do so.") in told
    reasons = {row["reason"] for row in rows}
    assert {"Another reason: A heading.", "A mistake.", "Read wrongly."} <= reasons
    assert all(row["quote"] for row in rows)


def test_without_reports_the_page_says_what_it_will_hold(editor):
    assert "Nothing read yet" in text_of(editor.get(reverse("agreement")))


def test_the_table_takes_as_many_queries_for_one_report_as_for_many(queries_of, cast, worked_on):
    before = queries_of(cast.editor, reverse("agreement"))
    for position in range(20):
        Proposal.objects.create(
            report=factories.report(),
            kind="finding",
            position=position,
            payload={},
            reader=f"text/{position}",
        )
    assert queries_of(cast.editor, reverse("agreement")) == before


@pytest.mark.parametrize("name", ["agreement", "agreement-items"])
def test_others_are_kept_from_it(get, cast, name):
    for person in (cast.liaison, cast.stranger, cast.administrator, cast.nobody):
        assert get(person, reverse(name)).status_code == 403
