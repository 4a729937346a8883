"""Reports: uploaded here, read by a worker; the client asks how far it is."""

from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.links import Links
from tracker.api.problems import Refused
from tracker.api.schema import ACCEPTED, CONFLICT, NOT_FOUND, REFUSED, UNAVAILABLE, documented
from tracker.api.shapes.reports import PublicationInput, ReportInput, ReportRowShape, ReportShape
from tracker.api.sources import as_printed
from tracker.models import Report
from tracker.roles import Permission
from tracker.services import reports
from tracker.vocabulary import Decision

COLUMNS = (
    "id",
    "file_name",
    "sha256",
    "size",
    "status",
    "problem",
    "title",
    "published_on",
    "published_precision",
    "inspection_id",
    "uploaded_by__name",
    "uploaded_at",
    "read_at",
    "decided_at",
    "compared_at",
    "warnings",
    "replaces_id",
    "replaced_by__id",
)
AS_IT_IS = (
    "id",
    "file_name",
    "sha256",
    "size",
    "status",
    "uploaded_at",
    "read_at",
    "decided_at",
    "compared_at",
    "warnings",
)
MORE_COLUMNS = ("reader", "isbn", "attempts", "stage", "page", "pages")


class ReportList(ListView):
    queryset = Report.objects.none()
    scopes = {"GET": Scope.REPORTS_WRITE, "POST": Scope.REPORTS_WRITE}
    columns, order = COLUMNS, ("-uploaded_at", "-id")
    parser_classes = [MultiPartParser]

    @documented("list_reports", "Reports, newest first", ReportRowShape(many=True), tag="reports")
    def get(self, request: Request) -> Response:
        access.require(request.user, Permission.DECIDE_REPORT)
        return self.page_of(Report.objects.visible_to(request.user), lambda row: shown(row, self.links))

    @documented(
        "upload_report", "Upload a report to be read", ReportShape, CONFLICT, REFUSED, UNAVAILABLE,
        status=ACCEPTED, body={"multipart/form-data": ReportInput}, tag="reports",
        description="Answered before it is read: ask the address in `Location` until its status is `read`.",
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        access.require(request.user, Permission.DECIDE_REPORT)
        given = self.checked(ReportInput)
        try:
            report = reports.upload(file=given["file"], by=request.user, now=timezone.now())
        except reports.AlreadyUploaded as refusal:
            raise Refused(refusal, existing=self.links.report(refusal.earlier.pk)) from None
        return Response(
            whole(report, self.links), ACCEPTED, headers={"Location": self.links.report(report.pk)}
        )


class ReportDetail(ApiView):
    scopes = {"GET": Scope.REPORTS_WRITE}

    @documented("report", "One report and how far it is", ReportShape, NOT_FOUND, tag="reports")
    def get(self, request: Request, pk: int) -> Response:
        return Response(whole(access.get_report_for(request.user, pk), self.links))


class ReportRetry(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "read_report_again", "Have a report read again", ReportShape, NOT_FOUND, CONFLICT,
        status=ACCEPTED, tag="reports",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        report = access.get_report_for(request.user, pk)
        report = reports.retry(report=report, by=request.user, now=timezone.now())
        return Response(whole(report, self.links), ACCEPTED)


class ReportPublication(ApiView):
    scopes = {"PUT": Scope.REPORTS_WRITE}

    @documented(
        "set_publication_day", "Enter the day a report was published", ReportShape,
        NOT_FOUND, CONFLICT, REFUSED, body=PublicationInput, tag="reports",
    )  # fmt: skip
    def put(self, request: Request, pk: int) -> Response:
        report = access.get_report_for(request.user, pk)
        given = self.checked(PublicationInput)
        report = reports.set_publication_day(report=report, by=request.user, now=timezone.now(), **given)
        return Response(whole(report, self.links))


def whole(report: Report, links: Links) -> dict[str, Any]:
    row = Report.objects.values(*COLUMNS, *MORE_COLUMNS).get(pk=report.pk)
    return {
        **shown(row, links),
        "reader": row["reader"] or None,
        "isbn": row["isbn"] or None,
        "attempts": row["attempts"],
        "reading": {name: row[name] for name in ("stage", "page", "pages")} if row["stage"] else None,
        "progress": _progress(report),
        "proposals": links.report(report.pk, "proposals/"),
        "differences": links.report(report.pk, "differences/"),
        "unaccounted_for": links.report(report.pk, "unaccounted-for/"),
        "silent_repeats": links.report(report.pk, "silent-repeats/"),
    }


def shown(row: Row, links: Links) -> dict[str, Any]:
    inspection = row["inspection_id"]
    return {
        **{name: row[name] for name in AS_IT_IS},
        "url": links.report(row["id"]),
        "problem": row["problem"] or None,
        "title": row["title"] or None,
        "published": as_printed(row["published_on"], row["published_precision"]),
        "replaces": links.report(row["replaces_id"]) if row["replaces_id"] else None,
        "replaced_by": links.report(row["replaced_by__id"]) if row["replaced_by__id"] else None,
        "inspection": links.inspection(inspection) if inspection else None,
        "uploaded_by": row["uploaded_by__name"],
    }


def _progress(report: Report) -> list[Any]:
    """How many proposals of each kind are decided, and how."""
    counts = {status.value: Count("pk", filter=Q(status=status)) for status in Decision}
    return list(report.proposals.order_by("kind").values("kind").annotate(**counts))
