"""Two people press at the same moment: one deed is done, the other person is told."""

import pytest

from tests import factories
from tests.services.at_once import at_once
from tracker.models import Review, Update
from tracker.refusals import Refusal
from tracker.services import drafts, reviews, updates

NOW = factories.NOW
PEOPLE = 4

pytestmark = pytest.mark.django_db(transaction=True)


def split(answers, kind):
    return [a for a in answers if isinstance(a, kind)], [a for a in answers if isinstance(a, Refusal)]


def test_one_of_several_reviews_counts(transactional_db, cast):
    finding = factories.finding()
    update = updates.submit(
        finding=finding, by=cast.liaison, now=NOW, force_status="on_track", narrative="All visits made."
    )

    def accept():
        return reviews.accept(update=Update.objects.get(pk=update.pk), by=cast.inspector, now=NOW)

    def ask():
        mine = Update.objects.get(pk=update.pk)
        return reviews.return_to_force(update=mine, by=cast.second_inspector, now=NOW, reason="More")

    done, told = split(at_once(accept, ask, accept, ask), Review)
    assert len(done) == 1
    assert [type(refusal) for refusal in told] == [reviews.AlreadyReviewed] * 3
    assert Review.objects.count() == 1


def test_one_draft_sent_several_times_is_one_update(transactional_db, cast):
    finding = factories.finding()
    drafts.save_draft(finding=finding, by=cast.liaison, now=NOW, answers={"narrative": "All visits made."})

    answers = at_once(
        *[lambda: drafts.send_draft(finding=finding, by=cast.liaison, now=NOW) for _ in range(PEOPLE)]
    )

    sent, told = split(answers, Update)
    assert len(sent) == 1
    assert {refusal.sent for refusal in told} == set(sent)
    assert finding.updates.count() == 1


def test_updates_of_several_people_are_numbered_in_turn(transactional_db, cast):
    finding = factories.finding()

    def send():
        return updates.submit(
            finding=finding, by=cast.liaison, now=NOW, force_status="on_track", narrative="All visits made."
        )

    assert sorted(update.number for update in at_once(*[send] * PEOPLE)) == [1, 2, 3, 4]
    finding.refresh_from_db()
    assert finding.version == 1 + PEOPLE


def test_update_sent_during_a_review_wins_or_waits(transactional_db, cast):
    finding = factories.finding()
    update = factories.update(finding, by=cast.liaison)
    finding.inspectorate_status = "under_review"
    finding.save()

    def send():
        return updates.submit(
            finding=finding, by=cast.chief, now=NOW, force_status="complete", narrative="Done."
        )

    def accept():
        return reviews.accept(update=Update.objects.get(pk=update.pk), by=cast.inspector, now=NOW)

    newer, review = at_once(send, accept)
    assert newer.number == 2
    assert isinstance(review, Review | reviews.NewerUpdate)
    finding.refresh_from_db()
    assert finding.is_awaiting_review
