"""A second reading shows what it would change, and touches nothing."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.services.report_files import confirmed, proposal, read_report
from tracker import access, jobs
from tracker.event_vocabulary import EventKind
from tracker.importing.differences import State
from tracker.models import AuditEvent, Proposal, Reread
from tracker.selectors import jobs as jobs_page
from tracker.selectors.rereads import read_twice
from tracker.services import proposals, rereads, reshaping, second_readings
from tracker.vocabulary import (
    Decision,
    JobState,
    ProposalKind,
    ProposalOrigin,
    ReportStatus,
    RereadStatus,
)

pytestmark = pytest.mark.django_db
OFFENDERS = "registered sex offenders"


@pytest.fixture
def report(cast):
    report = read_report(cast.editor)
    confirmed(report, cast.editor)
    report.refresh_from_db()
    return report


def reread(report, by, *, now=NOW):
    asked = rereads.ask(report=report, by=by, now=now)
    assert rereads.read(reread_id=asked.pk, now=now)
    asked.refresh_from_db()
    return asked


def rows_of(report):
    return list(report.proposals.order_by("pk").values())


def test_the_same_reader_finds_nothing_else(cast, report):
    before = rows_of(report)
    asked = reread(report, cast.editor)
    assert (asked.status, asked.reader, asked.read_at) == (RereadStatus.DONE, report.reader, NOW)
    assert read_twice(asked) == []
    assert rows_of(report) == before


def test_new_gone_and_changed_items_are_shown_and_nothing_is_touched(cast, report):
    """As if an older reader had missed one finding, invented one, and worded one otherwise."""
    missed, worded = report.proposals.filter(kind=ProposalKind.FINDING).order_by("-position")[:2]
    missed.delete()
    Proposal.objects.filter(pk=worded.pk).update(payload={**worded.payload, "kind": "recommendation"})
    invented = report.proposals.create(
        kind=ProposalKind.FINDING,
        position=70,
        payload={**worded.payload, "text": "Farm shops need locks.", "start": 1, "end": 5},
    )
    before = rows_of(report)
    found = {row.state: row for row in read_twice(reread(report, cast.editor)) if row.name == "findings"}
    assert found[State.NEW].words == missed.payload["text"]
    assert found[State.GONE].proposal == invented
    assert [(c.field, c.before, c.after) for c in found[State.CHANGED].changes] == [
        ("kind", "recommendation", "area_for_improvement")
    ]
    assert rows_of(report) == before


def test_a_person_who_was_of_the_newer_readers_mind_sees_no_difference(cast, report):
    row = proposal(report, ProposalKind.FINDING)
    right = row.payload["kind"]
    Proposal.objects.filter(pk=row.pk).update(payload={**row.payload, "kind": "cause_of_concern"})
    row.refresh_from_db()
    proposals.confirm(proposal=row, by=cast.editor, now=NOW, correction={"kind": right})
    assert read_twice(reread(report, cast.editor)) == []


def test_what_was_rejected_is_not_new_again(cast, report):
    row = proposal(report, ProposalKind.STATEMENT)
    proposals.reject(proposal=row, reason="standing_text", by=cast.editor, now=NOW)
    assert read_twice(reread(report, cast.editor)) == []


def test_what_people_split_merged_or_added_is_known(cast, report):
    first, *others = report.proposals.filter(kind=ProposalKind.FINDING).order_by("position")
    words = first.payload["text"]
    middle = words.index(" ", len(words) // 2)
    reshaping.split(proposal=first, parts=[words[:middle], words[middle:]], by=cast.editor, now=NOW)
    reshaping.merge(chosen=others[:2], by=cast.editor, now=NOW)
    values = {"kind": "area_for_improvement", "text": "Farm shops need locks."}
    reshaping.add(
        report=report, kind="finding", quote=report.text[:40], values=values, by=cast.editor, now=NOW
    )
    assert read_twice(reread(report, cast.editor)) == []


def test_new_items_are_taken_over_as_proposals_and_the_report_waits_again(cast, report):
    missed = proposal(report, ProposalKind.FINDING, OFFENDERS)
    missed.delete()
    for row in report.proposals.undecided():
        proposals.reject(proposal=row, reason="not_said", by=cast.editor, now=NOW)
    asked = reread(report, cast.editor)
    [row] = rereads.take_over(reread=asked, by=cast.inspector, now=NOW)
    assert (row.payload, row.status, row.origin) == (
        missed.payload,
        Decision.PROPOSED,
        ProposalOrigin.READ_AGAIN,
    )
    report.refresh_from_db()
    assert (report.status, report.decided_at, report.compared_at) == (ReportStatus.READ, None, None)
    assert read_twice(asked) == []
    with pytest.raises(rereads.NothingNew):
        rereads.take_over(reread=asked, by=cast.inspector, now=NOW)


def test_only_chosen_items_are_taken_over(cast, report):
    report.proposals.filter(kind=ProposalKind.FINDING).delete()
    asked = reread(report, cast.editor)
    new = [row for row in read_twice(asked) if row.state == State.NEW]
    assert len(new) > 1
    [row] = rereads.take_over(reread=asked, chosen=[(new[1].name, new[1].position)], by=cast.editor, now=NOW)
    assert row.payload["text"] == new[1].words
    with pytest.raises(rereads.NothingNew):
        rereads.take_over(reread=asked, chosen=[("findings", 999)], by=cast.editor, now=NOW)


def test_one_is_under_way_at_a_time(cast, report):
    rereads.ask(report=report, by=cast.editor, now=NOW)
    with pytest.raises(rereads.AlreadyUnderWay):
        rereads.ask(report=report, by=cast.inspector, now=NOW)


def test_two_workers_read_it_once(cast, report):
    asked = rereads.ask(report=report, by=cast.editor, now=NOW)
    until = NOW + jobs.READING_LEASE
    Reread.objects.filter(pk=asked.pk).update(status=RereadStatus.READING, lease_until=until)
    assert not rereads.read(reread_id=asked.pk, now=NOW)
    late = until + timedelta(seconds=1)
    assert rereads.sweep(now=NOW) == 0
    assert rereads.sweep(now=late) == 1
    assert rereads.read(reread_id=asked.pk, now=late)
    assert AuditEvent.objects.filter(kind=EventKind.REREAD_ENDED).count() == 1


def test_a_file_that_is_gone_ends_in_a_reason_and_the_report_stands(cast, report):
    report.file.delete(save=False)
    asked = reread(report, cast.editor)
    assert (asked.status, asked.lease_until) == (RereadStatus.FAILED, None)
    assert "could not be opened" in asked.problem
    report.refresh_from_db()
    assert report.status == ReportStatus.READ


def test_a_report_that_is_not_read_is_not_read_again_so(cast, report):
    report.status = ReportStatus.UPLOADED
    report.save()
    with pytest.raises(rereads.NotReadYet):
        rereads.ask(report=report, by=cast.editor, now=NOW)


@pytest.mark.parametrize("who", ["liaison", "stranger", "administrator"])
def test_others_have_nothing_read_again(cast, report, who):
    with pytest.raises(access.NotAllowed):
        rereads.ask(report=report, by=getattr(cast, who), now=NOW)
    asked = reread(report, cast.editor)
    with pytest.raises(access.NotAllowed):
        rereads.take_over(reread=asked, by=getattr(cast, who), now=NOW)


def test_another_text_of_the_same_bytes_keeps_places_in_the_text_that_is_held(cast, report):
    kept = "A cover page.\n\n" + report.text
    report.text = kept
    report.save()
    asked = reread(report, cast.editor)
    for item in asked.items["findings"]:
        words = kept[item["start"] : item["end"]]
        assert " ".join(words.split())[:40] == " ".join(item["text"].split())[:40]


def test_one_whose_worker_was_lost_waits_again_and_one_at_work_does_not(cast, report):
    asked = rereads.ask(report=report, by=cast.editor, now=NOW)
    with pytest.raises(rereads.NothingToReadAgain):
        rereads.retry(reread=asked, by=cast.inspector, now=NOW)
    until = NOW + jobs.READING_LEASE
    Reread.objects.filter(pk=asked.pk).update(status=RereadStatus.READING, lease_until=until, attempts=3)
    with pytest.raises(rereads.NothingToReadAgain):
        rereads.retry(reread=asked, by=cast.inspector, now=NOW)
    late = until + timedelta(seconds=1)
    [shown] = jobs_page.reading_again(cast.editor, now=late).rows
    assert shown.job_state == JobState.STUCK
    waits = rereads.retry(reread=asked, by=cast.inspector, now=late)
    assert (waits.pk, waits.status, waits.attempts) == (asked.pk, RereadStatus.WAITING, 0)
    [shown] = jobs_page.reading_again(cast.editor, now=late).rows
    assert shown.job_state == JobState.WAITING
    assert not jobs_page.reading_again(cast.liaison, now=late).total


def changed_reread(report, cast, row, **payload):
    """A second reading of it, as if an older reader had read this item otherwise."""
    Proposal.objects.filter(pk=row.pk).update(payload={**row.payload, **payload})
    asked = reread(report, cast.editor)
    return asked, next(each for each in read_twice(asked) if each.proposal == row)


def test_a_change_of_what_waits_becomes_its_proposals_correction(cast, report):
    row = proposal(report, ProposalKind.FINDING)
    right = row.payload["kind"]
    asked, found = changed_reread(report, cast, row, kind="cause_of_concern")
    given = {"reread": asked, "name": found.name, "position": found.position}
    taken = second_readings.take_change(**given, by=cast.inspector, now=NOW)
    assert (taken.status, taken.correction) == (Decision.PROPOSED, {"kind": right})
    assert read_twice(asked) == []
    with pytest.raises(second_readings.NoSuchChange):
        second_readings.take_change(**given, by=cast.inspector, now=NOW)
    confirmed = proposals.confirm(proposal=taken, by=cast.editor, now=NOW)
    assert confirmed.finding.kind == right
    again = proposals.confirm(proposal=taken, by=cast.editor, now=NOW)
    assert again.finding == confirmed.finding
    for correction in (None, {"kind": right}):
        with pytest.raises(proposals.AlreadyDecided, match=r"with corrections \(kind: .*Editor"):
            proposals.confirm(proposal=taken, by=cast.inspector, now=NOW, correction=correction)
    with pytest.raises(proposals.AlreadyDecided):
        proposals.confirm(proposal=taken, by=cast.editor, now=NOW, correction={"kind": "cause_of_concern"})


def test_a_change_of_what_stands_corrects_it_with_the_old_kept(cast, report):
    row = proposal(report, ProposalKind.FINDING)
    right = row.payload["text"]
    Proposal.objects.filter(pk=row.pk).update(payload={**row.payload, "text": f"{right} Always."})
    row = proposals.confirm(proposal=Proposal.objects.get(pk=row.pk), by=cast.editor, now=NOW)
    asked = reread(report, cast.editor)
    [found] = read_twice(asked)
    given = {"reread": asked, "name": found.name, "position": found.position}
    with pytest.raises(access.NotAllowed):
        second_readings.take_change(**given, by=cast.liaison, now=NOW)
    second_readings.take_change(**given, by=cast.inspector, now=NOW)
    row.finding.refresh_from_db()
    assert row.finding.text == right
    event = AuditEvent.objects.get(kind=EventKind.FINDING_CORRECTED)
    assert event.data["reason"].startswith("Second reading")
    assert event.data["changes"] == [{"field": "text", "before": f"{right} Always.", "after": right}]
    assert read_twice(asked) == []


def test_what_a_person_rejected_is_not_changed_by_a_second_reading(cast, report):
    row = proposal(report, ProposalKind.FINDING)
    proposals.reject(proposal=row, reason="standing_text", by=cast.editor, now=NOW)
    asked, found = changed_reread(report, cast, row, kind="cause_of_concern")
    assert not found.can_be_taken
    with pytest.raises(second_readings.NoSuchChange):
        second_readings.take_change(
            reread=asked, name=found.name, position=found.position, by=cast.editor, now=NOW
        )


def confirmed_otherwise(report, cast, proposed, **payload):
    """An item as an older reader read it, confirmed so; and what a second reading says of it."""
    row = proposal(report, proposed)
    Proposal.objects.filter(pk=row.pk).update(payload={**row.payload, **payload})
    row = proposals.confirm(proposal=Proposal.objects.get(pk=row.pk), by=cast.editor, now=NOW)
    asked = reread(report, cast.editor)
    [found] = read_twice(asked)
    return row, asked, found


def take(asked, found, by, **more):
    given = {"reread": asked, "name": found.name, "position": found.position}
    return second_readings.take_change(**given, by=by, now=NOW, **more)


def test_quote_question_and_kind_of_a_confirmed_statement_follow_with_a_reason(cast, report):
    right = proposal(report, ProposalKind.STATEMENT).payload
    cut = dict(right["quotes"][0], text=right["quotes"][0]["text"][:40], end=right["quotes"][0]["start"] + 40)
    asked_wrongly = report.inspection.assessed.order_by("pk").last().text
    older = {"quotes": [cut], "question": asked_wrongly, "about_kind": "cause_of_concern"}
    row, asked, found = confirmed_otherwise(report, cast, ProposalKind.STATEMENT, **older)
    assert found.takeable == {"quote", "question", "about_kind"}
    assert row.statement.quote == cut["text"]
    take(asked, found, cast.inspector, reason="The quote was cut.")
    said = row.statement
    said.refresh_from_db()
    assert (said.passages, said.quote) == (right["quotes"], right["quotes"][0]["text"])
    assert (said.question, right["question"]) == (None, None)
    assert said.about_kind in (right["about_kind"], "")
    event = AuditEvent.objects.filter(kind=EventKind.STATEMENT_CORRECTED).first()
    assert (event.data["reason"], event.actor) == ("The quote was cut.", cast.inspector)
    kept = {each["field"]: each["before"] for each in event.data["changes"]}
    assert kept == {"quote": cut["text"], "question": asked_wrongly, "about_kind": "cause_of_concern"}
    row.refresh_from_db()
    assert row.payload["quotes"] == [cut]
    assert read_twice(asked) == []


def test_question_and_kind_of_a_confirmed_finding_follow_and_its_place(cast, report):
    right = proposal(report, ProposalKind.FINDING).payload
    cut = {"text": right["text"][:30], "end": right["start"] + 30, "line": right["line"], "question": None}
    row, asked, found = confirmed_otherwise(
        report, cast, ProposalKind.FINDING, kind="cause_of_concern", **cut
    )
    take(asked, found, cast.editor)
    row.finding.refresh_from_db()
    assert (row.finding.kind, row.finding.text) == (right["kind"], right["text"])
    assert row.finding.place["end"] == right["end"]
    assert row.finding.question is not None
    assert read_twice(asked) == []


def test_a_second_reading_s_title_follows_and_what_names_the_inspection_never_does(cast, report):
    row = proposal(report, ProposalKind.INSPECTION)
    right = row.payload["title"]
    Proposal.objects.filter(pk=row.pk).update(payload={**row.payload, "title": "Wrong"})
    asked = reread(report, cast.editor)
    [found] = read_twice(asked)
    take(asked, found, cast.editor)
    report.refresh_from_db()
    assert report.title == right
    assert read_twice(asked) == []
    Proposal.objects.filter(pk=row.pk).update(payload={**row.payload, "pillar": "legitimacy"})
    [found] = read_twice(asked)
    assert not found.can_be_taken
    with pytest.raises(second_readings.NoSuchChange):
        take(asked, found, cast.editor)
