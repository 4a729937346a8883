"""What confirming a proposal makes, kind by kind. Statements have a file of their own: `statements`.

Each function is called inside the transaction that decides the proposal, under the lock of its report; a
value that its row cannot take is refused as ValueNotUsable.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from accounts.models import User
from tracker.models import (
    Finding,
    Force,
    Grade,
    Inspection,
    Judgment,
    Measure,
    Observation,
    Programme,
    Proposal,
    Question,
    Report,
)
from tracker.refusals import Conflict, Refusal
from tracker.selectors import names
from tracker.services import findings, proposing, publication
from tracker.services.statements import question_of
from tracker.services.values import ValueNotUsable, Values
from tracker.vocabulary import Decision, FindingKind, Pillar, ProposalKind


class JudgmentDiffers(Conflict):
    """Another report of the same inspection gave another grade."""

    code = "judgment_differs"

    def __init__(self, judgment: Judgment) -> None:
        self.judgment = judgment
        super().__init__(
            f"“{judgment.question or 'Overall'}” has the grade {judgment.grade or 'missing'} already, "
            f"from another report of {judgment.inspection}."
        )


class ParentFirst(Refusal):
    code = "parent_first"


def inspection(proposal: Proposal, values: Values, *, by: User, now: datetime) -> None:
    """Make or find the inspection, tie the report to it, and keep the overall judgment."""
    report = proposal.report
    report.title = values.text_or_none("title", "the title", longest=200) or ""
    report.isbn = values.text_or_none("isbn", "the ISBN", longest=13) or ""
    printed = values.text_or_none("published", "the publication date", longest=10)
    report.published_on, report.published_precision = publication.parsed(printed)
    report.inspection = _inspection(
        values, publication.public_from(report.published_on, report.published_precision)
    )
    report.save(update_fields=["title", "isbn", "published_on", "published_precision", "inspection"])
    report.inspection.assessed.add(*assessed(report.inspection, values))
    proposal.judgment = _overall_judgment_beside(report, report.inspection, values)
    if {"force", "inspection_year"} & set(proposal.correction):
        proposing.rank_again(report)


def _inspection(values: Values, public_from: date | None) -> Inspection:
    programme = _programme(values)
    made, is_new = Inspection.objects.get_or_create(
        force=_force(values),
        programme=programme,
        pillar=values.word(Pillar, "pillar", "a pillar")
        if values.text_or_none("pillar", "the pillar")
        else "",
        year=values.year("inspection_year", "the inspection year"),
        defaults={"public_from": public_from},
    )
    if not is_new and public_from:
        # Known by a later report's telling, or by an earlier part of it: the first publication counts.
        made.public_from = min(filter(None, [made.public_from, public_from]))
        made.save(update_fields=["public_from"])
    return made


def _force(values: Values) -> Force:
    name = values.text("force", "the force")
    force = names.force_named(name)
    if force is None:
        raise ValueNotUsable("force", f"“{name}” is not a force known here. Select the force.")
    return force


def _programme(values: Values) -> Programme:
    name = values.text("programme", "the programme")
    programme = names.programme_named(name)
    if programme is None:
        raise ValueNotUsable("programme", f"“{name}” is not a programme known here. Select the programme.")
    return programme


def assessed(of: Inspection, values: Values) -> list[Question]:
    """The inspection's questions that the values name as inspected. Raises ValueNotUsable."""
    found = [
        question_of(of, Values({"assessed": name}), "assessed")
        for name in values.texts("assessed", "the questions inspected")
    ]
    return [question for question in found if question]


def _overall_judgment_beside(report: Report, of: Inspection, values: Values) -> Judgment | None:
    """A corrected edition may give another grade: what stands is left until that difference is decided."""
    try:
        return _overall_judgment(of, values)
    except JudgmentDiffers as differs:
        if not of.reports.exclude(pk=report.pk).filter(replaced_by=None).exists():
            raise
        return differs.judgment


def _overall_judgment(of: Inspection, values: Values) -> Judgment | None:
    """A grade lost in the text is kept as missing; where there is no pillar, there is no overall judgment."""
    grade = grade_of(of.programme, values, "overall_judgment")
    return _judgment(of, None, grade=grade) if grade or of.pillar else None


def judgment(proposal: Proposal, values: Values, *, by: User, now: datetime) -> None:
    """Keep the grade on one question; a missing one stays missing."""
    of = _confirmed_inspection(proposal)
    values.text("question", "the question")
    carried_forward = values.flag("carried_forward", "carried forward")
    last_inspected = values.year_or_none("last_inspected", "the year last inspected")
    if carried_forward and last_inspected is None:
        raise ValueNotUsable("last_inspected", "Enter the year from which the judgment is carried forward.")
    proposal.judgment = _judgment(
        of,
        question_of(of, values),
        grade=grade_of(of.programme, values, "grade"),
        last_inspected=last_inspected,
        carried_forward=carried_forward,
    )


def _judgment(of: Inspection, question: Question | None, **facts: Any) -> Judgment:
    row, is_new = Judgment.objects.get_or_create(inspection=of, question=question, defaults=facts)
    if not is_new and row.grade != facts["grade"]:
        raise JudgmentDiffers(row)
    return row


def grade_of(programme: Programme, values: Values, field: str) -> Grade | None:
    """The programme's grade that a value names; None where the text has lost it. Raises ValueNotUsable."""
    label = values.text_or_none(field, "the grade")
    if label is None:
        return None
    grade = names.grade_named(programme, label)
    if grade is None:
        raise ValueNotUsable(field, f"“{label}” is not a grade of {programme}. Select a grade.")
    return grade


def finding(proposal: Proposal, values: Values, *, by: User, now: datetime) -> None:
    """Raise the finding; the same wording under the same question of the inspection is one finding."""
    of = _confirmed_inspection(proposal)
    kind = values.word(FindingKind, "kind", "a kind of finding")
    text = values.text("text", "the wording")
    question = question_of(of, values)
    parent = parent_of(proposal, values) if kind == FindingKind.RECOMMENDATION else None
    known = Finding.objects.filter(inspection=of, kind=kind, question=question, text=text).first()
    proposal.finding = known or findings.raise_finding(
        inspection=of,
        kind=kind,
        text=text,
        question=question,
        report=proposal.report,
        place=place_of(proposal),
        parent=parent,
        public_from=of.public_from,
        by=by,
        now=now,
    )


def parent_of(proposal: Proposal, values: Values) -> Finding | None:
    """The cause of concern that a proposed recommendation belongs to. Raises ValueNotUsable, ParentFirst."""
    position = values.position_or_none("parent", "the cause of concern")
    if position is None:
        return None
    parent = proposal.report.proposals.filter(kind=ProposalKind.FINDING, position=position).first()
    if parent is None:
        raise ValueNotUsable("parent", "Select a cause of concern of this report.")
    if parent.status == Decision.REPLACED:
        parent = parent.replacements.order_by("position")[0]
    if parent.status == Decision.PROPOSED:
        raise ParentFirst("Confirm the cause of concern first, then its recommendations.")
    return parent.finding


def measure(proposal: Proposal, values: Values, *, by: User, now: datetime) -> None:
    """Keep the figure with its period and comparator; a figure lost in the text stays missing."""
    facts = observed(proposal, values)
    proposal.observation = _observed_in_another(facts) or Observation.objects.create(**facts)


def _observed_in_another(facts: Mapping[str, Any]) -> Observation | None:
    """The same figure out of another report of the inspection, such as its web page beside its PDF."""
    report, same = facts["report"], {name: facts[name] for name in facts if name not in ("report", "place")}
    others = Observation.objects.filter(report__inspection=report.inspection, **same).exclude(report=report)
    return others.order_by("pk").first()


def observed(proposal: Proposal, values: Values) -> dict[str, Any]:
    """The columns of the observation that a proposed measure makes."""
    value, words = values.figure("value", "the value")
    comparator_value, comparator_words = values.figure("comparator_value", "the comparator's value")
    kept, _ = Measure.objects.get_or_create(
        name=values.text("name", "the measure's name", longest=200),
        unit=values.text_or_none("unit", "the unit", longest=60) or "",
    )
    return {
        "measure": kept,
        "force": _confirmed_inspection(proposal).force,
        "report": proposal.report,
        "value": value,
        "value_words": words,
        "period": values.text_or_none("period", "the period", longest=120) or "",
        "comparator": values.text_or_none("comparator", "the comparator", longest=120) or "",
        "comparator_value": comparator_value,
        "comparator_words": comparator_words,
        "comparator_period": values.text_or_none("comparator_period", "the comparator's period", longest=120)
        or "",
        "note": values.text_or_none("note", "the note") or "",
        "place": place_of(proposal),
    }


def suggestion(proposal: Proposal, values: Values, *, by: User, now: datetime) -> None:
    """Nothing is made: the confirmed proposal itself is the record."""
    values.text("text", "the suggestion")


def _confirmed_inspection(proposal: Proposal) -> Inspection:
    assert proposal.report.inspection is not None  # noqa: S101  see proposals.confirm
    return proposal.report.inspection


def place_of(proposal: Proposal) -> dict[str, Any]:
    return place_in(proposal.payload)


def place_in(item: Mapping[str, Any]) -> dict[str, Any]:
    """Where an item of parsed-report/1 stands in the text."""
    return {key: item.get(key) for key in ("start", "end", "line", "page")}
