"""Lists and packs as files: asked for, waited for, taken."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tracker import access
from tracker.documents.vocabulary import ExportKind
from tracker.models import Export
from tracker.refusals import Refusal
from tracker.selectors.exports import exports_of, words_of
from tracker.services import exports, file_types
from tracker.web.paging import page_of


@require_http_methods(["GET", "HEAD", "POST"])
def export_list(request: HttpRequest) -> HttpResponse:
    """The person's own; what is sent here is a list to make a file of."""
    if request.method == "POST":
        return _list_asked(request)
    return render(
        request, "exports/list.html", {"page_obj": page_of(exports_of(request.user), request.GET.get("page"))}
    )


def _list_asked(request: HttpRequest) -> HttpResponse:
    sent = request.POST
    parameters = {"list": sent.get("list", ""), "query": sent.get("query", "")}
    try:
        export = exports.ask(
            kind=ExportKind.LIST, format=sent.get("format", ""), parameters=parameters, by=request.user,
            now=timezone.now(),
        )  # fmt: skip
    except (access.NotAllowed, access.NotVisible):
        raise
    except Refusal as problem:
        messages.warning(request, str(problem))
        return redirect("export-list")
    return taken(export)


def taken(export: Export) -> HttpResponse:
    """To the file, if it was made at once; else to where its progress is told."""
    return redirect("export-download" if export.is_ready else "export-detail", export.pk)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    export = access.get_export_for(request.user, pk)
    return render(request, "exports/detail.html", {"export": export, "words": words_of(export)})


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """What `static/js/progress.js` asks for while the file is made."""
    export = access.get_export_for(request.user, pk)
    return JsonResponse({"words": words_of(export), "is_over": not export.is_under_way})


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    export = access.get_export_for(request.user, pk)
    try:
        exports.cancel(export=export, by=request.user, now=timezone.now())
    except exports.NothingToCancel as problem:
        messages.warning(request, str(problem))
    return redirect("export-detail", pk)


@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as an attachment that no browser shows, runs or keeps; who took it is written down first."""
    export = access.get_export_for(request.user, pk)
    try:
        file = exports.opened(export=export, by=request.user, now=timezone.now())
    except (access.NotAllowed, access.NotVisible):
        raise
    except Refusal as problem:
        context = {"export": export, "words": str(problem)}
        return render(request, "exports/refused.html", context, status=409)
    headers = file_types.attachment_headers(exports.CONTENT_TYPES[export.format])
    return FileResponse(file, as_attachment=True, filename=export.file_name, headers=headers)
