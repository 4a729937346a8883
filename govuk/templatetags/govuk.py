"""Template tags for GOV.UK components: `{% load govuk %}`."""

from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import Form
from django.http import QueryDict
from django.template.context import Context
from django.utils.safestring import SafeString

from govuk import dates, lists, styles
from govuk.components import render

register = template.Library()

register.filter("date_text", dates.date_text)
register.filter("moment_text", dates.moment_text)


@register.simple_tag
def govuk(component: str, **options: Any) -> SafeString:
    """`{% govuk "summary-list" rows=rows %}`: any GOV.UK component, options in the macros' camelCase."""
    return render(component, **options)


@register.simple_tag
def breadcrumbs(*steps: str) -> SafeString:
    """`{% breadcrumbs "Findings" list_url "Cleveland Police" force_url %}`: texts and addresses in turn."""
    pairs = zip(steps[::2], steps[1::2], strict=True)
    items = [{"text": text, "href": href} for text, href in pairs]
    return render("breadcrumbs", items=items, collapseOnMobile=True)


@register.inclusion_tag("govuk/pagination.html", takes_context=True)
def pagination(context: Context, page: Page) -> dict[str, Any]:
    """`{% pagination page_obj %}`: "Showing 1 to 25 of 312" and links that keep the query."""
    links = lists.page_links(page, _query(context)) if page.has_other_pages() else None
    return {"page": page, "links": links}


@register.simple_tag(takes_context=True)
def chosen_filters(context: Context, form: Form) -> list[dict[str, str]]:
    """`{% chosen_filters form as chosen %}`: see `lists.chosen_filters`."""
    return lists.chosen_filters(form, _query(context))


@register.simple_tag(takes_context=True)
def sort_link(context: Context, key: str, current: str) -> str:
    """The address that sorts by `key`, the other way round if the list is sorted by it already."""
    return lists.changed(_query(context), sort=f"-{key}" if current == key else key, page=None)


@register.inclusion_tag("govuk/stylesheets.html")
def stylesheets() -> dict[str, Any]:
    """Links to the style sheets and the script that are really there."""
    return {
        "sheets": styles.sheets(),
        "design_system": styles.address(styles.VENDOR_SCRIPT),
        "script": styles.address("js/app.js"),
    }


@register.simple_tag
def image(name: str) -> str:
    """The address of one of our own images, or "" when it is missing."""
    return styles.address(f"images/{name}")


def _query(context: Context) -> QueryDict:
    request = context.get("request")
    return request.GET if request else QueryDict()
