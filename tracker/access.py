"""The only doors to rows: what a person may see, and what they may do with it.

Not visible is `NotVisible` (doors answer 404), visible but not allowed is `NotAllowed` (403).
"""

from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone

from tracker.models import (
    Action,
    Digest,
    DutyEntry,
    EditionDifference,
    Enquiry,
    Evidence,
    Export,
    FactualCheck,
    FactualRemark,
    Finding,
    FindingLink,
    FindingMerge,
    Force,
    NationalRecommendation,
    Notification,
    Proposal,
    Report,
    Reread,
    Theme,
    Update,
    UpdateRound,
)
from tracker.models.duties import reports_to_answer
from tracker.models.visibility import Person, memberships_of, reach_of
from tracker.refusals import Refusal
from tracker.roles import Permission, Role
from tracker.vocabulary import InspectorateStatus

Row = TypeVar("Row", bound=models.Model)

FINDING_WITH = ("force", "inspection__programme", "question")


class NotVisible(Refusal):
    """There is no such thing as far as this person is concerned (doors: 404)."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__("There is nothing here, or it is not yours to see.")


class Withdrawn(NotVisible):
    """The finding stood here for this person, and was withdrawn as recorded by mistake (doors: 410)."""

    code = "withdrawn"

    def __init__(self, finding: Finding) -> None:
        Refusal.__init__(self, f"{finding.reference} was withdrawn, as recorded by mistake.")
        self.finding = finding


class NotAllowed(Refusal):
    """The person sees it and may not do this with it (doors: 403)."""

    code = "not_allowed"

    def __init__(self, permission: Permission) -> None:
        super().__init__(f"Your role does not let you {permission.value}.")
        self.permission = permission


def has_permission(user: Person, permission: Permission, *, force_id: int | None = None) -> bool:
    """Whether the user has the permission: for that force, or, without one, for any force at all."""
    reach = reach_of(user, permission)
    return not reach.is_empty if force_id is None else reach.covers(force_id)


def require(user: Person, permission: Permission, *, force_id: int | None = None) -> None:
    """Raises NotAllowed unless the user has the permission."""
    if not has_permission(user, permission, force_id=force_id):
        raise NotAllowed(permission)


def is_hmicfrs(user: Person) -> bool:
    """Whether the user has a role that is not of one force."""
    return any(not role.is_of_a_force for role, _ in memberships_of(user))


def roles_of(user: Person) -> set[Role]:
    return {role for role, _ in memberships_of(user)}


def sees_workspace(user: Person, finding: Finding) -> bool:
    """Whether the finding's updates, evidence, force status and dates exist for this user."""
    return has_permission(user, Permission.SEE_WORKSPACE, force_id=finding.force_id)


def inspectorate_status_for(user: Person, finding: Finding) -> InspectorateStatus:
    """What HMICFRS says of the finding, as this user may know it."""
    status = InspectorateStatus(finding.inspectorate_status)
    return status if sees_workspace(user, finding) else status.on_the_register


def get_finding_for(
    user: Person, reference: str, permission: Permission = Permission.SEE_REGISTER
) -> Finding:
    """The finding, for that permission in its force.

    Any permission but SEE_REGISTER reaches into the workspace: outside the finding's force, that does not
    exist. The reference of one that was merged is answered with the finding that stands for it.
    Raises NotVisible, Withdrawn, NotAllowed.
    """
    rows = Finding.objects.visible_to(user).select_related(*FINDING_WITH)
    try:
        finding = _finding_called(rows, reference)
    except NotVisible:
        _refuse_withdrawn(user, reference, permission)
        raise
    return _permitted(user, finding, permission)


def _finding_called(rows: "models.QuerySet[Finding]", reference: str) -> Finding:
    try:
        return _one(rows, reference=reference)
    except NotVisible:
        return _one(rows, merged__reference=reference)


def get_held_finding_for(
    user: Person, reference: str, permission: Permission = Permission.SEE_REGISTER
) -> Finding:
    """As `get_finding_for`, but one that was merged is answered with itself."""
    rows = Finding.objects.held_for(user).select_related(*FINDING_WITH)
    try:
        finding = _one(rows.select_related("merged_into", "report__inspection"), reference=reference)
    except NotVisible:
        _refuse_withdrawn(user, reference, permission)
        raise
    return _permitted(user, finding, permission)


def _permitted(user: Person, finding: Finding, permission: Permission) -> Finding:
    if permission is Permission.SEE_REGISTER:
        return finding
    if not sees_workspace(user, finding):
        raise NotVisible
    require(user, permission, force_id=finding.force_id)
    return finding


def _refuse_withdrawn(user: Person, reference: str, permission: Permission) -> None:
    """Who would reach it if it stood is told that it was withdrawn; for the others it never was."""
    rows = Finding.kept.visible_to(user).filter(withdrawn_at__isnull=False, reference=reference)
    finding = rows.select_related("force").first()
    if finding:
        raise Withdrawn(_permitted(user, finding, permission))


def get_force(slug: str) -> Force:
    """The force; that there is one is no secret. Raises NotVisible."""
    return _one(Force.objects.all(), slug=slug)


def get_national_for(user: Person, pk: int) -> NationalRecommendation:
    """The national recommendation. Raises NotVisible."""
    rows = NationalRecommendation.objects.visible_to(user).select_related("programme")
    return _one(rows, pk=pk)


def get_update_for(user: Person, pk: int, permission: Permission = Permission.SEE_WORKSPACE) -> Update:
    """The update with its finding. Raises NotVisible, NotAllowed."""
    rows = Update.objects.visible_to(user).select_related(
        "finding__force", "finding__question", "submitted_by", "corrects"
    )
    update = _one(rows, pk=pk)
    require(user, permission, force_id=update.finding.force_id)
    return update


def get_action_for(
    user: Person, reference: str, pk: int, permission: Permission = Permission.SUBMIT_UPDATE
) -> Action:
    """An action of that finding. Raises NotVisible, NotAllowed."""
    finding = get_finding_for(user, reference, permission)
    return _one(finding.actions.select_related("finding__force", "owner"), pk=pk)


def get_evidence_for(user: Person, pk: int, permission: Permission = Permission.SEE_WORKSPACE) -> Evidence:
    """The evidence. Raises NotVisible, NotAllowed."""
    evidence = _one(
        Evidence.objects.visible_to(user).select_related("force", "added_by", "assessed_by", "withdrawn_by"),
        pk=pk,
    )
    require(user, permission, force_id=evidence.force_id)
    return evidence


def get_enquiry_for(user: Person, pk: int, permission: Permission = Permission.SEE_WORKSPACE) -> Enquiry:
    """A question about a finding. Raises NotVisible, NotAllowed."""
    rows = Enquiry.objects.visible_to(user).select_related("finding__force", "asked_by", "closed_by")
    enquiry = _one(rows, pk=pk)
    require(user, permission, force_id=enquiry.finding.force_id)
    return enquiry


def get_report_for(user: Person, pk: int) -> Report:
    """The report as HMICFRS's readers of reports work on it. Raises NotVisible."""
    rows = Report.objects.visible_to(user).select_related("inspection__force", "uploaded_by")
    return _one(rows, pk=pk)


def get_proposal_for(user: Person, report_pk: int, pk: int) -> Proposal:
    """A proposal of that report. Raises NotVisible."""
    rows = Proposal.objects.visible_to(user).select_related(
        "report__inspection__force", "decided_by", "finding", "statement", "judgment"
    )
    return _one(rows, pk=pk, report_id=report_pk)


def get_reread_for(user: Person, report_pk: int, pk: int) -> Reread:
    """A second reading of that report. Raises NotVisible."""
    rows = Reread.objects.visible_to(user).select_related("report__inspection__force", "asked_by")
    return _one(rows, pk=pk, report_id=report_pk)


def get_link_for(user: Person, pk: int) -> FindingLink:
    """The link, proposed or decided, as those who decide links work on it. Raises NotVisible."""
    if not has_permission(user, Permission.DECIDE_REPORT):
        raise NotVisible
    rows = FindingLink.objects.visible_to(user).select_related(
        *(f"{end}__{path}" for end in ("predecessor", "successor") for path in FINDING_WITH),
        "statement__report",
        "decided_by",
    )
    return _one(rows, pk=pk)


def get_factual_check_for(
    user: Person, pk: int, permission: Permission = Permission.SEE_FACTUAL_CHECK
) -> FactualCheck:
    """A report's factual check: for a force's people only while they are invited.

    Raises NotVisible, NotAllowed.
    """
    rows = FactualCheck.objects.visible_to(user).select_related("report__inspection__programme", "force")
    check = _one(rows.select_related("invited_by", "withdrawn_by"), pk=pk)
    require(user, permission, force_id=check.force_id)
    return check


def get_factual_remark_for(
    user: Person, check_pk: int, pk: int, permission: Permission = Permission.SEE_FACTUAL_CHECK
) -> FactualRemark:
    """A remark of that factual check. Raises NotVisible, NotAllowed."""
    check = get_factual_check_for(user, check_pk, permission)
    return _one(
        check.remarks.select_related(
            "factual_check__report", "factual_check__force", "made_by", "answered_by"
        ),
        pk=pk,
    )


def get_report_to_answer_for(
    user: Person, pk: int, permission: Permission = Permission.SEE_REGISTER
) -> Report:
    """A published report that a local policing body must answer: that there is one is no secret.

    Raises NotVisible, NotAllowed.
    """
    if not has_permission(user, Permission.SEE_REGISTER):
        raise NotVisible
    rows = reports_to_answer(on=timezone.localdate())
    report = _one(rows.select_related("inspection__force", "inspection__programme"), pk=pk)
    require(user, permission, force_id=report.inspection.force_id)  # type: ignore[union-attr]
    return report


def get_duty_entry_for(user: Person, report_pk: int, pk: int) -> DutyEntry:
    """One thing said in answer to that report. Raises NotVisible."""
    report = get_report_to_answer_for(user, report_pk)
    rows = DutyEntry.objects.visible_to(user).select_related("report", "finding", "made_by")
    return _one(rows, report=report, pk=pk)


def get_difference_for(user: Person, report_pk: int, pk: int) -> EditionDifference:
    """A difference of that corrected edition from the edition before. Raises NotVisible."""
    rows = EditionDifference.objects.visible_to(user).select_related("report", "before", "after")
    return _one(rows, pk=pk, report_id=report_pk)


def get_merge_for(user: Person, pk: int) -> FindingMerge:
    """A merge, proposed or decided. Raises NotVisible."""
    rows = FindingMerge.objects.visible_to(user)
    return _one(rows.select_related("reported", "original", "decided_by"), pk=pk)


def get_theme_for(user: Person, slug: str, permission: Permission = Permission.SEE_REGISTER) -> Theme:
    """A theme across forces: reference data, known to everyone with a role. Raises NotAllowed, NotVisible."""
    require(user, permission)
    return _one(Theme.objects.all(), slug=slug)


def get_export_for(user: Person, pk: int) -> Export:
    """One of the user's own exports. Raises NotVisible."""
    return _one(Export.objects.visible_to(user), pk=pk)


def get_round_for(user: Person, pk: int, permission: Permission = Permission.SEE_WORKSPACE) -> UpdateRound:
    """The update round. Raises NotVisible, NotAllowed."""
    row = _one(UpdateRound.objects.visible_to(user).select_related("opened_by", "ended_by"), pk=pk)
    require(user, permission)
    return row


def get_notification_for(user: Person, pk: int) -> Notification:
    """One of the user's own notifications. Raises NotVisible."""
    return _one(Notification.objects.visible_to(user), pk=pk)


def get_mail_for(user: Person, pk: int) -> Notification:
    """Anyone's notification, as a mail to look after. Raises NotAllowed, NotVisible."""
    require(user, Permission.DECIDE_REPORT)
    return _one(Notification.objects.all(), pk=pk)


def get_digest_for(user: Person, pk: int) -> Digest:
    """Anyone's digest, as a mail to look after. Raises NotAllowed, NotVisible."""
    require(user, Permission.DECIDE_REPORT)
    return _one(Digest.objects.select_related("person"), pk=pk)


def _one(rows: "models.QuerySet[Row]", **lookup: Any) -> Row:
    try:
        return rows.get(**lookup)
    except ObjectDoesNotExist:
        raise NotVisible from None
