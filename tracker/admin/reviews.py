"""Reviews: what HMICFRS decided on updates."""

from django.contrib import admin
from django.urls import reverse

from tracker.admin.permissions import Page, WorkflowAdmin
from tracker.models import Review


@admin.register(Review)
class ReviewAdmin(WorkflowAdmin):
    list_display = ["update", "page", "outcome", "reviewed_by", "reviewed_at", "more_by"]
    list_filter = ["outcome", ("finding__force", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["update__finding", "reviewed_by"]
    search_fields = ["finding__reference", "reason", "reviewed_by__name"]
    search_help_text = "Reference of the finding, words of the reason, or who reviewed"
    date_hierarchy = "reviewed_at"

    def page_of(self, row: Review) -> Page:
        return Page(reverse("review-detail", args=[row.update_id]), str(row.update))
