"""Addresses: pages, REST API, sign-in, API tokens, admin."""

from django.contrib import admin
from django.urls import include, path, re_path

from tracker.api.base import nothing_here

urlpatterns = [
    path("", include("tracker.web.urls")),
    path("api/v1/", include("tracker.api.urls")),
    re_path("^api/", nothing_here),
    path("accounts/", include("accounts.sign_in_urls")),
    path("account/", include("accounts.urls")),
    path("admin/", admin.site.urls),
]
