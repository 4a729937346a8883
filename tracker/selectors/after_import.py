"""After the import of a report: what it says nothing of, and what it repeats without saying so."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from tracker.models import Finding, FindingLink, FindingMerge, Inspection, Judgment, Report
from tracker.selectors.merges import of_report
from tracker.selectors.questions import QuestionMap, question_map
from tracker.selectors.reports import earlier_findings
from tracker.vocabulary import Confidence, Silence


@dataclass(frozen=True)
class Silent:
    """An earlier finding that is open and of which the report says nothing, and why that may be."""

    finding: Finding
    reason: str


@dataclass(frozen=True)
class SilentGroup:
    why: Silence
    rows: Sequence[Silent]


@dataclass(frozen=True)
class AfterImport:
    """What the report's page shows once its inspection is confirmed."""

    groups: Sequence[SilentGroup]
    repeats: Sequence[FindingLink]
    merges: Sequence[FindingMerge]

    @property
    def unaccounted_for(self) -> int:
        return sum(len(group.rows) for group in self.groups)


def after_import(report: Report, inspection: Inspection) -> AfterImport:
    """Everything of it in a constant number of queries, however many findings the force has."""
    questions = question_map()
    rows = list(_silent(inspection, questions).select_related("inspection__programme"))
    carried = _carried_forward(inspection)
    told = [Silent(finding, _reason(finding, inspection, carried, questions)) for finding in rows]
    groups = [SilentGroup(why, [row for row in told if _why(row.finding) is why]) for why in Silence]
    return AfterImport(
        [group for group in groups if group.rows], list(silent_repeats(report)), list(of_report(report))
    )


def unaccounted_for(inspection: Inspection) -> "QuerySet[Finding]":
    """The force's earlier findings that are open and of which the inspection's report says nothing.

    No confirmed statement of it is about them, and no finding of it is linked to them. Each has `silence`,
    a `Silence`. Silence closes nothing.
    """
    return _silent(inspection, question_map())


def silent_repeats(report: Report) -> "QuerySet[FindingLink]":
    """The report's findings that are like earlier ones which it does not mention, the likeliest first."""
    rows = FindingLink.objects.silent_repeats_of(report)
    return rows.select_related("predecessor__question", "successor__question", "decided_by")


def _silent(inspection: Inspection, questions: QuestionMap) -> "QuerySet[Finding]":
    told_of = Q(statements__report__inspection=inspection)
    linked = FindingLink.objects.confirmed().filter(successor__inspection=inspection)
    rows = earlier_findings(inspection.force_id, inspection.year).open()
    spoken_of = Finding.objects.filter(told_of | Q(pk__in=linked.values("predecessor"))).values("pk")
    return rows.exclude(pk__in=spoken_of).annotate(silence=_silence(inspection, questions))


def _silence(inspection: Inspection, questions: QuestionMap) -> Case:
    assessed = list(inspection.assessed.values_list("pk", flat=True))
    cases = [When(~covers(inspection), then=Value(Silence.OUTSIDE.value))]
    if assessed:
        covered = Q(question__in=questions.covered_by(assessed))
        in_part = Q(question__in=questions.covered_by(assessed, at_least=Confidence.LOW))
        cases += [
            When(covered, then=Value(Silence.REINSPECTED.value)),
            # Whether the part that overlaps is the finding's own, the crosswalk can't say.
            When(in_part, then=Value(Silence.NOT_KNOWN.value)),
            When(question__isnull=False, then=Value(Silence.CARRIED_FORWARD.value)),
        ]
    return Case(*cases, default=Value(Silence.NOT_KNOWN.value), output_field=CharField())


def covers(inspection: Inspection) -> Q:
    """Findings that the inspection could have come back to: of its kind, and of its pillar where both have
    one. PEEL has had no pillars since 2021/22, so those inspections cover the findings of all four."""
    same_kind = Q(inspection__programme__kind=inspection.programme.kind)
    if not inspection.pillar:
        return same_kind
    return same_kind & Q(inspection__pillar__in=[inspection.pillar, ""])


def _carried_forward(inspection: Inspection) -> dict[int, Judgment]:
    rows = Judgment.objects.filter(inspection=inspection, carried_forward=True, question__isnull=False)
    return {judgment.question_id: judgment for judgment in rows if judgment.question_id}


def _why(finding: Finding) -> Silence:
    return Silence(finding.silence)  # type: ignore[attr-defined]


def _reason(
    finding: Finding, inspection: Inspection, carried: dict[int, Judgment], questions: QuestionMap
) -> str:
    asked = f"“{finding.question.text}”" if finding.question else ""
    if _why(finding) is Silence.REINSPECTED:
        return (
            f"{asked} was inspected in {inspection.year}, and the report does not come back to this finding."
        )
    if _why(finding) is Silence.OUTSIDE:
        return f"It was raised by another inspection: {finding.inspection}."
    if _why(finding) is Silence.NOT_KNOWN:
        return (
            "The finding has no question here, or the report does not say which questions it inspected, or "
            "inspected one that overlaps with the finding’s in part."
        )
    judged = [each for pk, each in carried.items() if finding.question_id in questions.covered_by([pk])]
    since = f" Its judgment is carried forward from {judged[0].last_inspected}." if judged else ""
    return f"{asked} was not inspected in {inspection.year}.{since}"
