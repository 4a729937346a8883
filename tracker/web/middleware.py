"""Refusals at the door become pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotFound
from django.template.loader import render_to_string

from tracker import access


class AccessMiddleware:
    """Answer 404 for what a person may not see and 403 for what a person may not do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, access.NotVisible):
            return HttpResponseNotFound(render_to_string("404.html", request=request))
        if isinstance(exception, access.NotAllowed):
            return HttpResponseForbidden(render_to_string("403.html", request=request))
        return None
