"""Evidence: files and links that a force shows HMICFRS."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import FileResponse
from django.utils import timezone
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.links import Links
from tracker.api.parsers import OrjsonParser
from tracker.api.renderers import FileRenderer
from tracker.api.schema import CONFLICT, CREATED, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.work import EvidenceDetailShape, EvidenceShape, FileInput, LinkInput
from tracker.models import Evidence, EvidenceUse, Finding
from tracker.roles import Permission
from tracker.services import evidence as service
from tracker.services import file_types
from tracker.vocabulary import EvidenceKind

COLUMNS = (
    "id",
    "kind",
    "title",
    "shows",
    "dated_on",
    "marking",
    "handling",
    "url",
    "file_name",
    "content_type",
    "size",
    "sha256",
    "state",
    "rejected_because",
    "assessment",
    "assessment_reason",
    "replaced_by_id",
    "withdrawn_at",
    "added_by__name",
    "added_at",
)
AS_IT_IS = (
    "id",
    "kind",
    "title",
    "shows",
    "dated_on",
    "marking",
    "handling",
    "assessment",
    "assessment_reason",
    "withdrawn_at",
    "added_at",
)


class EvidenceList(ListView):
    queryset = Evidence.objects.none()
    scopes = {"GET": Scope.EVIDENCE_READ, "POST": Scope.EVIDENCE_WRITE}
    columns, order = COLUMNS, ("-added_at", "-id")
    parser_classes = [OrjsonParser, MultiPartParser]

    @documented(
        "list_evidence", "Evidence for a finding, newest first", EvidenceShape(many=True), NOT_FOUND,
        tag="evidence",
    )  # fmt: skip
    def get(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.SEE_WORKSPACE)
        used = EvidenceUse.objects.filter(finding=finding).values("evidence")
        return self.page_of(Evidence.objects.filter(pk__in=used), lambda row: shown(row, self.links))

    @documented(
        "add_evidence", "Add a file (multipart) or a link", EvidenceDetailShape, NOT_FOUND, CONFLICT, REFUSED,
        status=CREATED, tag="evidence",
        body={"multipart/form-data": FileInput, "application/json": LinkInput},
    )  # fmt: skip
    def post(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.SUBMIT_UPDATE)
        added = self._add(request)(finding=finding, by=request.user, now=timezone.now())
        answer = whole(added, self.links)
        return Response(answer, CREATED, headers={"Location": answer["url"]})

    def _add(self, request: Request) -> Callable[..., Evidence]:
        """The service for what was sent, with it. Raises ValidationError."""
        sent = request.data if isinstance(request.data, Mapping) else {}
        if "file" in sent and "url" in sent:
            raise ValidationError({"url": "Send a file or a link, not both."})
        if "url" in sent:
            link = self.checked(LinkInput)
            return lambda **deed: service.add_link(**link, **deed)
        file = self.checked(FileInput)
        return lambda **deed: service.add_file(**file, **deed)


class EvidenceDetail(ApiView):
    scopes = {"GET": Scope.EVIDENCE_READ}

    @documented("evidence", "One piece of evidence", EvidenceDetailShape, NOT_FOUND, tag="evidence")
    def get(self, request: Request, pk: int) -> Response:
        return Response(whole(access.get_evidence_for(request.user, pk), self.links))


class EvidenceContent(ApiView):
    scopes = {"GET": Scope.EVIDENCE_READ}
    renderer_classes = [FileRenderer]

    @documented(
        "evidence_content", "The file itself", bytes, NOT_FOUND, CONFLICT, tag="evidence",
        description="Who took it and when is written down.", media_type="application/octet-stream",
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> FileResponse:
        evidence = access.get_evidence_for(request.user, pk)
        service.record_download(evidence=evidence, by=request.user, now=timezone.now())
        return handed_out(evidence)


def handed_out(evidence: Evidence) -> FileResponse:
    """The file as an attachment that no browser shows, runs or keeps."""
    headers = file_types.download_headers(evidence.content_type)
    return FileResponse(
        evidence.file.open("rb"), as_attachment=True, filename=evidence.file_name, headers=headers
    )


def whole(evidence: Evidence, links: Links) -> dict[str, Any]:
    """The evidence with the findings it is used for."""
    row = Evidence.objects.values(*COLUMNS).get(pk=evidence.pk)
    used = Finding.objects.filter(evidence_uses__evidence=evidence).distinct().order_by("reference")
    references = used.values_list("reference", flat=True)
    return {**shown(row, links), "findings": [links.finding(reference) for reference in references]}


def shown(row: Row, links: Links) -> dict[str, Any]:
    replaced_by = row["replaced_by_id"]
    return {
        **{name: row[name] for name in AS_IT_IS},
        "url": links.evidence(row["id"]),
        "link": row["url"] or None,
        "file": _file(row, links) if row["kind"] == EvidenceKind.FILE else None,
        "replaced_by": links.evidence(replaced_by) if replaced_by else None,
        "added_by": row["added_by__name"],
    }


def _file(row: Row, links: Links) -> dict[str, Any]:
    return {
        "name": row["file_name"],
        "content_type": row["content_type"],
        "size": row["size"],
        "sha256": row["sha256"],
        "state": row["state"],
        "rejected_because": row["rejected_because"] or None,
        "content": f"{links.evidence(row['id'])}content/",
    }
