"""How the machine and people agree: a plain table, and the items behind each number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tracker import access
from tracker.roles import Permission
from tracker.selectors import agreement
from tracker.selectors.corrections import corrections_by_proposal
from tracker.selectors.filters import AgreementFilter
from tracker.web.paging import page_of


@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """By kind of item and version of the reader."""
    access.require(request.user, Permission.DECIDE_REPORT)
    rows = agreement.agreement(request.user)
    context = {"rows": rows, "columns": agreement.columns(), "total": agreement.total_of(rows)}
    return render(request, "reports/agreement.html", context)


@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """The items behind one number of the table, 25 a page."""
    access.require(request.user, Permission.DECIDE_REPORT)
    chosen = AgreementFilter(request.GET, queryset=agreement.items(request.user).select_related("report"))
    page = page_of(chosen.qs, request.GET.get("page"))
    context = {"filter": chosen, "page_obj": page, "corrections": corrections_by_proposal(page)}
    return render(request, "reports/agreement_items.html", context)
