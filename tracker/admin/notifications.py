"""Notifications: whom the service told of what, and whether the mail went out."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from tracker.admin.permissions import Page, WorkflowAdmin, page_of_finding, page_of_report
from tracker.models import Notification
from tracker.roles import Permission


@admin.register(Notification)
class NotificationAdmin(WorkflowAdmin):
    section = "Trail"
    # On the pages everyone sees their own; who keeps people looks here when a mail did not come.
    seen_with = Permission.MANAGE_PEOPLE
    show_facets = admin.ShowFacets.ALLOW
    list_display = [
        "event",
        "page",
        "recipient",
        "mail_state",
        "attempts",
        "created_at",
        "sent_at",
        "read_at",
    ]
    list_filter = ["mail_state", "event__kind", ("read_at", admin.EmptyFieldListFilter)]
    list_select_related = ["event__finding", "event__report", "recipient"]
    search_fields = ["recipient__name", "recipient__email", "event__finding__reference"]
    search_help_text = "Name or e-mail address of the recipient, or reference of the finding"
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notification]:
        return Notification.objects.defer("event__report__text")

    def page_of(self, row: Notification) -> Page | None:
        return page_of_finding(row.event.finding) or page_of_report(row.event.report)
