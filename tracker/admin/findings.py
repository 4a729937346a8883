"""Findings, with the actions and target dates set for them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from tracker.admin.permissions import WITHDRAWN, Page, ReadOnlyInline, WorkflowAdmin, page_of_finding
from tracker.models import Action, Finding, TargetDate


class ActionInline(ReadOnlyInline):
    model = Action
    fields = ["position", "what", "owner", "owner_name", "due_on", "done_on"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("owner")


class TargetDateInline(ReadOnlyInline):
    model = TargetDate
    fields = ["due_on", "is_hmicfrs", "moved_from", "reason", "set_by", "set_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("finding", "set_by")


@admin.register(Finding)
class FindingAdmin(WorkflowAdmin):
    list_display = ["reference", "page", "kind", "force_status", "inspectorate_status", "verdict"]
    list_filter = [
        "kind",
        "year",
        "inspectorate_status",
        "force_status",
        "verdict",
        "wording",
        "closure_reason",
        WITHDRAWN,
        ("force", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["reference", "text", "force__name"]
    search_help_text = "Reference, words of the finding, or force"
    date_hierarchy = "raised_at"
    inlines = [ActionInline, TargetDateInline]
    fieldsets = [
        (
            None,
            {"fields": ["reference", "force", "inspection", "kind", "is_accelerated", "question", "parent"]},
        ),
        ("What HMICFRS said", {"fields": ["text", "wording", "report", "place", "national", "public_from"]}),
        (
            "What the force says",
            {"fields": ["force_status", "waiting_on", "last_update_at", "lead", "deputy", "force_due_on"]},
        ),
        (
            "What HMICFRS says",
            {
                "fields": [
                    "inspectorate_status",
                    ("verdict", "verdict_year"),
                    "due_on",
                    "closure_reason",
                    ("closed_by", "closed_at"),
                ]
            },
        ),
        ("Record", {"fields": [("raised_by", "raised_at"), "withdrawn_at", "version"]}),
    ]

    def page_of(self, row: Finding) -> Page | None:
        return page_of_finding(row)
