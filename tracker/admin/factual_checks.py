"""Factual checks before publication. Inviting and answering happen on the check's page."""

from django.contrib import admin

from tracker.admin.permissions import Page, WorkflowAdmin, page_of_report
from tracker.models import FactualCheck, FactualRemark
from tracker.roles import Permission


@admin.register(FactualCheck)
class FactualCheckAdmin(WorkflowAdmin):
    seen_with = Permission.DECIDE_REPORT
    list_display = ["report", "page", "force", "remarks_by", "invited_by", "invited_at", "withdrawn_at"]
    list_filter = [("force", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["report", "force", "invited_by"]
    search_fields = ["report__title", "force__name"]
    search_help_text = "Title of the report, or force"
    date_hierarchy = "invited_at"

    def page_of(self, row: FactualCheck) -> Page | None:
        return page_of_report(row.report)


@admin.register(FactualRemark)
class FactualRemarkAdmin(WorkflowAdmin):
    seen_with = Permission.DECIDE_REPORT
    list_display = ["__str__", "page", "outcome", "made_by", "made_at", "answered_by"]
    list_filter = ["outcome", ("factual_check__force", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["factual_check__report", "made_by", "answered_by"]
    search_fields = ["factual_check__report__title", "text", "answer"]
    search_help_text = "Title of the report, remark or answer"
    date_hierarchy = "made_at"

    def page_of(self, row: FactualRemark) -> Page | None:
        return page_of_report(row.factual_check.report)
