"""Reports and what was read out of them. Uploading, reading and deciding happen on the report's page."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from tracker.admin.permissions import Page, WorkflowAdmin, page_of_report
from tracker.models import Proposal, Report, Reread
from tracker.roles import Permission


@admin.register(Report)
class ReportAdmin(WorkflowAdmin):
    seen_with = Permission.DECIDE_REPORT
    list_display = ["__str__", "page", "inspection", "status", "published_on", "uploaded_by", "uploaded_at"]
    list_filter = ["status", ("inspection__programme", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["inspection__force", "inspection__programme", "uploaded_by"]
    search_fields = ["title", "file_name", "isbn", "sha256", "inspection__force__name"]
    search_help_text = "Title, file name, ISBN, SHA-256 or force"
    date_hierarchy = "uploaded_at"
    fields = [
        "title",
        "inspection",
        "status",
        "problem",
        "warnings",
        ("published_on", "published_precision"),
        "isbn",
        "source_url",
        "file_name",
        "size",
        "sha256",
        "reader",
        "attempts",
        "lease_until",
        ("uploaded_by", "uploaded_at"),
        "read_at",
        "decided_at",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        # A whole report's text in each row of a list would be megabytes.
        return super().get_queryset(request).defer("text")

    def page_of(self, row: Report) -> Page | None:
        return page_of_report(row)


@admin.register(Proposal)
class ProposalAdmin(WorkflowAdmin):
    seen_with = Permission.DECIDE_REPORT
    show_facets = admin.ShowFacets.ALLOW
    list_display = ["report", "kind", "position", "page", "status", "decided_by", "decided_at"]
    list_display_links = ["report", "kind", "position"]
    list_filter = ["kind", "status"]
    list_select_related = ["report", "decided_by"]
    search_fields = ["report__title", "report__file_name", "finding__reference"]
    search_help_text = "Title or file name of the report, or reference of the finding it became"
    date_hierarchy = "decided_at"
    fields = [
        "report",
        ("kind", "position"),
        "payload",
        "correction",
        "candidates",
        "status",
        ("decided_by", "decided_at"),
        "reject_reason",
        "note",
        ("origin", "reader"),
        ("amended_at", "withdrawn_at"),
        "finding",
        "judgment",
        "statement",
        "observation",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        return super().get_queryset(request).defer("report__text")

    def page_of(self, row: Proposal) -> Page | None:
        return page_of_report(row.report)


@admin.register(Reread)
class RereadAdmin(WorkflowAdmin):
    seen_with = Permission.DECIDE_REPORT
    list_display = ["report", "page", "status", "reader", "asked_by", "asked_at", "read_at"]
    list_filter = ["status"]
    list_select_related = ["report", "asked_by"]
    search_fields = ["report__title", "report__file_name"]
    search_help_text = "Title or file name of the report"
    date_hierarchy = "asked_at"
    fields = ["report", "status", "problem", "reader", "attempts", "lease_until", ("asked_by", "asked_at")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reread]:
        return super().get_queryset(request).defer("report__text", "items")

    def page_of(self, row: Reread) -> Page | None:
        return page_of_report(row.report)
