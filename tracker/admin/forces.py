"""Forces with what they are and were called, who answers for them, and which body followed which."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms.models import construct_instance
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from tracker.admin.permissions import ReadOnlyInline, ReferenceAdmin, ReferenceInline, may
from tracker.models import Force, ForceAlias, ForceName, ForceSuccession, PolicingBody
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.services import forces as services


class ForceNameInline(ReferenceInline):
    """Names of long ago, and corrections; a new name is recorded in the list of former names."""

    model = ForceName
    verbose_name, verbose_name_plural = "former name", "former names"


class ForceAliasInline(ReferenceInline):
    model = ForceAlias
    verbose_name, verbose_name_plural = "alias", "aliases: other ways in which reports write the name"


class PolicingBodyInline(ReferenceInline):
    model = PolicingBody
    autocomplete_fields = ["predecessor"]


class PredecessorInline(ReadOnlyInline):
    """Recorded in the list of takeovers, through the service that tells the people concerned."""

    model = ForceSuccession
    fk_name = "successor"
    show_change_link = True
    verbose_name, verbose_name_plural = "predecessor", "took over from"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("predecessor", "successor")


@admin.register(Force)
class ForceAdmin(ReferenceAdmin):
    list_display = ["name", "short_name", "region", "kind", "ons_code"]
    list_filter = ["kind", "region"]
    search_fields = ["name", "short_name", "slug", "ons_code", "aliases__alias", "former_names__name"]
    search_help_text = "Present or former name, alias or ONS code"
    ordering = ["name"]
    # References of findings begin with it and are never given anew.
    fixed_once_made = ("slug",)
    made_from = {"slug": ("short_name",)}
    inlines = [ForceNameInline, ForceAliasInline, PolicingBodyInline, PredecessorInline]


@admin.register(PolicingBody)
class PolicingBodyAdmin(ReferenceAdmin):
    list_display = ["name", "force", "kind", "since", "until"]
    list_filter = ["kind", ("until", admin.EmptyFieldListFilter)]
    list_select_related = ["force"]
    search_fields = ["name", "force__name"]
    search_help_text = "Name of the body or its force"
    autocomplete_fields = ["force", "predecessor"]


class RecordForm(forms.ModelForm):
    def _post_clean(self) -> None:
        """Only fill the row in: what may not be, the service refuses, in words."""
        self.instance = construct_instance(self, self.instance, self._meta.fields)


class SuccessionForm(RecordForm):
    class Meta:
        model = ForceSuccession
        fields = ["predecessor", "successor", "on"]
        help_texts = {
            "predecessor": "Whose findings are taken over.",
            "successor": "Its people see and work on them from the first day on.",
        }


class NewNameForm(RecordForm):
    """The name that the force had becomes a former one, until the first day of the new name."""

    class Meta:
        model = ForceName
        fields = ["force", "name", "used_until"]
        labels = {"name": "New name", "used_until": "First day of the new name"}
        help_texts = {"used_until": ""}


class Recorded(ReferenceAdmin):
    """Rows that a service makes and takes back, and nobody changes; its refusals come back to the form."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Permission.MANAGE_REFERENCE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Permission.MANAGE_REFERENCE)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refusal as problem:
            messages.error(request, str(problem))
            answers = {name: request.POST.get(name, "") for name in self.form._meta.fields}
            return redirect(f"{request.path}?{urlencode(answers)}")

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refusal as problem:
            messages.error(request, str(problem))
            return redirect(request.path)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}  # taken back one by one, each with its refusal


@admin.register(ForceSuccession)
class ForceSuccessionAdmin(Recorded):
    form = SuccessionForm
    list_display = ["predecessor", "successor", "on"]
    list_select_related = ["predecessor", "successor"]
    search_fields = ["predecessor__name", "successor__name"]
    search_help_text = "Name of either force"
    date_hierarchy = "on"
    autocomplete_fields = ["predecessor", "successor"]

    def save_model(self, request: HttpRequest, obj: ForceSuccession, form: Any, change: bool) -> None:
        made = services.record_succession(by=request.user, now=timezone.now(), **form.cleaned_data)
        obj.pk = made.pk

    def delete_model(self, request: HttpRequest, obj: ForceSuccession) -> None:
        services.remove_succession(succession=obj, by=request.user, now=timezone.now())


@admin.register(ForceName)
class ForceNameAdmin(Recorded):
    """Former names; adding one records the force's new name. Slips are corrected on the force's page."""

    form = NewNameForm
    list_display = ["name", "used_from", "used_until", "force"]
    list_select_related = ["force"]
    search_fields = ["name", "force__name"]
    search_help_text = "Former or present name"
    date_hierarchy = "used_until"
    autocomplete_fields = ["force"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["force", "name", "used_from", "used_until"] if obj else ["force", "name", "used_until"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return super().add_view(request, form_url, {**(extra_context or {}), "title": "Record a new name"})

    def save_model(self, request: HttpRequest, obj: ForceName, form: Any, change: bool) -> None:
        answers = form.cleaned_data
        former = services.rename(
            force=answers["force"],
            name=answers["name"],
            on=answers["used_until"],
            by=request.user,
            now=timezone.now(),
        )
        obj.pk, obj.name = former.pk, former.name
