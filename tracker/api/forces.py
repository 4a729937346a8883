"""Forces."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker.api.base import ApiView, ListView, Row
from tracker.api.links import Links
from tracker.api.schema import NOT_FOUND, documented
from tracker.api.shapes.reference import ForceRowShape, ForceShape
from tracker.models import Force, ForceSuccession
from tracker.selectors.bodies import history_of

COLUMNS = ("slug", "name", "short_name", "ons_code", "region", "kind")
NAME_COLUMNS = ("name", "used_from", "used_until")
BODY_COLUMNS = ("name", "since", "until")


class ForceList(ListView):
    queryset = Force.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ}
    columns, order = COLUMNS, ("name",)

    @documented("list_forces", "Forces, by name", ForceRowShape(many=True), tag="reference")
    def get(self, request: Request) -> Response:
        return self.page_of(Force.objects.all(), lambda row: {**row, "url": self.links.force(row["slug"])})


class ForceDetail(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ}

    @documented("force", "One force with its names over time", ForceShape, NOT_FOUND, tag="reference")
    def get(self, request: Request, slug: str) -> Response:
        return Response(shown(get_object_or_404(Force, slug=slug), self.links))


def named(slug: str, name: str, url: str) -> Row:
    return {"slug": slug, "name": name, "url": url}


def _body(force: Force, row: ForceSuccession, links: Links) -> dict[str, Any]:
    return {**named(force.slug, force.name, links.force(force.slug)), "on": row.on}


def shown(force: Force, links: Links) -> dict[str, Any]:
    bodies = history_of(force)
    return {
        **{column: getattr(force, column) for column in COLUMNS},
        "url": links.force(force.slug),
        "aliases": list(force.aliases.order_by("alias").values_list("alias", flat=True)),
        "former_names": list(force.former_names.order_by("-used_until", "pk").values(*NAME_COLUMNS)),
        "policing_bodies": list(force.policing_bodies.order_by("-since", "pk").values(*BODY_COLUMNS)),
        "succeeded": [_body(row.predecessor, row, links) for row in bodies.before],
        "succeeded_by": [_body(row.successor, row, links) for row in bodies.after],
        "findings": f"{links.root}findings/?force={force.slug}",
        "grades": links.force(force.slug, "grades/"),
        "inspections": f"{links.root}inspections/?force={force.slug}",
    }
