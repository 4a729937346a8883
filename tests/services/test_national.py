"""A national recommendation becomes a finding of each force, once, in one step."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.factories import NOW
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import (
    AuditEvent,
    Finding,
    ForceSuccession,
    Inspection,
    NationalRecommendation,
    Notification,
)
from tracker.services import national
from tracker.vocabulary import FindingKind

pytestmark = pytest.mark.django_db
TEXT = "By September 2019, all forces should share what they know of vulnerable people."


@pytest.fixture
def programme(db):
    return factories.national().programme


@pytest.fixture
def address(cast, programme):
    def address(*slugs, **fields):
        forces = [factories.force(slug) for slug in slugs or ("cleveland", "hertfordshire")]
        given = {"text": TEXT, "title": "Sharing", "programme": programme, "year": 2017, "by": cast.editor}
        given |= {"public_from": date(2018, 4, 1), "forces": forces, "now": NOW}
        return national.address(**given | fields)

    return address


def test_each_force_has_its_own_finding_of_the_one_source(cast, address):
    row = address(text=f"  {TEXT} ", source_url="https://example.org/report")
    found = row.findings.order_by("reference")
    assert [finding.reference for finding in found] == ["cleveland-2017-thm-01", "hertfordshire-2017-thm-01"]
    for finding in found:
        assert (finding.text, finding.kind) == (TEXT, FindingKind.RECOMMENDATION)
        assert (finding.public_from, finding.question) == (date(2018, 4, 1), None)
        assert finding.inspection.programme == row.programme
    assert AuditEvent.objects.filter(kind=EventKind.FINDING_RAISED).count() == 2
    event = AuditEvent.objects.get(kind=EventKind.NATIONAL_ADDRESSED)
    assert event.data["national_id"] == row.pk


def test_each_force_s_liaison_officers_are_told_of_their_own(cast, address):
    address()
    told = {(row.recipient, row.event.finding.force.slug) for row in Notification.objects.all()}
    assert told == {(cast.liaison, "cleveland"), (cast.stranger, "hertfordshire")}


def test_again_it_makes_nothing_twice_and_adds_who_was_left_out(cast, address):
    row = address("cleveland")
    assert address("cleveland") == row
    assert address("cleveland", "hertfordshire", title="Another title") == row
    assert NationalRecommendation.objects.filter(text=TEXT).count() == 1
    assert row.findings.count() == 2
    assert AuditEvent.objects.filter(kind=EventKind.NATIONAL_ADDRESSED).count() == 2
    assert NationalRecommendation.objects.get(pk=row.pk).title == "Sharing"


def test_another_recommendation_of_the_year_stands_in_the_same_inspection(address):
    first, second = address("cleveland"), address("cleveland", text="Another one.")
    assert first.findings.get().inspection == second.findings.get().inspection
    assert second.findings.get().reference == "cleveland-2017-thm-02"


def test_an_embargoed_one_is_hmicfrs_s_alone_though_another_of_the_year_is_out(cast, address):
    address("cleveland")
    later = date(2999, 4, 1)
    row = address("cleveland", text="Another one.", year=2017, public_from=later)
    assert row.findings.get().public_from == later
    assert not Finding.objects.visible_to(cast.liaison).filter(national=row).exists()
    with pytest.raises(access.NotVisible):
        access.get_national_for(cast.liaison, row.pk)
    assert access.get_national_for(cast.inspector, row.pk) == row


def test_the_first_publication_of_the_inspection_counts(address):
    address("cleveland", public_from=date(2018, 9, 1))
    address("cleveland", text="Another one.", public_from=date(2018, 4, 1))
    assert Inspection.objects.get(programme__slug="thematic").public_from == date(2018, 4, 1)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"text": " "}, national.NothingAsked),
        ({"title": ""}, national.NothingAsked),
        ({"forces": []}, national.NobodyAddressed),
        ({"year": 2019}, national.YearAfterPublication),
    ],
)
def test_what_cannot_be_addressed_is_refused_and_leaves_nothing(address, fields, refusal):
    before = NationalRecommendation.objects.count()
    with pytest.raises(refusal):
        address(**fields)
    assert (NationalRecommendation.objects.count(), Finding.objects.count()) == (before, 0)


def test_peel_is_no_programme_for_it(address):
    with pytest.raises(national.NotThematic, match="PEEL 2017"):
        address(programme=factories.programme(2017))


@pytest.mark.parametrize("person", ["liaison", "chief", "administrator"])
def test_only_those_who_decide_reports_address_it(cast, address, person):
    with pytest.raises(access.NotAllowed):
        address(by=getattr(cast, person))
    with pytest.raises(access.NotAllowed):
        national.add_forces(
            national=factories.national(), forces=[factories.force()], by=getattr(cast, person), now=NOW
        )


def test_all_forces_are_the_territorial_ones_that_are_still_there(db):
    for slug in ("cleveland", "teesside"):
        factories.force(slug)
    other = factories.force("transport")
    other.kind = "other"
    other.save()
    ForceSuccession.objects.create(
        predecessor=factories.force("teesside"), successor=factories.force(), on=date(2017, 4, 1)
    )
    assert [force.slug for force in national.all_forces()] == ["cleveland"]


def test_the_database_keeps_one_finding_a_force(address):
    row = address("cleveland")
    with pytest.raises(IntegrityError, match="once_per_national"), transaction.atomic():
        factories.finding(national=row)


def test_a_force_more_costs_the_same_number_of_statements(cast, address):
    def statements(*slugs):
        for slug in slugs:
            factories.force(slug)
        with CaptureQueriesContext(connection) as made:
            address(*slugs, text=f"For {slugs}.")
        return len(made)

    address("cleveland")
    one, two, five = statements("a"), statements("b", "c"), statements("d", "e", "f", "g", "h")
    assert five - two == 3 * (two - one)
