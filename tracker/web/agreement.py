"""How the machine and people agree: a plain table, the items behind each number, and what people changed."""

import csv
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tracker import access
from tracker.roles import Permission
from tracker.selectors import agreement
from tracker.selectors.filters import AgreementFilter
from tracker.selectors.taught import COLUMNS, rows_of
from tracker.web.paging import page_of
from tracker.web.plain_cells import as_text


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
    context = {"filter": chosen, "page_obj": page_of(chosen.qs, request.GET.get("page"))}
    return render(request, "reports/agreement_items.html", context)


@require_GET
def corrections(request: HttpRequest) -> StreamingHttpResponse:
    """What people changed of what was read, a line a value, as CSV."""
    access.require(request.user, Permission.DECIDE_REPORT)
    lines = _lines(rows_of(agreement.corrections(request.user)))
    headers = {"Content-Disposition": 'attachment; filename="corrections.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


class _Echo:
    def write(self, line: str) -> str:
        return line


def _lines(rows: Iterator[list[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)  # spreadsheets take it for UTF-8
    for row in rows:
        yield writer.writerow([as_text(value) for value in row])
