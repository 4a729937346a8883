"""The register of findings, and the page of one."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tracker import access
from tracker.models import Finding
from tracker.models.visibility import reach_of
from tracker.roles import Permission
from tracker.selectors.carried_forward import not_inspected_since
from tracker.selectors.chains import Chain, chain_of, predecessors_of
from tracker.selectors.corrections import corrections_of
from tracker.selectors.embedding import checks_of
from tracker.selectors.enquiries import enquiries_of
from tracker.selectors.findings import register, register_log_of, sorted_by
from tracker.selectors.merges import merged_into
from tracker.selectors.national import national_of
from tracker.selectors.target_dates import moves_of
from tracker.selectors.timelines import Row, timeline_of
from tracker.selectors.workspaces import with_due_date, workspace_of
from tracker.services.bulk import deeds_for
from tracker.web.forms.findings import FindingListFilter
from tracker.web.next_steps import next_step
from tracker.web.paging import page_of
from tracker.web.tags import age_text, counted, force_says, hmicfrs_says
from tracker.web.themes import themes_context

NEWEST_EVENTS = 10
MOST_QUESTIONS = 50
# What a workspace offers to those who may.
DEEDS = {
    "may_update": Permission.SUBMIT_UPDATE,
    "may_review": Permission.REVIEW,
    "may_name_lead": Permission.ASSIGN_LEAD,
}


def finding_list(request: HttpRequest) -> HttpResponse:
    """Published findings of all forces, filtered and sorted by the address, 25 rows a page."""
    access.require(request.user, Permission.SEE_REGISTER)
    filterset = FindingListFilter(request.GET, queryset=_register(request), request=request)
    sort = request.GET.get("sort", "")
    page = page_of(sorted_by(sort, with_due_date(filterset.qs, request.user)), request.GET.get("page"))
    reach = reach_of(request.user, Permission.SEE_WORKSPACE)
    taken_up = predecessors_of(page.object_list, request.user)
    today = timezone.localdate()
    own = [finding.pk for finding in page if reach.covers(finding.force_id)]
    moves = moves_of(own) if own else {}
    context = {
        "filter": filterset,
        "form": filterset.form,
        "sort": sort,
        "deeds": deeds_for(request.user),
        "page_obj": page,
        "has_workspace": not reach.is_empty,
        "rows": [
            {
                "finding": finding,
                "is_own": reach.covers(finding.force_id),
                "predecessors": taken_up.get(finding.pk, []),
                "overdue_before": None if finding.is_closed else today,
                "hmicfrs_moved": moves.get((finding.pk, True)),
                "force_moved": moves.get((finding.pk, False)),
            }
            for finding in page
        ],
    }
    return render(request, "findings/list.html", context)


def _register(request: HttpRequest) -> "QuerySet[Finding]":
    """With the names that a row's force has had."""
    return register(request.user).select_related("lead").prefetch_related("force__former_names")


def finding_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """The register page; for its force and HMICFRS the workspace, too, of which others get no hint."""
    finding = access.get_finding_for(request.user, reference)
    if finding.reference != reference:
        return redirect(finding)
    chain = chain_of(finding, request.user)
    context = {
        # As the chain holds it: with its report.
        "finding": next(found for found in chain.findings if found.pk == finding.pk),
        "chain": chain,
        "chain_sentence": chain_sentence(chain),
        "parent": Finding.objects.visible_to(request.user).filter(recommendations=finding).first(),
        "recommendations": finding.recommendations.visible_to(request.user),
        "merged": merged_into(finding),
        "national": national_of(finding, request.user),
        "not_inspected_since": not_inspected_since(finding),
        "statuses": [hmicfrs_says(finding, request.user)],
        "corrections": corrections_of(finding),
        "register_log": register_log_of(finding),
        "can_open_report": access.has_permission(request.user, Permission.DECIDE_REPORT),
        **themes_context(finding, request.user),
    }
    if access.sees_workspace(request.user, finding):
        context |= _workspace(request, finding)
    return render(request, "findings/detail.html", context)


def finding_timeline(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole history of a finding. Workspace."""
    finding = access.get_finding_for(request.user, reference, Permission.SEE_WORKSPACE)
    history = [timeline_item(row) for row in timeline_of(finding)]
    return render(request, "findings/timeline.html", {"finding": finding, "history": history})


def _workspace(request: HttpRequest, finding: Finding) -> dict[str, Any]:
    workspace = workspace_of(finding, request.user)
    rows = timeline_of(finding, most=NEWEST_EVENTS)
    return {
        "workspace": workspace,
        "statuses": [hmicfrs_says(finding, request.user), force_says(finding.force_status)],
        "next_step": next_step(finding, workspace, request.user),
        # The updates above have the words already.
        "history": [timeline_item(row) | {"text": ""} for row in rows],
        "today": timezone.localdate(),
        **{
            name: access.has_permission(request.user, permission, force_id=finding.force_id)
            for name, permission in DEEDS.items()
        },
        "embedding_checks": checks_of(finding) if finding.is_closed else [],
        "enquiries": enquiries_of(finding)[:MOST_QUESTIONS],
        "may_ask": not finding.is_closed and access.has_permission(request.user, Permission.ASK_ENQUIRY),
    }


def timeline_item(row: Row) -> dict[str, Any]:
    """A row as `components/timeline.html` takes it."""
    return {"title": row.sentence, "by": row.by, "at": row.when, "text": row.detail, "quote": row.quote}


def chain_sentence(chain: Chain) -> str:
    """How long the matter has been known, and how often it was found.

    Where the first report is not held here, no day is known: then the inspection year is all it says.
    """
    today, first = timezone.localdate(), chain.first
    if age := chain.age(on=today):
        since = f"First raised {age_text(age)} ago"
    else:
        years = counted(today.year - first.year, "year")
        since = f"First raised in the {first.year} inspection, about {years} ago"
    again = f" Found in {chain.times_found} inspections so far." if chain.times_found > 1 else ""
    return f"{since}.{again}"
