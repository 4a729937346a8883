"""Lists of the work on findings, as files: questions, actions, history, rounds, closures, answers, needs."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Prefetch
from django.http import QueryDict
from django.utils import timezone

from tracker import access
from tracker.models import Action, Enquiry, EnquiryMessage, Finding, Report, RoundFinding, UpdateRound
from tracker.models.visibility import Person
from tracker.roles import Permission
from tracker.selectors import closures, duties, enquiries, forces, needs, rounds
from tracker.selectors.action_filters import ActionFilter
from tracker.selectors.actions import actions_of, listed
from tracker.selectors.bodies import bodies_of
from tracker.selectors.findings import ORDER
from tracker.selectors.listings import (
    Line,
    Listing,
    NotAFilter,
    Rows,
    day,
    given,
    narrowed,
    number,
    only,
    question_text,
)
from tracker.selectors.national import ForceStanding, standing_of
from tracker.selectors.timelines import Row, timeline_of
from tracker.vocabulary import EnquiryState

_P = Permission


def _enquiries(user: Person, query: QueryDict) -> Rows:
    """As on their page: those that wait for an answer, unless the address asks for others."""
    only(query, "state")
    state = query.get("state") or EnquiryState.WAITING
    if state not in EnquiryState.values:
        raise NotAFilter(f"“{state}” is not a state of a question.")
    written = EnquiryMessage.objects.select_related("written_by").order_by("pk")
    rows = enquiries.listed(user, state=EnquiryState(state)).select_related("closed_by")
    return rows.prefetch_related(Prefetch("messages", written))


def _enquiry_lines(rows: Sequence[Enquiry], user: Person) -> Iterator[Line]:
    for row in rows:
        yield [
            row.subject, row.finding.reference, row.finding.force.name, row.get_state_display(),
            row.asked_by.name, day(row.asked_at), row.answer_by, day(row.closed_at),
            "\n\n".join(_written(message) for message in row.messages.all()),
        ]  # fmt: skip


def _written(row: EnquiryMessage) -> str:
    when = timezone.localdate(row.written_at)
    return f"{row.get_side_display()}, {row.written_by.name}, {when}: {row.text}"


def _actions(user: Person, query: QueryDict) -> Rows:
    return actions_of(_finding(user, query)).select_related("finding__force", "created_by")


def _finding(user: Person, query: QueryDict) -> Finding:
    only(query, "finding")
    return access.get_finding_for(user, given(query, "finding"), _P.SEE_WORKSPACE)


def _action_lines(rows: Sequence[Action], user: Person) -> Iterator[Line]:
    for place, row in enumerate(rows, 1):
        yield [
            row.finding.reference, place, row.what, row.owner_text, row.due_on, row.done_on,
            row.created_by.name, day(row.created_at),
        ]  # fmt: skip


def _all_actions(user: Person, query: QueryDict) -> Rows:
    return narrowed(ActionFilter, listed(user), user, query).select_related("finding__force", "created_by")


def _all_action_lines(rows: Sequence[Action], user: Person) -> Iterator[Line]:
    for row in rows:
        yield [
            row.what, row.finding.reference, row.finding.force.name, row.owner_text, row.due_on, row.done_on,
            row.created_by.name, day(row.created_at),
        ]  # fmt: skip


def _history(user: Person, query: QueryDict) -> Rows:
    return timeline_of(_finding(user, query))


def _history_lines(rows: Sequence[Row], user: Person) -> Iterator[Line]:
    for row in rows:
        when = f"{timezone.localtime(row.when):%Y-%m-%d %H:%M}"
        yield [when, row.sentence, row.who, row.capacity, row.detail, row.quote]


def _rounds(user: Person, query: QueryDict) -> Rows:
    only(query)
    return rounds.rounds_of(user)


def _round_lines(rows: Sequence[Any], user: Person) -> Iterator[Line]:
    for row in rows:
        yield [
            row.name, row.last_day, row.number, row.unanswered, row.opened_by.name, day(row.opened_at),
            day(row.ended_at),
        ]  # fmt: skip


def _round_findings(user: Person, query: QueryDict) -> Rows:
    only(query, "round")
    asking: UpdateRound = access.get_round_for(user, number(query, "round"))
    return rounds.asked_in(asking, user).select_related("update_round")


def _round_finding_lines(rows: Sequence[RoundFinding], user: Person) -> Iterator[Line]:
    for row in rows:
        of = row.finding
        waits = "Yes" if row.is_waiting else "No"  # type: ignore[attr-defined]
        yield [row.update_round.name, of.reference, of.force.name, of.text, waits, day(of.last_update_at)]


def _closures(user: Person, query: QueryDict) -> Rows:
    only(query)
    return closures.offered(user).select_related("force", "question").order_by(*ORDER)


def _closure_lines(rows: Sequence[Finding], user: Person) -> Iterator[Line]:
    """A line for each closure that is offered on a finding."""
    offers = closures.offers_of(rows)
    for row in rows:
        for offer in offers[row.pk]:
            yield [
                row.reference, row.force.name, question_text(row), row.text,
                row.get_inspectorate_status_display(), offer.reason.label,
                offer.link.successor.reference if offer.link else None,
                offer.statement.quote if offer.statement else None,
            ]  # fmt: skip


def _duties(user: Person, query: QueryDict) -> Rows:
    only(query, "force")
    of = bodies_of(access.get_force(given(query, "force")).pk) if query.get("force") else None
    return duties.reports_of(of, today=timezone.localdate()).defer("text")


def _duty_lines(rows: Sequence[Report], user: Person) -> Iterator[Line]:
    for row in duties.rows_of(rows, today=timezone.localdate()):
        of = row.report.inspection
        yield [
            str(row.report), of.force.name if of else None, of.year if of else None, row.report.published_on,
            row.clock.last_day if row.clock else None, row.clock.day if row.clock else None,
            row.published.on if row.published else None,
            row.published.link if row.published else "No published response identified",
        ]  # fmt: skip


def _needs(user: Person, query: QueryDict) -> Rows:
    only(query, "rule")
    matters = needs.needs_of(user, on=timezone.localdate())  # type: ignore[arg-type]
    rule = query.get("rule")
    return [matter for matter in matters if not rule or matter.rule == rule]


def _need_lines(rows: Sequence[Any], user: Person) -> Iterator[Line]:
    for row in needs.shown(rows):
        yield [row.rule.label, row.reference or None, row.force, row.text, row.day, row.due_on, row.note]


def _forces(user: Person, query: QueryDict) -> Rows:
    only(query)
    return forces.all_forces(user)


def _force_lines(rows: Sequence[Any], user: Person) -> Iterator[Line]:
    return ([row.name, row.region, row.latest_year] for row in rows)


def _national_forces(user: Person, query: QueryDict) -> Rows:
    only(query, "recommendation")
    return standing_of(access.get_national_for(user, number(query, "recommendation")), user).rows


def _national_force_lines(rows: Sequence[ForceStanding], user: Person) -> Iterator[Line]:
    for row in rows:
        of = row.finding
        yield [
            of.force.name, of.reference, access.inspectorate_status_for(user, of).label,
            of.get_force_status_display() if row.is_own else None, of.get_verdict_display(), of.verdict_year,
        ]  # fmt: skip


OF_WORK: dict[str, Listing] = {
    "questions": Listing(
        "Questions about findings", _P.SEE_WORKSPACE,
        (
            "Question", "Finding", "Force", "State", "Asked by", "Asked on", "Answer wanted by", "Closed on",
            "What was written",
        ),
        _enquiries, _enquiry_lines, is_published=False,
    ),
    "actions": Listing(
        "Actions", _P.SEE_WORKSPACE,
        ("Finding", "Place", "Action", "Owner", "Due", "Done on", "Added by", "Added on"),
        _actions, _action_lines, is_published=False,
    ),
    "all-actions": Listing(
        "Actions of open findings", _P.SEE_WORKSPACE,
        ("Action", "Finding", "Force", "Owner", "Due", "Done on", "Added by", "Added on"),
        _all_actions, _all_action_lines, is_published=False,
    ),
    "history": Listing(
        "History of a finding", _P.SEE_WORKSPACE,
        ("When (London)", "What", "Who", "Capacity", "What was said", "Report's words"),
        _history, _history_lines,
    ),
    "rounds": Listing(
        "Update rounds", _P.SEE_WORKSPACE,
        ("Round", "Last day", "Findings", "Waiting for an update", "Opened by", "Opened on", "Ended on"),
        _rounds, _round_lines, is_published=False,
    ),
    "round-findings": Listing(
        "Findings of an update round", _P.SEE_WORKSPACE,
        ("Round", "Finding", "Force", "Text", "Waiting for an update", "Last update on"),
        _round_findings, _round_finding_lines,
    ),
    "closures": Listing(
        "Offered closures", _P.REVIEW,
        (
            "Finding", "Force", "Question", "Text", "HMICFRS says", "Offered as", "Carried on by",
            "Report's words",
        ),
        _closures, _closure_lines,
    ),
    "answers": Listing(
        "Reports to answer", _P.SEE_REGISTER,
        (
            "Report", "Force", "Inspection year", "Published on", "Last of 56 days", "Day",
            "Response published on", "Response",
        ),
        _duties, _duty_lines, is_published=False,
    ),
    "needs": Listing(
        "Needs you", _P.SEE_REGISTER, ("Why", "Finding", "Force", "Text", "Since", "By", "Note"),
        _needs, _need_lines,
    ),
    "forces": Listing(
        "Forces", _P.SEE_REGISTER, ("Force", "Region", "Latest inspection here"), _forces, _force_lines,
        is_published=False,
    ),
    "national-forces": Listing(
        "Forces of a national recommendation", _P.SEE_REGISTER,
        ("Force", "Finding", "HMICFRS says", "Force says", "Latest verdict", "Verdict year"),
        _national_forces, _national_force_lines, is_published=False,
    ),
}  # fmt: skip
