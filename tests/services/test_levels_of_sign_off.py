"""Levels of sign-off are data: who signs where, in which order, and exactly what each signed."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import factories
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Evidence, EvidenceUse, Notification, Review, SignOffLevel
from tracker.selectors.reviews import next_for, waiting_at
from tracker.selectors.states import changes_since, digest_of, seen_of, state_of
from tracker.services import reviews, updates
from tracker.vocabulary import InspectorateStatus

NOW = factories.NOW


@pytest.fixture
def finding(cast):
    return factories.finding()


def send(finding, by):
    return updates.submit(
        finding=finding, by=by, now=NOW, force_status="on_track", narrative="All visits made."
    )


@pytest.fixture
def update(finding, cast):
    return send(finding, cast.liaison)


@pytest.fixture
def two_levels(cast):
    first = SignOffLevel.objects.create(number=1, name="Inspector")
    second = SignOffLevel.objects.create(number=2, name="Head of region")
    second.signers.add(cast.second_inspector)
    return first, second


def accept(update, by, **more):
    return reviews.accept(update=update, by=by, now=NOW, **more)


# --- Order and names ---------------------------------------------------------------------------------


def test_without_levels_one_signature_settles_it(update, cast):
    review = accept(update, cast.inspector)
    assert (review.level, review.level_name, review.is_final) == (1, "Inspector", True)


def test_first_level_leaves_it_waiting_for_the_second(two_levels, finding, update, cast):
    review = accept(update, cast.inspector, close_as="verified", reason="Seen.")
    finding.refresh_from_db()
    assert (review.is_final, finding.inspectorate_status) == (False, InspectorateStatus.UNDER_REVIEW)
    event = AuditEvent.objects.get(kind=EventKind.UPDATE_SIGNED)
    assert (event.data["level"], event.data["level_name"]) == (1, "Inspector")
    told = Notification.objects.filter(event=event).values_list("recipient", flat=True)
    assert list(told) == [cast.second_inspector.pk]
    assert not AuditEvent.objects.filter(kind=EventKind.UPDATE_ACCEPTED).exists()


def test_last_level_settles_it(two_levels, finding, update, cast):
    accept(update, cast.inspector)
    review = accept(update, cast.second_inspector, close_as="verified")
    finding.refresh_from_db()
    assert (review.level, review.is_final, finding.is_closed) == (2, True, True)


def test_first_level_may_ask_for_more_for_good(two_levels, finding, update, cast):
    reviews.return_to_force(update=update, by=cast.inspector, now=NOW, reason="Show May.")
    finding.refresh_from_db()
    assert finding.inspectorate_status == InspectorateStatus.MORE_EVIDENCE_NEEDED
    with pytest.raises(reviews.AlreadyReviewed):
        accept(update, cast.second_inspector)


def test_nobody_signs_twice(two_levels, update, cast):
    two_levels[1].signers.clear()
    accept(update, cast.inspector)
    with pytest.raises(reviews.NotYoursToSign, match="signed this update already"):
        accept(update, cast.inspector)
    accept(update, cast.second_inspector)


def test_only_those_named_sign_at_a_level(two_levels, update, cast):
    two_levels[0].signers.add(cast.second_inspector)
    with pytest.raises(reviews.NotYoursToSign, match="Only those named for it may sign at level 1"):
        accept(update, cast.inspector)
    accept(update, cast.second_inspector)


def test_two_who_saw_the_same_level_do_not_sign_two(two_levels, update, cast):
    two_levels[1].signers.clear()
    accept(update, cast.inspector, level=1)
    with pytest.raises(reviews.AlreadyReviewed, match="reviewed this update on"):
        accept(update, cast.second_inspector, level=1)
    accept(update, cast.second_inspector, level=2)


def test_level_taken_away_meanwhile_leaves_one_signature_to_give(two_levels, finding, update, cast):
    accept(update, cast.inspector)
    two_levels[1].delete()
    assert accept(update, cast.second_inspector).is_final
    finding.refresh_from_db()
    assert finding.inspectorate_status == InspectorateStatus.OPEN


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("review_one_level_per_update_and_person", {"level": 2, "is_final": False}),
        ("review_before_the_last_level_accepts", {"level": 2, "outcome": "more_evidence", "reason": "x"}),
        ("review_once_per_update_and_level", {"level": 1}),
    ],
)
def test_the_database_keeps_the_order(two_levels, finding, update, cast, constraint, fields):
    first = accept(update, cast.inspector)
    who = cast.inspector if "person" in constraint else cast.second_inspector
    row = {"outcome": "accepted", "is_final": False, "reviewed_by": who, "reviewed_at": NOW} | fields
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Review.objects.create(update=update, finding=finding, submitted_by=first.submitted_by, **row)


# --- Whose turn --------------------------------------------------------------------------------------


def test_queue_says_at_which_level_and_why_not_yours(two_levels, update, cast):
    def turn(person):
        [row] = waiting_at([update], person)
        return row.level.number, row.not_yours

    assert turn(cast.inspector) == (1, "")
    accept(update, cast.inspector)
    assert turn(cast.inspector) == (2, "You have signed it")
    assert turn(cast.second_inspector) == (2, "")
    two_levels[1].signers.set([cast.administrator])
    assert turn(cast.second_inspector) == (2, "Others sign here")
    assert turn(cast.liaison) == (2, "You sent it")


def test_next_is_the_oldest_that_waits_for_this_person(two_levels, update, cast):
    signed, waits = (send(factories.finding(), cast.liaison) for _ in range(2))
    accept(signed, cast.inspector)
    assert next_for(cast.inspector, after=update) == waits
    accept(waits, cast.inspector)
    assert next_for(cast.inspector, after=update) is None


# --- What was decided on -----------------------------------------------------------------------------


@pytest.fixture
def evidence(finding, update, cast):
    held = Evidence.objects.create(
        force=finding.force, kind="file", title="Log", file="evidence/x", sha256="a" * 64, state="clean",
        added_by=cast.liaison, added_at=NOW,
    )  # fmt: skip
    EvidenceUse.objects.create(evidence=held, finding=finding, force=finding.force, update=update)
    return held


def test_decision_keeps_what_it_was_about(update, evidence, cast):
    review = accept(update, cast.inspector)
    review.refresh_from_db()
    assert review.state["update"]["narrative"] == "All visits made."
    assert [(row["id"], row["sha256"]) for row in review.state["evidence"]] == [(evidence.pk, "a" * 64)]
    assert review.state_sha256 == digest_of(review.state)
    assert changes_since(review, state_of(update)) == []


def test_later_changes_are_shown(finding, update, evidence, cast):
    review = accept(update, cast.inspector)
    Evidence.objects.filter(pk=evidence.pk).update(withdrawn_at=timezone.now(), withdrawn_by=cast.liaison)
    type(finding).objects.filter(pk=finding.pk).update(force_due_on="2018-09-01")
    finding.actions.create(
        position=1, what="Train", owner=cast.liaison, created_by=cast.liaison, created_at=NOW
    )
    told = [(change.what, change.was, change.now) for change in changes_since(review, state_of(update))]
    assert told == [
        ("The force’s target date moved", "none", "1 September 2018"),
        ("Evidence “Log” was withdrawn", "", ""),
        ("Action “Train” was added", "", ""),
    ]


def test_nothing_is_decided_on_unseen(update, evidence, cast):
    seen = seen_of(state_of(update))
    Evidence.objects.filter(pk=evidence.pk).update(withdrawn_at=timezone.now(), withdrawn_by=cast.liaison)
    with pytest.raises(reviews.ChangedMeanwhile):
        accept(update, cast.inspector, seen=seen)
    assert not Review.objects.exists()
    accept(update, cast.inspector, seen=seen_of(state_of(update)))


def test_scan_and_assessment_meanwhile_do_not_stand_in_the_way(update, evidence, cast):
    seen = seen_of(state_of(update))
    Evidence.objects.filter(pk=evidence.pk).update(
        assessment="accepted", assessed_by=cast.inspector, assessed_at=NOW
    )
    assert accept(update, cast.inspector, seen=seen).is_final
