"""People named by their e-mail address."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from rest_framework.exceptions import ErrorDetail, ValidationError

from accounts.models import User

if TYPE_CHECKING:
    People = QuerySet[User]


def chosen(people: "People", email: str | None, field: str) -> User | None:
    """The one of these people with that address; None without one. Raises ValidationError at the field."""
    if not email:
        return None
    person = people.filter(email__iexact=email).first()
    if person is None:
        wrong = ErrorDetail("Nobody with this address works on this force’s findings.", "not_found")
        raise ValidationError({field: [wrong]})
    return person
