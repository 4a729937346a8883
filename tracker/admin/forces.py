"""Forces with what they are and were called, who answers for them, and which body followed which."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from tracker.admin.permissions import ReferenceAdmin, ReferenceInline
from tracker.models import Force, ForceAlias, ForceName, ForceSuccession, PolicingBody


class ForceNameInline(ReferenceInline):
    model = ForceName
    verbose_name, verbose_name_plural = "former name", "former names"


class ForceAliasInline(ReferenceInline):
    model = ForceAlias
    verbose_name, verbose_name_plural = "alias", "aliases: other ways in which reports write the name"


class PolicingBodyInline(ReferenceInline):
    model = PolicingBody
    autocomplete_fields = ["predecessor"]


class PredecessorInline(ReferenceInline):
    model = ForceSuccession
    fk_name = "successor"
    autocomplete_fields = ["predecessor"]
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


@admin.register(ForceSuccession)
class ForceSuccessionAdmin(ReferenceAdmin):
    list_display = ["predecessor", "successor", "on"]
    list_select_related = ["predecessor", "successor"]
    search_fields = ["predecessor__name", "successor__name"]
    search_help_text = "Name of either force"
    date_hierarchy = "on"
    autocomplete_fields = ["predecessor", "successor"]
