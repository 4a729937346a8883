"""Questions about a finding: HMICFRS asks with a day, the force answers, HMICFRS closes."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Enquiry, EnquiryMessage
from tracker.selectors.enquiries import listed, may_be_mentioned
from tracker.selectors.notifications import address_of, headline
from tracker.selectors.timelines import timeline_of
from tracker.services import enquiries, findings
from tracker.services.guards import DateInPast, FindingClosed
from tracker.vocabulary import EnquiryState

NOW = factories.NOW
DAY = date(2018, 7, 1)


@pytest.fixture
def finding(cast):
    return factories.finding()


def ask(finding, by, **changes):
    given = {"subject": "Visits in May", "text": "How many were late?", "answer_by": DAY} | changes
    return enquiries.ask(finding=finding, by=by, now=NOW, **given)


@pytest.fixture
def enquiry(finding, cast):
    return ask(finding, cast.inspector)


def answer(enquiry, by, **changes):
    return enquiries.answer(**{"enquiry": enquiry, "text": "Two.", "by": by, "now": NOW} | changes)


def told_of(kind):
    event = AuditEvent.objects.filter(kind=kind).latest("pk")
    return {row.recipient.email.split("@")[0] for row in event.notifications.select_related("recipient")}


# --- The way of a question ---------------------------------------------------------------------------


def test_question_waits_is_answered_asked_on_and_closed(enquiry, finding, cast):
    assert enquiry.is_waiting
    answer(enquiry, cast.liaison)
    enquiry.refresh_from_db()
    assert enquiry.state == EnquiryState.ANSWERED
    later = DAY + timedelta(days=7)
    enquiries.ask_again(enquiry=enquiry, text="And in June?", answer_by=later, by=cast.editor, now=NOW)
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.answer_by) == (EnquiryState.WAITING, later)
    answer(enquiry, cast.chief, text="None.")
    enquiries.close(enquiry=enquiry, by=cast.inspector, now=NOW)
    enquiry.refresh_from_db()
    assert (enquiry.is_closed, enquiry.closed_by, enquiry.closed_at) == (True, cast.inspector, NOW)
    sides = [(said.side, said.answer_by) for said in enquiry.messages.all()]
    assert sides == [("hmicfrs", DAY), ("force", None), ("hmicfrs", later), ("force", None)]
    told = [row.sentence for row in timeline_of(finding)]
    assert told == [
        "Question closed: Visits in May",
        "Question answered: Visits in May",
        "Asked on, to be answered by 8 July 2018: Visits in May",
        "Question answered: Visits in May",
        "Question asked, to be answered by 1 July 2018: Visits in May",
    ]
    assert timeline_of(finding)[-1].detail == "How many were late?"


def test_lists_follow_the_state(enquiry, cast):
    assert list(listed(cast.liaison, state=EnquiryState.WAITING)) == [enquiry]
    assert not listed(cast.stranger, state=EnquiryState.WAITING)
    answer(enquiry, cast.liaison)
    assert not listed(cast.liaison, state=EnquiryState.WAITING)
    assert list(listed(cast.inspector, state=EnquiryState.ANSWERED)) == [enquiry]


# --- Who is told -------------------------------------------------------------------------------------


def test_question_tells_the_force_and_who_is_mentioned(finding, cast):
    ask(finding, cast.inspector, mentioned=[cast.viewer.pk, cast.editor.pk])
    assert told_of(EventKind.ENQUIRY_ASKED) == {"liaison", "viewer", "editor"}


def test_answer_tells_who_asked_and_who_is_mentioned(enquiry, cast):
    answer(enquiry, cast.liaison, mentioned=[cast.chief.pk])
    assert told_of(EventKind.ENQUIRY_ANSWERED) == {"inspector", "chief"}


def test_mail_gives_nothing_away_and_leads_to_the_question(enquiry, finding):
    event = AuditEvent.objects.get(kind=EventKind.ENQUIRY_ASKED)
    assert headline(event) == f"HMICFRS asks a question: {finding.reference}"
    assert address_of(event) == enquiry.get_absolute_url()


def test_only_who_sees_the_finding_may_be_mentioned(finding, enquiry, cast):
    names = dict(may_be_mentioned(finding))
    assert names[cast.viewer.pk] == "Viewer, Force viewer, Cleveland Police"
    for outsider in (cast.stranger, cast.body, cast.nobody):
        assert outsider.pk not in names
        with pytest.raises(enquiries.NotToBeMentioned):
            answer(enquiry, cast.liaison, mentioned=[outsider.pk])
    assert enquiry.messages.count() == 1


# --- Refusals ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["liaison", "chief", "viewer", "body", "stranger", "administrator", "nobody"])
def test_only_hmicfrs_asks_and_closes(finding, enquiry, cast, who):
    person = getattr(cast, who)
    with pytest.raises(access.NotAllowed):
        ask(finding, person)
    with pytest.raises(access.NotAllowed):
        enquiries.close(enquiry=enquiry, by=person, now=NOW)
    assert Enquiry.objects.waiting().count() == 1


@pytest.mark.parametrize("who", ["inspector", "viewer", "body", "force_admin", "stranger", "nobody"])
def test_only_the_force_answers(enquiry, cast, who):
    with pytest.raises(access.NotAllowed):
        answer(enquiry, getattr(cast, who))
    assert enquiry.messages.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal", "words"),
    [
        ({"subject": " "}, enquiries.NothingWritten, "Enter your subject"),
        ({"text": ""}, enquiries.NothingWritten, "Enter your question"),
        ({"text": "x" * 2001}, enquiries.TooLong, "2,000 characters or fewer"),
        ({"answer_by": date(2018, 5, 31)}, DateInPast, "today or in the future"),
    ],
)
def test_incomplete_question_is_not_asked(finding, cast, changes, refusal, words):
    with pytest.raises(refusal, match=words):
        ask(finding, cast.inspector, **changes)
    assert not Enquiry.objects.exists()


def test_closed_question_takes_nothing_more(enquiry, cast):
    enquiries.close(enquiry=enquiry, by=cast.inspector, now=NOW)
    with pytest.raises(enquiries.EnquiryClosed, match="Inspector has closed this question"):
        answer(enquiry, cast.liaison)
    with pytest.raises(enquiries.EnquiryClosed):
        enquiries.close(enquiry=enquiry, by=cast.editor, now=NOW)


def test_closed_finding_takes_no_question_but_an_answer_that_is_owed(finding, enquiry, cast):
    findings.close(finding=finding, reason="verified", by=cast.inspector, now=NOW)
    with pytest.raises(FindingClosed):
        ask(finding, cast.inspector)
    answer(enquiry, cast.liaison)


def test_force_is_not_asked_about_what_it_does_not_know_of(cast):
    embargoed = factories.finding(inspection=factories.inspection(public_from=date(2018, 9, 1)))
    with pytest.raises(enquiries.NotPublishedYet):
        ask(embargoed, cast.inspector)


def test_what_was_written_never_changes(enquiry):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        EnquiryMessage.objects.filter(enquiry=enquiry).update(text="Something else")
    with pytest.raises(IntegrityError, match="enquiry_closed_by_and_at_iff_closed"), transaction.atomic():
        Enquiry.objects.filter(pk=enquiry.pk).update(state="closed")
