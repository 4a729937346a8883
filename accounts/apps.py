from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People and API tokens"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # They register themselves on import.
        from accounts import openapi, receivers, single_sign_on  # noqa: F401
