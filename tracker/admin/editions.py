"""What differs in corrected editions. Each is decided on the edition's page."""

from django.contrib import admin

from tracker.admin.permissions import Page, WorkflowAdmin, page_of_report
from tracker.models import EditionDifference
from tracker.roles import Permission


@admin.register(EditionDifference)
class EditionDifferenceAdmin(WorkflowAdmin):
    seen_with = Permission.DECIDE_REPORT
    list_display = ["__str__", "page", "status", "decided_by", "decided_at"]
    list_filter = ["status"]
    list_select_related = ["report", "before__report", "decided_by"]
    search_fields = ["report__title", "note"]
    search_help_text = "Title of the report, or the note"

    def page_of(self, row: EditionDifference) -> Page | None:
        return page_of_report(row.report)
