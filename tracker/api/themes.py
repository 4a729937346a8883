"""Themes across forces: which forces have a problem, who has settled it, and the decisions about it."""

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.forces import named
from tracker.api.links import Links
from tracker.api.schema import CONFLICT, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.themes import (
    ElsewhereShape,
    FindingThemeInput,
    FindingThemeShape,
    ThemeDecisionsInput,
    ThemeDecisionsShape,
    ThemeProposalShape,
    ThemeRowShape,
    ThemeShape,
)
from tracker.api.sources import source_of
from tracker.models import Finding, FindingTheme, Force, Theme
from tracker.roles import Permission
from tracker.selectors.themes import (
    Elsewhere,
    Settled,
    Spread,
    elsewhere,
    listed,
    queue,
    settled_of,
    spread_of,
    spreads,
    themes_of,
)
from tracker.services import themes

MOST_SETTLED = 5
QUEUE_COLUMNS = (
    "id",
    "reasons",
    "finding__reference",
    "finding__text",
    "finding__year",
    "finding__force__slug",
    "finding__force__name",
)


class ThemeList(ListView):
    queryset = Theme.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ}
    columns, order = ("id",), ("name",)

    @documented("list_themes", "Themes across forces, by name", ThemeRowShape(many=True), tag="themes")
    def get(self, request: Request) -> Response:
        ids = [row["id"] for row in self.page(listed(request.user))]
        rows = spreads(Theme.objects.filter(pk__in=ids).order_by("name"), request.user)
        return self.get_paginated_response([_spread_shown(row, self.links) for row in rows])


class ThemeDetail(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ}

    @documented("theme", "One theme, and who settled it", ThemeShape, NOT_FOUND, tag="themes")
    def get(self, request: Request, slug: str) -> Response:
        theme = access.get_theme_for(request.user, slug)
        settled = settled_of(theme, request.user, most=MOST_SETTLED)
        return Response(
            {
                **_spread_shown(spread_of(theme, request.user), self.links),
                "settled": [_settled_shown(each, self.links) for each in settled],
                "page": f"{self.links.site}{theme.get_absolute_url()}",
            }
        )


class ThemeProposals(ListView):
    queryset = FindingTheme.objects.none()
    scopes = {"GET": Scope.REPORTS_WRITE}
    columns, order = QUEUE_COLUMNS, ("id",)

    @documented(
        "list_theme_proposals", "Findings proposed for a theme by their wording",
        ThemeProposalShape(many=True), NOT_FOUND, tag="themes",
    )  # fmt: skip
    def get(self, request: Request, slug: str) -> Response:
        theme = access.get_theme_for(request.user, slug, Permission.DECIDE_REPORT)
        return self.page_of(queue(theme, request.user), self._shown)

    def _shown(self, row: Row) -> Row:
        reference, slug = row["finding__reference"], row["finding__force__slug"]
        return {
            "id": row["id"],
            "finding": self.links.finding(reference),
            "reference": reference,
            "force": named(slug, row["finding__force__name"], self.links.force(slug)),
            "text": row["finding__text"],
            "reasons": row["reasons"],
        }


class ThemeDecisions(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "decide_theme_proposals", "Confirm or reject several of a theme's proposals", ThemeDecisionsShape,
        NOT_FOUND, REFUSED, body=ThemeDecisionsInput, tag="themes",
    )  # fmt: skip
    def post(self, request: Request, slug: str) -> Response:
        theme = access.get_theme_for(request.user, slug, Permission.DECIDE_REPORT)
        given = self.checked(ThemeDecisionsInput)
        count = themes.decide_several(
            theme=theme,
            pks=given["proposals"],
            decision=given["decision"],
            by=request.user,
            now=timezone.now(),
        )
        return Response({"decided": count})


class FindingThemes(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ, "POST": Scope.REPORTS_WRITE}

    @documented(
        "list_finding_themes", "Themes of a finding", FindingThemeShape(many=True), NOT_FOUND, tag="themes",
        description="HMICFRS sees also what is proposed, and what was rejected.",
    )  # fmt: skip
    def get(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference)
        decides = access.has_permission(request.user, Permission.DECIDE_REPORT)
        rows = themes_of(finding, request.user)
        if not decides:
            rows = rows.confirmed()
        return Response([_tag_shown(row, self.links, decides) for row in rows])

    @documented(
        "decide_finding_theme", "Add a theme to a finding, or take it off", FindingThemeShape,
        NOT_FOUND, CONFLICT, REFUSED, body=FindingThemeInput, tag="themes",
        description="A new decision takes the place of an earlier one; the same twice is as once.",
    )  # fmt: skip
    def post(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.DECIDE_REPORT)
        given = self.checked(FindingThemeInput)
        theme = access.get_theme_for(request.user, given.pop("theme"))
        row = themes.decide(finding=finding, theme=theme, by=request.user, now=timezone.now(), **given)
        return Response(_tag_shown(row, self.links, True))


class FindingElsewhere(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ}

    @documented(
        "elsewhere", "The same problem in other forces", ElsewhereShape(many=True), NOT_FOUND, tag="themes",
        description="Published information only, the same for everyone.",
    )  # fmt: skip
    def get(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference)
        found = elsewhere(finding, on=timezone.localdate())
        return Response([_elsewhere_shown(each, self.links) for each in found])


def _theme_named(theme: Theme, links: Links) -> Row:
    return named(theme.slug, theme.name, links.theme(theme.slug))


def _force_named(force: Force, links: Links) -> Row:
    return named(force.slug, force.name, links.force(force.slug))


def _findings(theme: Theme, links: Links) -> str:
    return f"{links.root}findings/?theme={theme.slug}"


def _spread_shown(row: Spread, links: Links) -> Row:
    return {
        **_theme_named(row.theme, links),
        "description": row.theme.description,
        "is_in_use": row.theme.is_in_use,
        "forces": row.forces,
        "open": row.open,
        "closed": row.closed,
        "findings": _findings(row.theme, links),
    }


def _settled_shown(each: Settled, links: Links) -> Row:
    finding, said = each.finding, each.statement
    return {
        "finding": links.finding(finding.reference),
        "reference": finding.reference,
        "force": _force_named(finding.force, links),
        "year": each.year,
        "closure_reason": finding.closure_reason or None,
        "closed_at": finding.closed_at,
        "verdict": finding.verdict or None,
        "quote": said.quote if said else None,
        "source": source_of(said.report, "") if said else None,
    }


def _tag_shown(row: FindingTheme, links: Links, decides: bool) -> dict[str, Any]:
    shown = {"theme": _theme_named(row.theme, links)}
    if not decides:
        return shown
    return shown | {
        "status": row.status,
        "reasons": row.reasons,
        "decided_by": row.decided_by.name if row.decided_by else None,
        "decided_at": row.decided_at,
        "note": row.note,
    }


def _elsewhere_shown(each: Elsewhere, links: Links) -> Row:
    return {
        "theme": _theme_named(each.theme, links),
        "forces": each.forces,
        "count": each.count,
        "newest": [_finding_shown(finding, links) for finding in each.findings],
        "settled_first": _settled_shown(each.first, links) if each.first else None,
        "findings": _findings(each.theme, links),
    }


def _finding_shown(finding: Finding, links: Links) -> Row:
    return {
        "finding": links.finding(finding.reference),
        "reference": finding.reference,
        "force": _force_named(finding.force, links),
        "year": finding.year,
        "text": finding.text,
    }
