"""The factual check before a report's publication: inviting the force, its remarks, HMICFRS's answers."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from govuk.dates import date_text, moment_text
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import FactualCheck, FactualRemark, Proposal, Report
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.selectors.factual_checks import may_be_checked
from tracker.services import audit, publication
from tracker.services.guards import DateInPast, ReasonMissing
from tracker.services.reports import NoInspectionYet
from tracker.vocabulary import Decision, ProposalKind, RemarkOutcome, ReportStatus

LONGEST_REMARK = 4_000
LONGEST_ANSWER = 2_000
HAS_CONTENT = (ReportStatus.READ, ReportStatus.DECIDED)


class NotEmbargoed(Conflict):
    code = "not_embargoed"

    def __init__(self) -> None:
        super().__init__("The report is published, so there is nothing to check before its publication.")


class NotReadYet(Conflict):
    code = "not_read_yet"

    def __init__(self) -> None:
        super().__init__("The report has not been read yet. Invite the force once its findings are proposed.")


class AlreadyInvited(Conflict):
    code = "already_invited"

    def __init__(self, check: FactualCheck) -> None:
        super().__init__(
            f"{check.force} was invited already, by {check.invited_by} on {date_text(check.invited_at)}. "
            f"The last day for remarks is {date_text(check.remarks_by)}."
        )


class AfterPublication(Refusal):
    code = "after_publication"

    def __init__(self, day: date) -> None:
        super().__init__(f"The last day for remarks must be before the publication day, {date_text(day)}.")


class CheckEnded(Conflict):
    code = "check_ended"

    def __init__(self, check: FactualCheck) -> None:
        why = "was withdrawn" if check.withdrawn_at else "ended when the report was published"
        super().__init__(f"This factual check {why}.")


class LastDayPassed(Conflict):
    code = "last_day_passed"

    def __init__(self, check: FactualCheck) -> None:
        super().__init__(
            f"The last day for remarks was {date_text(check.remarks_by)}. Ask HMICFRS for more time."
        )


class NothingSaid(Refusal):
    code = "nothing_said"

    def __init__(self) -> None:
        super().__init__("Enter your remark.")


class NotOfThisReport(Refusal):
    code = "not_of_this_report"

    def __init__(self) -> None:
        super().__init__("Choose a finding of this report, or remark on the report as a whole.")


class AlreadyAnswered(Conflict):
    code = "already_answered"

    def __init__(self, remark: FactualRemark) -> None:
        super().__init__(
            f"This was answered “{remark.get_outcome_display().lower()}” already, "
            f"by {remark.answered_by} on {moment_text(remark.answered_at)}."
        )


class WithdrawnByItsWriter(Conflict):
    code = "remark_withdrawn"

    def __init__(self, remark: FactualRemark) -> None:
        super().__init__(
            f"{remark.made_by} withdrew this remark on {moment_text(remark.withdrawn_at)}, "
            "so there is nothing to answer."
        )


class NotTheWriter(Refusal):
    code = "not_the_writer"

    def __init__(self, remark: FactualRemark) -> None:
        super().__init__(f"Only {remark.made_by}, who made this remark, can withdraw it.")


@transaction.atomic
def invite(*, report: Report, remarks_by: date, by: User, now: datetime) -> FactualCheck:
    """Let the force's liaison officers and chief officers read the report, and remark on it until that day.

    Raises NotAllowed, NoInspectionYet, NotReadYet, NotEmbargoed, AlreadyInvited, DateInPast,
    AfterPublication.
    """
    access.require(by, Permission.DECIDE_REPORT)
    report = (
        Report.objects.select_for_update(of=("self",)).select_related("inspection__force").get(pk=report.pk)
    )
    if report.inspection is None:
        raise NoInspectionYet("Confirm the inspection first: it says which force to invite.")
    if report.status not in HAS_CONTENT:
        raise NotReadYet
    if not may_be_checked(report, on=timezone.localdate(now)):
        raise NotEmbargoed
    standing = report.factual_checks.select_related("force", "invited_by").filter(withdrawn_at=None).first()
    if standing:
        raise AlreadyInvited(standing)
    _refuse_day(report, remarks_by, now)
    check = FactualCheck.objects.create(
        report=report, force=report.inspection.force, remarks_by=remarks_by, invited_by=by, invited_at=now
    )
    _record(EventKind.FACT_CHECK_INVITED, check, by, now, remarks_by=remarks_by.isoformat())
    return check


@transaction.atomic
def move(*, check: FactualCheck, remarks_by: date, by: User, now: datetime) -> FactualCheck:
    """Give the force another last day. Raises NotAllowed, CheckEnded, DateInPast, AfterPublication."""
    access.require(by, Permission.DECIDE_REPORT)
    check = _open(check, now)
    _refuse_day(check.report, remarks_by, now)
    if check.remarks_by == remarks_by:
        return check
    check.remarks_by = remarks_by
    check.save(update_fields=["remarks_by"])
    _record(EventKind.FACT_CHECK_MOVED, check, by, now, remarks_by=remarks_by.isoformat())
    return check


@transaction.atomic
def withdraw(*, check: FactualCheck, reason: str, by: User, now: datetime) -> FactualCheck:
    """End the invitation: for the force the report does not exist any more. Its remarks are kept.

    Raises NotAllowed, ReasonMissing, CheckEnded.
    """
    access.require(by, Permission.DECIDE_REPORT)
    if not reason.strip():
        raise ReasonMissing("Enter why the invitation is withdrawn.")
    check = _open(check, now)
    check.withdrawn_by, check.withdrawn_at, check.reason = by, now, reason.strip()
    check.save(update_fields=["withdrawn_by", "withdrawn_at", "reason"])
    _record(EventKind.FACT_CHECK_WITHDRAWN, check, by, now)
    return check


@transaction.atomic
def remark(
    *, check: FactualCheck, text: str, by: User, now: datetime, proposal: Proposal | None = None
) -> FactualRemark:
    """Say something of a finding of the report, or of the report as a whole.

    Raises NotAllowed, CheckEnded, LastDayPassed, NothingSaid, NotOfThisReport.
    """
    access.require(by, Permission.CHECK_FACTS, force_id=check.force_id)
    check = _open(check, now)
    if timezone.localdate(now) > check.remarks_by:
        raise LastDayPassed(check)
    if not text.strip():
        raise NothingSaid
    if proposal and not open_to_remarks(check).filter(pk=proposal.pk).exists():
        raise NotOfThisReport
    row = FactualRemark.objects.create(
        factual_check=check,
        proposal=proposal,
        about=str(proposal.values["text"]) if proposal else "",
        text=text.strip(),
        made_by=by,
        made_at=now,
    )
    _record(EventKind.FACT_REMARK_MADE, check, by, now, remark_id=row.pk)
    return row


@transaction.atomic
def withdraw_remark(*, remark: FactualRemark, by: User, now: datetime) -> FactualRemark:
    """Take one's own remark back while nobody has answered it. It is kept, as withdrawn; twice is as once.

    Raises NotAllowed, NotTheWriter, CheckEnded, AlreadyAnswered.
    """
    access.require(by, Permission.CHECK_FACTS, force_id=remark.factual_check.force_id)
    check = _open(remark.factual_check, now)
    row = _locked(remark)
    if row.made_by_id != by.pk:
        raise NotTheWriter(row)
    if row.outcome == RemarkOutcome.WITHDRAWN:
        return row
    if row.outcome != RemarkOutcome.WAITING:
        raise AlreadyAnswered(row)
    row.outcome, row.withdrawn_at = RemarkOutcome.WITHDRAWN, now
    row.save(update_fields=["outcome", "withdrawn_at"])
    _record(EventKind.FACT_REMARK_WITHDRAWN, check, by, now, remark_id=row.pk)
    return row


def _locked(remark: FactualRemark) -> FactualRemark:
    rows = FactualRemark.objects.select_for_update(of=("self",))
    return rows.select_related("factual_check__report", "factual_check__force", "made_by", "answered_by").get(
        pk=remark.pk
    )


@transaction.atomic
def answer(
    *, remark: FactualRemark, outcome: RemarkOutcome | str, by: User, now: datetime, text: str = ""
) -> FactualRemark:
    """Accept the remark, or say why not; also after the check has ended. Twice is as once.

    Raises NotAllowed, ReasonMissing, AlreadyAnswered, WithdrawnByItsWriter.
    """
    access.require(by, Permission.DECIDE_REPORT)
    if outcome not in (RemarkOutcome.ACCEPTED, RemarkOutcome.NOT_ACCEPTED):
        raise ReasonMissing("Say whether the remark is accepted.")
    if outcome == RemarkOutcome.NOT_ACCEPTED and not text.strip():
        raise ReasonMissing("Enter why the remark is not accepted.")
    row = _locked(remark)
    if row.outcome == RemarkOutcome.WITHDRAWN:
        raise WithdrawnByItsWriter(row)
    if row.outcome != RemarkOutcome.WAITING:
        if (row.outcome, row.answer) == (outcome, text.strip()):
            return row
        raise AlreadyAnswered(row)
    row.outcome, row.answer, row.answered_by, row.answered_at = RemarkOutcome(outcome), text.strip(), by, now
    row.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    _record(EventKind.FACT_REMARK_ANSWERED, row.factual_check, by, now, remark_id=row.pk, outcome=row.outcome)
    return row


def open_to_remarks(check: FactualCheck) -> QuerySet[Proposal]:
    """The report's findings as they are proposed or confirmed."""
    rows = check.report.proposals.filter(kind=ProposalKind.FINDING)
    return rows.exclude(status=Decision.REJECTED).order_by("position")


def _open(check: FactualCheck, now: datetime) -> FactualCheck:
    rows = FactualCheck.objects.select_for_update(of=("self",)).select_related("report", "force")
    locked = rows.get(pk=check.pk)
    if not FactualCheck.objects.filter(pk=locked.pk).open(on=timezone.localdate(now)).exists():
        raise CheckEnded(locked)
    return locked


def _refuse_day(report: Report, remarks_by: date, now: datetime) -> None:
    if remarks_by < timezone.localdate(now):
        raise DateInPast("The last day for remarks must be today or later.")
    day = publication.public_from(report.published_on, report.published_precision)
    if day and remarks_by >= day:
        raise AfterPublication(day)


def _record(event: EventKind, check: FactualCheck, by: User, now: datetime, **data: Any) -> None:
    """Ids and days alone: the trail gives away nothing of what the report says."""
    audit.record(event, by=by, now=now, report=check.report, force=check.force, check_id=check.pk, **data)
