from django.apps import AppConfig


class TrackerConfig(AppConfig):
    name = "tracker"
    verbose_name = "Tracker"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Without these two the web process could neither enqueue a job nor hear of a sign-in event.
        from tracker import receivers, tasks  # noqa: F401
