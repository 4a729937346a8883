"""What Django asks of accounts, answered by role: `accounts` itself knows none."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model

from tracker.models.visibility import reach_of
from tracker.roles import Permission

KEEPING_PEOPLE = {
    "accounts.view_user",
    "accounts.add_user",
    "accounts.change_user",
    "accounts.view_apitoken",
    "accounts.change_apitoken",
}


class RolesBackend(BaseBackend):
    """Lets those who manage people of all forces keep people and revoke tokens. Signs nobody in."""

    def get_user_permissions(
        self, user_obj: AbstractBaseUser | AnonymousUser, obj: Model | None = None
    ) -> set[str]:
        return KEEPING_PEOPLE if reach_of(user_obj, Permission.MANAGE_PEOPLE).all_forces else set()

    def has_module_perms(self, user_obj: AbstractBaseUser | AnonymousUser, app_label: str) -> bool:
        return any(kept.startswith(f"{app_label}.") for kept in self.get_user_permissions(user_obj))
