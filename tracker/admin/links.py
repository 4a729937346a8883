"""Links between findings of different years."""

from django.contrib import admin

from tracker.admin.permissions import Page, WorkflowAdmin, page_of_finding
from tracker.models import FindingLink


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

    def page_of(self, row: FindingLink) -> Page | None:
        return page_of_finding(row.successor)
