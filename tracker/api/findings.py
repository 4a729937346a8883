"""Findings: the register for everyone, with the workspace where it is yours to see."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.chains import shown as chain_shown
from tracker.api.forces import named
from tracker.api.links import Links
from tracker.api.schema import CONFLICT, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.findings import (
    ChainShape,
    ClosureInput,
    FindingRowShape,
    FindingShape,
    TimelineRowShape,
)
from tracker.api.sources import source, source_of
from tracker.models import AuditEvent, Finding, FindingLink, NationalRecommendation, Report
from tracker.models.visibility import Person, reach_of
from tracker.roles import Permission
from tracker.selectors.carried_forward import not_inspected_since
from tracker.selectors.chains import chain_of
from tracker.selectors.closures import carried_on_by
from tracker.selectors.filters import FindingFilter
from tracker.selectors.findings import ORDER, register, register_log_of
from tracker.selectors.merges import Merged, merged_into
from tracker.selectors.target_dates import Moved, moves_of
from tracker.selectors.timelines import events_of, told_of
from tracker.services import findings
from tracker.vocabulary import DatePrecision, InspectorateStatus

COLUMNS = (
    "id",
    "reference",
    "year",
    "kind",
    "text",
    "wording",
    "is_accelerated",
    "inspection_id",
    "inspection__pillar",
    "inspection__programme__slug",
    "inspection__programme__name",
    "force_id",
    "force__slug",
    "force__name",
    "question__slug",
    "question__text",
    "parent_id",
    "national_id",
    "report_id",
    "inspectorate_status",
    "closure_reason",
    "closed_at",
    "verdict",
    "verdict_year",
    "force_status",
    "waiting_on",
    "last_update_at",
    "due_on",
    "force_due_on",
    "lead_id",
    "version",
)
# Looked up by themselves: PostgreSQL plans joins together, and it takes ten times as long to plan eight of
# them as to read the whole page.
LOOKED_UP: dict[str, tuple[QuerySet[Any], tuple[str, ...]]] = {
    "report": (Report.objects.all(), ("title", "published_on", "published_precision", "source_url")),
    "parent": (Finding.objects.all(), ("reference",)),
    "national": (NationalRecommendation.objects.all(), ("title", "public_from", "source_url")),
    "lead": (User.objects.all(), ("name",)),
}


class FindingList(ListView):
    queryset = Finding.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ}
    columns, order = COLUMNS, ORDER
    filterset_class = FindingFilter

    @documented(
        "list_findings",
        "Findings, newest inspection first",
        FindingRowShape(many=True),
        tag="findings",
        description="Filters on facts of the workspace match only findings whose workspace you may see.",
    )
    def get(self, request: Request) -> Response:
        rows, shown = looked_up(self.page(register(request.user))), presenter(request.user, self.links)
        return self.get_paginated_response([shown(row) for row in rows])


class FindingDetail(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ}

    @documented("finding", "One finding with its chain", FindingShape, NOT_FOUND, tag="findings")
    def get(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference)
        return Response(whole(finding, request.user, self.links))


class FindingChain(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ}

    @documented("chain", "The chain a finding stands in", ChainShape, NOT_FOUND, tag="findings")
    def get(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference)
        return Response(chain_shown(chain_of(finding, request.user), self.links, request.user))


class FindingTimeline(ListView):
    queryset = AuditEvent.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ}
    columns, order = ("id",), ("-id",)

    @documented(
        "timeline", "Everything done to a finding", TimelineRowShape(many=True), NOT_FOUND, tag="findings"
    )
    def get(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.SEE_WORKSPACE)
        ids = [row["id"] for row in self.page(events_of(finding))]
        rows = told_of(finding, events_of(finding).filter(pk__in=ids))
        return self.get_paginated_response([vars(row) for row in rows])


class FindingClosure(ApiView):
    scopes = {"POST": Scope.REVIEWS_WRITE}

    @documented(
        "close_finding", "Close a finding", FindingShape, NOT_FOUND, CONFLICT, REFUSED,
        body=ClosureInput, tag="findings",
    )  # fmt: skip
    def post(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.REVIEW)
        given = self.checked(ClosureInput)
        given["link"] = successor_link(finding, given)
        findings.close(finding=finding, by=request.user, now=timezone.now(), **given)
        return Response(whole(finding, request.user, self.links))


# --- One row, as its reader may see it --------------------------------------------------------------------


def presenter(user: Person, links: Links) -> Callable[[Row], Row]:
    """What shows each row to this person; the roles are asked once, not row by row."""
    reach, today = reach_of(user, Permission.SEE_WORKSPACE), timezone.localdate()

    def shown(row: Row) -> Row:
        facts = register_facts(row, links)
        return facts | workspace_facts(row, today) if reach.covers(row["force_id"]) else facts

    return shown


def whole(finding: Finding, user: Person, links: Links) -> dict[str, Any]:
    """The finding as its own page shows it, read anew."""
    [row] = looked_up(register(user).filter(pk=finding.pk).values(*COLUMNS, "place"))
    below = register(user).filter(parent=finding).values_list("reference", flat=True)
    return {
        **presenter(user, links)(row),
        "place": row["place"],
        "merged": [_merged(item, links) for item in merged_into(finding)],
        "recommendations": [links.finding(reference) for reference in below],
        "register_log": register_log_of(finding),
        "carried_forward": not_inspected_since(finding) is not None,
        "chain": chain_shown(chain_of(finding, user), links, user),
        "themes": links.finding(finding.reference, "themes/"),
        "elsewhere": links.finding(finding.reference, "elsewhere/"),
        "page": f"{links.site}{finding.get_absolute_url()}",
        **(_workspace_links(finding, links) if access.sees_workspace(user, finding) else {}),
    }


def _merged(item: Merged, links: Links) -> dict[str, Any]:
    reference = item.finding.reference
    return {
        "reference": reference,
        "text": item.finding.text,
        "source": source_of(item.finding.report, ""),
        "merged_by": item.decision.decided_by.name if item.decision.decided_by else None,
        "merged_at": item.decision.decided_at,
        "note": item.decision.note,
        "page": f"{links.site}{item.finding.get_absolute_url()}merged/",
    }


def looked_up(rows: Iterable[Row]) -> list[Row]:
    """The rows with what they point at: one query more for each of LOOKED_UP that is there at all, and one
    for how their target dates were moved."""
    page = list(rows)
    for name, (queryset, columns) in LOOKED_UP.items():
        found = _found(queryset, {row[f"{name}_id"] for row in page} - {None}, columns)
        for row in page:
            row[name] = found.get(row[f"{name}_id"])
    moves = moves_of(row["id"] for row in page if row["due_on"] or row["force_due_on"])
    for row in page:
        row["moves"] = {is_hmicfrs: moves.get((row["id"], is_hmicfrs)) for is_hmicfrs in (True, False)}
    return page


def _found(queryset: QuerySet[Any], ids: set[int], columns: Sequence[str]) -> dict[int, Row]:
    rows = queryset.order_by().filter(pk__in=ids).values("pk", *columns) if ids else ()
    return {row.pop("pk"): row for row in rows}


def register_facts(row: Row, links: Links) -> Row:
    force, programme, asked = row["force__slug"], row["inspection__programme__slug"], row["question__slug"]
    return {
        "reference": row["reference"],
        "url": links.finding(row["reference"]),
        "force": named(force, row["force__name"], links.force(force)),
        "programme": named(programme, row["inspection__programme__name"], links.programme(programme)),
        "inspection": links.inspection(row["inspection_id"]),
        "year": row["year"],
        "pillar": row["inspection__pillar"] or None,
        "question": {"slug": asked, "text": row["question__text"]} if asked else None,
        "kind": row["kind"],
        "text": row["text"],
        "wording": row["wording"],
        "is_accelerated": row["is_accelerated"],
        "parent": links.finding(row["parent"]["reference"]) if row["parent"] else None,
        "national": links.national(row["national_id"]) if row["national_id"] else None,
        "inspectorate_status": InspectorateStatus(row["inspectorate_status"]).on_the_register.value,
        "closure_reason": row["closure_reason"] or None,
        "closed_at": row["closed_at"],
        "verdict": row["verdict"] or None,
        "verdict_year": row["verdict_year"],
        "source": _source(row),
    }


def workspace_facts(row: Row, today: date) -> Row:
    due = row["force_due_on"] or row["due_on"]
    is_closed = row["inspectorate_status"] == InspectorateStatus.CLOSED
    return {
        "inspectorate_status": row["inspectorate_status"],
        "force_status": row["force_status"],
        "waiting_on": row["waiting_on"] or None,
        "last_update_at": row["last_update_at"],
        "due_on": row["due_on"],
        **_moved("due", row["moves"][True]),
        "force_due_on": row["force_due_on"],
        **_moved("force_due", row["moves"][False]),
        "is_overdue": due is not None and due < today and not is_closed,
        "lead": row["lead"]["name"] if row["lead"] else None,
        "version": row["version"],
    }


def _moved(name: str, moved: Moved | None) -> Row:
    original, times = (moved.original, moved.times) if moved else (None, 0)
    return {f"{name}_original": original, f"{name}_moves": times}


def _source(row: Row) -> dict[str, Any]:
    if report := row["report"]:
        return source(*report.values())
    if national := row["national"]:
        return source(national["title"], national["public_from"], DatePrecision.DAY, national["source_url"])
    return source(f"{row['inspection__programme__name']}, {row['force__name']}", None, "", "")


def _workspace_links(finding: Finding, links: Links) -> dict[str, str]:
    parts = ("updates", "actions", "target-dates", "evidence", "timeline")
    return {part.replace("-", "_"): links.finding(finding.reference, f"{part}/") for part in parts}


def successor_link(finding: Finding, given: dict[str, Any]) -> FindingLink | None:
    """The link to the `successor` that the body names, which is taken out of it. Raises ValidationError."""
    reference = given.pop("successor", None)
    if reference is None:
        return None
    link = carried_on_by(finding).filter(successor__reference=reference).first()
    if link is None:
        why = f"No confirmed link says that {reference} carries this finding on."
        raise ValidationError({"successor": [ErrorDetail(why, "not_found")]})
    return link
