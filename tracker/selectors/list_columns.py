"""What each list that leaves the service is made of: its page's rows, and their columns."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import QueryDict

from tracker import access
from tracker.models import Evidence, Finding, FindingMerge, Theme, Update
from tracker.models.visibility import Person, reach_of
from tracker.roles import Permission
from tracker.selectors import claims, evidence, grades, merges, national, reports, reviews, themes
from tracker.selectors.after_import import silent_repeats
from tracker.selectors.bodies import name_then
from tracker.selectors.chains import predecessors_of
from tracker.selectors.filters import ClaimFilter, EvidenceFilter, FindingFilter, MergeFilter
from tracker.selectors.findings import register, sorted_by
from tracker.selectors.listings import (
    Line,
    Listing,
    Rows,
    UnknownList,
    day,
    given,
    joined,
    narrowed,
    number,
    only,
    question_text,
)
from tracker.selectors.lists_of_reports import DECIDED, OF_A_LINK, OF_REPORTS, link_lines
from tracker.selectors.lists_of_work import OF_WORK
from tracker.selectors.target_dates import Moved, Moves, moves_of
from tracker.selectors.workspaces import with_due_date

_P = Permission

OF_A_FINDING = (
    "Reference", "Force", "Inspection year", "Programme", "Question", "Kind", "Wording", "Text",
    "Published on", "HMICFRS says", "Closure reason", "Closed on", "Latest verdict", "Verdict year",
    "Found before",
)  # fmt: skip
OF_ITS_WORKSPACE = (
    "Force says", "Waiting on", "Last update on", "Lead", "HMICFRS's target date", "HMICFRS's original date",
    "Moves of HMICFRS's date", "Force's target date", "Force's original date", "Moves of the force's date",
)  # fmt: skip


def _findings(user: Person, query: QueryDict) -> Rows:
    rows = narrowed(FindingFilter, register(user), user, query)
    return sorted_by(query.get("sort", ""), with_due_date(_whole(rows), user))


def _whole(rows: Any) -> Any:
    return rows.select_related("force", "inspection__programme", "question", "lead").prefetch_related(
        "force__former_names"
    )


def _findings_of_a_theme(user: Person, query: QueryDict) -> Rows:
    only(query, "theme", "state")
    rows: Any = themes.findings_of(access.get_theme_for(user, given(query, "theme")), user)
    match query.get("state"):
        case "open":
            rows = rows.open()
        case "closed":
            rows = rows.exclude(pk__in=rows.open().values("pk"))
    whole: Rows = _whole(rows)
    return whole


def _finding_lines(rows: Sequence[Finding], user: Person) -> Iterator[Line]:
    """What only a workspace holds is empty for the findings of other forces."""
    reach, earlier = reach_of(user, _P.SEE_WORKSPACE), predecessors_of(rows, user)
    moves = moves_of(row.pk for row in rows)
    for row in rows:
        own = _of_its_workspace(row, moves) if reach.covers(row.force_id) else [None] * len(OF_ITS_WORKSPACE)
        yield [*_of_the_register(row, earlier.get(row.pk, []), user), *own]


def _of_the_register(row: Finding, earlier: Iterable[Finding], user: Person) -> Line:
    return [
        row.reference, name_then(row.force, row.public_from), row.year, row.inspection.programme.name,
        question_text(row), row.get_kind_display(), row.get_wording_display(), row.text, row.public_from,
        access.inspectorate_status_for(user, row).label, row.get_closure_reason_display(), day(row.closed_at),
        row.get_verdict_display(), row.verdict_year, joined(found.reference for found in earlier),
    ]  # fmt: skip


def _of_its_workspace(row: Finding, moves: Moves) -> Line:
    lead = row.lead.name if row.lead else None
    return [
        row.get_force_status_display(), row.waiting_on, day(row.last_update_at), lead,
        row.due_on, *_moved(moves.get((row.pk, True))),
        row.force_due_on, *_moved(moves.get((row.pk, False))),
    ]  # fmt: skip


def _moved(moved: Moved | None) -> Line:
    return [moved.original, moved.times] if moved else [None, 0]


def _evidence(user: Person, query: QueryDict) -> Rows:
    rows = evidence.listed(user).select_related("force", "added_by", "replaced_by")
    return narrowed(EvidenceFilter, rows, user, query)


def _evidence_lines(rows: Sequence[Evidence], user: Person) -> Iterator[Line]:
    for found in evidence.with_references(rows, user):
        row: Evidence = found["item"]
        yield [
            row.title, row.force.name, joined(found["references"]), row.get_kind_display(), row.shows,
            joined(str(figure) for figure in row.observations.all()), row.dated_on,
            row.get_marking_display(), row.handling, row.url, row.file_name, row.size, row.sha256,
            row.get_state_display(), row.get_assessment_display(), row.assessment_reason, row.version,
            _standing(row), row.added_by.name, day(row.added_at),
        ]  # fmt: skip


def _standing(row: Evidence) -> str:
    if row.withdrawn_at:
        return "Withdrawn"
    return "Replaced by a newer version" if row.replaced_by_id else "Current"


def _reviews(user: Person, query: QueryDict) -> Rows:
    only(query)
    return reviews.queue(user)


def _review_lines(rows: Sequence[Update], user: Person) -> Iterator[Line]:
    for row in rows:
        yield [
            row.finding.reference, row.finding.force.name, question_text(row.finding), row.number,
            row.get_force_status_display(), row.waiting_on, row.narrative, row.force_due_on,
            row.submitted_by.name, day(row.submitted_at),
        ]  # fmt: skip


def _claims(user: Person, query: QueryDict) -> Rows:
    return narrowed(ClaimFilter, claims.contradicted_claims(user), user, query)


def _claim_lines(rows: Sequence[Update], user: Person) -> Iterator[Line]:
    for row in claims.divergences(rows):
        yield [
            row.finding.reference, row.finding.force.name, row.finding.text, row.claim.number,
            day(row.claim.submitted_at), row.verdict.get_verdict_display(), row.verdict.year,
            row.verdict.report.title, row.verdict.quote,
        ]  # fmt: skip


def _reports(user: Person, query: QueryDict) -> Rows:
    only(query)
    return reports.listing(user)


def _report_lines(rows: Sequence[Any], user: Person) -> Iterator[Line]:
    for row in rows:
        of = row.inspection
        yield [
            row.title, row.file_name, of.force.name if of else None, of.year if of else None,
            row.get_status_display(), row.problem, row.published_on, row.proposed, row.decided,
            row.uploaded_by.name, day(row.uploaded_at), row.sha256,
        ]  # fmt: skip


def _silent_repeats(user: Person, query: QueryDict) -> Rows:
    only(query, "report")
    report = access.get_report_for(user, number(query, "report"))
    return silent_repeats(report).select_related("predecessor", "successor", "decided_by")


def _themes(user: Person, query: QueryDict) -> Rows:
    only(query)
    return themes.listed(user)


def _theme_lines(rows: Sequence[Theme], user: Person) -> Iterator[Line]:
    for row in themes.spreads(rows, user):
        in_use = "Yes" if row.theme.is_in_use else "No"
        yield [row.theme.name, row.forces, row.findings, row.open, row.closed, in_use]


def _grades(user: Person, query: QueryDict) -> Rows:
    only(query, "force")
    history = grades.grade_history(access.get_force(given(query, "force")), user)
    return [
        (line, cell, judgment) for line in history.lines for cell in line.cells for judgment in cell.judgments
    ]


def _grade_lines(rows: Sequence[Any], user: Person) -> Iterator[Line]:
    for line, cell, judgment in rows:
        of = judgment.inspection
        yield [
            of.force.name, line.title, judgment.question.text if judgment.question else "Overall",
            cell.programme.name, of.year, judgment.grade.label if judgment.grade else None,
            "Yes" if judgment.carried_forward else "No", judgment.last_inspected,
        ]  # fmt: skip


def _national(user: Person, query: QueryDict) -> Rows:
    only(query)
    return national.recommendations(user)


def _national_lines(rows: Sequence[Any], user: Person) -> Iterator[Line]:
    for row in rows:
        yield [
            row.title, row.year, row.programme.name, row.text, row.public_from, row.total, row.closed,
            row.source_url,
        ]  # fmt: skip


def _merges(user: Person, query: QueryDict) -> Rows:
    return narrowed(MergeFilter, merges.listing(user), user, query)


def _merge_lines(rows: Sequence[FindingMerge], user: Person) -> Iterator[Line]:
    for row in rows:
        yield [
            row.reported.reference, row.reported.text, row.original.reference, row.original.text, row.score,
            joined(row.reasons), row.get_status_display(),
            row.decided_by.name if row.decided_by else None, day(row.decided_at), row.note,
        ]  # fmt: skip


LISTINGS: dict[str, Listing] = {
    "findings": Listing(
        "Findings", _P.SEE_REGISTER, (*OF_A_FINDING, *OF_ITS_WORKSPACE), _findings, _finding_lines
    ),
    "theme-findings": Listing(
        "Findings of a theme", _P.SEE_REGISTER, (*OF_A_FINDING, *OF_ITS_WORKSPACE),
        _findings_of_a_theme, _finding_lines,
    ),
    "evidence": Listing(
        "Evidence", _P.SEE_WORKSPACE,
        (
            "Evidence", "Force", "Used for", "Kind", "What it shows", "Figures", "Dated", "Marking",
            "Handling instruction", "Address", "File", "Size in bytes", "SHA-256", "Virus scan",
            "HMICFRS says", "Reason", "Version", "Standing", "Added by", "Added on",
        ),
        _evidence, _evidence_lines, is_published=False,
    ),
    "reviews": Listing(
        "Updates to review", _P.REVIEW,
        (
            "Finding", "Force", "Question", "Update", "Force says", "Waiting on", "What changed",
            "Force's target date", "Sent by", "Sent on",
        ),
        _reviews, _review_lines, is_published=False,
    ),
    "claims": Listing(
        "Claims and verdicts", _P.SEE_WORKSPACE,
        (
            "Finding", "Force", "Text", "Update", "Said complete on", "Verdict", "Verdict year", "Report",
            "Report's words",
        ),
        _claims, _claim_lines,
    ),
    "reports": Listing(
        "Reports", _P.DECIDE_REPORT,
        (
            "Report", "File", "Force", "Inspection year", "Status", "Problem", "Published on", "Proposed",
            "Decided", "Uploaded by", "Uploaded on", "SHA-256",
        ),
        _reports, _report_lines, is_published=False,
    ),
    "silent-repeats": Listing(
        "Silent repeats", _P.DECIDE_REPORT,
        OF_A_LINK, _silent_repeats, link_lines,
    ),
    "themes": Listing(
        "Themes", _P.SEE_REGISTER, ("Theme", "Forces", "Findings", "Open", "Closed", "In use"),
        _themes, _theme_lines, is_published=False,
    ),
    "grades": Listing(
        "Grades", _P.SEE_REGISTER,
        (
            "Force", "Question today", "Question then", "Programme", "Inspection year", "Grade",
            "Carried forward", "Last inspected",
        ),
        _grades, _grade_lines,
    ),
    "national-recommendations": Listing(
        "National recommendations", _P.SEE_REGISTER,
        ("Report", "Inspection year", "Programme", "Text", "Published on", "Forces", "Closed", "Address"),
        _national, _national_lines,
    ),
    **OF_REPORTS,
    **OF_WORK,
    "merges": Listing(
        "Merges", _P.DECIDE_REPORT,
        ("As reported", "Text as reported", "Finding", "Text", *DECIDED), _merges, _merge_lines,
    ),
}  # fmt: skip


def listing_called(name: str) -> Listing:
    """Raises UnknownList."""
    if name not in LISTINGS:
        raise UnknownList(name)
    return LISTINGS[name]
