"""National recommendations. Addressing one to forces happens on its page, and on that for new ones."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tracker.admin.permissions import Page, WorkflowAdmin
from tracker.models import NationalRecommendation


@admin.register(NationalRecommendation)
class NationalRecommendationAdmin(WorkflowAdmin):
    change_list_template = "admin/national_list.html"
    list_display = ["title", "__str__", "page", "programme", "year", "public_from"]
    list_filter = ["programme", "year"]
    list_select_related = ["programme"]
    search_fields = ["title", "text"]
    search_help_text = "Title of the report, or words of the recommendation"
    fields = [
        "title",
        "text",
        ("programme", "year"),
        "public_from",
        "source_url",
        ("made_by", "made_at"),
    ]

    def page_of(self, row: NationalRecommendation) -> Page | None:
        return Page(row.get_absolute_url(), row.title)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(
            request, {**(extra_context or {}), "address_url": reverse("national-new")}
        )
