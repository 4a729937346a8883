"""A person's dates for their own calendar program, at a secret address."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from tracker.access import NotVisible
from tracker.selectors.calendars import calendar_of, owner_of
from tracker.services import calendars


@login_not_required
@sensitive_variables("secret")
@never_cache
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The dates of whoever holds the address, as far as their roles reach today."""
    person = owner_of(secret)
    if person is None:
        raise NotVisible
    answer = HttpResponse(
        calendar_of(person, on=timezone.localdate(), now=timezone.now()), content_type="text/calendar"
    )
    answer["Content-Disposition"] = 'attachment; filename="inspection-findings.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@sensitive_variables()
@never_cache
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    # Answered here and not after a redirect: the secret is kept nowhere, not even in the session.
    secret = calendars.make(by=request.user, now=timezone.now())
    address = settings.SITE_URL + reverse("calendar-feed", args=[secret])
    return render(request, "needs/calendar_made.html", {"address": address})


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    if calendars.revoke(by=request.user, now=timezone.now()):
        messages.success(request, "The calendar address does not work any more.")
    return redirect("reminder-settings")
