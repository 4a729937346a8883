"""One row of every kind that a force's findings lead to: what a stranger must never see."""

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import Model

from accounts.services import tokens
from tests import factories
from tests.factories import NOW
from tracker.event_vocabulary import EventKind
from tracker.models import (
    Action,
    AuditEvent,
    DeclinedClosure,
    DutyEntry,
    EditionDifference,
    EmbeddingCheck,
    EmbeddingDecision,
    Enquiry,
    EnquiryMessage,
    Evidence,
    EvidenceUse,
    FactualCheck,
    FactualRemark,
    Finding,
    FindingMerge,
    ForceSuccession,
    Grade,
    Judgment,
    Measure,
    Notification,
    Observation,
    PolicingBody,
    Proposal,
    Reminder,
    Reread,
    Review,
    RoundFinding,
    Scale,
    TargetDate,
    UpdateDraft,
    UpdateRound,
)
from tracker.roles import Role

LONG_AGO = date(2018, 4, 1)


def make(force_slug: str = "cleveland", *, public_from: date | None = LONG_AGO) -> dict[type[Model], Model]:
    """The rows by their model. Without `public_from` the force's reports are still embargoed."""
    earlier = factories.inspection(force_slug, year=2016, public_from=public_from)
    present = factories.inspection(force_slug, year=2017, public_from=public_from)
    finding = factories.finding(inspection=present)
    report = factories.report(inspection=present)
    predecessor = factories.finding(inspection=earlier)
    statement = factories.statement(predecessor, in_report=report)
    link = factories.link(predecessor, finding, statement=statement)
    national = factories.national(public_from=public_from or date(2999, 1, 1))
    tag = factories.finding_theme(finding)
    rows = [
        earlier,
        national,
        finding,
        report,
        statement,
        link,
        tag,
        link.decisions.get(),
        *_read_out_of(report, finding),
        *_worked_on(finding),
        *_checked(report),
        _answered(present, public_from),
    ]
    return {type(row): row for row in rows}


def _answered(inspection: Any, public_from: date | None) -> Model:
    """A report of its own: what a factual check is about is not published, and what is answered is."""
    known = {"published_on": public_from, "published_precision": "day"} if public_from else {}
    return DutyEntry.objects.create(
        report=factories.report(inspection=inspection, **known),
        part="bodys_comments",
        version=1,
        text="We expect more.",
        made_by=factories.member(Role.POLICING_BODY, inspection.force.slug),
        made_at=NOW,
    )


def _checked(report: Any) -> list[Model]:
    inviter, liaison = factories.member(Role.INSPECTOR), factories.member(Role.LIAISON_OFFICER)
    check = FactualCheck.objects.create(
        report=report,
        force=report.inspection.force,
        remarks_by=date(2018, 3, 1),
        invited_by=inviter,
        invited_at=NOW,
    )
    remark = FactualRemark.objects.create(factual_check=check, text="Not so.", made_by=liaison, made_at=NOW)
    of_the_earlier = Proposal.objects.create(
        report=report, kind="suggestion", position=0, payload={"text": "Do."}
    )
    difference = EditionDifference.objects.create(report=report, before=of_the_earlier)
    return [check, remark, difference]


def _read_out_of(report: Any, finding: Finding) -> list[Model]:
    grade = Grade.objects.get(label="Good")
    measure = Measure.objects.get_or_create(name="Domestic violence protection orders", unit="orders")[0]
    return [
        Judgment.objects.create(inspection=report.inspection, question=finding.question, grade=grade),
        Proposal.objects.create(report=report, kind="finding", position=0, payload=_read(finding)),
        FindingMerge.objects.create(
            reported=factories.finding(inspection=finding.inspection, wording="as_reported"), original=finding
        ),
        Reread.objects.create(report=report, asked_by=report.uploaded_by, asked_at=NOW),
        Observation.objects.create(measure=measure, force=finding.force, report=report, value=27),
    ]


def _read(finding: Finding) -> dict[str, object]:
    """The finding as a reader takes it out of a report's text."""
    place = {"start": 0, "end": len(finding.text), "line": 1}
    question = finding.question.text if finding.question else None
    return {"kind": finding.kind, "question": question, "text": finding.text, "parent": None, **place}


def _worked_on(finding: Finding) -> list[Model]:
    liaison = factories.member(Role.LIAISON_OFFICER, finding.force.slug)
    reviewer = factories.member(Role.INSPECTOR)
    update = factories.update(finding, by=liaison)
    event = AuditEvent.objects.create(
        kind=EventKind.UPDATE_SUBMITTED,
        at=NOW,
        actor=liaison,
        acting_for=finding.force,
        force=finding.force,
        finding=finding,
        data={"update_id": update.pk},
    )
    connection.check_constraints()  # as at a commit: the event is sealed
    return [
        update,
        event,
        event.seal,
        *_shown_for(finding, update),
        *_reminded_of(finding, liaison, reviewer),
        Notification.objects.create(event=event, recipient=reviewer, created_at=NOW),
        UpdateDraft.objects.create(finding=finding, user=liaison, finding_version=1, saved_at=NOW),
        Review.objects.create(
            update=update,
            finding=finding,
            submitted_by=liaison,
            outcome="accepted",
            reviewed_by=reviewer,
            reviewed_at=NOW,
        ),
        DeclinedClosure.objects.create(
            finding=finding, reason="verified", note="Not yet.", declined_by=reviewer, declined_at=NOW
        ),
        *_asked_after_closure(finding, liaison, reviewer),
        Action.objects.create(
            finding=finding, position=1, what="Visit", owner=liaison, created_by=liaison, created_at=NOW
        ),
        *_asked_about(finding, reviewer),
        TargetDate.objects.create(
            finding=finding, is_hmicfrs=True, due_on=date(2018, 9, 1), set_by=reviewer, set_at=NOW
        ),
    ]


def _asked_after_closure(finding: Finding, liaison: Any, inspector: Any) -> list[Model]:
    check = EmbeddingCheck.objects.create(
        finding=finding, answer="no_longer", text="Visits are late again.", made_by=liaison, made_at=NOW
    )
    decision = EmbeddingDecision.objects.create(
        check_made=check, reason="Too few to tell.", decided_by=inspector, decided_at=NOW
    )
    return [check, decision]


def _asked_about(finding: Finding, inspector: Any) -> list[Model]:
    enquiry = Enquiry.objects.create(
        finding=finding,
        subject="Visits in May",
        answer_by=date(2018, 7, 1),
        asked_by=inspector,
        asked_at=NOW,
    )
    message = EnquiryMessage.objects.create(
        enquiry=enquiry,
        side="hmicfrs",
        text="How many were late?",
        answer_by=enquiry.answer_by,
        written_by=inspector,
        written_at=NOW,
    )
    return [enquiry, message]


def _reminded_of(finding: Finding, liaison: Any, opener: Any) -> list[Model]:
    asking = UpdateRound.objects.create(
        name="Spring 2018", last_day=date(2018, 6, 30), opened_by=opener, opened_at=NOW
    )
    about = {"force": finding.force, "finding": finding, "day": date(2018, 6, 1), "created_at": NOW}
    return [
        asking,
        RoundFinding.objects.create(update_round=asking, finding=finding),
        Reminder.objects.create(rule="overdue", person=liaison, **about),
    ]


def _shown_for(finding: Finding, update: Any) -> list[Model]:
    evidence = Evidence.objects.create(
        force=finding.force,
        kind="file",
        title="Log of visits",
        file=ContentFile(b"Visits made in May 2018: 27", name="visits.txt"),
        file_name="visits.txt",
        content_type="text/plain",
        size=27,
        sha256=f"{finding.pk:064x}",
        state="not_scanned",
        added_by=update.submitted_by,
        added_at=NOW,
    )
    use = EvidenceUse.objects.create(evidence=evidence, finding=finding, force=finding.force, update=update)
    return [evidence, use]


def keep(force_slug: str, number: int) -> None:
    """One more row of each kind of reference data, and a token."""
    force, programme = factories.force(force_slug), factories.programme(2000 + number)
    PolicingBody.objects.create(force=force, name=f"Commissioner of {force}", kind="commissioner")
    ForceSuccession.objects.create(
        predecessor=factories.force(f"old-{force_slug}"), successor=force, on=date(2017, 4, 1)
    )
    Scale.objects.create(name=f"Scale {number}")
    factories.theme(f"theme-{number}")
    factories.question(year=programme.first_year)
    tokens.create(
        user=factories.person(),
        name="Export",
        scopes=["findings:read"],
        expires_at=NOW + timedelta(days=1),
        now=NOW,
    )
