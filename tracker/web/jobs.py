"""The work in the background, for staff: what waits, runs, is stuck or was given up, and trying it again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tracker import access
from tracker.models import Notification
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors import jobs
from tracker.selectors.notifications import headline
from tracker.services import mails, reports, rereads, scanning
from tracker.vocabulary import JobState


@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    access.require(request.user, Permission.DECIDE_REPORT)
    now = timezone.now()
    reading, mailing = jobs.reading(request.user, now=now), jobs.mailing(now=now)
    files = jobs.scanning(request.user, now=now)
    again = jobs.reading_again(request.user, now=now)
    digests = jobs.digesting(now=now)
    groups = [reading, again, files, mailing, digests]
    context = {
        "now": now,
        "reading": reading,
        "again": again,
        "files": files,
        "mailing": mailing,
        "digests": digests,
        "mails": [_mail(row) for row in mailing.rows],
        "figures": [_figure(state, *groups) for state in JobState],
        "total": sum(group.total for group in groups),
        "stuck": sum(group.counts[JobState.STUCK] for group in groups),
    }
    return render(request, "jobs/list.html", context)


@require_POST
def report_retry(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.get_report_for(request.user, pk)
    return _tried(
        request,
        lambda: reports.retry(report=report, by=request.user, now=timezone.now()),
        f"{report} waits to be read again.",
    )


@require_POST
def reread_retry(request: HttpRequest, pk: int, reread_pk: int) -> HttpResponse:
    reread = access.get_reread_for(request.user, pk, reread_pk)
    return _tried(
        request,
        lambda: rereads.retry(reread=reread, by=request.user, now=timezone.now()),
        f"{reread.report} waits to be read a second time.",
    )


@require_POST
def file_retry(request: HttpRequest, pk: int) -> HttpResponse:
    item = access.get_evidence_for(request.user, pk, Permission.DECIDE_REPORT)
    return _tried(
        request,
        lambda: scanning.retry(evidence=item, by=request.user, now=timezone.now()),
        f"{item.file_name} waits to be scanned again.",
    )


@require_POST
def mail_retry(request: HttpRequest, pk: int) -> HttpResponse:
    mail = access.get_mail_for(request.user, pk)
    return _tried(
        request,
        lambda: mails.retry(notification=mail, by=request.user, now=timezone.now()),
        f"The mail to {mail.recipient} waits to be sent again.",
    )


@require_POST
def digest_retry(request: HttpRequest, pk: int) -> HttpResponse:
    digest = access.get_digest_for(request.user, pk)
    return _tried(
        request,
        lambda: mails.retry_digest(digest=digest, by=request.user, now=timezone.now()),
        f"The digest to {digest.person} waits to be sent again.",
    )


def _tried(request: HttpRequest, deed: Callable[[], Any], done: str) -> HttpResponse:
    try:
        deed()
    except (access.NotAllowed, access.NotVisible):
        raise
    except Refusal as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, done)
    return redirect("job-list")


def _mail(notification: Notification) -> dict[str, object]:
    return {"notification": notification, "headline": headline(notification.event)}


def _figure(state: JobState, *groups: jobs.Jobs) -> dict[str, object]:
    return {"number": sum(group.counts[state] for group in groups), "text": state.label.lower()}
