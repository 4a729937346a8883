"""Lists of what reports gave, as files: proposals, links, themes to decide, how machine and people agree."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import QueryDict

from tracker import access
from tracker.models import FindingLink, FindingTheme, Proposal
from tracker.models.visibility import Person
from tracker.roles import Permission
from tracker.selectors import agreement, links, taught, themes
from tracker.selectors.corrections import standing_values
from tracker.selectors.filters import AgreementFilter, LinkFilter, ProposalFilter
from tracker.selectors.listings import (
    Line,
    Listing,
    Rows,
    day,
    given,
    joined,
    narrowed,
    number,
    only,
    without,
)
from tracker.selectors.reports import RELATED
from tracker.vocabulary import Agreement, Decision

_P = Permission
DECIDED = ("Likeness", "Reasons", "Decision", "Decided by", "Decided on", "Note")
# Where it stands in the report's text, and what is shown as a column of its own.
NOT_VALUES = ("start", "end", "line", "page", "place", "quotes", "quote")


def _proposals(user: Person, query: QueryDict) -> Rows:
    report = access.get_report_for(user, number(query, "report"))
    rows = report.proposals.select_related("report", *RELATED).order_by("kind", "position", "pk")
    return narrowed(ProposalFilter, rows, user, without(query, "report"))


def _proposal_lines(rows: Sequence[Proposal], user: Person) -> Iterator[Line]:
    values = standing_values(rows)
    for row in rows:
        yield [*_of_a_proposal(row), _in_words(values[row.pk]), *_of_its_decision(row)]


def _of_a_proposal(row: Proposal) -> Line:
    return [str(row.report), row.get_kind_display(), row.position + 1, taught.quote_of(row)]


def _of_its_decision(row: Proposal) -> Line:
    said = row.statement
    became = row.finding or (said.finding if said else None)
    return [
        row.get_status_display(), became.reference if became else None, row.get_reject_reason_display(),
        row.note, row.get_origin_display(), row.reader, row.decided_by.name if row.decided_by else None,
        day(row.decided_at), day(row.amended_at), day(row.withdrawn_at),
    ]  # fmt: skip


def _in_words(values: dict[str, Any]) -> str:
    plain = ((name, value) for name, value in values.items() if name not in NOT_VALUES)
    said = (f"{name.replace('_', ' ')}: {value}" for name, value in plain if value not in (None, "", [], {}))
    return joined(said)


def _links(user: Person, query: QueryDict) -> Rows:
    """As on their page: those to decide, most useful first, unless the address asks for others."""
    asked = query.copy()
    asked.setdefault("status", Decision.PROPOSED)
    rows = narrowed(LinkFilter, FindingLink.objects.visible_to(user), user, without(asked, "report"))
    if "report" in query:
        rows = rows.filter(successor__report=number(query, "report"))
    is_queue = asked.getlist("status") == [Decision.PROPOSED]
    whole = links.with_both_ends(rows)  # type: ignore[arg-type]
    return links.most_useful_first(whole) if is_queue else links.latest_decision_first(whole)


def link_lines(rows: Sequence[FindingLink], user: Person) -> Iterator[Line]:
    for row in rows:
        yield [
            row.predecessor.reference, row.predecessor.text, row.successor.reference, row.successor.text,
            row.get_relation_display(), row.score, joined(row.reasons), row.get_status_display(),
            row.decided_by.name if row.decided_by else None, day(row.decided_at), row.note,
        ]  # fmt: skip


OF_A_LINK = ("Earlier finding", "Earlier text", "Later finding", "Later text", "Relation", *DECIDED)


def _theme_proposals(user: Person, query: QueryDict) -> Rows:
    only(query, "theme")
    return themes.queue(access.get_theme_for(user, given(query, "theme"), _P.DECIDE_REPORT), user)


def _theme_proposal_lines(rows: Sequence[FindingTheme], user: Person) -> Iterator[Line]:
    for row in rows:
        of = row.finding
        yield [row.theme.name, of.reference, of.force.name, of.year, of.text, joined(row.reasons)]


def _agreement(user: Person, query: QueryDict) -> Rows:
    only(query)
    return agreement.agreement(user)


def _agreement_lines(rows: Sequence[agreement.Agreed], user: Person) -> Iterator[Line]:
    for row in rows:
        counts = [row.counts[outcome] for outcome in Agreement]
        yield [row.kind.label, row.reader or "A person", *counts, row.decided, row.percent]


def _agreement_items(user: Person, query: QueryDict) -> Rows:
    rows = agreement.items(user).select_related("report", *RELATED)
    return narrowed(AgreementFilter, rows, user, query)


def _agreement_item_lines(rows: Sequence[Any], user: Person) -> Iterator[Line]:
    values = standing_values(rows)
    for row in rows:
        outcome = Agreement(row.outcome).label
        yield [outcome, *_of_a_proposal(row), _in_words(values[row.pk]), *_of_its_decision(row)]


def _corrections(user: Person, query: QueryDict) -> Rows:
    only(query)
    return agreement.corrections(user)


def _correction_lines(rows: Sequence[Any], user: Person) -> Iterator[Line]:
    """A line for each value that a person changed: of one item there may be several."""
    yield from taught.lines_of(list(rows))


OF_A_PROPOSAL = (
    "Report", "Kind", "Number", "Report's words", "As it stands", "Decision", "Finding", "Why not", "Note",
    "Origin", "Reader", "Decided by", "Decided on", "Corrected on", "Withdrawn on",
)  # fmt: skip

OF_REPORTS: dict[str, Listing] = {
    "proposals": Listing("Proposals", _P.DECIDE_REPORT, OF_A_PROPOSAL, _proposals, _proposal_lines),
    "links": Listing("Links", _P.DECIDE_REPORT, OF_A_LINK, _links, link_lines),
    "theme-proposals": Listing(
        "Findings to decide for a theme", _P.DECIDE_REPORT,
        ("Theme", "Finding", "Force", "Inspection year", "Text", "Reasons"),
        _theme_proposals, _theme_proposal_lines,
    ),
    "agreement": Listing(
        "Agreement of machine and people", _P.DECIDE_REPORT,
        ("Kind", "Reader", *(str(each.label) for each in Agreement), "Decided", "Agreement in percent"),
        _agreement, _agreement_lines, is_published=False,
    ),
    "agreement-items": Listing(
        "Items read from reports", _P.DECIDE_REPORT, ("Outcome", *OF_A_PROPOSAL),
        _agreement_items, _agreement_item_lines,
    ),
    "agreement-corrections": Listing(
        "What people changed", _P.DECIDE_REPORT, taught.COLUMNS, _corrections, _correction_lines
    ),
}  # fmt: skip
