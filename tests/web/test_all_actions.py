"""The list of actions of all findings, and the same through the REST API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.factories import NOW
from tracker.models import Action

TODAY = timezone.localdate()


def action(cast, what, *, of=None, **fields):
    fields.setdefault("owner", cast.liaison)
    of = of or factories.finding()
    position = of.actions.count() + 1
    return Action.objects.create(
        finding=of, position=position, what=what, created_by=cast.liaison, created_at=NOW, **fields
    )


@pytest.fixture
def plan(cast):
    led = factories.finding(lead=cast.viewer)
    return [
        action(cast, "Train every shift", due_on=TODAY - timedelta(days=1)),
        action(cast, "Buy cameras", due_on=TODAY + timedelta(days=1), owner=cast.chief, of=led),
        action(cast, "Hire two officers", done_on=TODAY),
        action(cast, "Write a policy", of=factories.finding("hertfordshire"), owner=cast.stranger),
        action(cast, "Do nothing", of=factories.finding(
            inspectorate_status="closed", status_before_closure="open", closure_reason="verified",
            closed_at=NOW, closed_by=cast.inspector,
        )),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "query", "expected"),
    [
        ("liaison", {}, [0, 1, 2]),
        ("liaison", {"whose": "me"}, [0, 2]),
        ("liaison", {"whose": "me", "state": "open"}, [0]),
        ("liaison", {"state": "overdue"}, [0]),
        ("liaison", {"state": "done"}, [2]),
        ("viewer", {"whose": "lead"}, [1]),
        ("stranger", {}, [3]),
        ("inspector", {}, [0, 1, 2, 3]),
        ("inspector", {"force": "hertfordshire"}, [3]),
    ],
)
def test_each_sees_the_plan_of_their_forces_narrowed_as_asked(client, cast, plan, who, query, expected):
    client.force_login(getattr(cast, who))
    page = client.get("/actions/", query).content.decode()
    assert [number for number, row in enumerate(plan) if row.what in page] == expected


def test_what_is_due_first_stands_at_the_top(client, cast, plan):
    client.force_login(cast.liaison)
    page = client.get("/actions/").content.decode()
    assert page.index("Train every shift") < page.index("Buy cameras") < page.index("Hire two officers")


@pytest.mark.parametrize("who", ["body", "nobody"])
def test_without_a_workspace_there_is_no_such_list(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get("/actions/").status_code == 403


@pytest.mark.parametrize("number", [1, 20])
def test_it_costs_the_same_however_many(client, cast, django_assert_max_num_queries, number):
    finding = factories.finding()
    for _ in range(number):
        action(cast, "Train", of=finding)
    client.force_login(cast.liaison)
    with django_assert_max_num_queries(12):
        client.get("/actions/")
