"""Forms whose fields render as GOV.UK Design System components.

    class UpdateForm(GovukFormMixin, forms.Form): ...

    {{ form.error_summary }}   above the page's h1
    {{ form.force_status }}    the whole field: label, hint, error message, control

Only forms with the mixin are changed: the admin and third-party forms keep Django's renderer.
"""

from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe

from govuk.boundfield import GovukBoundField
from govuk.components import render
from govuk.fields import DateField, LongTextField
from govuk.messages import give_wording
from govuk.widgets import Checkboxes, DateInput, Radios

__all__ = [
    "Checkboxes",
    "DateField",
    "DateInput",
    "GovukFilterForm",
    "GovukForm",
    "GovukFormMixin",
    "GovukModelForm",
    "LongTextField",
    "Radios",
]


class GovukFormMixin:
    """Renders fields as GOV.UK components and gives them error messages a person can act on.

    `page_heading` names the one field whose label is the page's h1; `label_size` is s, m, l or xl;
    `mark_optional` adds "(optional)" to the labels of fields that may stay empty; `small_controls` is for
    panels beside the content.
    """

    bound_field_class = GovukBoundField
    use_required_attribute = False
    template_name = "govuk/form.html"
    page_heading: str | None = None
    label_size = "s"
    mark_optional = True
    small_controls = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            give_wording(field, str(self[name].label))

    @property
    def error_summary(self) -> SafeString:
        """The box that lists every error, linked to the first control at fault; empty without errors."""
        errors = self._errors_of_the_whole_form() + self._errors_of_fields()
        if not errors:
            return mark_safe("")
        return render("error-summary", titleText="There is a problem", errorList=errors)

    def _errors_of_the_whole_form(self) -> list[dict[str, str]]:
        hidden = [error for field in self.hidden_fields() for error in field.errors]
        return [{"text": error} for error in [*self.non_field_errors(), *hidden]]

    def _errors_of_fields(self) -> list[dict[str, str]]:
        bad = [field for field in self.visible_fields() if field.errors]
        return [{"text": field.errors[0], "href": f"#{field.first_control_id}"} for field in bad]


class GovukForm(GovukFormMixin, forms.Form):
    """A plain form in GOV.UK components."""


class GovukModelForm(GovukFormMixin, forms.ModelForm):
    """A model form in GOV.UK components."""


class GovukFilterForm(GovukFormMixin, forms.Form):
    """The form of a filter panel, where everything is optional and nothing need say so."""

    mark_optional = False
    small_controls = True
