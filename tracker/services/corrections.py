"""Correcting what was confirmed: the old is kept, and nothing is corrected without a reason.

What was read, and what was corrected before it was confirmed, stays with the proposal; each later correction
is an audit event with old and new, which nobody can change.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Finding, Inspection, Judgment, Proposal, Statement
from tracker.models.findings import FindingQuerySet
from tracker.refusals import Conflict
from tracker.roles import Permission
from tracker.selectors.reports import earlier_findings
from tracker.services import audit, details_corrections, item_corrections, themes, verdicts, withdrawals
from tracker.services.confirming import grade_of, place_in, place_of
from tracker.services.correcting import Correction, NothingChanged
from tracker.services.guards import lock_finding
from tracker.services.statements import UNKNOWN_KIND, PredecessorNotEarlier, kind_spoken_of, question_of
from tracker.services.values import NotCorrectable, ValueNotUsable, Values
from tracker.vocabulary import Decision, FindingKind, ProposalKind, StatementStrength, Verdict

__all__ = [
    "Correction",
    "NothingChanged",
    "amend",
    "correct_finding",
    "correct_judgment",
    "correct_statement",
]

OF_FINDING = frozenset({"kind", "question", "text", "parent"})
OF_STATEMENT = frozenset({"verdict", "about_year", "about_kind", "question", "strength", "finding"})
SAVED_OF_STATEMENT = [
    "finding", "verdict", "strength", "about_year", "about_kind", "question", "counted_at", "passages",
    "quote", "report",
]  # fmt: skip
OF_JUDGMENT = frozenset({"grade", "carried_forward", "last_inspected"})


class CorrectedMeanwhile(Conflict):
    """Somebody corrected it since the person looked."""

    code = "corrected_meanwhile"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} was changed while you wrote. Look at it as it stands now, then correct it.")


class KindInUse(Conflict):
    code = "kind_in_use"


class OfAllForces(Conflict):
    """One of the findings that share the wording of a national recommendation."""

    code = "of_all_forces"

    def __init__(self) -> None:
        super().__init__(
            "This wording is a national recommendation’s, the same for each force. Correct it on the "
            "recommendation’s own page, for all of them."
        )


@transaction.atomic
def correct_finding(
    *, finding: Finding, correction: Correction, by: User, now: datetime, with_its_source: bool = False
) -> Finding:
    """Correct the kind, the question, the wording or the cause of concern of a confirmed finding.

    `parent` is the reference of a cause of concern of the same inspection. Chain and lists follow.
    `with_its_source`: the wording of the national recommendation that it shares is corrected with it.
    Also a closed one may be corrected: it is what a report said, not what was done. Raises NotAllowed,
    ReasonMissing, NotCorrectable, CorrectedMeanwhile, ValueNotUsable, KindInUse, OfAllForces, NothingChanged.
    """
    access.require(by, Permission.DECIDE_REPORT, force_id=finding.force_id)
    reason = correction.reason_for(OF_FINDING)
    finding = lock_finding(finding)
    if correction.version not in (None, finding.version):
        raise CorrectedMeanwhile(finding.reference)
    before = _facts_of_finding(finding)
    _set_finding(finding, Values({**before, **correction.values}))
    changes = correction.changes(before, _facts_of_finding(finding))
    if finding.national_id and finding.text != before["text"] and not with_its_source:
        raise OfAllForces
    finding.version += 1  # the row is locked, so counting here cannot lose a change
    if correction.source:
        finding.report, finding.place = correction.source.report, place_of(correction.source)
    elif correction.passages:
        finding.place = place_in(correction.passages[0])
    finding.save(update_fields=["kind", "question", "text", "parent", "report", "place", "version"])
    finding.proposals.filter(status=Decision.CONFIRMED).update(amended_at=now)
    themes.propose_for(finding, now=now)  # the corrected wording may name others
    audit.record(EventKind.FINDING_CORRECTED, by=by, now=now, finding=finding, changes=changes, reason=reason)
    return finding


def _facts_of_finding(finding: Finding) -> dict[str, Any]:
    question = finding.question.text if finding.question else None
    parent = finding.parent.reference if finding.parent else None
    return {"kind": finding.kind, "question": question, "text": finding.text, "parent": parent}


def _set_finding(finding: Finding, values: Values) -> None:
    kind = values.word(FindingKind, "kind", "a kind of finding")
    if kind != finding.kind and finding.recommendations.exists():
        raise KindInUse(f"{finding.reference} has recommendations, so it stays a cause of concern.")
    finding.kind, finding.text = kind, values.text("text", "the wording")
    finding.question = question_of(finding.inspection, values)
    finding.parent = _parent_of(finding, values) if kind == FindingKind.RECOMMENDATION else None


def _parent_of(finding: Finding, values: Values) -> Finding | None:
    reference = values.text_or_none("parent", "the cause of concern")
    if reference is None or (finding.parent and finding.parent.reference == reference):
        return finding.parent if reference else None
    parent = may_be_parent_of(finding).filter(reference=reference).first()
    if parent is None:
        raise ValueNotUsable("parent", "Select a cause of concern of the same inspection.")
    return lock_finding(parent)  # nothing hangs on one that is withdrawn at this moment


def may_be_parent_of(finding: Finding) -> FindingQuerySet:
    """The causes of concern that the finding may be a recommendation about."""
    rows = Finding.objects.filter(inspection=finding.inspection_id, kind=FindingKind.CAUSE_OF_CONCERN)
    return rows.filter(merged_into=None).exclude(pk=finding.pk).order_by("number")


@transaction.atomic
def correct_statement(*, statement: Statement, correction: Correction, by: User, now: datetime) -> Statement:
    """Correct what a statement says, how plainly, of which finding, year, kind and question.

    `finding` is the reference of an earlier finding. The verdicts of the finding it was about and of the one
    it is about now follow, unless the report is not published yet: then they follow on its day. Raises
    NotAllowed, ReasonMissing, NotCorrectable, ValueNotUsable, PredecessorNotEarlier, StillInUse,
    NothingChanged.
    """
    access.require(by, Permission.DECIDE_REPORT, force_id=statement.force_id)
    reason = correction.reason_for(OF_STATEMENT)
    statement = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    was, before = statement.finding, _facts_of_statement(statement)
    values = Values({**before, **correction.values})
    finding = _finding_of(statement, values)
    _refuse_if_rested_on(statement, finding, values)
    statement.finding = finding
    statement.verdict = values.word(Verdict, "verdict", "a verdict")
    statement.strength = values.word(StatementStrength, "strength", "how plainly it speaks")
    statement.about_year = values.year_or_none("about_year", "the year it speaks of")
    statement.about_kind = kind_spoken_of(values) or ""
    if "question" in correction.values:
        statement.question = question_of(_inspection_of(statement), values)
    _quote_from(statement, correction)
    changes = correction.changes(before, _facts_of_statement(statement))
    if statement.finding is None:
        statement.counted_at = None
    statement.save(update_fields=SAVED_OF_STATEMENT)
    statement.proposals.filter(status=Decision.CONFIRMED).update(amended_at=now)
    facts: dict[str, Any] = {"statement_id": statement.pk, "changes": changes, "reason": reason}
    if correction.passages:
        facts["passages"] = list(correction.passages)
    _follow(statement, was, facts, by, now)
    return statement


def _facts_of_statement(statement: Statement) -> dict[str, Any]:
    return {
        "verdict": statement.verdict,
        "about_year": statement.about_year,
        "about_kind": statement.about_kind or UNKNOWN_KIND,
        "question": statement.question.text if statement.question else None,
        "strength": statement.strength,
        "quote": " … ".join(passage["text"] for passage in statement.passages) or statement.quote,
        "finding": statement.finding.reference if statement.finding else None,
    }


def _inspection_of(statement: Statement) -> Inspection:
    assert statement.report.inspection is not None  # noqa: S101  confirmed before any statement of it
    return statement.report.inspection


def _quote_from(statement: Statement, correction: Correction) -> None:
    source = correction.source
    if source:
        statement.report = source.report
    if passages := source.payload["quotes"] if source else correction.passages:
        statement.passages, statement.quote = list(passages), passages[0]["text"]


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
    facts: dict[str, Any],
    by: User,
    now: datetime,
) -> None:
    """Count the verdicts anew, and tell it on each finding that is concerned and may know of it."""
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
    """Correct the grade of a confirmed judgment, or from which year it is carried forward.

    No grade says that the text has lost it.

    Raises NotAllowed, ReasonMissing, NotCorrectable, ValueNotUsable, NothingChanged.
    """
    rows = Judgment.objects.select_for_update(of=("self",))
    judgment = rows.select_related("inspection__programme__scale", "question", "grade").get(pk=judgment.pk)
    access.require(by, Permission.DECIDE_REPORT, force_id=judgment.inspection.force_id)
    reason = correction.reason_for(OF_JUDGMENT)
    before = _facts_of_judgment(judgment)
    _set_judgment(judgment, Values({**before, **correction.values}))
    changes = correction.changes(before, _facts_of_judgment(judgment))
    judgment.save(update_fields=["grade", "carried_forward", "last_inspected"])
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


def _facts_of_judgment(judgment: Judgment) -> dict[str, Any]:
    return {
        "grade": judgment.grade.label if judgment.grade else None,
        "carried_forward": judgment.carried_forward,
        "last_inspected": judgment.last_inspected,
    }


def _set_judgment(judgment: Judgment, values: Values) -> None:
    judgment.grade = grade_of(judgment.inspection.programme, values, "grade")
    judgment.carried_forward = values.flag("carried_forward", "carried forward")
    judgment.last_inspected = values.year_or_none("last_inspected", "the year last inspected")
    if judgment.carried_forward and judgment.last_inspected is None:
        raise ValueNotUsable("last_inspected", "Enter the year from which the judgment is carried forward.")


def amend(*, proposal: Proposal, correction: Correction, by: User, now: datetime) -> None:
    """Correct what confirming the proposal made; of the inspection its details and its overall judgment.

    Raises NotAllowed, NotCorrectable for what does not stand confirmed or cannot change, and what the row's
    own correction raises.
    """
    given: dict[str, Any] = {"correction": correction, "by": by, "now": now}
    access.require(by, Permission.DECIDE_REPORT)
    refuse_not_amendable(proposal)
    if proposal.kind == ProposalKind.FINDING and proposal.finding:
        correct_finding(finding=proposal.finding, **given)
    elif proposal.kind == ProposalKind.STATEMENT and proposal.statement:
        correct_statement(statement=proposal.statement, **given)
    elif proposal.kind == ProposalKind.MEASURE:
        item_corrections.correct_measure(proposal=proposal, **given)
    elif proposal.kind == ProposalKind.SUGGESTION:
        item_corrections.correct_suggestion(proposal=proposal, **given)
    elif proposal.kind == ProposalKind.INSPECTION:
        _amend_inspection(proposal, **given)
    elif proposal.judgment:
        correct_judgment(judgment=proposal.judgment, **given)


@transaction.atomic
def _amend_inspection(proposal: Proposal, *, correction: Correction, by: User, now: datetime) -> None:
    """Its details and its overall judgment are two corrections; one of them may change nothing."""
    given: dict[str, Any] = {"by": by, "now": now}
    details, grade = details_corrections.apart(correction)
    unchanged = 0
    if details.values:
        unchanged += _changes_nothing(
            lambda: details_corrections.correct_details(proposal=proposal, correction=details, **given)
        )
    if grade.values:
        judgment = proposal.judgment
        if judgment is None:
            raise NotCorrectable("This inspection has no overall judgment.")
        unchanged += _changes_nothing(lambda: correct_judgment(judgment=judgment, correction=grade, **given))
    if unchanged == bool(details.values) + bool(grade.values):
        raise NothingChanged


def _changes_nothing(deed: Callable[[], object]) -> bool:
    try:
        deed()
    except NothingChanged:
        return True
    return False


def refuse_not_amendable(proposal: Proposal) -> None:
    """Raises NotCorrectable."""
    kind = ProposalKind(proposal.kind).label.lower()
    if proposal.status != Decision.CONFIRMED or proposal.withdrawn_at:
        raise NotCorrectable(
            f"This {kind} does not stand confirmed, so there is nothing to correct afterwards."
        )
