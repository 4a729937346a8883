"""Where style sheets and scripts are, of which some may not have been fetched."""

from functools import cache

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured

VENDOR_SHEETS = ("vendor/govuk/govuk-frontend.min.css", "vendor/moj/moj-frontend.min.css")
VENDOR_SCRIPT = "vendor/govuk/govuk-frontend.min.js"
FALLBACK_SHEET = "css/fallback.css"
OWN_SHEET = "css/app.css"


@cache
def address(path: str) -> str:
    """The address of a static file, or "" when there is none; looked for once per process.

    Never raises, since the error pages need it too: a manifest storage refuses names it does not know.
    """
    try:
        known = bool(finders.find(path)) or staticfiles_storage.exists(path)
        return staticfiles_storage.url(path) if known else ""
    except (ValueError, OSError, ImproperlyConfigured):
        return ""


def sheets() -> list[str]:
    """Addresses of the style sheets a page links, the fallback standing in for an absent design system."""
    vendor = [found for found in map(address, VENDOR_SHEETS) if found]
    base = vendor if address(VENDOR_SHEETS[0]) else [address(FALLBACK_SHEET)]
    return [found for found in [*base, address(OWN_SHEET)] if found]
