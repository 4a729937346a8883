"""What forces said after closure, and what HMICFRS decided of it."""

from django.contrib import admin

from tracker.admin.permissions import Page, WorkflowAdmin, page_of_finding
from tracker.models import EmbeddingCheck, EmbeddingDecision


@admin.register(EmbeddingCheck)
class EmbeddingCheckAdmin(WorkflowAdmin):
    list_display = ["finding", "page", "answer", "made_by", "made_at"]
    list_display_links = ["finding"]
    list_filter = ["answer", ("finding__force", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["finding", "made_by"]
    search_fields = ["finding__reference", "text", "made_by__name"]
    search_help_text = "Reference of the finding, words of the answer, or who gave it"
    date_hierarchy = "made_at"

    def page_of(self, row: EmbeddingCheck) -> Page | None:
        return page_of_finding(row.finding)


@admin.register(EmbeddingDecision)
class EmbeddingDecisionAdmin(WorkflowAdmin):
    list_display = ["check_made", "page", "successor", "decided_by", "decided_at"]
    list_filter = [("successor", admin.EmptyFieldListFilter)]
    list_select_related = ["check_made__finding", "successor", "decided_by"]
    search_fields = ["check_made__finding__reference", "reason", "decided_by__name"]
    search_help_text = "Reference of the finding, words of the reason, or who decided"
    date_hierarchy = "decided_at"

    def page_of(self, row: EmbeddingDecision) -> Page | None:
        return page_of_finding(row.check_made.finding)
