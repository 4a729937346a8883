"""Figures out of reports and evidence."""

from django.contrib import admin

from tracker.admin.permissions import WITHDRAWN, Page, WorkflowAdmin, page_of_report
from tracker.models import Observation


@admin.register(Observation)
class ObservationAdmin(WorkflowAdmin):
    show_facets = admin.ShowFacets.ALLOW
    list_display = ["measure", "page", "force", "value", "value_words", "period", "is_derived"]
    list_filter = ["is_derived", WITHDRAWN, ("force", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["measure", "force", "report"]
    search_fields = ["measure__name", "force__name", "value_words", "period"]
    search_help_text = "Measure, force, value in words, or period"

    def page_of(self, row: Observation) -> Page | None:
        return page_of_report(row.report)
