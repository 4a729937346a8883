"""Refusals of access as pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tracker.access import NotAllowed, Withdrawn
from tracker.selectors.corrections import withdrawal_of


def not_visible(request: HttpRequest) -> HttpResponse:
    """The same page whether there is no such thing or it is not this person's to see."""
    return render(request, "404.html", status=404)


def withdrawn(request: HttpRequest, problem: Withdrawn) -> HttpResponse:
    """Why there is nothing here any more, for whoever follows an old link."""
    context = {"finding": problem.finding, "withdrawal": withdrawal_of(problem.finding)}
    return render(request, "findings/withdrawn.html", context, status=410)


def not_allowed(request: HttpRequest, problem: NotAllowed) -> HttpResponse:
    """The page says what the person's role does not let them do."""
    return render(request, "403.html", {"problem": str(problem)}, status=403)
