"""What a list page shows about itself: its pages and the filters chosen."""

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import QueryDict


def page_links(page: Page, query: QueryDict) -> dict[str, Any]:
    """Options of the pagination component for `page`, its links keeping the rest of the query."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    options: dict[str, Any] = {"items": [_page_item(number, page, query) for number in numbers]}
    if page.has_previous():
        options["previous"] = {"href": changed(query, page=page.previous_page_number())}
    if page.has_next():
        options["next"] = {"href": changed(query, page=page.next_page_number())}
    return options


def chosen_filters(form: forms.Form, query: QueryDict) -> list[dict[str, str]]:
    """One entry per filter value in the query: label, text, and the address without it."""
    return [
        {
            "label": str(form[name].label),
            "text": _choice_text(field, value),
            "href": _without(query, form.add_prefix(name), value),
        }
        for name, field in form.fields.items()
        for value in query.getlist(form.add_prefix(name))
        if value
    ]


def changed(query: QueryDict, **values: Any) -> str:
    """The query as an address, with these values in place of its own; None takes one out."""
    new = query.copy()
    for name, value in values.items():
        new.pop(name, None)
        if value is not None:
            new[name] = value
    return "?" + new.urlencode()


def _page_item(number: Any, page: Page, query: QueryDict) -> dict[str, Any]:
    if number == Paginator.ELLIPSIS:
        return {"ellipsis": True}
    return {"number": number, "current": number == page.number, "href": changed(query, page=number)}


def _choice_text(field: forms.Field, value: str) -> str:
    for choice, text in getattr(field, "choices", ()):
        if str(choice) == value:
            return str(text)
    return value


def _without(query: QueryDict, name: str, value: str) -> str:
    # Fewer filters mean other rows, so the first page is the one to show.
    new = query.copy()
    new.pop("page", None)
    new.setlist(name, [kept for kept in query.getlist(name) if kept != value])
    return "?" + new.urlencode()
