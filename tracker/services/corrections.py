"""Correcting what was confirmed: the old is kept, and nothing is corrected without a reason.

What was read, and what was corrected before it was confirmed, stays with the proposal; each later correction
is an audit event with old and new, which nobody can change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from tracker import access
from tracker.models import Finding, Judgment, Proposal, Statement
from tracker.models.findings import FindingQuerySet
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.selectors.reports import earlier_findings
from tracker.services import audit, themes, verdicts, withdrawals
from tracker.services.confirming import grade_of
from tracker.services.guards import ReasonMissing, lock_finding
from tracker.services.statements import PredecessorNotEarlier, question_of
from tracker.services.values import NotCorrectable, ValueNotUsable, Values
from tracker.vocabulary import Decision, EventKind, FindingKind, ProposalKind, StatementStrength, Verdict

OF_FINDING = frozenset({"kind", "question", "text"})
OF_STATEMENT = frozenset({"verdict", "about_year", "finding"})
OF_JUDGMENT = frozenset({"grade"})


class NothingChanged(Refusal):
    code = "nothing_changed"

    def __init__(self) -> None:
        super().__init__("Nothing is different from what stands now. Change a value, or leave it as it is.")


class CorrectedMeanwhile(Conflict):
    """Somebody corrected it since the person looked."""

    code = "corrected_meanwhile"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} was changed while you wrote. Look at it as it stands now, then correct it.")


class KindInUse(Conflict):
    code = "kind_in_use"


@dataclass(frozen=True)
class Correction:
    """What a person corrects, by the names of parsed-report/1, and why. `version`: the finding's, as seen."""

    values: Mapping[str, Any]
    reason: str
    version: int | None = None


@transaction.atomic
def correct_finding(*, finding: Finding, correction: Correction, by: User, now: datetime) -> Finding:
    """Correct the kind, the question or the wording of a confirmed finding. Chain and lists follow.

    Also a closed one may be corrected: it is what a report said, not what was done. Raises NotAllowed,
    ReasonMissing, NotCorrectable, CorrectedMeanwhile, ValueNotUsable, KindInUse, NothingChanged.
    """
    access.require(by, Permission.DECIDE_REPORT, force_id=finding.force_id)
    reason = _checked(correction, OF_FINDING)
    finding = lock_finding(finding)
    if correction.version not in (None, finding.version):
        raise CorrectedMeanwhile(finding.reference)
    before = _facts_of_finding(finding)
    _set_finding(finding, Values({**before, **correction.values}))
    changes = _changes(before, _facts_of_finding(finding))
    finding.version += 1  # the row is locked, so counting here cannot lose a change
    finding.save(update_fields=["kind", "question", "text", "parent", "version"])
    finding.proposals.filter(status=Decision.CONFIRMED).update(amended_at=now)
    themes.propose_for(finding, now=now)  # the corrected wording may name others
    audit.record(EventKind.FINDING_CORRECTED, by=by, now=now, finding=finding, changes=changes, reason=reason)
    return finding


def _facts_of_finding(finding: Finding) -> dict[str, Any]:
    question = finding.question.text if finding.question else None
    return {"kind": finding.kind, "question": question, "text": finding.text}


def _set_finding(finding: Finding, values: Values) -> None:
    kind = values.word(FindingKind, "kind", "a kind of finding")
    if kind != finding.kind and finding.recommendations.exists():
        raise KindInUse(f"{finding.reference} has recommendations, so it stays a cause of concern.")
    finding.kind, finding.text = kind, values.text("text", "the wording")
    finding.question = question_of(finding.inspection, values)
    if kind != FindingKind.RECOMMENDATION:
        finding.parent = None


@transaction.atomic
def correct_statement(*, statement: Statement, correction: Correction, by: User, now: datetime) -> Statement:
    """Correct the verdict, the year spoken of, or the finding of a confirmed statement.

    `finding` is the reference of an earlier finding. The verdicts of the finding it was about and of the one
    it is about now follow, unless the report is not published yet: then they follow on its day. Raises
    NotAllowed, ReasonMissing, NotCorrectable, ValueNotUsable, PredecessorNotEarlier, StillInUse,
    NothingChanged.
    """
    access.require(by, Permission.DECIDE_REPORT, force_id=statement.force_id)
    reason = _checked(correction, OF_STATEMENT)
    statement = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    was, before = statement.finding, _facts_of_statement(statement)
    values = Values({**before, **correction.values})
    finding = _finding_of(statement, values)
    _refuse_if_rested_on(statement, finding, values)
    statement.finding = finding
    statement.verdict = values.word(Verdict, "verdict", "a verdict")
    statement.about_year = values.year_or_none("about_year", "the year it speaks of")
    changes = _changes(before, _facts_of_statement(statement))
    if statement.finding is None:
        statement.counted_at = None
    statement.save(update_fields=["finding", "verdict", "about_year", "counted_at"])
    statement.proposals.filter(status=Decision.CONFIRMED).update(amended_at=now)
    _follow(statement, was, changes, reason, by, now)
    return statement


def _facts_of_statement(statement: Statement) -> dict[str, Any]:
    return {
        "verdict": statement.verdict,
        "about_year": statement.about_year,
        "finding": statement.finding.reference if statement.finding else None,
    }


def _finding_of(statement: Statement, values: Values) -> Finding | None:
    reference = values.text_or_none("finding", "the finding")
    if reference is None or (statement.finding and statement.finding.reference == reference):
        return statement.finding if reference else None
    if statement.strength == StatementStrength.RULE:
        raise ValueNotUsable("finding", "A rule is about all earlier findings, so it settles no one of them.")
    finding = may_be_about(statement).filter(reference=reference).first()
    if finding is None:
        known = Finding.objects.filter(reference=reference, force_id=statement.force_id).first()
        raise (
            PredecessorNotEarlier(known)
            if known
            else ValueNotUsable("finding", f"There is no earlier finding {reference} of this force.")
        )
    return finding


def may_be_about(statement: Statement) -> FindingQuerySet:
    """The findings that the statement may be about."""
    return earlier_findings(statement.force_id, statement.year)


def _refuse_if_rested_on(statement: Statement, finding: Finding | None, values: Values) -> None:
    if finding != statement.finding:
        withdrawals.refuse_statement_in_use(statement)
    elif values.text_or_none("verdict", "the verdict") != Verdict.RESOLVED:
        withdrawals.refuse_if_it_closed(statement)


def _follow(
    statement: Statement,
    was: Finding | None,
    changes: list[dict[str, Any]],
    reason: str,
    by: User,
    now: datetime,
) -> None:
    """Count the verdicts anew, and tell it on each finding that is concerned and may know of it."""
    facts: dict[str, Any] = {"statement_id": statement.pk, "changes": changes, "reason": reason}
    concerned: dict[int, Finding] = {row.pk: row for row in (was, statement.finding) if row}
    if not verdicts.is_public(statement, now=now) or not concerned:
        audit.record(EventKind.STATEMENT_CORRECTED, by=by, now=now, report=statement.report, **facts)
        return
    if statement.finding and statement.counted_at is None:
        verdicts.record(statement=statement, by=by, now=now)
    # In the order of their keys, so that two corrections at once never wait for each other.
    for _, finding in sorted(concerned.items()):
        verdicts.recount(lock_finding(finding))
        audit.record(
            EventKind.STATEMENT_CORRECTED, by=by, now=now, report=statement.report, finding=finding, **facts
        )


@transaction.atomic
def correct_judgment(*, judgment: Judgment, correction: Correction, by: User, now: datetime) -> Judgment:
    """Correct the grade of a confirmed judgment; none says that the text has lost it.

    Raises NotAllowed, ReasonMissing, NotCorrectable, ValueNotUsable, NothingChanged.
    """
    rows = Judgment.objects.select_for_update(of=("self",))
    judgment = rows.select_related("inspection__programme__scale", "question", "grade").get(pk=judgment.pk)
    access.require(by, Permission.DECIDE_REPORT, force_id=judgment.inspection.force_id)
    reason = _checked(correction, OF_JUDGMENT)
    before = {"grade": judgment.grade.label if judgment.grade else None}
    judgment.grade = grade_of(judgment.inspection.programme, Values({**before, **correction.values}), "grade")
    changes = _changes(before, {"grade": judgment.grade.label if judgment.grade else None})
    judgment.save(update_fields=["grade"])
    proposals = judgment.proposals.filter(status=Decision.CONFIRMED)
    proposals.update(amended_at=now)
    proposal = proposals.select_related("report").order_by("pk").first()
    audit.record(
        EventKind.JUDGMENT_CORRECTED,
        by=by,
        now=now,
        force=judgment.inspection.force,
        report=proposal.report if proposal else None,
        judgment_id=judgment.pk,
        of=str(judgment.question or "Overall"),
        changes=changes,
        reason=reason,
    )
    return judgment


def amend(*, proposal: Proposal, correction: Correction, by: User, now: datetime) -> None:
    """Correct the row that confirming the proposal made: a finding, a statement or a judgment.

    Raises NotAllowed, NotCorrectable for other kinds and what is not confirmed, and what the row's own
    correction raises.
    """
    given: dict[str, Any] = {"correction": correction, "by": by, "now": now}
    access.require(by, Permission.DECIDE_REPORT)
    refuse_not_amendable(proposal)
    if proposal.kind == ProposalKind.FINDING and proposal.finding:
        correct_finding(finding=proposal.finding, **given)
    elif proposal.kind == ProposalKind.STATEMENT and proposal.statement:
        correct_statement(statement=proposal.statement, **given)
    elif proposal.judgment:
        correct_judgment(judgment=proposal.judgment, **given)


def refuse_not_amendable(proposal: Proposal) -> None:
    """Raises NotCorrectable."""
    kind = ProposalKind(proposal.kind).label.lower()
    if proposal.status != Decision.CONFIRMED or proposal.withdrawn_at:
        raise NotCorrectable(
            f"This {kind} does not stand confirmed, so there is nothing to correct afterwards."
        )
    if not (proposal.finding or proposal.statement or proposal.judgment):
        raise NotCorrectable(f"A confirmed {kind} is not corrected. Withdraw it, and add it as it should be.")


def _checked(correction: Correction, fields: frozenset[str]) -> str:
    """The reason, once it is there and everything corrected may be."""
    unknown = sorted(set(correction.values) - fields)
    if unknown:
        raise NotCorrectable(f"You cannot correct {', '.join(unknown)} here.")
    if not correction.reason.strip():
        raise ReasonMissing("Enter why it is corrected.")
    return correction.reason.strip()


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    changed = list(_changed(before, after))
    if not changed:
        raise NothingChanged
    return changed


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for field, value in after.items():
        if before[field] != value:
            yield {"field": field, "before": before[field], "after": value}
