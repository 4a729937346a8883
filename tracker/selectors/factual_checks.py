"""What the pre-publication page of a report shows, and which checks wait for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from tracker.models import FactualCheck, FactualRemark, Proposal, Report
from tracker.models.factual_checks import is_embargoed
from tracker.models.visibility import Person
from tracker.vocabulary import Decision, ProposalKind, RemarkOutcome


@dataclass(frozen=True)
class Item:
    """One thing that the report says, as read or corrected, with the remarks on it."""

    proposal: Proposal
    remarks: Sequence[FactualRemark]

    @property
    def values(self) -> dict[str, Any]:
        return self.proposal.values

    @property
    def quotes(self) -> list[str]:
        return [quote["text"] for quote in self.proposal.payload.get("quotes", ())]


@dataclass(frozen=True)
class PrePublication:
    """The report before its publication: no decision of HMICFRS's readers, nor their candidates, is shown."""

    judgments: Sequence[Item]
    findings: Sequence[Item]
    statements: Sequence[Item]
    on_the_report: Sequence[FactualRemark]
    waiting: int


def listing(user: Person) -> "QuerySet[FactualCheck]":
    """The checks the person may see, newest first, each with `remarked` and `to_answer`."""
    waiting = Q(remarks__outcome=RemarkOutcome.WAITING)
    rows = FactualCheck.objects.visible_to(user).select_related("report__inspection__programme", "force")
    rows = rows.annotate(remarked=Count("remarks"), to_answer=Count("remarks", filter=waiting))
    return rows.order_by("-invited_at", "-pk")


def of_report(report: Report) -> "QuerySet[FactualCheck]":
    """Every check of the report, the latest first."""
    waiting = Q(remarks__outcome=RemarkOutcome.WAITING)
    rows = report.factual_checks.select_related("force", "invited_by", "withdrawn_by")
    rows = rows.annotate(remarked=Count("remarks"), to_answer=Count("remarks", filter=waiting))
    return rows.order_by("-invited_at", "-pk")


def may_be_checked(report: Report, *, on: date) -> bool:
    """Whether the report is not surely published on that day. One query."""
    return Report.objects.filter(is_embargoed("", on=on), pk=report.pk).exists()


def pre_publication(check: FactualCheck) -> PrePublication:
    """Everything of it in two queries, however long the report."""
    remarks = list(check.remarks.select_related("made_by", "answered_by").order_by("pk"))
    shown = (ProposalKind.JUDGMENT, ProposalKind.FINDING, ProposalKind.STATEMENT)
    rows = check.report.proposals.filter(kind__in=shown).exclude(status=Decision.REJECTED)
    items = [
        Item(row, [remark for remark in remarks if remark.proposal_id == row.pk])
        for row in rows.order_by("position")
    ]

    def of(kind: str) -> list[Item]:
        return [item for item in items if item.proposal.kind == kind]

    known = {item.proposal.pk for item in items}
    return PrePublication(
        judgments=of(ProposalKind.JUDGMENT),
        findings=of(ProposalKind.FINDING),
        statements=of(ProposalKind.STATEMENT),
        on_the_report=[remark for remark in remarks if remark.proposal_id not in known],
        waiting=sum(remark.outcome == RemarkOutcome.WAITING for remark in remarks),
    )
