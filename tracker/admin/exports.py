"""Exports: who had what made, and how far it is. The files themselves are their owners' alone."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from tracker.admin.permissions import WorkflowAdmin
from tracker.models import Export
from tracker.roles import Permission


@admin.register(Export)
class ExportAdmin(WorkflowAdmin):
    section = "Trail"
    seen_with = Permission.MANAGE_PEOPLE
    list_display = ["title", "format", "owner", "state", "total", "asked_at", "made_at", "expires_at"]
    list_filter = ["state", "kind", "format"]
    list_select_related = ["owner"]
    search_fields = ["title", "owner__name", "owner__email"]
    search_help_text = "Title, or name or e-mail address of the owner"
    exclude = ["file", "made_with"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Export]:
        return Export.objects.all()
