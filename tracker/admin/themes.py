"""Themes: reference data that editors keep; which findings have them is decided on the pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from tracker import jobs
from tracker.admin.permissions import Page, ReferenceAdmin, WorkflowAdmin, page_of_finding
from tracker.models import FindingTheme, Theme


@admin.register(Theme)
class ThemeAdmin(ReferenceAdmin):
    list_display = ["name", "is_in_use", "phrases"]
    list_filter = ["is_in_use"]
    search_fields = ["name", "slug", "phrases"]
    search_help_text = "Name or phrase"
    fixed_once_made = ("slug",)
    made_from = {"slug": ("name",)}

    def save_model(self, request: HttpRequest, obj: Theme, form: Any, change: bool) -> None:
        if {"phrases", "is_in_use"} & set(form.changed_data):
            obj.searched_at = None  # every finding is held against it again
            jobs.enqueue(jobs.SEARCH_THEMES)
        super().save_model(request, obj, form, change)


@admin.register(FindingTheme)
class FindingThemeAdmin(WorkflowAdmin):
    list_display = ["theme", "finding", "page", "status", "decided_by", "decided_at"]
    list_filter = ["status", "theme", ("finding__force", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["theme", "finding", "decided_by"]
    search_fields = ["finding__reference", "theme__name", "note"]
    search_help_text = "Reference of the finding, name of the theme, or the note"
    date_hierarchy = "created_at"

    def page_of(self, row: FindingTheme) -> Page | None:
        return page_of_finding(row.finding)
