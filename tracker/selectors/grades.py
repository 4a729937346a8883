"""The grades of a force, question by question: a line that is broken where grades cannot be compared.

A line follows a question back through the programmes by the crosswalk (medium confidence or more). A question
that was split stands in the line of each of its parts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, OuterRef, QuerySet

from tracker.models import Force, Inspection, Judgment, Programme, Question
from tracker.models.visibility import Person
from tracker.selectors.bodies import bodies_of
from tracker.selectors.questions import QuestionMap, question_map
from tracker.vocabulary import Confidence, LineBreak, NoGrade, Pillar, ProgrammeKind

PILLARS = ("", *Pillar.values)


@dataclass(frozen=True)
class Cell:
    """What one programme says on the line's question: its judgments, or why there is none.

    `broken`: why they cannot be compared with the judgments before them, if so. `asked_as`: the questions
    as this programme words them, where that is not the line's own name.
    """

    programme: Programme
    judgments: Sequence[Judgment]
    gap: NoGrade | None = None
    broken: LineBreak | None = None
    asked_as: Sequence[str] = ()


@dataclass(frozen=True)
class Line:
    """One question over the years, a cell for each programme; without one, the pillar's overall grade."""

    title: str
    pillar: str
    question: Question | None
    cells: Sequence[Cell]


@dataclass(frozen=True)
class GradeHistory:
    """All lines of a force: overall grades first, then questions. `programmes` stand oldest first."""

    force: Force
    programmes: Sequence[Programme]
    lines: Sequence[Line]

    @property
    def cautions(self) -> list[Programme]:
        """The programmes shown of whose grades HMICFRS says something to be kept in mind."""
        return [programme for programme in self.programmes if programme.caution]


def grade_history(force: Force, user: Person) -> GradeHistory:
    """The PEEL grades of the force and of the bodies it took over from, as far as this person may see them.

    Programmes from the first with a grade to the last, those without one between them. Six queries.
    """
    bodies = bodies_of(force.pk)
    judgments = list(_judgments(bodies, user))
    years = {judgment.inspection.programme.first_year for judgment in judgments}
    programmes = [each for each in _programmes() if years and min(years) <= each.first_year <= max(years)]
    facts = _Facts(
        programmes=programmes,
        judgments=judgments,
        inspections=list(_inspections(bodies, user)),
        questions={question.pk: question for question in _questions()},
        map=question_map(),
    )
    return GradeHistory(force, programmes, [*facts.overall_lines(), *facts.question_lines()])


def _judgments(bodies: Sequence[int], user: Person) -> "QuerySet[Judgment]":
    rows = Judgment.objects.visible_to(user).filter(
        inspection__force__in=bodies, inspection__programme__kind=ProgrammeKind.PEEL
    )
    rows = rows.select_related("inspection__programme", "inspection__force", "question", "grade")
    return rows.order_by("inspection__year", "inspection__force", "pk")


def _inspections(bodies: Sequence[int], user: Person) -> "QuerySet[Inspection]":
    """Each with `asked`: the ids of the questions it is known to have inspected."""
    asked = Inspection.assessed.through.objects.filter(inspection=OuterRef("pk")).values("question")
    rows = Inspection.objects.visible_to(user).filter(force__in=bodies).annotate(asked=ArraySubquery(asked))
    return rows.order_by("pk")


def _programmes() -> "QuerySet[Programme]":
    """The cycles of PEEL in their order, each with `worst`: the lowest rank of its scale."""
    rows = Programme.objects.filter(kind=ProgrammeKind.PEEL).annotate(worst=Max("scale__grades__rank"))
    rows = rows.select_related("scale")
    return rows.order_by("first_year", "pk")


def _questions() -> "QuerySet[Question]":
    rows = Question.objects.filter(programme__kind=ProgrammeKind.PEEL).select_related("programme")
    return rows.order_by("pillar", "position", "pk")


@dataclass(frozen=True)
class _Facts:
    programmes: Sequence[Programme]
    judgments: Sequence[Judgment]
    inspections: Sequence[Inspection]
    questions: Mapping[int, Question]
    map: QuestionMap

    # --- which lines there are ---

    def overall_lines(self) -> Iterator[Line]:
        for pillar in PILLARS:
            given = [each for each in self._overall if each.inspection.pillar == pillar]
            if given:
                title = f"{Pillar(pillar).label}, overall" if pillar else "Overall"
                cells = [self._overall_cell(programme, pillar, given) for programme in self.programmes]
                yield Line(title, pillar, None, self._with_breaks(cells))

    def question_lines(self) -> list[Line]:
        """A line for each judged question that no later judged one goes on from."""
        return [self._question_line(self.questions[pk]) for pk in self._ends]

    @cached_property
    def _overall(self) -> list[Judgment]:
        return [judgment for judgment in self.judgments if judgment.question_id is None]

    @cached_property
    def _by_question(self) -> dict[int, list[Judgment]]:
        judged = [judgment for judgment in self.judgments if judgment.question_id in self.questions]
        judged.sort(key=lambda judgment: judgment.question_id or 0)
        return {pk or 0: list(group) for pk, group in groupby(judged, lambda each: each.question_id)}

    @cached_property
    def _ends(self) -> list[int]:
        """Newest programme first, then in the order in which it asks."""
        judged = self._by_question.keys()
        ends = [pk for pk in judged if not any(self._is_before(pk, other) for other in judged)]
        order = {pk: place for place, pk in enumerate(self.questions)}
        return sorted(ends, key=lambda pk: (-self._year(pk), order[pk]))

    def _is_before(self, question: int, other: int) -> bool:
        return self._year(question) < self._year(other) and question in self._covered(other)

    def _year(self, question: int) -> int:
        return self.questions[question].programme.first_year

    def _covered(self, question: int, at_least: Confidence = Confidence.MEDIUM) -> frozenset[int]:
        return self.map.covered_by([question], at_least=at_least)

    # --- the cells of a line ---

    def _question_line(self, end: Question) -> Line:
        cells = [self._question_cell(programme, end) for programme in self.programmes]
        return Line(end.text, end.pillar, end, self._with_breaks(cells))

    def _question_cell(self, programme: Programme, end: Question) -> Cell:
        members = [self.questions[pk] for pk in self._members(programme, end)]
        given = [judgment for member in members for judgment in self._by_question.get(member.pk, ())]
        others = {
            each.question.text: None for each in given if each.question and each.question.text != end.text
        }
        gap = None if given else self._gap(programme, members)
        return Cell(programme, given, gap, asked_as=list(others))

    def _members(self, programme: Programme, end: Question) -> Iterator[int]:
        """The programme's questions that the line leads through: those before its end, or what came of it."""
        for pk, question in self.questions.items():
            if question.programme_id == programme.pk and (
                pk == end.pk or self._is_before(pk, end.pk) or self._is_before(end.pk, pk)
            ):
                yield pk

    def _overall_cell(self, programme: Programme, pillar: str, given: Iterable[Judgment]) -> Cell:
        judgments = [each for each in given if each.inspection.programme_id == programme.pk]
        if judgments:
            return Cell(programme, judgments)
        of_pillar = [each for each in self.questions.values() if each.pillar == pillar]
        if not any(question.programme_id == programme.pk for question in of_pillar):
            return Cell(programme, (), NoGrade.NOT_GRADED)
        seen = any(self._inspections_of(programme, pillar))
        return Cell(programme, (), NoGrade.NOT_KNOWN if seen else NoGrade.NO_REPORT)

    def _gap(self, programme: Programme, members: Sequence[Question]) -> NoGrade:
        if not members:
            return NoGrade.NOT_ASKED
        if not any(question.is_graded for question in members):
            return NoGrade.NOT_GRADED
        made = [each for member in members for each in self._inspections_of(programme, member.pillar)]
        if not made:
            return NoGrade.NO_REPORT
        asked = [set(inspection.asked) for inspection in made]  # type: ignore[attr-defined]
        told = all(asked)
        wanted = {question.pk for question in members}
        return (
            NoGrade.NOT_INSPECTED if told and not any(wanted & each for each in asked) else NoGrade.NOT_KNOWN
        )

    def _inspections_of(self, programme: Programme, pillar: str) -> Iterator[Inspection]:
        for inspection in self.inspections:
            if inspection.programme_id == programme.pk and inspection.pillar in (pillar, ""):
                yield inspection

    # --- where a line is broken ---

    def _with_breaks(self, cells: Iterable[Cell]) -> list[Cell]:
        told: list[Cell] = []
        before: Cell | None = None
        for cell in cells:
            broken = self._broken(before, cell) if before and cell.judgments else None
            told.append(Cell(cell.programme, cell.judgments, cell.gap, broken, cell.asked_as))
            before = cell if cell.judgments else before
        return told

    def _broken(self, before: Cell, cell: Cell) -> LineBreak | None:
        if before.programme.scale_id != cell.programme.scale_id:
            return LineBreak.SCALE
        if not all(programme.is_comparable for programme in self._since(before.programme, cell.programme)):
            return LineBreak.CYCLE
        if len(before.judgments) > 1 or len(cell.judgments) > 1:
            return LineBreak.SEVERAL
        old, new = before.judgments[0], cell.judgments[0]
        if new.question_id and old.question_id not in self._covered(new.question_id, Confidence.HIGH):
            return LineBreak.QUESTION
        return LineBreak.BODY if old.inspection.force_id != new.inspection.force_id else None

    def _since(self, before: Programme, programme: Programme) -> Iterator[Programme]:
        for each in self.programmes:
            if before.first_year < each.first_year <= programme.first_year:
                yield each
