"""The answer to a report within 56 days, laid out for files: as a document, and as lines."""

from datetime import datetime

from govuk.dates import date_text, moment_text
from tracker.documents.answers import AnswerSheet, Explained, Said
from tracker.documents.tables import Table
from tracker.duty_vocabulary import DutyPart
from tracker.models import DutyEntry
from tracker.selectors.duties import Answer, Clock, Recommended
from tracker.selectors.listings import LICENCE

COLUMNS = (
    "Recommendation",
    "Wording",
    "Local policing body explains",
    "Explanation",
    "Chief officer’s comments",
    "Comments by",
)
NOT_RECORDED = "Not recorded"
OF_THE_WHOLE = (DutyPart.CHIEF_OFFICERS_COMMENTS, DutyPart.BODYS_COMMENTS, DutyPart.BODYS_RESPONSE)
SENT = (
    DutyPart.INVITATION,
    DutyPart.PUBLISHED,
    DutyPart.COPY_TO_INSPECTORS,
    DutyPart.COPY_TO_SECRETARY_OF_STATE,
)
NOT_YET = {DutyPart.PUBLISHED: "No published response identified"}


def sheet_of(answer: Answer, *, now: datetime) -> AnswerSheet:
    """As a document: what was said of the whole, then of each recommendation, then who got copies."""
    of = answer.report.inspection
    return AnswerSheet(
        title=f"Answer to {answer.report}",
        force=of.force.name if of else "",
        as_at=now,
        when=f"As at {moment_text(now)}",
        about=[_clock(answer.clock), f"As at {moment_text(now)}. Police Act 1996, section 55."],
        parts=[_said(part.label, answer.standing.get(part)) for part in OF_THE_WHOLE],
        recommendations=[_explained(row) for row in answer.recommendations],
        copies=[_sent(part, answer.standing.get(part)) for part in SENT],
        missing=NOT_RECORDED,
        licence=f"HMICFRS’s words: {LICENCE[0].lower()}{LICENCE[1:]}.",
    )


def table_of(answer: Answer, *, now: datetime) -> Table:
    """As lines: the report's own comments first, then a line a recommendation."""
    whole = answer.standing
    bodys, chiefs = whole.get(DutyPart.BODYS_COMMENTS), whole.get(DutyPart.CHIEF_OFFICERS_COMMENTS)
    first = ("", f"{answer.report}: the report as a whole", "", _text(bodys), _text(chiefs), _by(chiefs))
    lines = [first, *(_line(row) for row in answer.recommendations)]
    return Table(f"Answer to {answer.report}", COLUMNS, lines, now, notes={"Licence": LICENCE})


def _line(row: Recommended) -> tuple[str, ...]:
    course = row.explanation.get_course_display() if row.explanation else NOT_RECORDED
    said = (_text(row.explanation), _text(row.comments), _by(row.comments))
    return (row.finding.reference, row.finding.text, course, *said)


def _text(entry: DutyEntry | None) -> str:
    return entry.text if entry else NOT_RECORDED


def _by(entry: DutyEntry | None) -> str:
    return entry.said_by if entry else ""


def _clock(clock: Clock | None) -> str:
    if clock is None:
        return "The 56 days cannot be counted: the day of publication is not known yet."
    first, last = date_text(clock.first_day), date_text(clock.last_day)
    return f"The report was published on {first}. The 56 days, which begin with that day, end on {last}."


def _explained(row: Recommended) -> Explained:
    course = f": {row.explanation.get_course_display().lower()}" if row.explanation else ""
    return Explained(
        reference=row.finding.reference,
        wording=row.finding.text,
        explanation=_said(f"Local policing body explains{course}", row.explanation),
        comments=_said(str(DutyPart.CHIEF_OFFICERS_COMMENTS.label), row.comments),
    )


def _said(heading: str, entry: DutyEntry | None) -> Said:
    if entry is None:
        return Said(heading, "")
    return Said(heading, entry.text, ", ".join(filter(None, [entry.said_by, date_text(entry.on)])))


def _sent(part: DutyPart, entry: DutyEntry | None) -> tuple[str, str]:
    if entry is None:
        return str(part.label), NOT_YET.get(part, NOT_RECORDED)
    return str(part.label), ", ".join(filter(None, [date_text(entry.on), entry.link]))
