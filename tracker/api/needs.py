"""What needs the person who asks, how they are reminded of it, and their calendar's address."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.paginator import InvalidPage, Page, Paginator
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from accounts.models import User
from accounts.scopes import Scope
from tracker.api.base import ApiView
from tracker.api.links import Links
from tracker.api.problems import BadParameters, bad_parameter
from tracker.api.schema import CREATED, documented
from tracker.api.shapes.needs import CalendarShape, NeedsShape, ReminderChoiceInput, ReminderChoiceShape
from tracker.models import CalendarFeed, ReminderChoice
from tracker.reminder_vocabulary import DigestRhythm, ReminderRule
from tracker.selectors import needs
from tracker.selectors.needs import Shown
from tracker.services import calendars, reminders

ROWS = 50
RULE = OpenApiParameter("rule", enum=ReminderRule.values, description="Only what this rule finds.")
PAGE = OpenApiParameter("page", type=int, description="From 1; `next` and `previous` name the neighbours.")


class Needs(ApiView):
    """The very list of the page and the digest. It is read anew each time, so pages are by number."""

    scopes = {"GET": Scope.FINDINGS_READ}

    def known_parameters(self) -> Iterable[str]:
        return ("rule", "page")

    @extend_schema(parameters=[RULE, PAGE])
    @documented("needs", "What needs you, the most urgent first", NeedsShape, tag="me")
    def get(self, request: Request) -> Response:
        rule = request.query_params.get("rule")
        if rule is not None and rule not in ReminderRule.values:
            detail = f"rule must be one of {', '.join(ReminderRule.values)}."
            raise BadParameters([bad_parameter("rule", detail)])
        matters = needs.needs_of(request.user, on=timezone.localdate())
        page = _page([matter for matter in matters if rule in (None, matter.rule)], request)
        counts = needs.counts_of(matters).items()
        return Response(
            {
                "total": len(matters),
                "counts": [{"rule": each, "number": number} for each, number in counts],
                "next": _at(request, page.number + 1) if page.has_next() else None,
                "previous": _at(request, page.number - 1) if page.has_previous() else None,
                "results": [_shown(row, self.links) for row in needs.shown(page.object_list)],
            }
        )


class Reminders(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ, "PUT": Scope.FINDINGS_READ}

    @documented("reminders", "How you are reminded", ReminderChoiceShape, tag="me")
    def get(self, request: Request) -> Response:
        return Response(_choice(request.user))

    @documented(
        "choose_reminders", "Choose how often the digest comes", ReminderChoiceShape,
        body=ReminderChoiceInput, tag="me",
    )  # fmt: skip
    def put(self, request: Request) -> Response:
        digest = DigestRhythm(self.checked(ReminderChoiceInput)["digest"])
        reminders.choose(digest=digest, by=request.user, now=timezone.now())
        return Response(_choice(request.user))


class CalendarAddress(ApiView):
    scopes = {"POST": Scope.FINDINGS_READ}

    @documented(
        "make_calendar", "Make a secret address for your calendar program", CalendarShape, status=CREATED,
        tag="me", description="Whoever has it reads your dates: references, and no word of a finding.",
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        secret = calendars.make(by=request.user, now=timezone.now())
        return Response({"address": settings.SITE_URL + reverse("calendar-feed", args=[secret])}, CREATED)


class CalendarRevocation(ApiView):
    scopes = {"POST": Scope.FINDINGS_READ}

    @documented("revoke_calendar", "Let your calendar's address stop working", ReminderChoiceShape, tag="me")
    def post(self, request: Request) -> Response:
        calendars.revoke(by=request.user, now=timezone.now())
        return Response(_choice(request.user))


def _page(matters: list[Any], request: Request) -> Page:
    try:
        return Paginator(matters, ROWS).page(request.query_params.get("page", 1))
    except InvalidPage:
        detail = "page must be the number of a page that there is, from 1."
        raise BadParameters([bad_parameter("page", detail)]) from None


def _at(request: Request, page: int) -> str:
    return str(replace_query_param(request.build_absolute_uri(), "page", page))


def _shown(row: Shown, links: Links) -> dict[str, Any]:
    return {
        "rule": row.rule,
        "reference": row.reference or None,
        "text": row.text,
        "force": row.force,
        "since": row.day,
        "due_on": row.due_on,
        "page": links.site + row.href,
    }


def _choice(user: User) -> dict[str, Any]:
    choice = ReminderChoice.objects.filter(person=user.pk).first()
    return {
        "digest": choice.digest if choice else DigestRhythm.DAILY,
        "has_calendar": CalendarFeed.objects.filter(person=user.pk).exists(),
    }
