"""Pages of a list."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

ROWS = 25
# Counting stops here: a list costs the same whatever the register holds.
MOST_COUNTED = 10_000


class BoundedPaginator(Paginator):
    """Counts no further than `MOST_COUNTED`; beyond it, filters find what pages do not."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:MOST_COUNTED].count()

    @property
    def is_cut(self) -> bool:
        return self.count >= MOST_COUNTED


def page_of(rows: QuerySet[Any], number: str | None, *, size: int = ROWS) -> Page:
    """That page of the list; the first for a page that there is not."""
    paginator = BoundedPaginator(rows, size)
    try:
        return paginator.page(number or 1)
    except InvalidPage:
        return paginator.page(1)
