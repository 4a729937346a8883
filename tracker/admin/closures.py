"""Offered closures that were declined."""

from django.contrib import admin

from tracker.admin.permissions import Page, WorkflowAdmin, page_of_finding
from tracker.models import DeclinedClosure


@admin.register(DeclinedClosure)
class DeclinedClosureAdmin(WorkflowAdmin):
    list_display = ["finding", "page", "reason", "note", "declined_by", "declined_at"]
    list_display_links = ["finding"]
    list_filter = ["reason", ("finding__force", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["finding", "declined_by"]
    search_fields = ["finding__reference", "note", "declined_by__name"]
    search_help_text = "Reference of the finding, words of the note, or who declined"
    date_hierarchy = "declined_at"

    def page_of(self, row: DeclinedClosure) -> Page | None:
        return page_of_finding(row.finding)
