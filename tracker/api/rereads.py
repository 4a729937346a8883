"""Second readings of a report, and its import history."""

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.links import Links
from tracker.api.proposals import one
from tracker.api.schema import ACCEPTED, CONFLICT, CREATED, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.reports import ProposalShape
from tracker.api.shapes.rereads import RereadRowShape, RereadShape, TakeInput, TakenChangeInput, TurnShape
from tracker.models import AuditEvent, Reread
from tracker.selectors.import_history import SENTENCES, sentence_of
from tracker.selectors.rereads import ReadTwice, read_twice
from tracker.services import rereads, second_readings
from tracker.vocabulary import RereadStatus

COLUMNS = ("id", "report_id", "status", "problem", "reader", "asked_by__name", "asked_at", "read_at")


class RereadList(ListView):
    queryset = Reread.objects.none()
    scopes = {"GET": Scope.REPORTS_WRITE, "POST": Scope.REPORTS_WRITE}
    columns, order = COLUMNS, ("-id",)

    @documented(
        "list_rereads", "Second readings of a report, newest first", RereadRowShape(many=True),
        NOT_FOUND, tag="reports",
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        report = access.get_report_for(request.user, pk)
        return self.page_of(report.rereads.all(), lambda row: shown(row, self.links))

    @documented(
        "ask_for_reread", "Have a report read a second time", RereadShape, NOT_FOUND, CONFLICT,
        status=ACCEPTED, tag="reports",
        description="Answered before it is read: ask the address in `Location` until its status is `done`. "
        "Nothing that is proposed or decided is changed.",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        report = access.get_report_for(request.user, pk)
        reread = rereads.ask(report=report, by=request.user, now=timezone.now())
        address = self.links.reread(pk, reread.pk)
        return Response(whole(reread, self.links), ACCEPTED, headers={"Location": address})


class RereadDetail(ApiView):
    scopes = {"GET": Scope.REPORTS_WRITE}

    @documented("reread", "A second reading, and what it would change", RereadShape, NOT_FOUND, tag="reports")
    def get(self, request: Request, report_pk: int, pk: int) -> Response:
        return Response(whole(access.get_reread_for(request.user, report_pk, pk), self.links))


class RereadRetry(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "retry_reread", "Try a second reading anew that failed or whose worker was lost", RereadShape,
        NOT_FOUND, CONFLICT, status=ACCEPTED, tag="reports",
        description="One that failed stays as it ended; the one that is answered waits in its place.",
    )  # fmt: skip
    def post(self, request: Request, report_pk: int, pk: int) -> Response:
        reread = access.get_reread_for(request.user, report_pk, pk)
        waits = rereads.retry(reread=reread, by=request.user, now=timezone.now())
        return Response(whole(waits, self.links), ACCEPTED)


class RereadTake(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "take_over_reread", "Make proposals of new items of a second reading", ProposalShape(many=True),
        NOT_FOUND, CONFLICT, REFUSED, status=CREATED, body=TakeInput, tag="reports",
        description="Without `items`, of all that are new.",
    )  # fmt: skip
    def post(self, request: Request, report_pk: int, pk: int) -> Response:
        reread = access.get_reread_for(request.user, report_pk, pk)
        items = self.checked(TakeInput).get("items")
        chosen = None if items is None else [(each["list"], each["position"]) for each in items]
        made = rereads.take_over(reread=reread, chosen=chosen, by=request.user, now=timezone.now())
        return Response([one(row, self.links) for row in made], CREATED)


class RereadTakeChange(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "take_change_of_reread", "Have one changed item follow a second reading", ProposalShape,
        NOT_FOUND, CONFLICT, REFUSED, body=TakenChangeInput, tag="reports",
        description="A proposal that waits holds the change as a correction; what stands confirmed is "
        "corrected, its quote too, the old kept with the reason.",
    )  # fmt: skip
    def post(self, request: Request, report_pk: int, pk: int) -> Response:
        reread = access.get_reread_for(request.user, report_pk, pk)
        item = self.checked(TakenChangeInput)
        taken = second_readings.take_change(
            reread=reread,
            name=item["list"],
            position=item["position"],
            reason=item.get("reason", ""),
            by=request.user,
            now=timezone.now(),
        )
        return Response(one(taken, self.links))


class ReportHistory(ListView):
    queryset = AuditEvent.objects.none()
    scopes = {"GET": Scope.REPORTS_WRITE}
    columns, order = ("id", "kind", "at", "actor__name", "data"), ("-id",)

    @documented(
        "report_history", "What was done with a report, newest first", TurnShape(many=True),
        NOT_FOUND, tag="reports",
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        report = access.get_report_for(request.user, pk)
        return self.page_of(report.events.filter(kind__in=SENTENCES), _turn)


def _turn(row: Row) -> Row:
    return {
        "kind": row["kind"],
        "sentence": sentence_of(row["kind"], row["data"]),
        "at": row["at"],
        "by": row["actor__name"],
        "reason": row["data"].get("reason", ""),
    }


def whole(reread: Reread, links: Links) -> dict[str, Any]:
    row = Reread.objects.values(*COLUMNS).get(pk=reread.pk)
    found = read_twice(reread) if reread.status == RereadStatus.DONE else []
    return shown(row, links) | {"differences": [_difference(each, reread, links) for each in found]}


def shown(row: Row, links: Links) -> Row:
    return {
        **{name: row[name] for name in ("id", "status", "asked_at", "read_at")},
        "url": links.reread(row["report_id"], row["id"]),
        "problem": row["problem"] or None,
        "reader": row["reader"] or None,
        "asked_by": row["asked_by__name"],
    }


def _difference(each: ReadTwice, reread: Reread, links: Links) -> Row:
    stands = each.proposal
    return {
        "list": each.name,
        "position": each.position,
        "state": each.state,
        "words": each.words,
        "changes": [vars_of(change) for change in each.changes],
        "takeable": sorted(each.takeable),
        "proposal": links.proposal(reread.report_id, stands.pk) if stands else None,
        "proposal_status": stands.status if stands else None,
    }


def vars_of(change: Any) -> Row:
    return {"field": change.field, "before": change.before, "after": change.after}
