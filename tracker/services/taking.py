"""What follows when a difference of a corrected edition is taken over: the row that stands is changed."""

from collections.abc import Callable
from datetime import datetime

from accounts.models import User
from tracker.models import EditionDifference, Judgment, Observation, Proposal, Statement
from tracker.selectors import names
from tracker.services import confirming, findings, verdicts, withdrawals
from tracker.services.guards import lock_finding
from tracker.services.statements import question_of
from tracker.services.values import ValueNotUsable, Values
from tracker.vocabulary import ClosureReason, FindingKind, ProposalKind, StatementStrength, Verdict

LEFT_OUT = "The corrected edition of the report leaves it out."


def take(row: EditionDifference, *, by: User, now: datetime) -> None:
    """Change the row that stands, or take it away where it is gone.

    Raises ValueNotUsable, and for what is gone what `findings.close` and `withdrawals.withdraw` raise.
    """
    if row.after is None:
        _take_away(row, by, now)
    else:
        TAKERS[row.before.kind](row.before, row.after, Values(row.after.values))


def _take_away(row: EditionDifference, by: User, now: datetime) -> None:
    before = row.before
    if before.finding:
        note = row.note or LEFT_OUT
        findings.close(
            finding=before.finding, reason=ClosureReason.NO_FURTHER_ACTION, note=note, by=by, now=now
        )
    else:
        withdrawals.withdraw(proposal=before, reason=row.note or LEFT_OUT, by=by, now=now)


def _finding(before: Proposal, after: Proposal, values: Values) -> None:
    assert before.finding is not None  # noqa: S101  a constraint says so
    row = lock_finding(before.finding)
    row.kind = values.word(FindingKind, "kind", "a kind of finding")
    row.text, row.question = values.text("text", "the wording"), question_of(row.inspection, values)
    row.report, row.place = after.report, confirming.place_of(after)
    if row.kind != FindingKind.RECOMMENDATION:
        row.parent = None
    row.version += 1  # the row is locked, so counting here cannot lose a change
    row.save(update_fields=["kind", "text", "question", "report", "place", "parent", "version"])


def _statement(before: Proposal, after: Proposal, values: Values) -> None:
    assert before.statement is not None  # noqa: S101  a constraint says so
    row = Statement.objects.select_for_update(of=("self",)).get(pk=before.statement.pk)
    row.verdict = values.word(Verdict, "verdict", "a verdict")
    row.strength = values.word(StatementStrength, "strength", "how plainly it speaks")
    row.about_year = values.year_or_none("about_year", "the year it speaks of")
    row.passages, row.report = list(after.payload["quotes"]), after.report
    row.quote = row.passages[0]["text"]
    row.save(update_fields=["verdict", "strength", "about_year", "passages", "quote", "report"])
    if row.finding and row.counted_at:
        verdicts.recount(lock_finding(row.finding))


def _judgment(before: Proposal, after: Proposal, values: Values) -> None:
    judgment = _set_grade(before, values, "grade")
    judgment.carried_forward = values.flag("carried_forward", "carried forward")
    judgment.last_inspected = values.year_or_none("last_inspected", "the year last inspected")
    judgment.save(update_fields=["carried_forward", "last_inspected"])


def _overall(before: Proposal, after: Proposal, values: Values) -> None:
    _set_grade(before, values, "overall_judgment")


def _set_grade(before: Proposal, values: Values, field: str) -> Judgment:
    assert before.judgment is not None  # noqa: S101  made when it was confirmed
    rows = Judgment.objects.select_for_update(of=("self",)).select_related("inspection__programme__scale")
    judgment = rows.get(pk=before.judgment.pk)
    label = values.text_or_none(field, "the grade")
    judgment.grade = names.grade_named(judgment.inspection.programme, label) if label else None
    if label and judgment.grade is None:
        raise ValueNotUsable(field, f"“{label}” is not a grade of {judgment.inspection.programme}.")
    judgment.save(update_fields=["grade"])
    return judgment


def _measure(before: Proposal, after: Proposal, values: Values) -> None:
    assert before.observation is not None  # noqa: S101  made when it was confirmed
    Observation.objects.filter(pk=before.observation.pk).update(**confirming.observed(after, values))


def _suggestion(before: Proposal, after: Proposal, values: Values) -> None:
    """The confirmed proposal itself is the record."""


TAKERS: dict[str, Callable[[Proposal, Proposal, Values], None]] = {
    ProposalKind.INSPECTION: _overall,
    ProposalKind.FINDING: _finding,
    ProposalKind.STATEMENT: _statement,
    ProposalKind.JUDGMENT: _judgment,
    ProposalKind.MEASURE: _measure,
    ProposalKind.SUGGESTION: _suggestion,
}
