"""What every page knows about the service it belongs to."""

from django.conf import settings
from django.http import HttpRequest


def service(request: HttpRequest) -> dict[str, object]:
    """Context processor: the service's name, whether it is a demonstration, and whom to write to (or "")."""
    return {
        "service_name": getattr(settings, "SERVICE_NAME", "Police inspection findings tracker"),
        "service_is_demo": getattr(settings, "DEMO", False),
        "session_warning_seconds": getattr(settings, "SESSION_WARNING_SECONDS", 300),
        "service_contact": getattr(settings, "SERVICE_CONTACT", ""),
    }
