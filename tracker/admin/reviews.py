"""Reviews: what HMICFRS decided on updates; and the levels of sign-off, kept here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tracker.admin.permissions import Page, ReferenceAdmin, WorkflowAdmin
from tracker.models import ForceMembership, Review, SignOffLevel
from tracker.roles import Role


@admin.register(SignOffLevel)
class SignOffLevelAdmin(ReferenceAdmin):
    list_display = ["number", "name", "who"]
    list_display_links = ["number", "name"]
    search_fields = ["name"]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Inspectors alone: nobody else's signature would count."""
        inspectors = ForceMembership.objects.in_force(on=timezone.localdate()).filter(role=Role.INSPECTOR)
        kwargs["queryset"] = User.objects.filter(pk__in=inspectors.values("user")).order_by("name")
        kwargs["widget"] = CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description="who may sign")
    def who(self, row: SignOffLevel) -> str:
        return ", ".join(str(user) for user in row.signers.all()) or "Every inspector"

    def get_queryset(self, request: HttpRequest) -> "QuerySet[SignOffLevel]":
        return super().get_queryset(request).prefetch_related("signers")


@admin.register(Review)
class ReviewAdmin(WorkflowAdmin):
    list_display = ["update", "page", "level", "outcome", "reviewed_by", "reviewed_at", "more_by"]
    list_filter = ["outcome", ("finding__force", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["update__finding", "reviewed_by"]
    search_fields = ["finding__reference", "reason", "reviewed_by__name"]
    search_help_text = "Reference of the finding, words of the reason, or who reviewed"
    date_hierarchy = "reviewed_at"

    def page_of(self, row: Review) -> Page:
        return Page(reverse("review-detail", args=[row.update_id]), str(row.update))
