"""Who asks, and where things are."""

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import ApiToken
from tracker.api.base import ApiView
from tracker.api.schema import documented
from tracker.api.shapes.reference import MeShape, RootShape
from tracker.models import ForceMembership


class Root(ApiView):
    @documented("root", "Where things are", RootShape, tag="me")
    def get(self, request: Request) -> Response:
        places = (
            "me",
            "findings",
            "forces",
            "programmes",
            "inspections",
            "reports",
            "reviews",
            "schema",
            "docs",
        )
        return Response({place: f"{self.links.root}{place}/" for place in places})


class Me(ApiView):
    @documented("me", "Who you are, your roles and your token", MeShape, tag="me")
    def get(self, request: Request) -> Response:
        user = request.user
        roles = ForceMembership.objects.filter(user=user).in_force(on=timezone.localdate())
        columns = roles.order_by("role", "force__slug").values("role", "force__slug", "ends_on")
        return Response(
            {
                "name": user.name,
                "email": user.email,
                "roles": [
                    {"role": row["role"], "force": row["force__slug"], "ends_on": row["ends_on"]}
                    for row in columns
                ],
                "token": _token(request.auth) if request.auth else None,
            }
        )


def _token(token: ApiToken) -> dict[str, Any]:
    return {
        "name": token.name,
        "prefix": token.prefix,
        "scopes": token.scopes,
        "expires_at": token.expires_at,
    }
