"""Reviews: one decision on the latest update, by someone else than its sender."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.lifecycle import NEXT, Step, StepNotAllowed
from tracker.models import AuditEvent, ForceMembership, Review
from tracker.models.visibility import forget_memberships
from tracker.roles import Role
from tracker.services import reviews, updates
from tracker.services.guards import DateInPast, ReasonMissing
from tracker.vocabulary import ClosureReason, InspectorateStatus, ReviewOutcome

NOW = factories.NOW
REASON = "Show how many visits were late in May."
DECISIONS = {
    Step.ACCEPT: lambda **deed: reviews.accept(**deed),
    Step.RETURN: lambda **deed: reviews.return_to_force(**{"reason": REASON} | deed),
}


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def update(finding, cast):
    return send(finding, cast.liaison)


def send(finding, by):
    return updates.submit(
        finding=finding, by=by, now=NOW, force_status="on_track", narrative="All visits made."
    )


@pytest.fixture(params=DECISIONS, ids=lambda step: step.name.lower())
def decide(request, cast):
    def decide(update, by=None, **changes):
        return DECISIONS[request.param](update=update, by=by or cast.inspector, now=NOW, **changes)

    return decide


# --- The two decisions -------------------------------------------------------------------------------


def test_accepted_update_opens_the_finding_again(finding, update, cast):
    review = reviews.accept(update=update, by=cast.inspector, now=NOW, reason="Seen on 1 June.")

    finding.refresh_from_db()
    assert (review.outcome, review.reviewed_by, review.reviewed_at) == ("accepted", cast.inspector, NOW)
    assert finding.inspectorate_status == InspectorateStatus.OPEN
    event = AuditEvent.objects.get(kind=EventKind.UPDATE_ACCEPTED)
    assert (event.actor, event.finding, event.data["update_id"]) == (cast.inspector, finding, update.pk)


def test_returned_update_asks_the_force_for_more(finding, update, cast):
    by_then = date(2018, 7, 1)
    review = reviews.return_to_force(
        update=update, by=cast.inspector, now=NOW, reason=REASON, more_by=by_then
    )

    finding.refresh_from_db()
    assert (review.outcome, review.reason, review.more_by) == (ReviewOutcome.MORE_EVIDENCE, REASON, by_then)
    assert finding.inspectorate_status == InspectorateStatus.MORE_EVIDENCE_NEEDED
    assert AuditEvent.objects.get(kind=EventKind.UPDATE_RETURNED).data["more_by"] == "2018-07-01"


def test_accepting_may_close_in_the_same_breath(finding, update, cast):
    reviews.accept(update=update, by=cast.inspector, now=NOW, close_as=ClosureReason.VERIFIED)

    finding.refresh_from_db()
    assert finding.is_closed
    assert (finding.closure_reason, finding.closed_by) == (ClosureReason.VERIFIED, cast.inspector)
    kinds = AuditEvent.objects.filter(finding=finding).order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-2:] == [EventKind.UPDATE_ACCEPTED, EventKind.FINDING_CLOSED]


def test_failed_closure_takes_the_acceptance_back(finding, update, cast):
    with pytest.raises(Exception, match="Select why"):
        reviews.accept(update=update, by=cast.inspector, now=NOW, close_as="no such reason")
    finding.refresh_from_db()
    assert finding.is_awaiting_review
    assert not Review.objects.exists()


def test_decision_grows_the_version(decide, finding, update):
    finding.refresh_from_db()
    before = finding.version
    decide(update)
    finding.refresh_from_db()
    assert finding.version == before + 1


# --- Refusals ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["liaison", "chief", "viewer", "stranger", "editor", "administrator", "nobody"]
)
def test_only_inspectors_decide(decide, update, cast, who):
    with pytest.raises(access.NotAllowed):
        decide(update, by=getattr(cast, who))
    assert not Review.objects.exists()


def test_sender_does_not_review(decide, finding, cast):
    cast.liaison.memberships.create(role=Role.INSPECTOR, given_at=NOW)
    forget_memberships(cast.liaison)
    own = send(finding, cast.liaison)
    with pytest.raises(reviews.OwnUpdate, match="someone else has to review it"):
        decide(own, by=cast.liaison)
    assert ForceMembership.objects.filter(user=cast.liaison).count() == 2


def test_database_refuses_a_review_by_the_sender(finding, update, cast):
    with pytest.raises(IntegrityError, match="review_not_by_the_submitter"), transaction.atomic():
        Review.objects.create(
            update=update, finding=finding, submitted_by=cast.liaison, outcome="accepted",
            reviewed_by=cast.liaison, reviewed_at=NOW,
        )  # fmt: skip


def test_second_decision_is_refused_with_who_and_when(decide, update, cast):
    decide(update)
    with pytest.raises(reviews.AlreadyReviewed, match=r"Inspector reviewed .* on 1 June 2018") as refused:
        decide(update, by=cast.second_inspector)
    assert refused.value.review.reviewed_by == cast.inspector
    assert Review.objects.count() == 1


def test_only_the_latest_update_is_decided(decide, finding, update, cast):
    newer = send(finding, cast.chief)
    with pytest.raises(reviews.NewerUpdate, match="update 2") as refused:
        decide(update)
    assert refused.value.newer == newer
    assert decide(newer).update == newer


@pytest.mark.parametrize("reason", ["", " \n"])
def test_asking_for_more_says_what(update, cast, reason):
    with pytest.raises(ReasonMissing, match="what evidence is missing"):
        reviews.return_to_force(update=update, by=cast.inspector, now=NOW, reason=reason)
    assert not Review.objects.exists()


def test_more_is_not_wanted_by_yesterday(update, cast):
    with pytest.raises(DateInPast):
        reviews.return_to_force(
            update=update, by=cast.inspector, now=NOW, reason=REASON, more_by=NOW.date() - timedelta(days=1)
        )


@pytest.mark.parametrize("step", DECISIONS)
@pytest.mark.parametrize("status", InspectorateStatus)
def test_every_status_allows_a_decision_or_refuses_it_as_the_table_says(finding, update, cast, status, step):
    finding.refresh_from_db()
    finding.inspectorate_status = status
    if status == InspectorateStatus.CLOSED:
        finding.closure_reason, finding.status_before_closure = "verified", "open"
        finding.closed_at, finding.closed_by = NOW, cast.inspector
    finding.save()
    deed = {"update": update, "by": cast.inspector, "now": NOW}

    if (status, step) in NEXT:
        DECISIONS[step](**deed)
        finding.refresh_from_db()
        assert finding.inspectorate_status == NEXT[status, step]
    else:
        with pytest.raises(StepNotAllowed):
            DECISIONS[step](**deed)
        assert not Review.objects.exists()
