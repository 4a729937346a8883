"""Lead and deputy of a finding, and handing everything over in one deed."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import factories
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Finding, Notification
from tracker.services import actions, leads
from tracker.services.guards import FindingClosed

NOW = factories.NOW


@pytest.fixture
def finding(cast):
    return factories.finding()


def told(kind):
    rows = Notification.objects.filter(event__kind=kind)
    return set(rows.values_list("recipient__email", flat=True))


def name(finding, by, lead=None, deputy=None):
    return leads.name_lead(finding=finding, lead=lead, deputy=deputy, by=by, now=NOW)


def test_lead_and_deputy_are_named_and_told(finding, cast):
    name(finding, cast.force_admin, cast.liaison, cast.viewer)
    finding.refresh_from_db()
    assert (finding.lead, finding.deputy, finding.version) == (cast.liaison, cast.viewer, 2)
    assert told(EventKind.LEAD_NAMED) == {cast.liaison.email, cast.viewer.email}


def test_who_was_the_lead_is_told_and_who_stays_the_deputy_is_not(finding, cast):
    name(finding, cast.force_admin, cast.liaison, cast.viewer)
    Notification.objects.all().delete()
    name(finding, cast.force_admin, cast.chief, cast.viewer)
    assert told(EventKind.LEAD_NAMED) == {cast.liaison.email, cast.chief.email}


def test_the_same_again_records_nothing(finding, cast):
    name(finding, cast.liaison, cast.liaison)
    name(finding, cast.liaison, cast.liaison)
    assert AuditEvent.objects.filter(kind=EventKind.LEAD_NAMED).count() == 1


@pytest.mark.parametrize("who", ["viewer", "stranger", "inspector", "administrator", "nobody"])
def test_nobody_else_names_one(finding, cast, who):
    with pytest.raises(access.NotAllowed):
        name(finding, getattr(cast, who), cast.liaison)


@pytest.mark.parametrize("who", ["stranger", "inspector", "body", "nobody"])
def test_only_people_of_the_force_lead(finding, cast, who):
    with pytest.raises(leads.NotOfTheForce):
        name(finding, cast.liaison, getattr(cast, who))


def test_nobody_deputises_for_themselves(finding, cast):
    with pytest.raises(leads.DeputyIsLead):
        name(finding, cast.liaison, cast.chief, cast.chief)
    with pytest.raises(IntegrityError, match="finding_deputy_is_not_the_lead"), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(lead=cast.chief, deputy=cast.chief)


# --- Handing over ------------------------------------------------------------------------------------


@pytest.fixture
def work(cast, finding):
    """The liaison officer leads one, deputises for one, and has one action to do and one done."""
    other = factories.finding()
    name(finding, cast.chief, cast.liaison, cast.viewer)
    name(other, cast.chief, cast.chief, cast.liaison)
    to_do, done = [
        actions.add(finding=finding, what=what, owner=cast.liaison, by=cast.chief, now=NOW)
        for what in ("To do", "Done")
    ]
    actions.set_done(action=done, done_on=date(2018, 5, 1), by=cast.chief, now=NOW)
    return {"led": finding, "deputised": other, "to_do": to_do, "done": done}


def hand_over(finding, giver, taker, by):
    return leads.hand_over(force=finding.force, giver=giver, taker=taker, by=by, now=NOW)


def test_everything_goes_to_the_other_at_once(work, cast):
    hand_over(work["led"], cast.liaison, cast.viewer, cast.chief)
    for row in work.values():
        row.refresh_from_db()
    # The one who deputised now leads, and nobody deputises.
    assert (work["led"].lead, work["led"].deputy) == (cast.viewer, None)
    assert (work["deputised"].lead, work["deputised"].deputy) == (cast.chief, cast.viewer)
    assert (work["to_do"].owner, work["done"].owner) == (cast.viewer, cast.liaison)
    event = AuditEvent.objects.get(kind=EventKind.WORK_HANDED_OVER)
    assert event.data["findings"] == [work["led"].reference, work["deputised"].reference]
    assert event.data["actions"] == [work["to_do"].pk]
    assert told(EventKind.WORK_HANDED_OVER) == {cast.liaison.email, cast.viewer.email}


def test_where_the_taker_leads_the_deputy_s_place_falls_empty(work, cast):
    hand_over(work["led"], cast.liaison, cast.chief, cast.force_admin)
    work["deputised"].refresh_from_db()
    assert (work["deputised"].lead, work["deputised"].deputy) == (cast.chief, None)


def test_closed_findings_stay_with_who_led_them(work, cast):
    closed = work["led"]
    closed.refresh_from_db()
    closed.inspectorate_status, closed.status_before_closure = "closed", "open"
    closed.closure_reason, closed.closed_at, closed.closed_by = "verified", NOW, cast.inspector
    closed.save()
    hand_over(closed, cast.liaison, cast.viewer, cast.chief)
    closed.refresh_from_db()
    work["to_do"].refresh_from_db()
    assert (closed.lead, work["to_do"].owner) == (cast.liaison, cast.liaison)
    with pytest.raises(FindingClosed):
        name(closed, cast.chief, cast.viewer)


def test_who_has_left_can_be_relieved_but_not_take_over(work, cast):
    cast.liaison.memberships.update(ends_on=timezone.localdate(NOW))
    hand_over(work["led"], cast.liaison, cast.viewer, cast.chief)
    with pytest.raises(leads.NotOfTheForce):
        hand_over(work["led"], cast.viewer, cast.liaison, cast.chief)


def test_refusals(work, finding, cast):
    with pytest.raises(leads.SamePerson):
        hand_over(finding, cast.liaison, cast.liaison, cast.chief)
    with pytest.raises(leads.NothingToHandOver):
        hand_over(finding, cast.force_admin, cast.viewer, cast.chief)
    for who in (cast.viewer, cast.stranger, cast.inspector):
        with pytest.raises(access.NotAllowed):
            hand_over(finding, cast.liaison, cast.viewer, who)


def test_another_force_s_work_stays(work, cast):
    theirs = factories.finding("hertfordshire")
    Finding.objects.filter(pk=theirs.pk).update(lead=cast.liaison)
    hand_over(work["led"], cast.liaison, cast.viewer, cast.chief)
    theirs.refresh_from_db()
    assert theirs.lead == cast.liaison
