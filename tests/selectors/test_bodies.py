"""What a body took over goes with it: chains, lists, numbers, and who works on it."""

from datetime import date, timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from tests import factories
from tracker import access
from tracker.models import Finding, ForceSuccession, Inspection
from tracker.models.visibility import forget_memberships
from tracker.roles import Permission, Role
from tracker.selectors import dashboards
from tracker.selectors.carried_forward import carried_forward, not_inspected_since
from tracker.selectors.chains import chain_of
from tracker.selectors.filters import FindingFilter
from tracker.selectors.findings import register
from tracker.selectors.forces import register_of
from tracker.selectors.reports import earlier_findings

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def old(cast):
    """A finding of a body two steps back from Cleveland."""
    finding = factories.finding("teesside", year=2015)
    for before, after, on in [
        ("teesside", "northern", date(2016, 4, 1)),
        ("northern", "cleveland", date(2017, 4, 1)),
    ]:
        ForceSuccession.objects.create(
            predecessor=factories.force(before), successor=factories.force(after), on=on
        )
    return finding


def listed(user, **query):
    request = RequestFactory().get("/", query)
    request.user = user
    return set(FindingFilter(query, queryset=register(user), request=request).qs)


def test_what_a_report_may_speak_of_goes_back_through_all_bodies(old):
    assert list(earlier_findings(factories.force().pk, 2017)) == [old]
    assert not earlier_findings(factories.force("hertfordshire").pk, 2017).exists()


def test_a_chain_goes_on_through_another_body(cast, old):
    new = factories.finding(year=2017)
    factories.link(old, new)
    assert {finding.pk for finding in chain_of(new, cast.stranger).findings} == {old.pk, new.pk}


def test_the_force_s_list_and_page_hold_what_it_took_over(cast, old):
    own = factories.finding()
    assert listed(cast.stranger, force="cleveland") == {old, own}
    assert listed(cast.stranger, force="teesside") == {old}
    shown = [found for group in register_of(own.force, cast.body).questions for found in group.findings]
    assert set(shown) == {old, own}


def test_its_people_work_on_it(cast, old):
    for permission in (Permission.SEE_WORKSPACE, Permission.SUBMIT_UPDATE):
        assert access.get_finding_for(cast.liaison, old.reference, permission) == old
        with pytest.raises(access.NotVisible):
            access.get_finding_for(cast.stranger, old.reference, permission)
    with pytest.raises(access.NotVisible):
        access.get_finding_for(cast.body, old.reference, Permission.SEE_WORKSPACE)


def test_not_before_the_day_it_takes_over(cast, old):
    ForceSuccession.objects.filter(successor__slug="cleveland").update(on=TODAY + timedelta(days=1))
    with pytest.raises(access.NotVisible):
        access.get_finding_for(cast.liaison, old.reference, Permission.SEE_WORKSPACE)
    ForceSuccession.objects.filter(successor__slug="cleveland").update(on=TODAY)
    forget_memberships(cast.liaison)
    assert access.get_finding_for(cast.liaison, old.reference, Permission.SEE_WORKSPACE) == old


def test_the_people_of_the_body_before_are_not_its_to_manage(cast, old):
    assert access.has_permission(cast.force_admin, Permission.SEE_WORKSPACE, force_id=old.force_id)
    assert not access.has_permission(cast.force_admin, Permission.MANAGE_PEOPLE, force_id=old.force_id)


def test_the_body_before_does_not_see_what_came_after(cast, old):
    own = factories.finding()
    before = factories.member(Role.LIAISON_OFFICER, "teesside")
    assert access.sees_workspace(before, old)
    assert not access.sees_workspace(before, own)


def test_the_home_page_counts_it_once_with_the_force_s_own(cast, old):
    factories.finding()
    assert [force.slug for force in dashboards.own_forces(cast.liaison)] == ["cleveland"]
    assert [force.slug for force in dashboards.member_forces(cast.body)] == ["cleveland"]
    assert dashboards.numbers_of(factories.force(), cast.liaison, today=TODAY).open == 2


def inspected(force, year, *questions):
    made = factories.inspection(force, year=year)
    made.assessed.set([factories.question(text, year=year) for text in questions])
    return made


def test_it_is_carried_forward_until_the_new_body_is_inspected_on_its_question(cast, old):
    inspected("teesside", 2016, "Investigating crime")
    assert set(carried_forward(Finding.objects.all())) == {old}
    inspected("cleveland", 2017, "Investigating crime")
    assert not_inspected_since(old) == 2017
    Inspection.objects.get(force__slug="cleveland", year=2017).assessed.add(factories.question())
    assert set(carried_forward(Finding.objects.all())) == set()
    assert not_inspected_since(old) is None
