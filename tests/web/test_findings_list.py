"""The list of findings: everyone's register, with one's own workspace facts in it."""

from datetime import date, timedelta

import pytest
from django.forms import Select
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator

from tests import factories
from tracker.models import Finding
from tracker.web.paging import ROWS, BoundedPaginator

ADDRESS = "/findings/"
TODAY = timezone.localdate()


def references(page) -> list[str]:
    return [row["finding"].reference for row in page.context["rows"]]


def test_everyone_with_a_role_sees_the_findings_of_all_forces(cast, get):
    found = [factories.finding("cleveland"), factories.finding("hertfordshire")]
    for reader in (cast.liaison, cast.stranger, cast.body, cast.inspector):
        assert set(references(get(reader, ADDRESS))) == {finding.reference for finding in found}


def test_an_embargoed_finding_is_in_hmicfrs_s_list_only(cast, get):
    factories.finding(public_from=date(2999, 1, 1))
    assert references(get(cast.liaison, ADDRESS)) == []
    assert len(references(get(cast.inspector, ADDRESS))) == 1


def test_without_a_role_there_is_no_register(cast, get):
    page = get(cast.nobody, ADDRESS)
    assert page.status_code == 403
    assert "Your role does not let you see the register." in page.content.decode()


def test_without_sign_in_the_sign_in_page_comes_first(client, db):
    page = client.get(ADDRESS)
    assert (page.status_code, page["Location"]) == (302, f"/accounts/login/?next={ADDRESS}")


def test_the_force_s_status_and_date_are_shown_to_its_own_people(cast, get):
    factories.finding(force_status="off_track", force_due_on=TODAY - timedelta(days=1))
    page = get(cast.viewer, ADDRESS).content.decode()
    assert "Off track" in page.partition("<table")[2]
    assert "Overdue" in page.partition("<table")[2]


def test_the_force_s_status_and_date_are_not_shown_to_others(cast, get):
    factories.finding(force_status="off_track", force_due_on=date(2031, 8, 9))
    for reader in (cast.stranger, cast.body):
        page = get(reader, ADDRESS).content.decode().partition("<table")[2]
        assert "Off track" not in page
        assert "9 August 2031" not in page


def test_filters_of_the_workspace_are_offered_to_those_who_have_one(cast, get):
    assert "force_status" in get(cast.liaison, ADDRESS).context["form"].fields
    assert "force_status" not in get(cast.body, ADDRESS).context["form"].fields


def test_a_filter_narrows_the_list_and_can_be_taken_away(cast, get):
    wanted = factories.finding("hertfordshire", text="The force should comply with the victims’ code.")
    factories.finding("cleveland")
    page = get(cast.liaison, ADDRESS, q="victims’ code", force="hertfordshire")
    assert references(page) == [wanted.reference]
    assert 'href="?q=victims%E2%80%99+code"' in page.content.decode()


@pytest.mark.parametrize("is_described", [False, True])
def test_an_untouched_panel_chooses_nothing(cast, get, is_described):
    """What a browser sends when someone presses Apply at once; also once the API has described itself."""
    if is_described:
        SchemaGenerator().get_schema(public=True)
    finding = factories.finding()
    form = get(cast.inspector, ADDRESS).context["form"]
    selects = [(name, field) for name, field in form.fields.items() if type(field.widget) is Select]
    first = {name: next(iter(field.choices))[0] for name, field in selects}
    assert set(first.values()) == {""}
    assert references(get(cast.inspector, ADDRESS, q="", year="", **first)) == [finding.reference]


def test_a_value_that_is_no_choice_is_explained(cast, get):
    page = get(cast.liaison, ADDRESS, year="next").content.decode()
    assert "<title>Error:" in " ".join(page.split())
    assert "There is a problem" in page


def test_when_nothing_matches_the_page_says_what_to_do(cast, get):
    assert "No findings match" in get(cast.liaison, ADDRESS, q="zebra").content.decode()


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("reference", ["cleveland-2016-eff-01", "cleveland-2017-eff-01", "hertfordshire-2017-eff-01"]),
        ("-reference", ["hertfordshire-2017-eff-01", "cleveland-2017-eff-01", "cleveland-2016-eff-01"]),
        ("year", ["cleveland-2016-eff-01", "cleveland-2017-eff-01", "hertfordshire-2017-eff-01"]),
        ("-force", ["hertfordshire-2017-eff-01", "cleveland-2017-eff-01", "cleveland-2016-eff-01"]),
        ("closed_by", ["cleveland-2017-eff-01", "hertfordshire-2017-eff-01", "cleveland-2016-eff-01"]),
        ("", ["cleveland-2017-eff-01", "hertfordshire-2017-eff-01", "cleveland-2016-eff-01"]),
    ],
)
def test_the_list_is_sorted_on_the_server_by_allowed_columns(cast, get, sort, order):
    for force, year in [("hertfordshire", 2017), ("cleveland", 2016), ("cleveland", 2017)]:
        factories.finding(force, year=year)
    assert references(get(cast.liaison, ADDRESS, sort=sort)) == order


def test_the_sorted_column_says_so(cast, get):
    factories.finding()
    assert 'aria-sort="descending"' in get(cast.liaison, ADDRESS, sort="-year").content.decode()
    assert "aria-sort" not in get(cast.liaison, ADDRESS).content.decode()


def test_other_forces_dates_do_not_show_in_the_order(cast, get):
    """Sorted by date, what a reader may not see counts as not set."""
    late = factories.finding("hertfordshire", force_due_on=date(2019, 1, 1))
    own = factories.finding("cleveland", force_due_on=date(2020, 1, 1))
    early = factories.finding("hertfordshire", force_due_on=date(2018, 1, 1))
    assert references(get(cast.liaison, ADDRESS, sort="due")) == [
        finding.reference for finding in (own, late, early)
    ]
    assert references(get(cast.inspector, ADDRESS, sort="due")) == [
        finding.reference for finding in (early, late, own)
    ]


def test_a_repeat_names_the_finding_before_it(cast, get):
    factories.link(factories.finding(year=2016), factories.finding(year=2017))
    assert "Found before, in 2016:" in get(cast.stranger, ADDRESS).content.decode()


def test_25_rows_a_page_and_a_page_that_is_not_there_is_the_first(cast, get):
    for _ in range(ROWS + 1):
        factories.finding()
    first, second = get(cast.liaison, ADDRESS), get(cast.liaison, ADDRESS, page=2)
    assert (len(references(first)), len(references(second))) == (ROWS, 1)
    assert "page 2 of 2" in second.content.decode()
    assert references(get(cast.liaison, ADDRESS, page=99)) == references(first)


def test_counting_stops_at_a_bound(db, monkeypatch):
    monkeypatch.setattr("tracker.web.paging.MOST_COUNTED", 3)
    for _ in range(5):
        factories.finding()
    paginator = BoundedPaginator(Finding.objects.order_by("pk"), 2)
    assert (paginator.count, paginator.is_cut) == (3, True)


def test_50_findings_cost_as_many_queries_as_1(cast, queries_of):
    factories.finding()
    one = queries_of(cast.liaison, ADDRESS)
    for number in range(49):
        earlier, later = factories.finding(year=2016), factories.finding("cleveland", year=2017 + number % 3)
        factories.link(earlier, later)
    assert queries_of(cast.liaison, ADDRESS) == one


@pytest.mark.parametrize("number", ["0", "2", "-1", "ten", "²", "9" * 5000])
def test_a_page_that_there_is_not_is_the_first(cast, get, number):
    factories.finding()
    assert get(cast.liaison, ADDRESS, page=number).context["page_obj"].number == 1
