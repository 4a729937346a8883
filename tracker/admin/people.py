"""People, their roles and their API tokens. Roles are given and ended through `services.people`."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms.models import construct_instance
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.admin import ApiTokenAdmin, UserAdmin
from accounts.models import ApiToken, User
from tracker.admin.choosing import Choosing
from tracker.admin.permissions import ReadOnlyInline, may
from tracker.models import ForceMembership
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.services import people

SIGN_IN = ("account", "mfa", "socialaccount", "usersessions")


def keeps_people(request: HttpRequest) -> bool:
    return may(request.user, Permission.MANAGE_PEOPLE)


class RolesOfPerson(ReadOnlyInline):
    model = ForceMembership
    fk_name = "user"
    seen_with = Permission.MANAGE_PEOPLE
    fields = ["role", "force", "ends_on", "given_by", "given_at"]
    show_change_link = True
    verbose_name, verbose_name_plural = "role", "roles"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("user", "force", "given_by")


# `accounts` knows no roles; here its lists show them. Who may open them: `backend`.
admin.site.unregister([User, ApiToken])
# The sign-in library's own rows are keys: no list shows or changes them.
admin.site.unregister(
    [
        model
        for label in SIGN_IN
        for model in apps.get_app_config(label).get_models()
        if admin.site.is_registered(model)
    ]
)


@admin.register(User)
class PersonAdmin(UserAdmin):
    search_help_text = "Name, e-mail address or job title"
    show_facets = admin.ShowFacets.ALWAYS
    inlines = [RolesOfPerson]

    def label_of(self, person: User) -> str:
        return f"{person.name} <{person.email}>"


@admin.register(ApiToken)
class TokenAdmin(ApiTokenAdmin):
    search_help_text = "Name or first letters of the token, or its owner"


class GiveRoleForm(forms.ModelForm):
    class Meta:
        model = ForceMembership
        fields = ["user", "role", "force", "ends_on"]
        labels = {"user": "Person", "force": "Force"}
        help_texts = {
            "force": "Leave it empty for HMICFRS’s own roles, which are for all forces.",
            "ends_on": "Leave it empty unless the role is lent for a time.",
        }

    def _post_clean(self) -> None:
        """Only fill the row in: what may not be, the service refuses, in words."""
        self.instance = construct_instance(self, self.instance, self._meta.fields)


@admin.register(ForceMembership)
class ForceMembershipAdmin(Choosing, admin.ModelAdmin):
    """A role is given and ended, never changed: the audit trail tells of both."""

    section = "People"
    form = GiveRoleForm
    list_display = ["user", "role", "force", "ends_on", "given_by", "given_at"]
    list_display_links = ["user", "role"]
    list_filter = ["role", ("force", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["user", "force", "given_by"]
    search_fields = ["user__name", "user__email", "force__name"]
    search_help_text = "Name or e-mail address of the person, or name of the force"
    date_hierarchy = "given_at"
    show_facets = admin.ShowFacets.ALWAYS
    autocomplete_fields = ["user", "force"]

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return keeps_people(request) or request.user.is_superuser

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return keeps_people(request)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A refusal of the service comes back to the form, filled in as it was."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refusal as problem:
            messages.error(request, str(problem))
            answers = {name: request.POST.get(name, "") for name in GiveRoleForm.Meta.fields}
            return redirect(f"{request.path}?{urlencode(answers)}")

    def save_model(self, request: HttpRequest, obj: ForceMembership, form: Any, change: bool) -> None:
        # Someone must give the first role: the superuser, whom the machine's owner made, has none to show.
        give = people.appoint if request.user.is_superuser else people.give_role
        obj.pk = give(by=request.user, now=timezone.now(), **form.cleaned_data).pk

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return super().delete_view(request, object_id, {**(extra_context or {}), "title": "End this role"})

    def delete_model(self, request: HttpRequest, obj: ForceMembership) -> None:
        people.end_role(membership=obj, by=request.user, now=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ForceMembership]) -> None:
        for membership in queryset.select_related("user", "force"):
            self.delete_model(request, membership)
