"""Forces that get a new name, and bodies that take over from others."""

from datetime import date

import pytest

from tests import factories
from tests.factories import NOW
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Force, ForceSuccession, Notification
from tracker.selectors.bodies import bodies_of, name_then
from tracker.services import forces

pytestmark = pytest.mark.django_db
DAY = date(2018, 4, 1)


def rename(force, name, by, on=DAY):
    return forces.rename(force=force, name=name, on=on, by=by, now=NOW)


def succeed(predecessor, successor, by, on=DAY):
    return forces.record_succession(
        predecessor=factories.force(predecessor), successor=factories.force(successor), on=on, by=by, now=NOW
    )


# --- a new name ---------------------------------------------------------------------------------------------


def test_what_was_published_before_shows_the_name_of_its_time(cast):
    force = factories.force()
    former = rename(force, "  Tees  Valley Police", cast.editor)
    force.refresh_from_db()
    assert (former.name, former.used_from, former.used_until) == ("Cleveland Police", None, DAY)
    assert name_then(force, date(2018, 3, 31)) == "Cleveland Police, now Tees Valley Police"
    assert name_then(force, DAY) == name_then(force, None) == "Tees Valley Police"
    event = AuditEvent.objects.get(kind=EventKind.FORCE_RENAMED)
    assert (event.force, event.data["before"]) == (force, "Cleveland Police")


def test_names_follow_one_another(cast):
    force = factories.force()
    rename(force, "Tees Police", cast.editor, on=date(2016, 4, 1))
    rename(force, "Tees Valley Police", cast.editor)
    force.refresh_from_db()
    assert name_then(force, date(2017, 4, 1)) == "Tees Police, now Tees Valley Police"
    assert name_then(force, date(2015, 4, 1)) == "Cleveland Police, now Tees Valley Police"


@pytest.mark.parametrize(
    ("name", "on", "refusal"),
    [
        ("", DAY, forces.NameNotNew),
        ("Cleveland Police", DAY, forces.NameNotNew),
        ("hertfordshire constabulary", DAY, forces.NameNotNew),
        ("Tees Police", date(2018, 6, 2), forces.NameNotYet),
        ("Tees Police", date(2016, 4, 1), forces.NameTooEarly),
    ],
)
def test_a_name_that_is_not_new_or_out_of_time_is_refused(cast, name, on, refusal):
    force = factories.force()
    force.former_names.create(name="Old Police", used_until=date(2016, 4, 1))
    with pytest.raises(refusal):
        rename(force, name, cast.editor, on=on)
    force.refresh_from_db()
    assert force.name == "Cleveland Police"


@pytest.mark.parametrize("person", ["liaison", "force_admin", "inspector"])
def test_who_keeps_no_reference_data_renames_and_joins_nothing(cast, person):
    by = getattr(cast, person)
    with pytest.raises(access.NotAllowed):
        rename(factories.force(), "Tees Police", by)
    with pytest.raises(access.NotAllowed):
        succeed("teesside", "cleveland", by)
    assert not ForceSuccession.objects.exists()


# --- one body takes over from another -----------------------------------------------------------------------


def test_bodies_are_followed_through_others(cast):
    first, second = (succeed(old, new, cast.editor, on=day) for old, new, day in [
        ("teesside", "northern", date(2015, 4, 1)), ("northern", "cleveland", DAY)])  # fmt: skip
    mine = factories.force()
    assert bodies_of(mine.pk) == [mine.pk, *sorted([first.predecessor_id, second.predecessor_id])]
    assert bodies_of(first.predecessor_id) == [first.predecessor_id]


def test_the_people_of_both_bodies_are_told_and_the_event_keeps_it(cast):
    succeed("hertfordshire", "cleveland", cast.editor)
    event = AuditEvent.objects.get(kind=EventKind.FORCE_SUCCEEDED)
    assert (event.force.slug, event.data["predecessor"]) == ("cleveland", "Hertfordshire Constabulary")
    told = {row.recipient for row in Notification.objects.filter(event=event)}
    assert told == {cast.liaison, cast.force_admin, cast.stranger}


def test_the_same_twice_is_refused(cast):
    succeed("teesside", "cleveland", cast.editor)
    with pytest.raises(forces.SucceededAlready):
        succeed("teesside", "cleveland", cast.editor, on=date(2017, 1, 1))


@pytest.mark.parametrize(
    ("predecessor", "successor", "on", "words"),
    [
        ("cleveland", "cleveland", DAY, "from itself"),
        ("cleveland", "teesside", date(2019, 4, 1), "itself taken over"),
        ("older", "teesside", date(2018, 4, 1), "Check the days"),
        ("cleveland", "newer", date(2018, 4, 1), "Check the days"),
    ],
)
def test_what_cannot_have_been_is_refused_in_words(cast, predecessor, successor, on, words):
    succeed("teesside", "cleveland", cast.editor)
    with pytest.raises(forces.NoSuchSuccession, match=words):
        succeed(predecessor, successor, cast.editor, on=on)
    assert ForceSuccession.objects.count() == 1


def test_a_mistake_is_taken_back_unless_links_rest_on_it(cast):
    row = succeed("teesside", "cleveland", cast.editor)
    factories.link(factories.finding("teesside", year=2016), factories.finding(year=2017))
    with pytest.raises(forces.SuccessionInUse, match="1 link between"):
        forces.remove_succession(succession=row, by=cast.editor, now=NOW)
    other = succeed("northern", "cleveland", cast.editor)
    forces.remove_succession(succession=other, by=cast.editor, now=NOW)
    assert list(ForceSuccession.objects.all()) == [row]
    assert AuditEvent.objects.filter(kind=EventKind.FORCE_SUCCESSION_REMOVED).exists()
    assert Force.objects.filter(slug="northern").exists()
