"""Inspections and the judgments given in them: made by confirming what a report says."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from tracker.admin.permissions import Page, ReadOnlyInline, WorkflowAdmin
from tracker.models import Inspection, Judgment


class JudgmentInline(ReadOnlyInline):
    model = Judgment
    fields = ["question", "grade", "last_inspected", "carried_forward"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("question", "grade")


@admin.register(Inspection)
class InspectionAdmin(WorkflowAdmin):
    list_display = ["force", "page", "year", "programme", "pillar", "public_from"]
    list_filter = ["year", "programme", "pillar"]
    list_select_related = ["force", "programme"]
    search_fields = ["force__name", "programme__name"]
    search_help_text = "Name of the force or programme"
    fields = ["force", "programme", "pillar", "year", "public_from", "assessed", "last_number"]
    inlines = [JudgmentInline]

    def page_of(self, row: Inspection) -> Page:
        return Page(reverse("force-detail", args=[row.force.slug]), str(row.force))
