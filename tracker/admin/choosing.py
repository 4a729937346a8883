"""Choosing a row of another list: by searching for it, under a label that tells it from its likes."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db.models import ForeignKey
from django.forms import BaseInlineFormSet, CheckboxInput, ModelChoiceField
from django.http import HttpRequest
from django.utils.text import capfirst


class Chooser(AutocompleteSelect):
    """A search box that says what is searched for: it is the box's only name for a screen reader."""

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        searched_for = self.field.related_model._meta.verbose_name_plural
        return {
            **super().build_attrs(base_attrs, extra_attrs),
            "data-placeholder": f"Search {searched_for}",
        }


class Choosing:
    """For admins and inlines with `autocomplete_fields`.

    Rows are labelled as the list they come from labels them (`label_of`), and are not added, changed or
    deleted in passing: they have that list.
    """

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Chooser(db_field, self.admin_site)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field:
            chosen_from = self.admin_site.get_model_admin(db_field.related_model)
            field.label_from_instance = getattr(chosen_from, "label_of", str)
        return field

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_add_related = widget.can_change_related = widget.can_delete_related = False
        return field


class NamedFormSet(BaseInlineFormSet):
    def get_deletion_widget(self) -> CheckboxInput:
        return CheckboxInput(attrs={"aria-label": "Delete"})


class NamedInputs:
    """Inputs in the rows of a table have their column's heading for a name."""

    formset = NamedFormSet

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget.attrs["aria-label"] = capfirst(db_field.verbose_name)
        return field
