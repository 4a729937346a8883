"""Lists by cursor."""

from rest_framework.pagination import CursorPagination


class CursorPage(CursorPagination):
    """Fifty a page, in a total order."""

    page_size = 50
    ordering = "pk"
