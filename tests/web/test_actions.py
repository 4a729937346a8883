"""The list of actions as a liaison officer keeps it, on its own and on the way to an update."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.web.test_updates import text_of
from tracker.services import actions


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def address(finding):
    return lambda name, *keys: reverse(name, args=[finding.reference, *keys])


@pytest.fixture
def signed_in(client, cast):
    client.force_login(cast.liaison)
    return client


@pytest.fixture
def action(finding, cast):
    return actions.add(
        finding=finding, what="Train the shift", owner=cast.liaison, by=cast.liaison, now=timezone.now()
    )


def said(cast, **changes):
    due = {"due_on_day": "1", "due_on_month": "2", "due_on_year": "2099"}
    return {"what": "Check each form", "owner": cast.viewer.pk, **due} | changes


def test_actions_are_added_one_by_one_on_the_way_to_an_update(signed_in, address, finding, cast):
    assert signed_in.post(address("update-change"), {"narrative": "Words."}).url == address("update-actions")
    add = address("action-add") + "?update=1"
    assert add in signed_in.get(address("update-actions")).content.decode()
    assert signed_in.post(add, said(cast)).url == address("update-actions")
    signed_in.post(
        add, said(cast, what="Show the figures", owner="", owner_name="Ray", owner_role="Sergeant")
    )
    page = text_of(signed_in.get(address("update-actions")))
    for words in ["Check each form", "Due 1 February 2099", "Ray, Sergeant", "Add another action"]:
        assert words in page
    assert "Check each form (Viewer, due 1 February 2099)" in text_of(signed_in.get(address("update-check")))


def test_list_of_its_own_leads_back_to_itself(signed_in, address, action):
    assert signed_in.post(address("action-done", action.pk), {"done": "yes"}).url == address("action-list")
    assert "Done on" in text_of(signed_in.get(address("action-list")))
    signed_in.post(address("action-done", action.pk), {"done": "no"})
    action.refresh_from_db()
    assert action.done_on is None


def test_action_is_changed_in_its_form(signed_in, address, action, cast):
    change = address("action-change", action.pk)
    assert "Train the shift" in signed_in.get(change).content.decode()
    signed_in.post(change, said(cast))
    action.refresh_from_db()
    assert (action.what, action.owner, action.due_on.year) == ("Check each form", cast.viewer, 2099)


def test_action_moves_without_dragging(signed_in, address, action, finding, cast):
    second = actions.add(
        finding=finding, what="Second", owner=cast.liaison, by=cast.liaison, now=timezone.now()
    )
    signed_in.post(address("action-move", second.pk), {"to": "up"})
    page = text_of(signed_in.get(address("action-list")))
    assert page.index("Second") < page.index("Train the shift")


def test_action_is_removed_after_a_question(signed_in, address, action, finding):
    remove = address("action-remove", action.pk)
    assert "Are you sure" in text_of(signed_in.get(remove))
    assert finding.actions.exists()
    signed_in.post(remove)
    assert not finding.actions.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"what": ""}, "Enter what will be done"),
        ({"owner": ""}, "Select who will do it, or enter a name"),
        ({"owner_name": "Ray"}, "Select a person or enter a name, not both"),
        ({"due_on_day": "31"}, "must be a real date"),
    ],
)
def test_refused_action_is_explained(signed_in, address, finding, cast, changes, words):
    page = text_of(signed_in.post(address("action-add"), said(cast, **changes)))
    assert page.count(words) >= 2
    assert not finding.actions.exists()


def test_person_of_another_force_cannot_be_chosen(signed_in, address, finding, cast):
    signed_in.post(address("action-add"), said(cast, owner=cast.stranger.pk))
    assert not finding.actions.exists()


@pytest.mark.parametrize(
    ("who", "sees", "adds"), [("viewer", 200, 403), ("inspector", 200, 403), ("stranger", 404, 404)]
)
def test_others(client, address, action, cast, who, sees, adds):
    client.force_login(getattr(cast, who))
    page = client.get(address("action-list"))
    assert page.status_code == sees
    assert "Mark as done" not in text_of(page)
    assert client.post(address("action-done", action.pk), {"done": "yes"}).status_code == adds


def test_finding_shows_its_actions_to_who_sees_the_workspace(client, finding, action, cast):
    for who, shown in [(cast.viewer, True), (cast.inspector, True), (cast.stranger, False)]:
        client.force_login(who)
        assert ("Train the shift" in text_of(client.get(finding.get_absolute_url()))) is shown


def test_page_costs_the_same_with_many_actions(queries_of, address, finding, action, cast):
    few = queries_of(cast.liaison, address("action-list"))
    for _ in range(10):
        actions.add(finding=finding, what="More", owner=cast.chief, by=cast.liaison, now=timezone.now())
    assert queries_of(cast.liaison, address("action-list")) == few
