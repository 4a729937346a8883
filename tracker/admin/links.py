"""Links between findings of different years."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from tracker.admin.permissions import Page, ReadOnlyInline, WorkflowAdmin
from tracker.models import FindingLink, LinkDecision


class DecisionInline(ReadOnlyInline):
    model = LinkDecision
    fields = ["number", "status", "relation", "note", "decided_by", "decided_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("decided_by")


@admin.register(FindingLink)
class FindingLinkAdmin(WorkflowAdmin):
    list_display = [
        "predecessor",
        "successor",
        "page",
        "relation",
        "status",
        "score",
        "decided_by",
        "decided_at",
    ]
    list_display_links = ["predecessor", "successor"]
    list_filter = ["status", "relation", ("successor__force", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["predecessor", "successor", "decided_by"]
    search_fields = ["predecessor__reference", "successor__reference", "note"]
    search_help_text = "Reference of either finding, or the note"
    date_hierarchy = "created_at"
    inlines = [DecisionInline]

    def page_of(self, row: FindingLink) -> Page | None:
        return Page(reverse("link-detail", args=[row.pk]), str(row))
