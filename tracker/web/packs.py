"""Packs: a force's findings for its board, and a finding as it stood at a date."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.generic import FormView

from tracker import access
from tracker.documents.vocabulary import ExportFormat, ExportKind
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.board_packs import board_pack
from tracker.services import export_plans, exports
from tracker.vocabulary import Marking
from tracker.web.exports import taken
from tracker.web.forms.packs import PRINT, BoardPackForm, EvidencePackForm


class BoardPackPage(FormView):
    """Asks what the pack shall hold, and makes it."""

    template_name = "packs/board.html"
    form_class = BoardPackForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.force = access.get_force(kwargs["slug"])
        access.require(request.user, Permission.SEE_WORKSPACE, force_id=self.force.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = reverse("force-detail", args=[self.force.slug])
        return super().get_context_data(force=self.force, back_url=address, **kwargs)

    def form_valid(self, form: BoardPackForm) -> HttpResponse:
        format, parameters = form.cleaned_data["format"], form.parameters
        try:
            if format == PRINT:
                return self._to_print(parameters)
            export = exports.ask(
                kind=ExportKind.BOARD_PACK, format=format, by=self.request.user, now=timezone.now(),
                parameters={"force": self.force.slug, **parameters},
            )  # fmt: skip
        except (access.NotAllowed, access.NotVisible):
            raise
        except Refusal as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            return self.form_invalid(form)
        return taken(export)

    def _to_print(self, parameters: dict[str, str]) -> HttpResponse:
        export_plans.wanted_of(self.request.user, {"force": self.force.slug, **parameters})
        address = reverse("board-pack-print", args=[self.force.slug])
        return redirect(f"{address}?{urlencode(parameters)}")


@require_GET
def board_pack_print(request: HttpRequest, slug: str) -> HttpResponse:
    """The pack as a page that prints well: marking and page number on every sheet."""
    parameters = {name: request.GET.get(name, "") for name in ("query", "on", "since", "marking")}
    try:
        wanted = export_plans.wanted_of(request.user, {"force": slug, **parameters})
        pack = board_pack(wanted, request.user, now=timezone.now())
    except (access.NotAllowed, access.NotVisible):
        raise
    except Refusal:
        return redirect("board-pack", slug)
    context = {
        "pack": pack,
        "force": wanted.force,
        "since": wanted.since,
        "is_sensitive": wanted.marking == Marking.OFFICIAL_SENSITIVE,
    }
    return render(request, "packs/board_print.html", context)


class EvidencePackPage(FormView):
    """A finding as it stood at a date, made by a worker."""

    template_name = "packs/evidence.html"
    form_class = EvidencePackForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.finding = access.get_finding_for(request.user, kwargs["reference"], Permission.SEE_WORKSPACE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(finding=self.finding, **kwargs)

    def form_valid(self, form: EvidencePackForm) -> HttpResponse:
        parameters = {"finding": self.finding.reference, "on": form.cleaned_data["on"].isoformat()}
        try:
            export = exports.ask(
                kind=ExportKind.EVIDENCE_PACK, format=ExportFormat.ZIP, parameters=parameters,
                by=self.request.user, now=timezone.now(),
            )  # fmt: skip
        except (access.NotAllowed, access.NotVisible):
            raise
        except Refusal as problem:
            form.add_error("on" if problem.field == "on" else None, str(problem))
            return self.form_invalid(form)
        return taken(export)
