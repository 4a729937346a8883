"""Findings: numbers given once, verdicts that count, closing and voiding a closure."""

from datetime import date

import pytest

from tests import factories
from tests.factories import NOW
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.lifecycle import StepNotAllowed
from tracker.models import AuditEvent
from tracker.services import findings
from tracker.vocabulary import ClosureReason, FindingKind, InspectorateStatus, Wording

pytestmark = pytest.mark.django_db


def close(finding, by, reason=ClosureReason.VERIFIED):
    return findings.close(finding=finding, reason=reason, by=by, now=NOW)


# --- raise ----------------------------------------------------------------------------------------------


def raised(inspection, by, **fields):
    kind = FindingKind.AREA_FOR_IMPROVEMENT
    return findings.raise_finding(
        inspection=inspection, kind=kind, text="The force should improve.", by=by, now=NOW, **fields
    )


def test_a_finding_gets_the_next_number_and_the_inspections_day(cast):
    inspection = factories.inspection()
    first, second = raised(inspection, cast.editor), raised(inspection, cast.editor)
    assert (first.reference, second.reference) == ("cleveland-2017-eff-01", "cleveland-2017-eff-02")
    assert first.public_from == inspection.public_from
    event = AuditEvent.objects.filter(kind=EventKind.FINDING_RAISED).first()
    assert (event.finding, event.actor_id) == (first, cast.editor.pk)


def test_a_number_is_never_given_again(cast):
    inspection = factories.inspection()
    inspection.last_number = 7
    inspection.save()
    assert raised(factories.inspection(), cast.editor).number == 8


def test_an_inspection_without_a_pillar_lends_its_programmes_letters(cast):
    inspection = factories.inspection()
    inspection.pillar = ""
    inspection.save()
    assert raised(inspection, cast.editor).reference == "cleveland-2017-gen-01"


def test_a_force_raises_no_findings(cast):
    with pytest.raises(access.NotAllowed):
        raised(factories.inspection(), cast.liaison)


# --- close ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["open", "more_evidence_needed"])
def test_an_inspector_closes_a_finding(cast, status):
    finding = close(factories.finding(inspectorate_status=status), cast.inspector)
    assert (finding.inspectorate_status, finding.status_before_closure) == ("closed", status)
    assert (finding.closure_reason, finding.closed_by, finding.closed_at) == (
        "verified",
        cast.inspector,
        NOW,
    )
    assert finding.version == 2
    event = AuditEvent.objects.get(kind=EventKind.FINDING_CLOSED)
    assert event.data["reason"] == "verified"


def test_a_finding_under_review_is_not_closed_over_the_forces_head(cast):
    with pytest.raises(StepNotAllowed, match="Under review"):
        close(factories.finding(inspectorate_status="under_review"), cast.inspector)


def test_a_closed_finding_is_not_closed_again(cast):
    finding = close(factories.finding(), cast.inspector)
    with pytest.raises(findings.AlreadyClosed, match=f"verified.*by {cast.inspector}"):
        close(finding, cast.second_inspector)


@pytest.mark.parametrize("reason", ["", "because"])
def test_closing_needs_a_reason(cast, reason):
    with pytest.raises(findings.ReasonMissing):
        close(factories.finding(), cast.inspector, reason)


@pytest.mark.parametrize("who", ["liaison", "chief", "editor", "administrator", "stranger"])
def test_only_inspectors_close(cast, who):
    with pytest.raises(access.NotAllowed):
        close(factories.finding(), getattr(cast, who))


def test_nobody_closes_what_they_reported_on(cast):
    finding = factories.finding()
    factories.update(finding, by=cast.inspector)
    with pytest.raises(findings.OwnSubmission):
        close(finding, cast.inspector)
    assert close(finding, cast.second_inspector).is_closed


def test_successors_stay_open(cast):
    earlier, later = factories.finding(year=2016), factories.finding()
    link = factories.link(earlier, later)
    findings.close(finding=earlier, reason=ClosureReason.SUPERSEDED, by=cast.inspector, now=NOW, link=link)
    later.refresh_from_db()
    assert later.inspectorate_status == InspectorateStatus.OPEN


# --- void -----------------------------------------------------------------------------------------------


def test_a_voided_closure_leaves_the_finding_as_it_stood(cast):
    finding = close(factories.finding(inspectorate_status="more_evidence_needed"), cast.inspector)
    finding = findings.void_closure(
        finding=finding, reason="The wrong finding.", by=cast.administrator, now=NOW
    )
    assert finding.inspectorate_status == "more_evidence_needed"
    assert (finding.closed_at, finding.closed_by, finding.closure_reason) == (None, None, "")
    event = AuditEvent.objects.get(kind=EventKind.CLOSURE_VOIDED)
    assert (event.data["voided"], event.data["reason"]) == ("verified", "The wrong finding.")


def test_voiding_needs_a_reason_and_a_closure(cast):
    finding = factories.finding()
    with pytest.raises(findings.NotClosed):
        findings.void_closure(finding=finding, reason="A mistake.", by=cast.administrator, now=NOW)
    close(finding, cast.inspector)
    with pytest.raises(findings.ReasonMissing):
        findings.void_closure(finding=finding, reason=" ", by=cast.administrator, now=NOW)


def test_an_inspector_voids_no_closure(cast):
    finding = close(factories.finding(), cast.inspector)
    with pytest.raises(access.NotAllowed):
        findings.void_closure(finding=finding, reason="A mistake.", by=cast.inspector, now=NOW)


def test_what_an_embargoed_report_tells_of_a_public_inspection_is_embargoed(cast):
    told = raised(factories.inspection(year=2016), cast.editor, wording=Wording.AS_REPORTED)
    assert told.inspection.public_from is not None
    assert told.public_from is None


def test_an_embargoed_inspection_raises_embargoed_findings(cast):
    inspection = factories.inspection(public_from=None)
    assert raised(inspection, cast.editor).public_from is None
    assert raised(inspection, cast.editor, public_from=date(2018, 1, 1)).public_from == date(2018, 1, 1)
