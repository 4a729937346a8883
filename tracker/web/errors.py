"""Refusals of access as pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tracker.access import NotAllowed


def not_visible(request: HttpRequest) -> HttpResponse:
    """The same page whether there is no such thing or it is not this person's to see."""
    return render(request, "404.html", status=404)


def not_allowed(request: HttpRequest, problem: NotAllowed) -> HttpResponse:
    """The page says what the person's role does not let them do."""
    return render(request, "403.html", {"problem": str(problem)}, status=403)
