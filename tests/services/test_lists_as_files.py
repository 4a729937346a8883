"""What stands in the lists of work and of reports once they are files: the rows of their pages, no others."""

from datetime import date, timedelta

import pytest

from tests import factories
from tests.factories import NOW
from tests.services.report_files import confirmed, read_report
from tests.services.test_exports import asked, lines_of
from tracker.services import actions, enquiries, proposals

pytestmark = pytest.mark.django_db


def lines(by, name, query=""):
    return lines_of(asked(by, name, query), by)


def test_links_are_those_of_the_queue_unless_others_are_asked_for(cast):
    earlier, later, other = factories.finding(year=2016), factories.finding(), factories.finding(year=2016)
    factories.link(earlier, later, status="proposed", score="0.500")
    factories.link(other, later, note="Seen.")
    [waiting] = lines(cast.editor, "links")
    assert (waiting["Earlier finding"], waiting["Decision"]) == (earlier.reference, "Proposed")
    [decided] = lines(cast.editor, "links", "status=confirmed&relation=continues")
    assert (decided["Earlier finding"], decided["Note"]) == (other.reference, "Seen.")
    assert lines(cast.editor, "links", "status=confirmed&relation=related") == []


def test_proposals_are_those_of_the_report_with_what_became_of_each(cast):
    report = read_report(cast.editor)
    confirmed(report, cast.editor)
    first, second = report.proposals.filter(kind="finding").order_by("position")[:2]
    made = proposals.confirm(proposal=first, correction={"text": "=2+3"}, by=cast.editor, now=NOW)
    proposals.reject(proposal=second, reason="other", note="A heading.", by=cast.editor, now=NOW)
    factories.report()
    found = lines(cast.editor, "proposals", f"report={report.pk}&kind=finding")
    assert len(found) == report.proposals.filter(kind="finding").count()
    assert (found[0]["Finding"], found[0]["Decision"]) == (made.finding.reference, "Confirmed")
    assert "text: =2+3" in found[0]["As it stands"]
    assert found[0]["Report's words"]
    assert (found[1]["Decision"], found[1]["Note"]) == ("Rejected", "A heading.")
    assert len(lines(cast.editor, "proposals", f"report={report.pk}&status=rejected")) == 1


def test_questions_are_those_of_the_state_with_all_that_was_written(cast):
    finding = factories.finding()
    asking = {"finding": finding, "answer_by": date(2018, 7, 1), "by": cast.inspector, "now": NOW}
    answered = enquiries.ask(subject="Who?", text="Who trains?", **asking)
    enquiries.ask(subject="When?", text="When is it done?", **asking)
    enquiries.answer(enquiry=answered, text="An agency.", by=cast.liaison, now=NOW + timedelta(days=1))
    [waiting] = lines(cast.liaison, "questions")
    assert (waiting["Question"], waiting["Answer wanted by"]) == ("When?", "2018-07-01")
    [line] = lines(cast.liaison, "questions", "state=answered")
    assert "Who trains?" in line["What was written"]
    assert "An agency." in line["What was written"]
    assert lines(cast.stranger, "questions") == []


def test_actions_and_the_history_are_those_of_the_finding(cast):
    finding, other = factories.finding(), factories.finding()
    named = {"owner_name": "A. Trainer", "by": cast.liaison, "now": NOW}
    actions.add(finding=finding, what="Train all", **named)
    actions.add(finding=other, what="Something else", **named)
    query = f"finding={finding.reference}"
    [line] = lines(cast.viewer, "actions", query)
    assert (line["Place"], line["Action"], line["Owner"]) == ("1", "Train all", "A. Trainer")
    all_of_them = lines(cast.viewer, "all-actions", "state=open")
    assert {line["Finding"] for line in all_of_them} == {finding.reference, other.reference}
    assert lines(cast.stranger, "all-actions") == lines(cast.viewer, "all-actions", "state=done") == []
    [line] = lines(cast.viewer, "history", query)
    assert (line["What"], line["Who"]) == ("Action added for A. Trainer", cast.liaison.name)
    assert line["When (London)"] == "2018-06-01 10:30"


def test_the_forces_of_a_national_recommendation_say_what_each_says_to_its_own_alone(cast):
    national = factories.national()
    for slug in ("cleveland", "hertfordshire"):
        factories.finding(slug, national=national, force_status="at_risk")
    query = f"recommendation={national.pk}"
    said = {}
    for person in ("liaison", "stranger", "inspector"):
        found = lines(getattr(cast, person), "national-forces", query)
        said[person] = [line["Force says"] for line in found]
    assert said["liaison"] == ["At risk", ""]
    assert said["stranger"] == ["", "At risk"]
    assert said["inspector"] == ["At risk", "At risk"]
