"""Merges of findings as reported into real ones."""

from django.contrib import admin

from tracker.admin.permissions import Page, WorkflowAdmin, page_of_finding
from tracker.models import FindingMerge
from tracker.roles import Permission


@admin.register(FindingMerge)
class FindingMergeAdmin(WorkflowAdmin):
    seen_with = Permission.DECIDE_REPORT
    list_display = ["reported", "original", "page", "status", "score", "decided_by", "decided_at"]
    list_display_links = ["reported", "original"]
    list_filter = ["status", ("reported__force", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["reported", "original", "decided_by"]
    search_fields = ["reported__reference", "original__reference", "note"]
    search_help_text = "Reference of either finding, or the note"
    date_hierarchy = "created_at"

    def page_of(self, row: FindingMerge) -> Page | None:
        return page_of_finding(row.original)
