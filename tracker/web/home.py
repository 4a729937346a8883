"""The home page: what waits for this person, and the way into the register."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from tracker import access
from tracker.models import FactualCheck, Force
from tracker.models.visibility import Person
from tracker.roles import Permission
from tracker.selectors import dashboards
from tracker.selectors.dashboards import ForceNumbers
from tracker.selectors.duties import running_of
from tracker.selectors.factual_checks import listing
from tracker.selectors.needs import needs_of
from tracker.vocabulary import InspectorateStatus
from tracker.web.needs import figures
from tracker.web.tags import counted

Figure = dict[str, Any]

OPEN = [status.value for status in InspectorateStatus if status is not InspectorateStatus.CLOSED]


def home(request: HttpRequest) -> HttpResponse:
    """Each number leads to the list of exactly what it counts."""
    user = request.user
    if not access.roles_of(user):
        return render(request, "home/no_role.html")
    today = timezone.localdate()
    own = list(dashboards.own_forces(user))
    members = list(dashboards.member_forces(user))
    context = {
        "forces": [_of_force(force, dashboards.numbers_of(force, user, today=today)) for force in own],
        "member_forces": members,
        "running": [row for force in members for row in running_of(force, today=today)],
        "asked": dashboards.more_evidence_asked(user),
        "drafts": dashboards.drafts_of(user),
        "sends_updates": access.has_permission(user, Permission.SUBMIT_UPDATE),
        "work": _work_of_hmicfrs(request),
        "needs": figures(needs_of(user, on=today)),
        "checks": _checks(user),
        "is_hmicfrs": access.is_hmicfrs(user),
    }
    return render(request, "home/home.html", context)


def _checks(user: Person) -> Sequence[FactualCheck]:
    """The reports that this person's force is invited to check."""
    return (
        list(listing(user)[: dashboards.MOST_SHOWN])
        if access.has_permission(user, Permission.CHECK_FACTS)
        else []
    )


def _of_force(force: Force, numbers: ForceNumbers) -> dict[str, Any]:
    def figure(number: int, text: str, **query: Any) -> Figure:
        return {"number": number, "text": text, "href": _list(force=force.slug, **query)}

    figures = [
        figure(numbers.open, "open", inspectorate_status=OPEN),
        figure(numbers.due_soon, "due in 30 days", due="30"),
        figure(numbers.overdue, "overdue", overdue="true"),
        figure(
            numbers.awaiting_review,
            "awaiting HMICFRS",
            inspectorate_status=InspectorateStatus.UNDER_REVIEW.value,
        ),
        figure(numbers.silent, _silence(numbers.interval), silent="interval"),
    ]
    return {"force": force, "figures": figures}


def _silence(interval: int | None) -> str:
    if interval is None:  # it differs from programme to programme
        return "no update for longer than their programme expects"
    return f"no update for {counted(interval, 'day')}"


def _work_of_hmicfrs(request: HttpRequest) -> Sequence[Figure]:
    """What waits for those who review updates and decide reports."""
    work: list[Figure] = []
    if access.has_permission(request.user, Permission.REVIEW):
        queue = dashboards.review_queue(request.user)
        text = f"{_noun(queue.count, 'update')} to review"
        work.append(_figure(queue.count, text, "review-list") | {"oldest": queue.oldest_at})
        closable = dashboards.closures_offered(request.user)
        work.append(_figure(closable, f"{_noun(closable, 'closure')} offered", "closure-list"))
    if access.has_permission(request.user, Permission.DECIDE_REPORT):
        waiting = dashboards.reports_waiting(request.user)
        text = f"{_noun(waiting, 'report')} waiting for decisions"
        work.append(_figure(waiting, text, "report-list"))
        if merging := dashboards.merges_waiting(request.user):
            work.append(_figure(merging, f"{_noun(merging, 'finding')} to merge", "merge-list"))
        proposed = dashboards.links_waiting(request.user)
        work.append(_figure(proposed, f"{_noun(proposed, 'link')} to decide", "link-list"))
    return work


def _figure(number: int, text: str, page: str) -> Figure:
    most = dashboards.MOST_COUNTED
    shown = f"{most:,} or more" if number >= most else f"{number:,}"
    return {"number": shown, "text": text, "href": reverse(page)}


def _list(**query: Any) -> str:
    return f"{reverse('finding-list')}?{urlencode(query, doseq=True)}"


def _noun(number: int, noun: str) -> str:
    return counted(number, noun).partition(" ")[2]
