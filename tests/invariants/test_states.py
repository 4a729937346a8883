"""Every state with every deed, through the real services: done where the table allows it, refused elsewhere.

Of a refusal no trace is left.
"""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from tests import factories
from tracker.lifecycle import Step
from tracker.models import AuditEvent, Enquiry, Finding
from tracker.refusals import Refusal
from tracker.services import enquiries, findings, reviews, updates
from tracker.vocabulary import EnquiryState
from tracker.vocabulary import InspectorateStatus as Status

NOW = factories.NOW
LATER = NOW + timedelta(days=1)

# What each deed makes of each state; any other pair is refused. Written a second time on purpose.
FINDING = {
    (Status.OPEN, Step.SUBMIT): Status.UNDER_REVIEW,
    (Status.UNDER_REVIEW, Step.SUBMIT): Status.UNDER_REVIEW,
    (Status.MORE_EVIDENCE_NEEDED, Step.SUBMIT): Status.UNDER_REVIEW,
    (Status.UNDER_REVIEW, Step.ACCEPT): Status.OPEN,
    (Status.UNDER_REVIEW, Step.RETURN): Status.MORE_EVIDENCE_NEEDED,
    (Status.OPEN, Step.CLOSE): Status.CLOSED,
    (Status.MORE_EVIDENCE_NEEDED, Step.CLOSE): Status.CLOSED,
    (Status.CLOSED, Step.VOID_CLOSURE): Status.OPEN,  # as it stood before
}
ENQUIRY = {
    (EnquiryState.WAITING, "ask on"): EnquiryState.WAITING,
    (EnquiryState.WAITING, "answer"): EnquiryState.ANSWERED,
    (EnquiryState.WAITING, "close"): EnquiryState.CLOSED,
    (EnquiryState.ANSWERED, "ask on"): EnquiryState.WAITING,
    (EnquiryState.ANSWERED, "answer"): EnquiryState.ANSWERED,
    (EnquiryState.ANSWERED, "close"): EnquiryState.CLOSED,
}

Deeds = dict[Any, Callable[[], Any]]


@pytest.fixture
def finding(cast) -> Finding:
    return factories.finding()


@pytest.fixture
def deeds(cast, finding) -> Deeds:
    said = {"force_status": "on_track", "narrative": "All visits are made."}

    return {
        Step.SUBMIT: lambda: updates.submit(finding=finding, by=cast.liaison, now=NOW, **said),
        Step.ACCEPT: lambda: reviews.accept(update=finding.updates.first(), by=cast.inspector, now=NOW),
        Step.RETURN: lambda: reviews.return_to_force(
            update=finding.updates.first(), by=cast.inspector, now=NOW, reason="Show the visits."
        ),
        Step.CLOSE: lambda: findings.close(finding=finding, reason="verified", by=cast.inspector, now=NOW),
        Step.VOID_CLOSURE: lambda: findings.void_closure(
            finding=finding, by=cast.administrator, now=NOW, reason="A mistake."
        ),
    }


# The deeds that lead to each state, so that nothing is put there by hand.
WAY = {
    Status.OPEN: [Step.SUBMIT, Step.ACCEPT],
    Status.UNDER_REVIEW: [Step.SUBMIT],
    Status.MORE_EVIDENCE_NEEDED: [Step.SUBMIT, Step.RETURN],
    Status.CLOSED: [Step.SUBMIT, Step.ACCEPT, Step.CLOSE],
}


@pytest.mark.parametrize(("status", "step"), product(Status, Step))
def test_a_finding_goes_as_the_table_says_and_no_other_way(finding, deeds, status, step):
    for before in WAY[status]:
        deeds[before]()
    finding.refresh_from_db()
    assert finding.inspectorate_status == status
    is_done = tried(deeds[step])
    assert is_done == ((status, step) in FINDING)
    finding.refresh_from_db()
    assert finding.inspectorate_status == FINDING.get((status, step), status)


@pytest.mark.parametrize(("state", "deed"), product(EnquiryState, ["ask on", "answer", "close"]))
def test_a_question_goes_as_the_table_says_and_no_other_way(cast, finding, state, deed):
    day = LATER.date()
    asked = {"text": "How many?", "answer_by": day, "by": cast.inspector, "now": NOW}
    enquiry = enquiries.ask(finding=finding, subject="Visits", **asked)
    deeds: Deeds = {
        "ask on": lambda: enquiries.ask_again(enquiry=enquiry, **asked),
        "answer": lambda: enquiries.answer(enquiry=enquiry, text="Forty.", by=cast.liaison, now=NOW),
        "close": lambda: enquiries.close(enquiry=enquiry, by=cast.inspector, now=NOW),
    }
    way = {EnquiryState.WAITING: [], EnquiryState.ANSWERED: ["answer"], EnquiryState.CLOSED: ["close"]}
    for before in way[state]:
        deeds[before]()
    assert Enquiry.objects.get().state == state
    is_done = tried(deeds[deed])
    assert is_done == ((state, deed) in ENQUIRY)
    assert Enquiry.objects.get().state == ENQUIRY.get((state, deed), state)


def tried(deed: Callable[[], Any]) -> bool:
    """Whether it was done. Refused, it leaves no event."""
    before = AuditEvent.objects.count()
    try:
        deed()
    except Refusal:
        assert AuditEvent.objects.count() == before
        return False
    assert AuditEvent.objects.count() > before
    return True
