"""What a person was told of, and what they have read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tracker import access
from tracker.models import Notification
from tracker.selectors.notifications import address_of, headline, inbox
from tracker.services import notifications
from tracker.web.paging import page_of


@require_GET
def notification_list(request: HttpRequest) -> HttpResponse:
    rows = inbox(request.user)
    page = page_of(rows, request.GET.get("page"))
    lines = [_line(notification) for notification in page]
    context = {"page_obj": page, "lines": lines, "has_unread": rows.unread().exists()}
    return render(request, "notifications/list.html", context)


@require_POST
def mark_read(request: HttpRequest, pk: int) -> HttpResponse:
    notification = access.get_notification_for(request.user, pk)
    notifications.mark_read(notification=notification, by=request.user, now=timezone.now())
    return redirect("notification-list")


@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    notifications.mark_all_read(by=request.user, now=timezone.now())
    return redirect("notification-list")


def _line(notification: Notification) -> dict[str, object]:
    event = notification.event
    words, href = headline(event), address_of(event)
    return {"notification": notification, "headline": words, "href": href, "event": event}
