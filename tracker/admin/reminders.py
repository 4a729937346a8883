"""Reminders, digests and update rounds: whom the service reminded of what, and whether the mail went out."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from tracker.admin.permissions import Page, WorkflowAdmin, page_of_finding, page_of_report
from tracker.models import Digest, Reminder, UpdateRound
from tracker.roles import Permission


@admin.register(Reminder)
class ReminderAdmin(WorkflowAdmin):
    section = "Trail"
    seen_with = Permission.MANAGE_PEOPLE
    show_facets = admin.ShowFacets.ALLOW
    list_display = ["rule", "page", "person", "day", "created_at", "digest"]
    list_filter = ["rule", ("digest", admin.EmptyFieldListFilter)]
    list_select_related = ["person", "finding", "factual_check__report", "report", "digest__person"]
    search_fields = ["person__name", "person__email", "finding__reference"]
    search_help_text = "Name or e-mail address of the person, or reference of the finding"
    date_hierarchy = "day"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reminder]:
        return Reminder.objects.defer("factual_check__report__text", "report__text")

    def page_of(self, row: Reminder) -> Page | None:
        check = row.factual_check
        return page_of_finding(row.finding) or page_of_report(check.report if check else row.report)


@admin.register(Digest)
class DigestAdmin(WorkflowAdmin):
    section = "Trail"
    seen_with = Permission.MANAGE_PEOPLE
    show_facets = admin.ShowFacets.ALLOW
    list_display = ["person", "day", "mail_state", "attempts", "created_at", "sent_at"]
    list_filter = ["mail_state"]
    list_select_related = ["person"]
    search_fields = ["person__name", "person__email"]
    search_help_text = "Name or e-mail address of the person"
    date_hierarchy = "day"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Digest]:
        return Digest.objects.all()


@admin.register(UpdateRound)
class UpdateRoundAdmin(WorkflowAdmin):
    list_display = ["name", "last_day", "opened_by", "opened_at", "ended_at"]
    list_filter = [("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["opened_by"]
    search_fields = ["name"]
    search_help_text = "Name of the round"
    date_hierarchy = "opened_at"
