"""Refusals at the door become pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tracker.access import NotAllowed, NotVisible, Withdrawn
from tracker.web import errors


class AccessMiddleware:
    """Answer 404 for what a person may not see, 410 for what was withdrawn, 403 for what one may not do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Withdrawn):
            return errors.withdrawn(request, exception)
        if isinstance(exception, NotVisible):
            return errors.not_visible(request)
        if isinstance(exception, NotAllowed):
            return errors.not_allowed(request, exception)
        return None
