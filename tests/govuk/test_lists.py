import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from govuk.forms import Checkboxes, GovukFilterForm
from govuk.lists import changed, chosen_filters, page_links
from tests.govuk.cast import soup


class Filters(GovukFilterForm):
    words = forms.CharField(required=False)
    force = forms.MultipleChoiceField(
        choices=[("c", "Cleveland Police"), ("h", "Hertfordshire Constabulary")],
        widget=Checkboxes,
        required=False,
    )


def page(number: int, rows: int = 312):
    return Paginator(range(rows), 25).get_page(number)


def draw(template: str, address: str = "/", **values) -> str:
    request = RequestFactory().get(address)
    return Template("{% load govuk %}" + template).render(Context({"request": request, **values}))


def test_page_links_keep_the_query_and_leave_out_far_pages():
    links = page_links(page(6), QueryDict("force=c&force=h&page=6"))
    assert [item.get("number", "…") for item in links["items"]] == [1, "…", 5, 6, 7, "…", 13]
    assert links["next"] == {"href": "?force=c&force=h&page=7"}
    assert links["items"][3]["current"]


@pytest.mark.parametrize(("number", "absent"), [(1, "previous"), (13, "next")])
def test_the_ends_lead_no_further(number, absent):
    assert absent not in page_links(page(number), QueryDict())


def test_a_list_says_which_rows_it_shows():
    assert "Showing 301 to 312 of 312" in draw("{% pagination page %}", page=page(13))
    assert soup(draw("{% pagination page %}", page=page(13))).nav


def test_one_page_has_no_links_and_none_at_all_says_nothing():
    assert "Showing 1 to 3 of 3" in draw("{% pagination page %}", page=page(1, rows=3))
    assert not soup(draw("{% pagination page %}", page=page(1, rows=3))).nav
    assert draw("{% pagination page %}", page=page(1, rows=0)).strip() == ""


def test_each_chosen_filter_can_be_taken_away_alone():
    query = QueryDict("force=c&force=h&words=&page=4&sort=age")
    chosen = chosen_filters(Filters(query), query)
    assert chosen == [
        {"label": "Force", "text": "Cleveland Police", "href": "?force=h&words=&sort=age"},
        {"label": "Force", "text": "Hertfordshire Constabulary", "href": "?force=c&words=&sort=age"},
    ]


def test_a_filter_that_is_no_choice_is_shown_as_typed_and_escaped():
    html = draw(
        '{% include "components/filter.html" %}',
        "/?force=<script>",
        form=Filters(QueryDict("force=<script>")),
    )
    assert "<script" not in html
    assert "&lt;script&gt;" in soup(html).find("a", class_="moj-filter__tag").decode()


def test_applying_filters_keeps_the_order():
    html = draw('{% include "components/filter.html" %}', "/?sort=-age", form=Filters(QueryDict("")))
    assert soup(html).find("input", {"name": "sort"})["value"] == "-age"


@pytest.mark.parametrize(
    ("sort", "aria", "href"),
    [
        ("age", "ascending", "?force=c&sort=-age"),
        ("-age", "descending", "?force=c&sort=age"),
        ("", None, "?force=c&sort=age"),
    ],
)
def test_a_heading_sorts_and_says_how_the_list_is_sorted(sort, aria, href):
    template = '{% include "components/sort_header.html" with text="Age" key="age" %}'
    heading = soup(draw(template, "/?force=c&page=3", sort=sort)).th
    assert heading.get("aria-sort") == aria
    assert heading.a["href"] == href


def test_none_takes_a_value_out_of_the_query():
    assert changed(QueryDict("a=1&page=2"), page=None) == "?a=1"
