"""Uploading many reports at once, with one table of what became of each."""

from django.conf import settings
from django.core.files.uploadhandler import load_handler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from tracker import access
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.services import batches
from tracker.web.forms.uploads import UploadManyForm

FORM_BESIDES_FILES = 1024 * 1024  # bytes: names, boundaries, the token


@csrf_exempt  # asked for below, once it is known that the form may be read at all
@require_http_methods(["GET", "HEAD", "POST"])
def upload_many(request: HttpRequest) -> HttpResponse:
    """More comes in here than any other form may hold, so who sends it is asked before a byte is read."""
    access.require(request.user, Permission.DECIDE_REPORT)
    if int(request.META.get("CONTENT_LENGTH") or 0) > batches.LIMIT + FORM_BESIDES_FILES:
        return _page(request, _refused(_unread(), batches.BatchTooLarge()))
    # Without the first of them, which refuses what is larger than any other form.
    request.upload_handlers = [load_handler(name, request) for name in settings.FILE_UPLOAD_HANDLERS[1:]]
    return _answer(request)


@csrf_protect
def _answer(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, UploadManyForm())
    form = UploadManyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    try:
        outcomes = batches.upload_many(files=form.cleaned_data["files"], by=request.user, now=timezone.now())
    except Refusal as problem:
        return _page(request, _refused(form, problem))
    return render(request, "reports/uploaded.html", {"outcomes": outcomes, "counts": _counts(outcomes)})


def _unread() -> UploadManyForm:
    """A form of which nobody knows what was chosen, to say why it was not read."""
    form = UploadManyForm({}, {})
    form.errors.clear()
    return form


def _refused(form: UploadManyForm, problem: Refusal) -> UploadManyForm:
    form.add_error("files", str(problem))
    return form


def _page(request: HttpRequest, form: UploadManyForm) -> HttpResponse:
    return render(request, "reports/upload_many.html", {"form": form})


def _counts(outcomes: list[batches.Outcome]) -> list[dict[str, object]]:
    accepted = sum(outcome.report is not None for outcome in outcomes)
    earlier = sum(outcome.earlier is not None for outcome in outcomes)
    return [
        {"number": accepted, "text": "accepted"},
        {"number": earlier, "text": "uploaded before"},
        {"number": len(outcomes) - accepted - earlier, "text": "refused"},
    ]
