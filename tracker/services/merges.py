"""Merging a finding "as reported later" into the real one, once its own report is here. A person decides."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from accounts.models import User
from govuk.dates import moment_text
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Finding, FindingMerge
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.services import audit, carrying, verdicts
from tracker.services.guards import ReasonMissing
from tracker.vocabulary import Decision, InspectorateStatus

LONGEST_NOTE = 2_000
UNFINISHED = (InspectorateStatus.UNDER_REVIEW, InspectorateStatus.MORE_EVIDENCE_NEEDED)


class AlreadyDecided(Conflict):
    """Someone decided before. `merge` holds who and when."""

    code = "already_decided"

    def __init__(self, merge: FindingMerge) -> None:
        was = "merged into" if merge.status == Decision.CONFIRMED else "said not to be the same as"
        super().__init__(
            f"{merge.reported.reference} was {was} {merge.original.reference} already, "
            f"by {merge.decided_by} on {moment_text(merge.decided_at)}."
        )
        self.merge = merge


class AlreadyMerged(Conflict):
    code = "already_merged"

    def __init__(self, finding: Finding) -> None:
        super().__init__(
            f"{finding.reference} is merged into {finding.merged_into} already. Undo that first, or use "
            f"{finding.merged_into} instead."
        )


class NotMerged(Conflict):
    code = "not_merged"

    def __init__(self, merge: FindingMerge) -> None:
        super().__init__(
            f"{merge.reported.reference} is not merged into {merge.original.reference}, "
            "so there is nothing to undo."
        )


class MergeInACircle(Refusal):
    code = "merge_in_a_circle"

    def __init__(self, reported: Finding, original: Finding) -> None:
        super().__init__(
            f"{original.reference} cannot stand for {reported.reference}: it is merged into it, or is it."
        )


class BothPublished(Refusal):
    """Only a finding that is known by a later report's telling is merged; real ones are linked."""

    code = "both_published"

    def __init__(self, reported: Finding, original: Finding) -> None:
        super().__init__(
            f"{reported.reference} stands in its own report’s words, so it is a finding of its own. "
            + (
                f"Merge {original.reference} into it instead."
                if original.is_as_reported
                else "Link the two if one takes up the other."
            )
        )


class OtherForce(Refusal):
    code = "other_force"

    def __init__(self, reported: Finding, original: Finding) -> None:
        super().__init__(
            f"{original.reference} is a finding of another force than {reported.reference}: "
            "choose a finding of the same force."
        )


class NotBeforeItsReport(Refusal):
    """The real finding would be no earlier than a report that tells of it, or than its own successor."""

    code = "not_before_its_report"

    def __init__(self, reported: Finding, original: Finding, year: int) -> None:
        super().__init__(
            f"{original.reference} is of {original.year}, and {reported.reference} is known from, or linked "
            f"to, {year}: choose a finding between its predecessors and the reports that tell of it."
        )


class WorkUnderWay(Refusal):
    code = "work_under_way"

    def __init__(self, reported: Finding) -> None:
        status = reported.get_inspectorate_status_display().lower()
        super().__init__(
            f"{reported.reference} is {status}. Decide its update, or have the evidence sent, "
            "before it is merged."
        )


class StillEmbargoed(Refusal):
    code = "still_embargoed"

    def __init__(self, reported: Finding, original: Finding) -> None:
        super().__init__(
            f"{original.reference} is not published yet and {reported.reference} is, so everyone but HMICFRS "
            "would lose sight of it. Enter the report’s publication day, and merge once it is out."
        )


@transaction.atomic
def merge_findings(
    *, reported: Finding, original: Finding, by: User, now: datetime, note: str = ""
) -> FindingMerge:
    """Merge a finding as reported into the real one, also where this was not proposed or rejected before.

    What hangs on it moves (`carrying`), and the verdict of the real finding is counted anew; nothing is
    closed or opened by it. Raises NotAllowed, AlreadyMerged, BothPublished, OtherForce, MergeInACircle,
    NotBeforeItsReport, WorkUnderWay, StillEmbargoed.
    """
    access.require(by, Permission.DECIDE_REPORT, force_id=reported.force_id)
    reported, original = _locked(reported.pk, original.pk)
    _refuse(reported, original, now)
    row, _ = FindingMerge.objects.select_for_update().get_or_create(
        reported=reported, original=original, defaults={"created_at": now}
    )
    row.reported, row.original = reported, original
    row.carried = carrying.carry(reported, original, by=by, now=now)
    reported.merged_into = original
    reported.version += 1
    reported.save(update_fields=["merged_into", "version"])
    verdicts.recount(original)
    return _decided(row, Decision.CONFIRMED, EventKind.FINDING_MERGED, by, now, note)


@transaction.atomic
def decide(
    *, merge: FindingMerge, decision: Decision | str, by: User, now: datetime, note: str = ""
) -> FindingMerge:
    """Merge the two that are proposed, or say that they are not the same. Twice is as once.

    Raises NotAllowed, AlreadyDecided, and what `merge_findings` raises.
    """
    access.require(by, Permission.DECIDE_REPORT)
    row = _held(merge)
    if row.status == decision:
        return row
    if row.status != Decision.PROPOSED:
        raise AlreadyDecided(row)
    if decision == Decision.CONFIRMED:
        return merge_findings(reported=row.reported, original=row.original, by=by, now=now, note=note)
    return _decided(row, Decision.REJECTED, EventKind.MERGE_REJECTED, by, now, note)


@transaction.atomic
def undo(*, merge: FindingMerge, reason: str, by: User, now: datetime) -> FindingMerge:
    """Take a merge back: both findings stand again, each with what hung on it. Twice is refused.

    What came to the real finding since the merge stays there. Raises NotAllowed, ReasonMissing, NotMerged.
    """
    access.require(by, Permission.DECIDE_REPORT)
    if not reason.strip():
        raise ReasonMissing("Enter why the two are not the same finding.")
    row = _held(merge)
    if row.status != Decision.CONFIRMED:
        raise NotMerged(row)
    row.reported, standing = _locked(row.reported_id, row.reported.merged_into_id or row.original_id)
    row.original = standing  # the one it was merged into may have been merged since
    row.reported.merged_into = None
    row.reported.save(update_fields=["merged_into"])
    carrying.give_back(row)
    for finding in (row.reported, standing):
        verdicts.recount(finding)
    row.original, row.carried = FindingMerge.objects.select_related("original").get(pk=row.pk).original, {}
    return _decided(row, Decision.REJECTED, EventKind.MERGE_UNDONE, by, now, reason.strip())


def _locked(reported: int, original: int) -> tuple[Finding, Finding]:
    """Both findings, locked in one order, so that two people who merge at once do not wait on each other."""
    rows = Finding.objects.select_for_update(no_key=True, of=("self",)).select_related("merged_into")
    found = {finding.pk: finding for finding in rows.filter(pk__in=[reported, original]).order_by("pk")}
    return found[reported], found[original]


def _held(merge: FindingMerge) -> FindingMerge:
    rows = FindingMerge.objects.select_for_update(of=("self",))
    return rows.select_related("reported", "original", "decided_by").get(pk=merge.pk)


def _refuse(reported: Finding, original: Finding, now: datetime) -> None:
    if reported.pk == original.pk or original.merged_into_id == reported.pk:
        raise MergeInACircle(reported, original)
    for finding in (reported, original):
        if finding.merged_into_id:
            raise AlreadyMerged(finding)
    if not reported.is_as_reported:
        raise BothPublished(reported, original)
    if reported.force_id != original.force_id:
        raise OtherForce(reported, original)
    _refuse_out_of_order(reported, original)
    if reported.inspectorate_status in UNFINISHED:
        raise WorkUnderWay(reported)
    if _is_public(reported, now) and not _is_public(original, now):
        raise StillEmbargoed(reported, original)


def _refuse_out_of_order(reported: Finding, original: Finding) -> None:
    said = reported.statements.aggregate(first=Min("year"))["first"]
    later = reported.successor_links.aggregate(first=Min("successor__year"))["first"]
    earlier = reported.predecessor_links.aggregate(last=Max("predecessor__year"))["last"]
    for year in (said, later):
        if year is not None and original.year >= year:
            raise NotBeforeItsReport(reported, original, year)
    if earlier is not None and original.year <= earlier:
        raise NotBeforeItsReport(reported, original, earlier)


def _is_public(finding: Finding, now: datetime) -> bool:
    return finding.public_from is not None and finding.public_from <= timezone.localdate(now)


def _decided(
    row: FindingMerge, status: Decision, event: EventKind, by: User, now: datetime, note: str
) -> FindingMerge:
    row.status, row.note, row.decided_by, row.decided_at = status, note, by, now
    row.save(update_fields=["status", "note", "carried", "decided_by", "decided_at"])
    audit.record(
        event,
        by=by,
        now=now,
        finding=row.original,
        merge_id=row.pk,
        reported_id=row.reported_id,
        reported=row.reported.reference,
        original=row.original.reference,
        note=note,
    )
    return row
