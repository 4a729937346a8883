"""Splitting, merging and adding: what was read is kept, and people's work is told from the machine's."""

import pytest

from tests.factories import NOW
from tests.services.report_files import confirmed, proposal, read_report
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Finding
from tracker.selectors.reports import sheet
from tracker.services import proposals, reshaping
from tracker.services.reshaping import NotInTheReport, NotReshapable
from tracker.services.values import ValueNotUsable
from tracker.vocabulary import Decision, ProposalKind, ProposalOrigin, ReportStatus

pytestmark = pytest.mark.django_db
OFFENDERS = "registered sex offenders"


@pytest.fixture
def report(cast):
    report = read_report(cast.editor)
    confirmed(report, cast.editor)
    report.refresh_from_db()
    return report


def split(row, by, *parts):
    return reshaping.split(proposal=row, parts=parts, by=by, now=NOW)


def merge(by, *rows):
    return reshaping.merge(chosen=rows, by=by, now=NOW)


def halves(words):
    middle = words.index(" ", len(words) // 2)
    return words[:middle], words[middle + 1 :]


# --- split ----------------------------------------------------------------------------------------------


def test_a_split_finding_is_two_proposals_in_place_of_one(cast, report):
    row = proposal(report, ProposalKind.FINDING)
    read = dict(row.payload)
    one, two = halves(row.payload["text"])
    made = split(row, cast.editor, one, two)
    row.refresh_from_db()
    assert (row.status, row.payload, row.decided_by) == (Decision.REPLACED, read, cast.editor)
    assert [part.values["text"] for part in made] == [one, two]
    assert {part.values["question"] for part in made} == {read["question"]}
    assert [part.origin for part in made] == [ProposalOrigin.SPLIT] * 2
    assert all(list(part.made_from.all()) == [row] for part in made)
    for part in made:
        assert report.text[part.payload["start"] : part.payload["end"]] == part.payload["text"]
        proposals.confirm(proposal=part, by=cast.editor, now=NOW)
    assert Finding.objects.count() == 2
    event = AuditEvent.objects.get(kind=EventKind.PROPOSALS_REPLACED)
    assert (event.data["how"], event.data["replaced"]) == ("split", [row.pk])


def test_a_part_of_a_statement_is_a_quote_of_the_report(cast, report):
    row = proposal(report, ProposalKind.STATEMENT, OFFENDERS)
    words = " ".join(row.payload["quotes"][0]["text"].split())
    first, second = split(row, cast.editor, *halves(words))
    assert report.text[first.payload["start"] : first.payload["end"]] == first.payload["quote"]
    assert [quote["text"] for quote in second.payload["quotes"]] == [second.payload["quote"]]


def test_words_that_the_report_does_not_say_are_no_part_of_a_statement(cast, report):
    row = proposal(report, ProposalKind.STATEMENT, OFFENDERS)
    with pytest.raises(NotInTheReport, match="does not stand in the report"):
        split(row, cast.editor, row.payload["quote"], "All is well.")
    row.refresh_from_db()
    assert row.status == Decision.PROPOSED


def test_one_part_is_no_split(cast, report):
    row = proposal(report, ProposalKind.FINDING)
    with pytest.raises(NotReshapable, match="two parts at least"):
        split(row, cast.editor, row.payload["text"], " ")


def test_a_judgment_is_not_split(cast, report):
    with pytest.raises(NotReshapable, match="Only findings, statements and suggestions"):
        split(proposal(report, ProposalKind.JUDGMENT), cast.editor, "a", "b")


def test_what_is_decided_is_neither_split_nor_merged(cast, report):
    one, other = report.proposals.filter(kind=ProposalKind.FINDING)[:2]
    proposals.confirm(proposal=one, by=cast.editor, now=NOW)
    with pytest.raises(proposals.AlreadyDecided):
        split(one, cast.inspector, *halves(one.payload["text"]))
    with pytest.raises(proposals.AlreadyDecided):
        merge(cast.inspector, one, other)
    split(other, cast.editor, *halves(other.payload["text"]))
    with pytest.raises(proposals.AlreadyDecided, match="replaced already"):
        proposals.confirm(proposal=other, by=cast.inspector, now=NOW)


def test_recommendations_follow_their_cause_of_concern(cast, report):
    cause, child = report.proposals.filter(kind=ProposalKind.FINDING)[:2]
    report.proposals.filter(pk=cause.pk).update(payload={**cause.payload, "kind": "cause_of_concern"})
    read = {**child.payload, "kind": "recommendation", "parent": cause.position}
    report.proposals.filter(pk=child.pk).update(payload=read)
    first, second = split(cause, cast.editor, *halves(cause.payload["text"]))
    child.refresh_from_db()
    assert child.payload == {**read, "parent": first.position}
    made = proposals.confirm(proposal=first, by=cast.editor, now=NOW)
    assert proposals.confirm(proposal=child, by=cast.editor, now=NOW).finding.parent == made.finding
    assert second.position != first.position


def test_statements_are_ranked_against_what_stands_there_now(cast, report):
    row = proposal(report, ProposalKind.FINDING, OFFENDERS)
    split(row, cast.editor, *halves(row.payload["text"]))
    said = proposal(report, ProposalKind.STATEMENT, OFFENDERS)
    positions = {each["proposal"] for each in said.candidates if each["side"] == "successor"}
    assert row.position not in positions
    guesses = [each for group in sheet(report).groups for each in group.rows if each.successors]
    assert all(guess.proposal.status != Decision.REPLACED for row in guesses for guess in row.successors)


# --- merge ----------------------------------------------------------------------------------------------


def test_merged_findings_are_one_in_the_order_of_the_text(cast, report):
    first, second = report.proposals.filter(kind=ProposalKind.FINDING).order_by("payload__start")[:2]
    made = merge(cast.editor, second, first)
    assert made.payload["text"] == f"{first.payload['text']} {second.payload['text']}"
    assert (made.origin, made.payload["start"]) == (ProposalOrigin.MERGED, first.payload["start"])
    assert set(made.made_from.all()) == {first, second}
    assert set(report.proposals.filter(status=Decision.REPLACED)) == {first, second}


def test_merged_statements_keep_every_quote(cast, report):
    rows = report.proposals.filter(kind=ProposalKind.STATEMENT)[:2]
    made = merge(cast.editor, *rows)
    quotes = [quote["text"] for row in rows for quote in row.payload["quotes"]]
    assert sorted(quote["text"] for quote in made.payload["quotes"]) == sorted(set(quotes))


def test_two_kinds_or_one_item_are_not_merged(cast, report):
    finding, said = proposal(report, ProposalKind.FINDING), proposal(report, ProposalKind.STATEMENT)
    with pytest.raises(NotReshapable, match="one kind"):
        merge(cast.editor, finding, said)
    with pytest.raises(NotReshapable, match="two items at least"):
        merge(cast.editor, finding, finding)


# --- add ------------------------------------------------------------------------------------------------


def add(report, by, kind=ProposalKind.FINDING, quote="", **values):
    given = {"kind": "area_for_improvement", "text": "The force should do so.", **values}
    return reshaping.add(report=report, kind=kind, quote=quote, values=given, by=by, now=NOW)


def test_what_the_machine_missed_is_added_with_its_place(cast, report):
    line = next(line for line in report.text.splitlines() if len(line) > 60)
    row = add(report, cast.editor, quote=f"  {line[5:50]} ")
    assert (row.status, row.origin, row.finding.text) == (
        Decision.CONFIRMED,
        ProposalOrigin.PERSON,
        "The force should do so.",
    )
    assert report.text[row.payload["start"] : row.payload["end"]] == line[5:50].strip()
    assert row.finding.place["line"] == report.text[: row.payload["start"]].count("\n") + 1


def test_words_that_do_not_stand_there_are_refused_and_nothing_is_added(cast, report):
    before = report.proposals.count()
    with pytest.raises(NotInTheReport):
        add(report, cast.editor, quote="All is well with farm shops.")
    with pytest.raises(ValueNotUsable, match="Enter the report’s words"):
        add(report, cast.editor, quote=" ")
    with pytest.raises(ValueNotUsable, match="Enter the wording"):
        add(report, cast.editor, quote=report.text[:40], text="")
    assert report.proposals.count() == before


def test_adding_to_a_decided_report_leaves_it_decided(cast, report):
    for row in report.proposals.undecided():
        proposals.reject(proposal=row, reason="not_said", by=cast.editor, now=NOW)
    add(report, cast.editor, quote=report.text[:40])
    report.refresh_from_db()
    assert report.status == ReportStatus.DECIDED


@pytest.mark.parametrize("who", ["liaison", "stranger", "administrator", "nobody"])
def test_others_reshape_nothing(cast, report, who):
    by, row = getattr(cast, who), proposal(report, ProposalKind.FINDING)
    with pytest.raises(access.NotAllowed):
        split(row, by, "a", "b")
    with pytest.raises(access.NotAllowed):
        merge(by, row, row)
    with pytest.raises(access.NotAllowed):
        add(report, by, quote=report.text[:40])
