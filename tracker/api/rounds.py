"""Update rounds: read by those asked, opened and ended by HMICFRS."""

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.bulk import theme_called
from tracker.api.links import Links
from tracker.api.national import forces_called, programme_called
from tracker.api.schema import CONFLICT, CREATED, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.needs import RoundInput, RoundShape, WholeRoundShape
from tracker.models import UpdateRound
from tracker.models.visibility import Person
from tracker.roles import Permission
from tracker.selectors.rounds import asked_in, rounds_of
from tracker.services import rounds

COLUMNS = ("id", "name", "last_day", "opened_at", "ended_at", "number", "unanswered")


class RoundList(ListView):
    queryset = UpdateRound.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ, "POST": Scope.REVIEWS_WRITE}
    columns, order = COLUMNS, ("-opened_at", "-id")

    @documented("list_rounds", "Update rounds, the newest first", RoundShape(many=True), tag="rounds")
    def get(self, request: Request) -> Response:
        access.require(request.user, Permission.SEE_WORKSPACE)
        return self.page_of(rounds_of(request.user), lambda row: _facts(row, self.links))

    @documented(
        "open_round", "Ask forces for an update of their open findings", WholeRoundShape, REFUSED,
        status=CREATED, body=RoundInput, tag="rounds",
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        access.require(request.user, Permission.ASK_ENQUIRY)
        given = self.checked(RoundInput)
        given["forces"] = forces_called(given["forces"])
        if "programme" in given:
            given["programme"] = programme_called(given["programme"])
        if "theme" in given:
            given["theme"] = theme_called(given["theme"], request.user)
        asking = rounds.open_round(by=request.user, now=timezone.now(), **given)
        answer = _whole(asking, request.user, self.links)
        return Response(answer, CREATED, headers={"Location": answer["url"]})


class RoundDetail(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ}

    @documented("round", "One round with what it asks about", WholeRoundShape, NOT_FOUND, tag="rounds")
    def get(self, request: Request, pk: int) -> Response:
        return Response(_whole(access.get_round_for(request.user, pk), request.user, self.links))


class RoundEnd(ApiView):
    scopes = {"POST": Scope.REVIEWS_WRITE}

    @documented("end_round", "Ask no more", WholeRoundShape, NOT_FOUND, CONFLICT, tag="rounds")
    def post(self, request: Request, pk: int) -> Response:
        asking = access.get_round_for(request.user, pk, Permission.ASK_ENQUIRY)
        rounds.end(asking=asking, by=request.user, now=timezone.now())
        return Response(_whole(asking, request.user, self.links))


def _facts(row: Row, links: Links) -> dict[str, Any]:
    return {"url": links.round(row["id"]), **{name: row[name] for name in COLUMNS if name != "id"}}


def _whole(asking: UpdateRound, user: Person, links: Links) -> dict[str, Any]:
    asked = asked_in(asking, user).values_list("finding__reference", "is_waiting")
    return {
        **_facts(rounds_of(user).values(*COLUMNS).get(pk=asking.pk), links),
        "asked": [
            {"reference": reference, "finding": links.finding(reference), "is_waiting": is_waiting}
            for reference, is_waiting in asked
        ],
    }
