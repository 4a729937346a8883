"""Evidence: files and links that a force shows HMICFRS."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.links import Links
from tracker.api.parsers import OrjsonParser
from tracker.api.problems import Refused
from tracker.api.renderers import FileRenderer
from tracker.api.schema import CONFLICT, CREATED, NOT_FOUND, REFUSED, UNAVAILABLE, documented
from tracker.api.shapes.evidence import (
    AssessmentInput,
    EvidenceDetailShape,
    EvidenceShape,
    FileInput,
    FileVersionInput,
    LinkInput,
    LinkVersionInput,
    MeasureInput,
    MeasureVersionInput,
    UseInput,
    WithdrawalInput,
)
from tracker.models import Evidence, EvidenceUse, Finding
from tracker.roles import Permission
from tracker.selectors.filters import EvidenceFilter
from tracker.services import assessments, file_types, scanning, versions
from tracker.services import evidence as service
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
    "sent_sha256",
    "scanned_at",
    "state",
    "rejected_because",
    "assessment",
    "assessment_reason",
    "assessed_at",
    "assessed_by__name",
    "version",
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
    "assessed_at",
    "version",
    "withdrawn_at",
    "added_at",
)
FIGURE_COLUMNS = (
    "measure__name",
    "measure__unit",
    "value",
    "period",
    "comparator",
    "comparator_value",
    "comparator_period",
)
ADDED = PolymorphicProxySerializer(
    component_name="EvidenceAdded",
    serializers=[LinkInput, MeasureInput, UseInput],
    resource_type_field_name=None,
)
VERSION = PolymorphicProxySerializer(
    component_name="EvidenceVersion",
    serializers=[LinkVersionInput, MeasureVersionInput],
    resource_type_field_name=None,
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
        "add_evidence", "Add a file (multipart), a link or a measure, or use evidence again",
        EvidenceDetailShape, NOT_FOUND, CONFLICT, REFUSED, UNAVAILABLE, status=CREATED, tag="evidence",
        body={"multipart/form-data": FileInput, "application/json": ADDED},
        description="The same bytes twice: 409, and `existing` is what to use again.",
    )  # fmt: skip
    def post(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.SUBMIT_UPDATE)
        try:
            added = self._add(request)(finding=finding, by=request.user, now=timezone.now())
        except service.AlreadyHeld as refusal:
            raise Refused(refusal, existing=self.links.evidence(refusal.existing.pk)) from None
        answer = whole(added, self.links)
        return Response(answer, CREATED, headers={"Location": answer["url"]})

    def _add(self, request: Request) -> Callable[..., Evidence]:
        """The service for what was sent, with it. Raises ValidationError."""
        sent = request.data if isinstance(request.data, Mapping) else {}
        kind = kind_sent(sent)
        if kind is UseInput:
            held = access.get_evidence_for(request.user, self.checked(UseInput)["evidence"])
            return lambda **deed: service.use(evidence=held, **deed)
        given = self.checked(kind)
        return lambda **deed: ADD[kind](**given, **deed)


class AllEvidence(ListView):
    queryset = Evidence.objects.none()
    scopes = {"GET": Scope.EVIDENCE_READ}
    columns, order = COLUMNS, ("-added_at", "-id")
    filterset_class = EvidenceFilter

    @documented(
        "list_all_evidence", "Evidence of the forces whose workspaces you see, newest first",
        EvidenceShape(many=True), tag="evidence",
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        access.require(request.user, Permission.SEE_WORKSPACE)
        return self.page_of(Evidence.objects.visible_to(request.user), lambda row: shown(row, self.links))


class EvidenceDetail(ApiView):
    scopes = {"GET": Scope.EVIDENCE_READ}

    @documented("evidence", "One piece of evidence", EvidenceDetailShape, NOT_FOUND, tag="evidence")
    def get(self, request: Request, pk: int) -> Response:
        return Response(whole(access.get_evidence_for(request.user, pk), self.links))


class EvidenceContent(ApiView):
    scopes = {"GET": Scope.EVIDENCE_READ}
    renderer_classes = [FileRenderer]

    @documented(
        "evidence_content", "The file itself", bytes, NOT_FOUND, CONFLICT, UNAVAILABLE, tag="evidence",
        description="Who took it and when is written down.", media_type="application/octet-stream",
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> FileResponse:
        evidence = access.get_evidence_for(request.user, pk)
        file = service.opened(evidence=evidence, by=request.user, now=timezone.now())
        headers = file_types.download_headers(evidence.content_type)
        return FileResponse(file, as_attachment=True, filename=evidence.file_name, headers=headers)


class EvidenceDeed(ApiView):
    """A deed on one piece of evidence, answered with it as it stands then."""

    permission = Permission.SUBMIT_UPDATE

    def done(self, request: Request, pk: int, deed: Callable[..., Evidence], shape: Any = None) -> Response:
        evidence = access.get_evidence_for(request.user, pk, self.permission)
        given = self.checked(shape) if shape else {}
        changed = deed(evidence=evidence, by=request.user, now=timezone.now(), **given)
        return Response(whole(changed, self.links))


class EvidenceWithdrawal(EvidenceDeed):
    scopes = {"POST": Scope.EVIDENCE_WRITE}

    @documented(
        "withdraw_evidence", "Take evidence back", EvidenceDetailShape, NOT_FOUND, CONFLICT, REFUSED,
        body=WithdrawalInput, tag="evidence", description="It stays listed, as withdrawn.",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(request, pk, service.withdraw, WithdrawalInput)


class EvidenceAssessment(EvidenceDeed):
    scopes = {"PUT": Scope.REVIEWS_WRITE}
    permission = Permission.REVIEW

    @documented(
        "assess_evidence", "Say whether evidence is enough", EvidenceDetailShape,
        NOT_FOUND, CONFLICT, REFUSED, body=AssessmentInput, tag="evidence",
    )  # fmt: skip
    def put(self, request: Request, pk: int) -> Response:
        return self.done(request, pk, assessments.assess, AssessmentInput)


class EvidenceScan(EvidenceDeed):
    scopes = {"POST": Scope.REPORTS_WRITE}
    permission = Permission.DECIDE_REPORT

    @documented(
        "scan_evidence_again", "Have a file scanned again that got no verdict", EvidenceDetailShape,
        NOT_FOUND, CONFLICT, tag="evidence",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(request, pk, scanning.retry)


class EvidenceVersions(ApiView):
    scopes = {"POST": Scope.EVIDENCE_WRITE}
    parser_classes = [OrjsonParser, MultiPartParser]

    @documented(
        "replace_evidence", "Put a newer version in the place of evidence", EvidenceDetailShape,
        NOT_FOUND, CONFLICT, REFUSED, UNAVAILABLE, status=CREATED, tag="evidence",
        body={"multipart/form-data": FileVersionInput, "application/json": VERSION},
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        old = access.get_evidence_for(request.user, pk, Permission.SUBMIT_UPDATE)
        shape, replace = REPLACE[EvidenceKind(old.kind)]
        given = self.checked(shape)
        try:
            new = replace(old=old, by=request.user, now=timezone.now(), **given)
        except service.AlreadyHeld as refusal:
            raise Refused(refusal, existing=self.links.evidence(refusal.existing.pk)) from None
        answer = whole(new, self.links)
        return Response(answer, CREATED, headers={"Location": answer["url"]})


ADD: dict[Any, Callable[..., Evidence]] = {
    FileInput: service.add_file,
    LinkInput: service.add_link,
    MeasureInput: service.add_measure,
}
REPLACE: dict[EvidenceKind, tuple[Any, Callable[..., Evidence]]] = {
    EvidenceKind.FILE: (FileVersionInput, versions.replace_file),
    EvidenceKind.LINK: (LinkVersionInput, versions.replace_link),
    EvidenceKind.MEASURE: (MeasureVersionInput, versions.replace_measure),
}


def kind_sent(sent: Mapping[str, Any]) -> Any:
    """The shape that a body is to be read by. Raises ValidationError where it would be two."""
    found = [shape for name, shape in KINDS.items() if name in sent]
    if len(found) > 1:
        raise ValidationError({FIELDS[found[1]]: "Send one of file, url, figure and evidence, not several."})
    return found[0] if found else FileInput


KINDS = {"file": FileInput, "url": LinkInput, "figure": MeasureInput, "evidence": UseInput}
FIELDS = {shape: name for name, shape in KINDS.items()}


def whole(evidence: Evidence, links: Links) -> dict[str, Any]:
    """The evidence with the findings it is used for."""
    row = Evidence.objects.values(*COLUMNS).get(pk=evidence.pk)
    used = Finding.objects.filter(evidence_uses__evidence=evidence).distinct().order_by("reference")
    references = used.values_list("reference", flat=True)
    figures = evidence.observations.order_by("pk").values(*FIGURE_COLUMNS)
    figure = next((as_figure(figure) for figure in figures), None)
    return {
        **shown(row, links),
        "figure": figure,
        "findings": [links.finding(reference) for reference in references],
    }


def shown(row: Row, links: Links) -> dict[str, Any]:
    replaced_by = row["replaced_by_id"]
    return {
        **{name: row[name] for name in AS_IT_IS},
        "url": links.evidence(row["id"]),
        "link": row["url"] or None,
        "file": _file(row, links) if row["kind"] == EvidenceKind.FILE else None,
        "replaced_by": links.evidence(replaced_by) if replaced_by else None,
        "assessed_by": row["assessed_by__name"],
        "added_by": row["added_by__name"],
    }


def as_figure(row: Row) -> dict[str, Any]:
    return {name.removeprefix("measure__"): row[name] for name in FIGURE_COLUMNS}


def _file(row: Row, links: Links) -> dict[str, Any]:
    return {
        "name": row["file_name"],
        "content_type": row["content_type"],
        "size": row["size"],
        "sha256": row["sha256"],
        "sent_sha256": row["sent_sha256"] or row["sha256"],
        "scanned_at": row["scanned_at"],
        "state": row["state"],
        "rejected_because": row["rejected_because"] or None,
        "content": f"{links.evidence(row['id'])}content/",
    }
