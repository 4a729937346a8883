"""Updates sent by forces. A draft is the force's own until it is sent: none is shown here."""

from django.contrib import admin

from tracker.admin.permissions import Page, WorkflowAdmin, page_of_finding
from tracker.models import Update


@admin.register(Update)
class UpdateAdmin(WorkflowAdmin):
    list_display = [
        "finding",
        "number",
        "page",
        "force_status",
        "force_due_on",
        "submitted_by",
        "submitted_at",
    ]
    list_display_links = ["finding", "number"]
    list_filter = ["force_status", ("finding__force", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["finding", "submitted_by"]
    search_fields = ["finding__reference", "narrative", "submitted_by__name"]
    search_help_text = "Reference of the finding, words of the update, or who sent it"
    date_hierarchy = "submitted_at"

    def page_of(self, row: Update) -> Page | None:
        return page_of_finding(row.finding)
