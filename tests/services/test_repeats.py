"""Comparing a decided report: silent repeats are proposed once, in whatever order reports come in."""

import os
import subprocess
import sys

import pytest

from config.env import BASE_DIR
from tests import factories
from tests.factories import NOW
from tracker import tasks
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, FindingLink, Report
from tracker.services import repeats
from tracker.vocabulary import Decision, LinkRelation, Verdict

pytestmark = pytest.mark.django_db

VICTIMS = "The force should improve how it keeps victims informed, in line with the Victims’ Code."
VICTIMS_AGAIN = "The force should ensure that it keeps victims informed as the Victims’ Code asks."
VEHICLES = "The force should replace the vehicles of its roads policing unit when they reach the age limit."


def decided(year=2017, **fields):
    return factories.report(year=year, status="decided", decided_at=NOW, **fields)


@pytest.fixture
def report(db):
    return decided()


@pytest.fixture
def old(db):
    return factories.finding(year=2016, text=VICTIMS)


@pytest.fixture
def new(report):
    return factories.finding(text=VICTIMS_AGAIN, report=report)


def proposed():
    rows = FindingLink.objects.filter(status=Decision.PROPOSED)
    return {(row.predecessor.reference, row.successor.reference) for row in rows}


def compare(report):
    return repeats.propose(report_id=report.pk, now=NOW)


def test_a_new_finding_like_an_old_one_is_proposed_with_its_reasons(report, old, new):
    factories.finding(year=2016, text=VEHICLES)
    assert compare(report) is True
    row = FindingLink.objects.get()
    assert (row.predecessor, row.successor, row.status) == (old, new, Decision.PROPOSED)
    assert row.statement is None
    assert 0 < row.score <= 1
    assert row.reasons
    assert all(isinstance(reason, str) for reason in row.reasons)
    report.refresh_from_db()
    assert report.compared_at == NOW
    event = AuditEvent.objects.get(kind=EventKind.REPORT_COMPARED)
    assert (event.report, event.data) == (report, {"proposed": 1, "merges": 0})


def test_comparing_twice_is_as_once(report, old, new):
    assert compare(report) is True
    assert compare(report) is False
    Report.objects.filter(pk=report.pk).update(compared_at=None)
    assert compare(report) is True
    assert FindingLink.objects.count() == 1


def test_what_a_person_decided_is_left(report, old, new):
    factories.link(old, new, status=Decision.REJECTED)
    compare(report)
    assert FindingLink.objects.get().status == Decision.REJECTED


def test_what_the_report_tells_of_is_no_silent_repeat(report, old, new):
    factories.statement(old, in_report=report, verdict=Verdict.NOT_IMPROVED)
    compare(report)
    assert not FindingLink.objects.exists()


def test_a_repeat_never_leaves_the_force(report, new):
    factories.finding("hertfordshire", year=2016, text=VICTIMS)
    compare(report)
    assert not FindingLink.objects.exists()


def test_the_latest_of_a_chain_stands_for_it(report, old, new):
    first = factories.finding(year=2015, text=VICTIMS)
    factories.link(first, old)
    compare(report)
    assert proposed() == {(old.reference, new.reference)}


def test_a_finding_only_told_of_by_the_report_repeats_nothing(report, old):
    factories.finding(text=VICTIMS_AGAIN, report=report, wording="as_reported")
    compare(report)
    assert not FindingLink.objects.exists()


@pytest.mark.parametrize("status", ["read", "needs_person"])
def test_a_report_that_is_not_decided_is_not_compared(old, status):
    report = factories.report(status=status, problem="A scan.")
    factories.finding(text=VICTIMS_AGAIN, report=report)
    assert compare(report) is False
    assert repeats.sweep() == 0
    assert not FindingLink.objects.exists()


def test_an_earlier_report_that_comes_in_late_is_compared_too(report, new):
    compare(report)
    assert not FindingLink.objects.exists()
    late = decided(2016)
    factories.finding(year=2016, text=VICTIMS, report=late)
    tasks.compare_report(report_id=late.pk)
    assert repeats.sweep() == 1
    tasks.compare_report(report_id=report.pk)
    assert FindingLink.objects.get().relation in LinkRelation.values
    assert repeats.sweep() == 0


def test_only_the_worker_ranks():
    """The web process never imports scikit-learn, which takes a second and eighty megabytes."""
    code = "import django; django.setup()\nimport sys, config.urls\nsys.exit('sklearn' in sys.modules)"
    env = {"DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run([sys.executable, "-c", code], cwd=BASE_DIR, env=os.environ | env, check=False)
    assert done.returncode == 0
