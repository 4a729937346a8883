"""Help, for everyone: these pages are open without sign-in, as someone locked out needs them most."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path
from django.views.generic import TemplateView


def page(address: str, name: str, template: str) -> URLPattern:
    view = login_not_required(TemplateView.as_view(template_name=f"help/{template}.html"))
    return path(address, view, name=name)


urlpatterns = [
    page("", "help", "index"),
    page("signing-in/", "help-signing-in", "signing_in"),
    page("reports/", "help-reports", "reports"),
    page("glossary/", "help-glossary", "glossary"),
    page("accessibility/", "help-accessibility", "accessibility"),
    page("cookies/", "help-cookies", "cookies"),
    page("privacy/", "help-privacy", "privacy"),
]
