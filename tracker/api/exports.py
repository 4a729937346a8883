"""Lists and packs as files."""

from typing import Any

from django.http import FileResponse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.links import Links
from tracker.api.renderers import FileRenderer
from tracker.api.schema import CONFLICT, CREATED, NOT_FOUND, REFUSED, UNAVAILABLE, documented
from tracker.api.shapes.exports import ExportInput, ExportShape
from tracker.documents.vocabulary import ExportState
from tracker.models import Export
from tracker.services import exports, file_types

AS_IT_IS = (
    "id", "kind", "format", "title", "parameters", "asked_at", "expires_at", "total", "done", "size",
)  # fmt: skip
COLUMNS = (*AS_IT_IS, "state", "problem", "made_at", "file_name", "sha256")


class ExportList(ListView):
    queryset = Export.objects.none()
    scopes = {"GET": Scope.EXPORTS, "POST": Scope.EXPORTS}
    columns, order = COLUMNS, ("-id",)

    @documented("list_exports", "Your own exports, newest first", ExportShape(many=True), tag="exports")
    def get(self, request: Request) -> Response:
        return self.page_of(Export.objects.visible_to(request.user), lambda row: shown(row, self.links))

    @documented(
        "ask_for_export", "Have a list or pack made as a file", ExportShape,
        NOT_FOUND, CONFLICT, REFUSED, UNAVAILABLE, status=CREATED, body=ExportInput, tag="exports",
        description="A small one is `ready` at once. Of a large one, ask the address in `Location` until its "
        "status is `ready` or `failed`.",
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        given = self.checked(ExportInput)
        kind, format = given.pop("kind"), given.pop("format")
        parameters = {name: str(value) for name, value in given.items()}
        export = exports.ask(
            kind=kind, format=format, parameters=parameters, by=request.user, now=timezone.now()
        )
        address = self.links.export(export.pk)
        return Response(_whole(export, self.links), CREATED, headers={"Location": address})


class ExportDetail(ApiView):
    scopes = {"GET": Scope.EXPORTS}

    @documented("export", "An export, and how far it is", ExportShape, NOT_FOUND, tag="exports")
    def get(self, request: Request, pk: int) -> Response:
        return Response(_whole(access.get_export_for(request.user, pk), self.links))


class ExportCancelled(ApiView):
    scopes = {"POST": Scope.EXPORTS}

    @documented(
        "cancel_export", "Ask for the file no more", ExportShape, NOT_FOUND, CONFLICT, tag="exports",
        description="While it waits or is made.",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        export = access.get_export_for(request.user, pk)
        export = exports.cancel(export=export, by=request.user, now=timezone.now())
        return Response(_whole(export, self.links))


class ExportContent(ApiView):
    scopes = {"GET": Scope.EXPORTS}
    renderer_classes = [FileRenderer]

    @documented(
        "export_content", "The file itself", bytes, NOT_FOUND, CONFLICT, REFUSED, tag="exports",
        description="Whoever may no longer see what it was made from does not get it. Who took it and when "
        "is written down.", media_type="application/octet-stream",
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> FileResponse:
        export = access.get_export_for(request.user, pk)
        file = exports.opened(export=export, by=request.user, now=timezone.now())
        headers = file_types.attachment_headers(exports.CONTENT_TYPES[export.format])
        return FileResponse(file, as_attachment=True, filename=export.file_name, headers=headers)


def _whole(export: Export, links: Links) -> dict[str, Any]:
    return shown(Export.objects.values(*COLUMNS).get(pk=export.pk), links)


def shown(row: Row, links: Links) -> Row:
    is_ready = row["state"] == ExportState.READY
    return {
        **{name: row[name] for name in AS_IT_IS},
        "url": links.export(row["id"]),
        "status": row["state"],
        "problem": row["problem"] or None,
        "as_at": row["made_at"],
        "file_name": row["file_name"] or None,
        "sha256": row["sha256"] or None,
        "content": links.export(row["id"], "content/") if is_ready else None,
    }
