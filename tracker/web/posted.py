"""What a form's button sends besides its fields."""

from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def row_posted(rows: "QuerySet[Row]", key: str | None) -> Row | None:
    """The one of these rows whose key was sent; None for what is no key of theirs, or no key at all."""
    try:
        return rows.filter(pk=key).first()
    except ValueError:
        return None
