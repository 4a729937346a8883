"""GOV.UK Design System components, rendered by the macros of govuk-frontend-jinja."""

from functools import cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader, Template


@cache
def environment() -> Environment:
    """The one Jinja environment; threads share it, as every render has a context of its own."""
    macros = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return Environment(loader=macros, autoescape=True, trim_blocks=True, lstrip_blocks=True)


@cache
def _template(component: str) -> Template:
    macro = "govuk" + component.title().replace("-", "")
    path = f"govuk_frontend_jinja/components/{component}/macro.html"
    return environment().from_string(f'{{% from "{path}" import {macro} %}}{{{{ {macro}(params) }}}}')


def render(component: str, **params: Any) -> SafeString:
    """Return the HTML of a component, for example `render("tag", text="Open")`.

    Options are those of the GOV.UK macros, in their camelCase. Whatever is given as "text" is escaped;
    "html" options are trusted, so only HTML made by a template or `format_html` belongs there.
    Raises jinja2.TemplateNotFound for a component that does not exist.
    """
    return mark_safe(_template(component).render(params=params))  # noqa: S308  autoescaped above
