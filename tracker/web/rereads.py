"""Pages of a report's second readings, and of all that became of what was read out of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tracker import access
from tracker.importing.differences import State
from tracker.refusals import Refusal
from tracker.selectors.agreement import agreement_of, columns
from tracker.selectors.import_history import history_of
from tracker.selectors.progress import progress_of_reread
from tracker.selectors.rereads import ReadTwice, read_twice
from tracker.services import rereads, second_readings
from tracker.vocabulary import Decision, RereadStatus
from tracker.web.report_tags import name as called

SHOWN = (State.NEW, State.CHANGED, State.GONE)


@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """When the report was read and by which reader, and what became of what it proposed."""
    report = access.get_report_for(request.user, pk)
    context = {
        "report": report,
        "history": history_of(report),
        "rows": agreement_of(report.pk, request.user),
        "columns": columns(),
        "rereads": report.rereads.select_related("asked_by").defer("items"),
    }
    return render(request, "reports/history.html", context)


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.get_report_for(request.user, pk)
    try:
        reread = rereads.ask(report=report, by=request.user, now=timezone.now())
    except (access.NotAllowed, access.NotVisible):
        raise
    except Refusal as problem:
        messages.warning(request, str(problem))
        return redirect("report-history", pk)
    messages.success(request, "The report is being read a second time. What stands is not touched by it.")
    return redirect("reread-detail", pk, reread.pk)


@require_GET
def detail(request: HttpRequest, pk: int, reread_pk: int) -> HttpResponse:
    """What the second reading would change, item by item, beside what stands."""
    reread = access.get_reread_for(request.user, pk, reread_pk)
    rows = read_twice(reread) if reread.status == RereadStatus.DONE else []
    context = {
        "report": reread.report,
        "reread": reread,
        "groups": _by_state(rows),
        "count": len(rows),
        "reason": second_readings.REASON.format(reader=reread.reader),
        "progress": progress_of_reread(reread, now=timezone.now()),
    }
    return render(request, "reports/reread.html", context)


@require_GET
def progress(request: HttpRequest, pk: int, reread_pk: int) -> HttpResponse:
    """What `static/js/progress.js` asks for while the report is read a second time."""
    reread = access.get_reread_for(request.user, pk, reread_pk)
    found = progress_of_reread(reread, now=timezone.now())
    return JsonResponse({"words": found.words, "is_over": found.is_over})


@require_POST
def take(request: HttpRequest, pk: int, reread_pk: int) -> HttpResponse:
    """Take the new items over that were ticked."""
    reread = access.get_reread_for(request.user, pk, reread_pk)
    chosen = [pair for pair in map(_pair, request.POST.getlist("item")) if pair]
    try:
        made = rereads.take_over(reread=reread, chosen=chosen, by=request.user, now=timezone.now())
    except (access.NotAllowed, access.NotVisible):
        raise
    except Refusal as problem:
        messages.warning(request, str(problem))
        return redirect("reread-detail", pk, reread_pk)
    count = f"{len(made)} new items are" if len(made) > 1 else "1 new item is"
    messages.success(request, f"{count} proposed on the report’s page. Decide each there.")
    return redirect("report-detail", pk)


@require_POST
def take_change(request: HttpRequest, pk: int, reread_pk: int) -> HttpResponse:
    """Have the item of the pressed button follow the second reading."""
    reread = access.get_reread_for(request.user, pk, reread_pk)
    name, position = _pair(request.POST.get("item", "")) or ("", -1)
    try:
        taken = second_readings.take_change(
            reread=reread,
            name=name,
            position=position,
            reason=request.POST.get("reason", "")[: second_readings.LONGEST_REASON],
            by=request.user,
            now=timezone.now(),
        )
    except (access.NotAllowed, access.NotVisible):
        raise
    except Refusal as problem:
        messages.warning(request, str(problem))
    else:
        what = "waits to be decided so" if taken.status == Decision.PROPOSED else "is corrected"
        messages.success(request, f"{called(taken)} {what}.")
    return redirect("reread-detail", pk, reread_pk)


def _pair(key: str) -> tuple[str, int] | None:
    name, _, position = key.rpartition("-")
    return (name, int(position)) if name and position.isascii() and position.isdigit() else None


def _by_state(rows: list[ReadTwice]) -> list[tuple[State, list[ReadTwice]]]:
    groups = [(state, [row for row in rows if row.state == state]) for state in SHOWN]
    return [group for group in groups if group[1]]
