"""Actions: added, changed, ordered and done by the force, while the finding is not closed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import factories
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Action, AuditEvent, Notification
from tracker.roles import Role
from tracker.services import actions
from tracker.services.guards import FindingClosed

NOW = factories.NOW
TODAY = timezone.localdate(NOW)


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def add(finding, cast):
    """`add(what=…)`: Cleveland's liaison officer adds an action of their own, changed as the test wants."""

    def add(**changes):
        said = {"what": "Train the shift", "owner": cast.liaison, "by": cast.liaison, "now": NOW}
        return actions.add(finding=finding, **said | changes)

    return add


def order(finding):
    return list(finding.actions.order_by("position").values_list("what", flat=True))


def kinds():
    return list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_actions_stand_in_the_order_they_were_added(add, finding):
    add(what=" Train the shift ")
    add(what="Check the forms", due_on=date(2018, 9, 1))
    assert order(finding) == ["Train the shift", "Check the forms"]
    assert kinds() == [EventKind.ACTION_ADDED] * 2


def test_owner_may_be_a_name_and_role(add):
    action = add(owner=None, owner_name=" Sgt Ray ", owner_role="Training")
    assert action.owner_text == "Sgt Ray, Training"


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"what": " "}, actions.ActionNotSaid),
        ({"what": "a" * 501}, actions.ActionNotSaid),
        ({"owner": None}, actions.OwnerNotClear),
        ({"owner_name": "Sgt Ray"}, actions.OwnerNotClear),
        ({"owner": None, "owner_name": "a" * 121}, actions.OwnerNotClear),
    ],
)
def test_unclear_action_is_refused(add, said, refusal):
    with pytest.raises(refusal):
        add(**said)
    assert not Action.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "inspector", "body", "nobody"])
def test_who_does_not_work_on_the_finding_is_not_its_owner(add, cast, who):
    with pytest.raises(actions.OwnerNotClear, match="does not work on"):
        add(owner=getattr(cast, who))


def test_owner_who_has_left_may_stay_the_owner(add, cast):
    action = add(owner=cast.viewer)
    cast.viewer.memberships.update(ends_on=date(2018, 1, 1))
    changed = actions.change(action=action, what="Train all", owner=cast.viewer, by=cast.liaison, now=NOW)
    assert changed.what == "Train all"


@pytest.mark.parametrize("who", ["viewer", "stranger", "inspector", "force_admin", "nobody"])
def test_nobody_else_adds_one(add, cast, who):
    with pytest.raises(access.NotAllowed):
        add(by=getattr(cast, who))


def test_chief_officer_adds_one_and_the_owner_is_told(add, cast):
    add(by=cast.chief)
    assert list(Notification.objects.values_list("recipient", flat=True)) == [cast.liaison.pk]


def test_who_adds_an_action_of_their_own_is_not_told(add):
    add()
    assert not Notification.objects.exists()


def test_change_keeps_what_was_said_before(add, cast):
    action = add()
    actions.change(action=action, what="Train all", owner_name="Ray", by=cast.chief, now=NOW)
    event = AuditEvent.objects.get(kind=EventKind.ACTION_CHANGED)
    assert (event.data["before"]["what"], event.data["what"], event.data["owner"]) == (
        "Train the shift", "Train all", "Ray",
    )  # fmt: skip


def test_change_to_the_same_records_nothing(add, cast):
    action = add()
    actions.change(action=action, what=action.what, owner=action.owner, by=cast.liaison, now=NOW)
    assert kinds() == [EventKind.ACTION_ADDED]


def test_done_and_not_done_after_all(add, cast):
    action = add()
    assert actions.set_done(action=action, done_on=TODAY, by=cast.liaison, now=NOW).done_on == TODAY
    actions.set_done(action=action, done_on=TODAY, by=cast.liaison, now=NOW)  # a second press
    assert actions.set_done(action=action, done_on=None, by=cast.liaison, now=NOW).done_on is None
    assert kinds()[1:] == [EventKind.ACTION_DONE, EventKind.ACTION_NOT_DONE]


def test_nothing_is_done_tomorrow(add, cast):
    with pytest.raises(actions.DoneInFuture):
        actions.set_done(action=add(), done_on=TODAY + timedelta(days=1), by=cast.liaison, now=NOW)


def test_moving_up_and_down(add, finding, cast):
    _, _, c = [add(what=what) for what in "abc"]
    actions.move(action=c, up=True, by=cast.liaison, now=NOW)
    assert order(finding) == ["a", "c", "b"]
    actions.move(action=c, up=False, by=cast.liaison, now=NOW)
    actions.move(action=c, up=False, by=cast.liaison, now=NOW)  # it is the last
    assert order(finding) == ["a", "b", "c"]


def test_removed_action_is_gone_and_its_words_stay_in_the_trail(add, finding, cast):
    action = add()
    actions.remove(action=action, by=cast.liaison, now=NOW)
    assert not finding.actions.exists()
    assert AuditEvent.objects.get(kind=EventKind.ACTION_REMOVED).data["what"] == "Train the shift"
    with pytest.raises(actions.ActionGone):
        actions.set_done(action=action, done_on=TODAY, by=cast.liaison, now=NOW)


def test_full_plan_takes_no_more(add, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    add()
    with pytest.raises(actions.TooManyActions):
        add()


def test_closed_finding_takes_none(add, finding, cast):
    action = add()
    finding.inspectorate_status, finding.status_before_closure = "closed", "open"
    finding.closure_reason, finding.closed_at, finding.closed_by = "verified", NOW, cast.inspector
    finding.save()
    with pytest.raises(FindingClosed):
        add()
    with pytest.raises(FindingClosed):
        actions.remove(action=action, by=cast.liaison, now=NOW)


def test_role_of_another_body_is_none_here(add):
    other = factories.member(Role.CHIEF_OFFICER, "hertfordshire")
    with pytest.raises(actions.OwnerNotClear):
        add(owner=other)
