"""People and their API tokens in the admin.

Nobody is deleted and no password is shown or set here: a person sets their own by
resetting it, and is switched off when they leave.
"""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.services import people, tokens


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "name", "job_title", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "name", "job_title"]
    ordering = ["name", "pk"]
    fields = [
        "email",
        "name",
        "job_title",
        "is_active",
        "is_staff",
        "groups",
        "is_superuser",
        "last_login",
        "date_joined",
    ]
    readonly_fields = ["is_superuser", "last_login", "date_joined"]
    filter_horizontal = ["groups"]
    actions = ["end_sessions", "reset_second_factor"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Only a superuser says who may use the admin, and for what."""
        powers = [] if request.user.is_superuser else ["is_staff", "groups"]
        return [*self.readonly_fields, *powers]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser's address decides who can become them, so only another superuser changes it."""
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        kept = [name for name in form.changed_data if name != "groups"]
        before = {name: form.initial.get(name) for name in kept} if change else None
        people.save(user=obj, by=request.user, now=timezone.now(), before=before)

    @admin.action(description="Sign selected people out everywhere", permissions=["change"])
    def end_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in self._others(request, queryset):
            count = people.end_sessions(user=user, by=request.user, now=timezone.now())
            self.message_user(request, f"{user} was signed out of {count} browsers", messages.SUCCESS)

    @admin.action(description="Reset the second step of selected people", permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in self._others(request, queryset):
            if people.reset_second_factor(user=user, by=request.user, now=timezone.now()):
                said = f"{user} sets up a new second step at the next sign-in"
                self.message_user(request, said, messages.SUCCESS)
            else:
                self.message_user(request, f"{user} has no second step yet", messages.WARNING)

    def _others(self, request: HttpRequest, queryset: QuerySet[User]) -> list[User]:
        """Those whom this person may change: nobody's own keys, and a superuser's by superusers only."""
        return [
            user for user in queryset if user != request.user and self.has_change_permission(request, user)
        ]


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    list_display = ["name", "user", "prefix", "created_at", "expires_at", "last_used_at", "revoked_at"]
    list_select_related = ["user"]
    search_fields = ["name", "prefix", "user__email", "user__name"]
    ordering = ["-created_at", "-pk"]
    exclude = ["digest"]
    actions = ["revoke"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.change_apitoken")

    @admin.action(description="Revoke selected tokens", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        now = timezone.now()
        for token in queryset.select_related("user"):
            try:
                tokens.revoke(token=token, by=request.user, now=now)
            except tokens.AlreadyRevoked as problem:
                self.message_user(request, f"{token}: {problem}", messages.WARNING)
            else:
                self.message_user(request, f"{token} no longer works", messages.SUCCESS)
