"""Questions about findings, with what was written to them."""

from django.contrib import admin

from tracker.admin.permissions import Page, ReadOnlyInline, WorkflowAdmin
from tracker.models import Enquiry, EnquiryMessage


class EnquiryMessageInline(ReadOnlyInline):
    model = EnquiryMessage
    fields = ["side", "text", "answer_by", "written_by", "written_at"]


@admin.register(Enquiry)
class EnquiryAdmin(WorkflowAdmin):
    list_display = ["subject", "finding", "page", "state", "answer_by", "asked_by", "asked_at"]
    list_filter = ["state", ("finding__force", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["finding", "asked_by"]
    search_fields = ["finding__reference", "subject", "asked_by__name"]
    search_help_text = "Reference of the finding, the subject, or who asked"
    date_hierarchy = "asked_at"
    inlines = [EnquiryMessageInline]

    def page_of(self, row: Enquiry) -> Page:
        return Page(row.get_absolute_url(), str(row))
