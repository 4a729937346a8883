"""Programmes with their questions and grade scales: data, so that a new cycle needs no new code."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from tracker.admin.permissions import ReferenceAdmin, ReferenceInline
from tracker.models import Grade, Programme, Question, QuestionAlias, QuestionCrosswalk, Scale


class GradeInline(ReferenceInline):
    model = Grade


@admin.register(Scale)
class ScaleAdmin(ReferenceAdmin):
    list_display = ["name"]
    search_fields = ["name"]
    search_help_text = "Name of the scale"
    inlines = [GradeInline]


class QuestionInline(ReferenceInline):
    """The questions at a glance; each one's own page holds its aliases and its like in other programmes."""

    model = Question
    fields = ["pillar", "position", "text", "is_graded"]
    readonly_fields = fields
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Programme)
class ProgrammeAdmin(ReferenceAdmin):
    list_display = ["name", "kind", "first_year", "last_year", "scale", "questions_asked", "is_verified"]
    list_filter = ["kind", "scale", "is_verified"]
    list_select_related = ["scale"]
    search_fields = ["name", "slug", "note"]
    search_help_text = "Name or note"
    autocomplete_fields = ["scale"]
    fixed_once_made = ("slug",)
    made_from = {"slug": ("name",)}
    inlines = [QuestionInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Programme | None = None) -> tuple[str, ...]:
        """Grades already given belong to the scale, and references to the letters."""
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, "scale", "letters") if obj and obj.inspections.exists() else fixed

    def get_queryset(self, request: HttpRequest) -> QuerySet[Programme]:
        return super().get_queryset(request).annotate(number_of_questions=Count("questions"))

    @admin.display(description="questions", ordering="number_of_questions")
    def questions_asked(self, programme: Any) -> int:
        return programme.number_of_questions


class QuestionAliasInline(ReferenceInline):
    model = QuestionAlias
    verbose_name_plural = "aliases: chapter headings and the official wording"


class CrosswalkInline(ReferenceInline):
    model = QuestionCrosswalk
    autocomplete_fields = ["earlier", "later"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("earlier__programme", "later__programme")


class LaterInline(CrosswalkInline):
    fk_name = "earlier"
    verbose_name, verbose_name_plural = "later question", "maps to these questions of later programmes"


class EarlierInline(CrosswalkInline):
    fk_name = "later"
    verbose_name, verbose_name_plural = "earlier question", "maps to these questions of earlier programmes"


@admin.register(Question)
class QuestionAdmin(ReferenceAdmin):
    list_display = ["text", "programme", "pillar", "position", "is_graded"]
    list_filter = ["programme", "pillar", "is_graded"]
    list_select_related = ["programme"]
    search_fields = ["text", "slug", "aliases__text", "programme__name"]
    search_help_text = "Wording of the question, one of its aliases, or its programme"
    autocomplete_fields = ["programme"]
    fixed_once_made = ("slug",)
    made_from = {"slug": ("text",)}
    inlines = [QuestionAliasInline, EarlierInline, LaterInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return super().get_queryset(request).select_related("programme")

    def label_of(self, question: Question) -> str:
        """Most questions come back year after year under one name."""
        return f"{question.programme}: {question}"


@admin.register(QuestionCrosswalk)
class QuestionCrosswalkAdmin(ReferenceAdmin):
    """The whole crosswalk at a glance, the least sure to be checked first by the filter."""

    list_display = ["earlier", "earlier_programme", "later", "later_programme", "confidence", "note"]
    list_filter = ["confidence", "earlier__programme", "later__programme"]
    list_select_related = ["earlier__programme", "later__programme"]
    search_fields = ["earlier__text", "later__text", "note", "source"]
    search_help_text = "Wording of either question, the reason or the source"
    autocomplete_fields = ["earlier", "later"]
    ordering = ["later__programme__first_year", "later__position", "pk"]

    @admin.display(description="of", ordering="earlier__programme__first_year")
    def earlier_programme(self, row: QuestionCrosswalk) -> Programme:
        return row.earlier.programme

    @admin.display(description="of", ordering="later__programme__first_year")
    def later_programme(self, row: QuestionCrosswalk) -> Programme:
        return row.later.programme
