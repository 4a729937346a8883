"""What is said in answer to reports within 56 days. Each is recorded on the answer's page."""

from django.contrib import admin
from django.urls import reverse

from tracker.admin.permissions import Page, WorkflowAdmin
from tracker.models import DutyEntry
from tracker.roles import Permission


@admin.register(DutyEntry)
class DutyEntryAdmin(WorkflowAdmin):
    seen_with = Permission.RESPOND_56_DAYS
    list_display = ["__str__", "page", "finding", "version", "is_withdrawn", "on", "made_by", "made_at"]
    list_filter = ["part", ("report__inspection__force", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["report", "finding", "made_by"]
    search_fields = ["report__title", "text"]
    search_help_text = "Title of the report, or text"
    date_hierarchy = "made_at"

    def page_of(self, row: DutyEntry) -> Page | None:
        return Page(reverse("duty-detail", args=[row.report_id]), str(row.report))
