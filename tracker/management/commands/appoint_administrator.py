"""Make someone an administrator of the service: the first one, who then invites the others.

A person not known yet is made without a password, and sets one by the sign-in page's way of resetting it.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from tracker.refusals import Refusal
from tracker.roles import Role
from tracker.services import people


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="full name, for a person not known yet")

    @transaction.atomic
    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first() or self._new(email, name)
        try:
            people.appoint(user=user, role=Role.ADMINISTRATOR, by=user, now=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{user} <{user.email}> is an administrator now.")

    def _new(self, email: str, name: str) -> User:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{email}” is not an email address.") from None
        if not name.strip():
            raise CommandError(f"Nobody has the address {email} yet: add --name with their full name.")
        return User.objects.create_user(email, name.strip())
