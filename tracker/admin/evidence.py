"""Evidence: what is known of it. The files themselves are only given out, and recorded, by its own page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from tracker.admin.permissions import Page, ReadOnlyInline, WorkflowAdmin, page_of_finding
from tracker.models import Evidence, EvidenceUse


class UseInline(ReadOnlyInline):
    model = EvidenceUse
    fields = ["finding", "update"]
    verbose_name_plural = "used for"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("evidence", "finding", "update__finding")


@admin.register(Evidence)
class EvidenceAdmin(WorkflowAdmin):
    list_display = [
        "title",
        "page",
        "force",
        "kind",
        "marking",
        "state",
        "assessment",
        "added_by",
        "added_at",
    ]
    list_filter = [
        "kind",
        "state",
        "assessment",
        "marking",
        ("withdrawn_at", admin.EmptyFieldListFilter),
        ("force", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["force", "added_by"]
    search_fields = ["title", "shows", "file_name", "sha256", "findings__reference"]
    search_help_text = "Title, what it shows, file name, SHA-256, or reference of a finding"
    date_hierarchy = "added_at"
    exclude = ["file", "content_type"]
    inlines = [UseInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        return super().get_queryset(request).prefetch_related("findings")

    def page_of(self, row: Evidence) -> Page | None:
        return page_of_finding(next(iter(row.findings.all()), None))
