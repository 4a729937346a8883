"""The audit trail, to be searched."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from tracker.admin.permissions import Page, WorkflowAdmin, page_of_finding, page_of_report
from tracker.models import AuditEvent
from tracker.roles import Permission


@admin.register(AuditEvent)
class AuditEventAdmin(WorkflowAdmin):
    section = "Trail"
    seen_with = Permission.READ_AUDIT
    show_facets = admin.ShowFacets.ALLOW
    list_display = ["at", "kind", "page", "actor", "force"]
    list_display_links = ["at", "kind"]
    list_filter = ["kind", ("force", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["actor", "force", "finding", "report"]
    search_fields = ["finding__reference", "actor__name", "actor__email"]
    search_help_text = "Reference of the finding, or name or e-mail address of who acted"
    date_hierarchy = "at"
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        return super().get_queryset(request).defer("report__text")

    def page_of(self, row: AuditEvent) -> Page | None:
        return page_of_finding(row.finding) or page_of_report(row.report)
