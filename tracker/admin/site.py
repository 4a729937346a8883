"""The admin's front: who comes in, through the service's one sign-in, and in what order things stand."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tracker.admin.permissions import may
from tracker.roles import Permission

# Any of these for all forces lets someone in. What each person finds there, each list asks for itself.
LETS_IN = (Permission.MANAGE_REFERENCE, Permission.MANAGE_PEOPLE, Permission.DECIDE_REPORT)
SECTIONS = ["Reference data", "People", "Findings and reports", "Trail"]


class Options(AutocompleteJsonView):
    """Options worded by the list they come from: two questions of one name differ in their programme."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "label_of", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}


class TrackerAdminSite(admin.AdminSite):
    site_title = site_header = "Police inspection findings tracker: administration"
    index_title = "Administration"
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        """HMICFRS's people by their role; people of a force only were the machine's owner to let them in."""
        user = request.user
        return user.is_active and (user.is_staff or any(may(user, permission) for permission in LETS_IN))

    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the service's own sign-in, with its limits, and back; refuse those who are signed in."""
        index = reverse("admin:index")
        if self.has_permission(request):
            return redirect(index)
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", index))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return LogoutView.as_view(next_page="account_login")(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return Options.as_view(admin_site=self)(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """By what things are for, not by the package that defines them."""
        sections: dict[str, dict[str, Any]] = {}
        for app in super().get_app_list(request, app_label):
            for entry in app["models"]:
                name = self._section_of(entry["model"])
                section = sections.setdefault(name, {**app, "name": name, "models": []})
                section["models"].append(entry)
        return sorted(sections.values(), key=lambda section: SECTIONS.index(section["name"]))

    def _section_of(self, model: type[Model]) -> str:
        return getattr(self.get_model_admin(model), "section", "People")
