from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class TrackerConfig(AppConfig):
    name = "tracker"
    verbose_name = "Tracker"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Without these two the web process could neither enqueue a job nor hear of a sign-in event.
        from tracker import receivers, tasks  # noqa: F401


class TrackerAdminConfig(AdminConfig):
    """Django's admin with the tracker's front door."""

    default_site = "tracker.admin.site.TrackerAdminSite"

    def ready(self) -> None:
        super().ready()
        # Not found by Django itself: these register with a site that lives in their own package.
        from tracker.admin import lists  # noqa: F401
