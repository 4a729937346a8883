"""From a Django form field to the options of its GOV.UK component, chosen by the widget."""

from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.utils.html import format_html
from django.utils.safestring import SafeString

from govuk.components import render
from govuk.widgets import PARTS, DateInput

Component = tuple[str, dict[str, Any]]

# Attributes of Django's widgets that the macros know as options of their own.
_OPTIONS = {"rows", "autocomplete", "inputmode", "spellcheck", "disabled"}
# maxlength cuts pasted text without a word, min and step are the browser's validation, off on purpose;
# the macros write the rest themselves.
_UNWANTED = {"maxlength", "minlength", "min", "max", "step", "cols", "class", "id", "aria-invalid"}
_UNWANTED |= {"aria-describedby"}


class GovukBoundField(BoundField):
    """`{{ form.name }}` is the whole component: label or legend, hint, error message and control."""

    def __str__(self) -> str:
        return self.as_widget() if self.is_hidden else self.as_field_group()

    __html__ = __str__

    def as_field_group(self) -> SafeString:
        name, options = component_of(self.field.widget, self)
        return render(name, **{key: value for key, value in options.items() if value is not None})

    @property
    def first_control_id(self) -> str:
        """The id the error summary links to: the first control at fault."""
        if isinstance(self.field.widget, DateInput):
            return f"{self.auto_id}_{self.parts_at_fault[0]}"
        return self.auto_id

    @property
    def parts_at_fault(self) -> list[str]:
        """Which of day, month and year the first error is about; all of them unless it says so."""
        errors = self.errors.as_data()
        return ((errors[0].params or {}).get("parts") if errors else None) or list(PARTS)

    @property
    def full_label(self) -> str:
        """The label, marked as optional where an answer may be left out."""
        optional = self.form.mark_optional and not self.field.required
        return format_html("{} (optional)", self.label) if optional else self.label

    def label_options(self, part: str = "govuk-label") -> dict[str, Any]:
        heading = self.form.page_heading == self.name
        size = "l" if heading else self.form.label_size
        return {"text": self.full_label, "classes": f"{part}--{size}", "isPageHeading": heading}

    def fieldset_options(self) -> dict[str, Any]:
        return {"legend": self.label_options("govuk-fieldset__legend")}

    def common_options(self) -> dict[str, Any]:
        """Name, hint and error message, which every component takes the same way."""
        return {
            "name": self.html_name,
            "hint": {"text": self.help_text} if self.help_text else None,
            "errorMessage": {"text": self.errors[0]} if self.errors else None,
        }

    def control_options(self) -> dict[str, Any]:
        """Options of components that are a single control."""
        attributes = self.build_widget_attrs(self.field.widget.attrs)
        others = attributes.keys() - _UNWANTED - _OPTIONS
        return {
            **self.common_options(),
            "id": self.auto_id,
            "label": self.label_options(),
            "classes": attributes.get("class"),
            "value": self.field.widget.format_value(self.value()),
            "attributes": {key: attributes[key] for key in sorted(others)},
            **{key: attributes[key] for key in _OPTIONS & attributes.keys()},
        }

    def choices(self) -> Iterator[dict[str, Any]]:
        """Each option of a choice widget, groups flattened: value, label, selected."""
        context = self.field.widget.get_context(self.html_name, self.value(), self.build_widget_attrs({}))
        for _group, options, _index in context["widget"]["optgroups"]:
            yield from options


@singledispatch
def component_of(widget: forms.Widget, field: GovukBoundField) -> Component:
    """The component for a widget and its options.

    Raises TypeError for a widget that no component stands for.
    """
    raise TypeError(f"No GOV.UK component for {type(widget).__name__} (field {field.name})")


@component_of.register
def _(widget: Input, field: GovukBoundField) -> Component:
    return "input", {"type": widget.input_type, **field.control_options()}


@component_of.register
def _(widget: forms.NumberInput, field: GovukBoundField) -> Component:
    # type="number" changes by scrolling and drops letters silently: GOV.UK asks for text with a keypad.
    inputmode = "numeric" if isinstance(field.field, forms.IntegerField) else "decimal"
    widest = "govuk-input--width-5"
    options = {"type": "text", "inputmode": inputmode, "spellcheck": False, **field.control_options()}
    return "input", {**options, "classes": options["classes"] or widest}


@component_of.register
def _(widget: forms.EmailInput, field: GovukBoundField) -> Component:
    defaults = {"type": "email", "autocomplete": "email", "spellcheck": False}
    return "input", {**defaults, **field.control_options()}


@component_of.register
def _(widget: forms.PasswordInput, field: GovukBoundField) -> Component:
    return "password-input", {**field.control_options(), "value": None}


@component_of.register
def _(widget: forms.FileInput, field: GovukBoundField) -> Component:
    multiple = widget.allow_multiple_selected or None
    return "file-upload", {**field.control_options(), "value": None, "multiple": multiple}


@component_of.register
def _(widget: forms.Textarea, field: GovukBoundField) -> Component:
    limit = getattr(field.field, "max_length", None)
    options = {**field.control_options(), "maxlength": limit}
    return ("character-count" if limit else "textarea"), options


@component_of.register
def _(widget: forms.Select, field: GovukBoundField) -> Component:
    items = [
        {"value": str(option["value"]), "text": option["label"], "selected": option["selected"]}
        for option in field.choices()
    ]
    return "select", {**field.control_options(), "value": None, "items": items}


@component_of.register
def _(widget: forms.RadioSelect, field: GovukBoundField) -> Component:
    classes = "govuk-radios--inline" if getattr(widget, "inline", False) else None
    return "radios", {**_choice_options(widget, field), "classes": classes}


@component_of.register(forms.CheckboxSelectMultiple)
@component_of.register(forms.SelectMultiple)
def _(widget: forms.Widget, field: GovukBoundField) -> Component:
    classes = "govuk-checkboxes--small" if field.form.small_controls else None
    return "checkboxes", {**_choice_options(widget, field), "classes": classes}


@component_of.register
def _(widget: forms.CheckboxInput, field: GovukBoundField) -> Component:
    options = field.common_options()
    item = {"value": "on", "text": field.label, "checked": bool(field.value()), "hint": options.pop("hint")}
    return "checkboxes", {**options, "idPrefix": field.auto_id, "items": [item]}


@component_of.register
def _(widget: DateInput, field: GovukBoundField) -> Component:
    options = {"id": field.auto_id, "fieldset": field.fieldset_options(), "items": _date_items(widget, field)}
    return "date-input", {**field.common_options(), **options}


def _choice_options(widget: forms.Widget, field: GovukBoundField) -> dict[str, Any]:
    hints = getattr(widget, "hints", {})
    items = [
        {
            "value": str(option["value"]),
            "text": option["label"],
            "checked": option["selected"],
            "hint": {"text": hints[str(option["value"])]} if str(option["value"]) in hints else None,
            "disabled": option["attrs"].get("disabled", False),
        }
        for option in field.choices()
    ]
    fieldset = field.fieldset_options()
    return {**field.common_options(), "idPrefix": field.auto_id, "fieldset": fieldset, "items": items}


def _date_items(widget: DateInput, field: GovukBoundField) -> list[dict[str, Any]]:
    typed = widget.format_value(field.value())
    at_fault = field.parts_at_fault if field.errors else []
    return [
        {
            "name": f"{field.html_name}_{part}",
            "id": f"{field.auto_id}_{part}",
            "label": part.capitalize(),
            "value": typed.get(part) or None,
            "classes": _date_classes(part, part in at_fault),
            # A month may be a name, so its keyboard has letters.
            "inputmode": "text" if part == "month" else "numeric",
        }
        for part in PARTS
    ]


def _date_classes(part: str, at_fault: bool) -> str:
    width = {"day": "2", "month": "2", "year": "4"}[part]
    return f"govuk-input--width-{width}" + (" govuk-input--error" if at_fault else "")
