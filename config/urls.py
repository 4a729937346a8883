"""Addresses: pages, REST API, sign-in, API tokens, admin."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("tracker.web.urls")),
    path("api/v1/", include("tracker.api.urls")),
    path("accounts/", include("accounts.sign_in_urls")),
    path("account/", include("accounts.urls")),
    path("admin/", admin.site.urls),
]
