"""A person who signs in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Return the address in lower case: the sign-in library looks addresses up so."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        """Keep a new person. Without a password they can only sign in after resetting it."""
        email = self.normalize_email(email)
        if not email:
            raise ValueError("A user needs an e-mail address")
        user = self.model(email=email, name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        """Keep a new person who may do everything in the admin."""
        return self.create_user(email, name, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person known by their e-mail address.

    People are switched off (`is_active`), never deleted: what they did keeps their name.
    """

    # unique as well as the constraint below: Django asks it of the field that names a user.
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField("full name", max_length=200)
    job_title = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(
        "can sign in", default=True, help_text="Clear this instead of deleting someone who has left."
    )
    is_staff = models.BooleanField("can use the admin", default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Upper("email"),
                name="user_email_unique_whatever_its_case",
                violation_error_message="Someone already has this e-mail address",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
