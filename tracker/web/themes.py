"""Themes across forces: the list, a theme's page, its proposals, and the themes of one finding."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tracker import access
from tracker.models import Finding, Theme
from tracker.models.visibility import Person
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.themes import (
    elsewhere,
    findings_of,
    listed,
    queue,
    settled_of,
    spread_of,
    spreads,
    themes_of,
)
from tracker.services import themes
from tracker.vocabulary import Decision, InspectorateStatus
from tracker.web.paging import page_of
from tracker.web.posted import row_posted
from tracker.web.tags import counted

MOST_SETTLED = 5
MOST_LETTERS = 2000


@require_GET
def theme_list(request: HttpRequest) -> HttpResponse:
    """Every theme, with how many forces and findings have it."""
    access.require(request.user, Permission.SEE_REGISTER)
    decides = access.has_permission(request.user, Permission.DECIDE_REPORT)
    rows = spreads(listed(request.user), request.user, proposed=decides)
    waiting = sum(row.proposed for row in rows)
    return render(request, "themes/list.html", {"rows": rows, "decides": decides, "waiting": waiting})


@require_GET
def theme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Which forces have it, in which words, what is open, what was settled and how."""
    theme = access.get_theme_for(request.user, slug)
    state = request.GET.get("state", "")
    findings = findings_of(theme, request.user)
    if state == InspectorateStatus.OPEN:
        findings = findings.open()
    elif state == InspectorateStatus.CLOSED:
        findings = findings.filter(inspectorate_status=InspectorateStatus.CLOSED)
    decides = access.has_permission(request.user, Permission.DECIDE_REPORT)
    spread = spread_of(theme, request.user)
    context = {
        "theme": theme,
        "spread": spread,
        "states": _states(spread.findings, spread.open, spread.closed, state),
        "settled": settled_of(theme, request.user, most=MOST_SETTLED),
        "page_obj": page_of(findings, request.GET.get("page")),
        "proposed": queue(theme, request.user).order_by().count() if decides else 0,
    }
    return render(request, "themes/detail.html", context)


def _states(findings: int, still_open: int, closed: int, chosen: str) -> list[dict[str, Any]]:
    """Links that narrow the theme's findings."""
    rows = [("", "All", findings), ("open", "Open", still_open), ("closed", "Closed", closed)]
    known = chosen if chosen in ("open", "closed") else ""
    return [
        {"query": f"?state={value}" if value else "?", "text": f"{text} ({count})", "is_here": value == known}
        for value, text, count in rows
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def theme_queue(request: HttpRequest, slug: str) -> HttpResponse:
    """What is proposed for the theme: several are decided at once, by one button."""
    theme = access.get_theme_for(request.user, slug, Permission.DECIDE_REPORT)
    if request.method == "POST":
        return _decided(request, theme)
    page = page_of(queue(theme, request.user), request.GET.get("page"))
    return render(request, "themes/queue.html", {"theme": theme, "page_obj": page})


def _decided(request: HttpRequest, theme: Theme) -> HttpResponse:
    chosen = [int(pk) for pk in request.POST.getlist("chosen") if pk.isascii() and pk.isdecimal()]
    decision = request.POST.get("decision", "")
    try:
        count = themes.decide_several(
            theme=theme, pks=chosen, decision=decision, by=request.user, now=timezone.now()
        )
    except access.NotAllowed:
        raise
    except Refusal as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, _told(theme, decision, count, of=len(set(chosen))))
    return redirect("theme-queue", theme.slug)


def _told(theme: Theme, decision: str, count: int, *, of: int) -> str:
    done = "confirmed" if decision == Decision.CONFIRMED else "rejected"
    others = of - count
    rest = f" {counted(others, 'other')} had been decided meanwhile." if others else ""
    return f"{counted(count, 'finding')} {done} for “{theme}”.{rest}"


@require_POST
def finding_theme(request: HttpRequest, reference: str) -> HttpResponse:
    """A button beside a theme of the finding, or the theme added by hand."""
    finding = access.get_finding_for(request.user, reference, Permission.DECIDE_REPORT)
    theme = row_posted(Theme.objects.all(), request.POST.get("theme"))
    note = request.POST.get("note", "").strip()
    if theme is None or len(note) > MOST_LETTERS:
        messages.warning(request, "Select a theme.")
        return redirect(f"{finding.get_absolute_url()}#themes")
    try:
        themes.decide(
            finding=finding,
            theme=theme,
            decision=request.POST.get("decision", ""),
            seen=request.POST.get("seen") or None,
            note=note,
            by=request.user,
            now=timezone.now(),
        )
    except access.NotAllowed:
        raise
    except Refusal as problem:
        messages.warning(request, str(problem))
    return redirect(f"{finding.get_absolute_url()}#themes")


def themes_context(finding: Finding, user: Person) -> dict[str, Any]:
    """What `findings/themes.html` shows on the finding's page."""
    rows = list(themes_of(finding, user))
    decides = access.has_permission(user, Permission.DECIDE_REPORT)
    has_them = {row.theme_id for row in rows if row.status != Decision.REJECTED}
    return {
        "themes": [row for row in rows if row.is_confirmed],
        "themes_proposed": [row for row in rows if decides and row.status == Decision.PROPOSED],
        "themes_to_add": Theme.objects.in_use().exclude(pk__in=has_them) if decides else None,
        "elsewhere": elsewhere(finding, on=timezone.localdate()),
    }
