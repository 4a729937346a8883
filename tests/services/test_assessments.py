"""What HMICFRS says of one piece of evidence: who may, of what, and with which reason."""

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from tests import factories
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Evidence, Notification
from tracker.roles import Role
from tracker.services import assessments, evidence
from tracker.services.guards import ReasonMissing
from tracker.vocabulary import Assessment, FileState

NOW = factories.NOW


@pytest.fixture
def item(cast):
    return evidence.add_link(
        finding=factories.finding(), url="https://www.cleveland.police.uk/plan", by=cast.liaison, now=NOW,
        title="Plan",
    )  # fmt: skip


@pytest.fixture
def assess(item, cast):
    def assess(assessment=Assessment.NOT_ENOUGH, reason="It ends in March.", by=None, of=None):
        return assessments.assess(
            evidence=of or item, by=by or cast.inspector, now=NOW, assessment=assessment, reason=reason
        )

    return assess


def test_not_enough_says_why_and_the_force_is_told(assess, item, cast):
    assess()
    item.refresh_from_db()
    assert (item.assessment, item.assessment_reason) == (Assessment.NOT_ENOUGH, "It ends in March.")
    assert (item.assessed_by, item.assessed_at) == (cast.inspector, NOW)
    event = AuditEvent.objects.get(kind=EventKind.EVIDENCE_ASSESSED)
    told = {row.recipient for row in Notification.objects.filter(event=event)}
    assert cast.liaison in told
    assert cast.inspector not in told


def test_accepted_needs_no_reason(assess):
    assert assess(Assessment.ACCEPTED, "").assessment == Assessment.ACCEPTED


@pytest.mark.parametrize("reason", ["", "  "])
def test_not_enough_without_a_reason_is_refused(assess, item, reason):
    with pytest.raises(ReasonMissing, match="Enter what is missing"):
        assess(reason=reason)
    item.refresh_from_db()
    assert item.assessment == Assessment.NOT_ASSESSED


def test_a_second_thought_is_another_deed_and_the_same_twice_is_one(assess):
    assess()
    assess()
    assert AuditEvent.objects.filter(kind=EventKind.EVIDENCE_ASSESSED).count() == 1
    assess(Assessment.ACCEPTED, "April came by post.")
    assert AuditEvent.objects.filter(kind=EventKind.EVIDENCE_ASSESSED).count() == 2


@pytest.mark.parametrize("who", ["liaison", "viewer", "editor", "administrator", "stranger", "nobody"])
def test_nobody_but_an_inspector_assesses(assess, cast, who):
    with pytest.raises(access.NotAllowed):
        assess(by=getattr(cast, who))


def test_nobody_assesses_what_they_added(assess, cast):
    both = factories.member(Role.LIAISON_OFFICER)
    factories.ForceMembership.objects.create(user=both, role=Role.INSPECTOR, given_at=NOW)
    own = evidence.add_link(
        finding=factories.finding(), url="https://example.org/", by=both, now=NOW, title="Mine"
    )
    with pytest.raises(assessments.OwnEvidence):
        assess(by=both, of=own)


def test_withdrawn_evidence_is_not_assessed(assess, item, cast):
    evidence.withdraw(evidence=item, by=cast.liaison, now=NOW, reason="Wrong force")
    with pytest.raises(assessments.NotAssessable, match="withdrawn"):
        assess()


def test_a_file_that_nobody_can_open_is_not_assessed(assess, cast):
    file = ContentFile(b"a,b\n1,2\n", name="a.csv")
    unseen = evidence.add_file(finding=factories.finding(), file=file, by=cast.liaison, now=NOW, title="A")
    Evidence.objects.filter(pk=unseen.pk).update(state=FileState.RECEIVED)
    with pytest.raises(assessments.NotAssessable, match="Nobody can open this file"):
        assess(of=unseen)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"assessment": "accepted"}, "evidence_assessed_by_and_at"),
        ({"assessed_at": NOW}, "evidence_assessed_by_and_at"),
        ({"marking": "official_sensitive"}, "evidence_sensitive_says_how_to_handle"),
        ({"state": "scanning"}, "evidence_lease_iff_scanning"),
        ({"lease_until": NOW}, "evidence_lease_iff_scanning"),
        ({"state": "failed"}, "evidence_not_scanned_says_why"),
    ],
)
def test_the_database_keeps_the_rules(item, change, rule):
    with pytest.raises(IntegrityError, match=f"{rule}|evidence_is_a_file"), transaction.atomic():
        Evidence.objects.filter(pk=item.pk).update(**change)
