"""Statements: what reports say became of earlier findings."""

from django.contrib import admin

from tracker.admin.permissions import WITHDRAWN, Page, WorkflowAdmin, page_of_finding, page_of_report
from tracker.models import Statement


@admin.register(Statement)
class StatementAdmin(WorkflowAdmin):
    list_display = ["__str__", "page", "force", "year", "about_year", "verdict", "strength", "finding"]
    list_filter = ["verdict", "strength", "year", WITHDRAWN, ("force", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["force", "finding", "report"]
    search_fields = ["quote", "finding__reference", "force__name"]
    search_help_text = "Words of the passage, reference of the finding, or force"
    date_hierarchy = "confirmed_at"

    def page_of(self, row: Statement) -> Page | None:
        return page_of_finding(row.finding) or page_of_report(row.report)
