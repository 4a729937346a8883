"""What every page knows about the person who looks at it: where they can go."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from tracker import access
from tracker.models import Notification
from tracker.roles import Permission

# Nobody needs to know whether it is a hundred or a thousand.
MOST_UNREAD = 99

# Text, URL name, and the permission without which the page is not offered.
PAGES: list[tuple[str, str, Permission]] = [
    ("Findings", "finding-list", Permission.SEE_REGISTER),
    ("Forces", "force-list", Permission.SEE_REGISTER),
    ("Evidence", "evidence-list", Permission.SEE_WORKSPACE),
    ("Questions", "enquiry-list", Permission.SEE_WORKSPACE),
    ("Themes", "theme-list", Permission.SEE_REGISTER),
    ("Reviews", "review-list", Permission.REVIEW),
    ("Reports", "report-list", Permission.DECIDE_REPORT),
    ("Links", "link-list", Permission.DECIDE_REPORT),
    ("Jobs", "job-list", Permission.DECIDE_REPORT),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, the pages that this person's roles open to them."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    items = [_item("Home", "home", request)]
    if access.roles_of(user):
        items.append(_item("Needs you", "need-list", request))
    items += [_item(text, name, request) for text, name, need in PAGES if access.has_permission(user, need)]
    items.append(_item(_notifications(request), "notification-list", request))
    return {"navigation": items}


def _item(text: str, name: str, request: HttpRequest) -> dict[str, Any]:
    href = reverse(name)
    # Home's address begins every other one.
    is_here = request.path == href if name == "home" else request.path.startswith(href)
    return {"text": text, "href": href, "active": is_here}


def _notifications(request: HttpRequest) -> str:
    unread = Notification.objects.visible_to(request.user).unread().order_by()[: MOST_UNREAD + 1].count()
    number = f"{MOST_UNREAD}+" if unread > MOST_UNREAD else unread
    return f"Notifications ({number})" if unread else "Notifications"
