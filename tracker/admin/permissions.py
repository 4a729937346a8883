"""Who sees and keeps what in the admin: `tracker.roles` decides, Django's own permissions do not."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tracker.admin.choosing import Choosing, NamedInputs
from tracker.models import Finding, Report
from tracker.models.visibility import Person, reach_of
from tracker.roles import Permission

WITHDRAWN = ("withdrawn_at", admin.EmptyFieldListFilter)


@dataclass(frozen=True)
class Page:
    """A page of the tracker that an admin row leads to, and whose page it is."""

    address: str
    of: str


def page_of_finding(finding: Finding | None) -> Page | None:
    return Page(finding.get_absolute_url(), str(finding)) if finding else None


def page_of_report(report: Report | None) -> Page | None:
    return Page(reverse("report-detail", args=[report.pk]), str(report)) if report else None


def may(user: Person, permission: Permission) -> bool:
    """Whether a role gives the permission for all forces: the admin shows no force apart from the others."""
    return reach_of(user, permission).all_forces


def keeps_reference_data(user: Person) -> bool:
    """Editors and administrators; and the superuser, who sets up a service that has no roles yet."""
    return user.is_active and (getattr(user, "is_superuser", False) or may(user, Permission.MANAGE_REFERENCE))


class Reference:
    """Reference data: HMICFRS reads it, who manages reference data keeps it. For admins and inlines.

    What is in use cannot be deleted: the database protects it and the admin says what holds it.
    """

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return keeps_reference_data(request.user) or may(request.user, Permission.SEE_WORKSPACE)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return keeps_reference_data(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return keeps_reference_data(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return keeps_reference_data(request.user)


class ReferenceAdmin(Reference, Choosing, admin.ModelAdmin):
    section = "Reference data"
    list_per_page = 25
    show_facets = admin.ShowFacets.ALWAYS
    fixed_once_made: tuple[str, ...] = ()  # what addresses and references are made of
    made_from: dict[str, tuple[str, ...]] = {}  # as prepopulated_fields, while adding

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return (*self.readonly_fields, *(self.fixed_once_made if obj else ()))

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> dict[str, tuple[str, ...]]:
        return {} if obj else self.made_from

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, set[str], list[str]]:
        """What holds the rows in their place, named at most a page long."""
        deleted, counts, lacking, holding = super().get_deleted_objects(objs, request)
        more = len(holding) - self.list_per_page
        shown = [*holding[: self.list_per_page], *([f"and {more} more"] if more > 0 else [])]
        # That it is in use is the reason; that nobody may delete findings here would only distract from it.
        return deleted, counts, set() if holding else lacking, shown


class ReferenceInline(Reference, NamedInputs, Choosing, admin.TabularInline):
    extra = 0


class ReadOnly:
    """Rows that services alone write. For admins and inlines."""

    seen_with = Permission.SEE_WORKSPACE

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may(request.user, self.seen_with)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class WorkflowAdmin(ReadOnly, admin.ModelAdmin):
    """Rows of the workflow, looked up here and worked on at their page."""

    section = "Findings and reports"
    list_per_page = 25
    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = False
    change_form_template = "admin/workflow_row.html"

    def page_of(self, row: Any) -> Page | None:
        """The page where deeds are done with the row; None: there is none."""
        return None

    @admin.display(description="page", empty_value="–")
    def page(self, row: Any) -> SafeString | None:
        page = self.page_of(row)
        words = '<a href="{}">Open<span class="visually-hidden"> {}</span></a>'
        return format_html(words, page.address, page.of) if page else None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = getattr(self.model, "kept", self.model.objects)  # what was withdrawn is found here, too
        return rows.visible_to(request.user)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        context["page"] = self.page_of(obj) if obj else None
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


class ReadOnlyInline(ReadOnly, admin.TabularInline):
    extra = 0
