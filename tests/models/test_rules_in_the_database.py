"""Rules that PostgreSQL keeps, tried past every service."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests import factories
from tests.fixtures import Cast
from tracker.event_vocabulary import EventKind
from tracker.models import (
    AuditEvent,
    Evidence,
    EvidenceUse,
    Finding,
    FindingLink,
    ForceSuccession,
    QuestionCrosswalk,
    Review,
    Update,
)
from tracker.vocabulary import LinkRelation

pytestmark = pytest.mark.django_db


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


@pytest.fixture
def finding() -> Finding:
    return factories.finding()


def change(finding: Finding, **fields: object) -> None:
    with transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(**fields)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("finding_closed_at_iff_closed", {"closed_at": timezone.now()}),
        ("finding_closed_by_and_reason_iff_closed", {"closure_reason": "verified"}),
        ("finding_status_before_closure_iff_closed", {"status_before_closure": "open"}),
        ("finding_verdict_has_year", {"verdict": "resolved"}),
        ("finding_text_not_empty", {"text": ""}),
        ("finding_reference_is_well_formed", {"reference": "Cleveland 5"}),
    ],
)
def test_a_finding_that_breaks_a_rule_is_refused(finding: Finding, constraint: str, fields: dict) -> None:
    with refused(constraint):
        change(finding, **fields)


def test_a_closed_finding_says_when_by_whom_and_why(finding: Finding, cast: Cast) -> None:
    change(
        finding,
        inspectorate_status="closed",
        status_before_closure="open",
        closed_at=timezone.now(),
        closed_by=cast.inspector,
        closure_reason="verified",
    )
    finding.refresh_from_db()
    assert finding.is_closed


def test_a_finding_has_the_force_and_year_of_its_inspection(finding: Finding) -> None:
    other = factories.force("hertfordshire")
    for drift in ({"force": other}, {"year": 2016}):
        with refused("finding_force_and_year_are_its_inspections"), transaction.atomic():
            change(finding, **drift)
            check_constraints_now()


def check_constraints_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_only_a_recommendation_has_a_parent(finding: Finding) -> None:
    cause = factories.finding(kind="cause_of_concern")
    with refused("finding_only_recommendations_have_a_parent"):
        change(finding, parent=cause)
    change(finding, parent=cause, kind="recommendation")


class TestLinks:
    def test_an_earlier_finding_of_the_force_comes_first(self) -> None:
        assert factories.link(factories.finding(year=2016), factories.finding(year=2017)).pk

    def test_a_later_or_equal_year_as_predecessor_is_refused(self) -> None:
        earlier, later, sibling = (factories.finding(year=year) for year in (2016, 2017, 2017))
        for predecessor, successor in ((later, earlier), (later, sibling)):
            with refused("earlier inspection year"), transaction.atomic():
                factories.link(predecessor, successor)

    def test_another_force_is_refused_unless_it_was_succeeded(self) -> None:
        theirs, ours = factories.finding("hertfordshire", year=2016), factories.finding(year=2017)
        with refused("of one force"), transaction.atomic():
            factories.link(theirs, ours)
        ForceSuccession.objects.create(predecessor=theirs.force, successor=ours.force, on=date(2017, 4, 1))
        assert factories.link(theirs, ours).pk

    def test_a_second_identical_link_is_refused(self) -> None:
        earlier, later = factories.finding(year=2016), factories.finding(year=2017)
        factories.link(earlier, later)
        with refused("finding_link_once"), transaction.atomic():
            factories.link(earlier, later, relation=LinkRelation.RELATED)

    def test_an_undecided_link_has_no_decider(self) -> None:
        made = factories.link(factories.finding(year=2016), factories.finding(year=2017))
        with refused("finding_link_decided_by_and_at_iff_decided"), transaction.atomic():
            FindingLink.objects.filter(pk=made.pk).update(status="proposed")

    @pytest.mark.parametrize("fields", [{"status": "rejected"}, {"relation": "continues_in_part"}])
    def test_a_rejection_and_a_part_are_never_without_a_word(self, fields: dict) -> None:
        made = factories.link(factories.finding(year=2016), factories.finding(year=2017))
        with refused("finding_link_says_which_part_or_why_not"), transaction.atomic():
            FindingLink.objects.filter(pk=made.pk).update(**fields)


class TestBodies:
    def test_two_bodies_do_not_take_over_from_each_other(self) -> None:
        old, new, newest = (factories.force(slug) for slug in ("teesside", "cleveland", "northern"))
        for predecessor, successor, year in ((old, new, 2015), (new, newest, 2017)):
            ForceSuccession.objects.create(predecessor=predecessor, successor=successor, on=date(year, 4, 1))
        with refused("took over from it"), transaction.atomic():
            ForceSuccession.objects.create(predecessor=newest, successor=old, on=date(2019, 4, 1))
        with refused("follow one another in time"), transaction.atomic():
            ForceSuccession.objects.filter(successor=newest).update(on=date(2015, 4, 1))

    def test_a_force_has_one_name_at_a_time(self) -> None:
        force = factories.force()
        force.former_names.create(name="Old Police", used_from=date(2010, 1, 1), used_until=date(2012, 1, 1))
        with refused("one name at a time"), transaction.atomic():
            force.former_names.create(name="Older Police", used_until=date(2010, 1, 2))
        assert force.former_names.create(name="Older Police", used_until=date(2010, 1, 1)).pk

    def test_a_link_follows_the_bodies_through_others(self) -> None:
        theirs, ours = factories.finding("teesside", year=2015), factories.finding(year=2017)
        between = factories.force("northern")
        ForceSuccession.objects.create(predecessor=theirs.force, successor=between, on=date(2015, 4, 1))
        ForceSuccession.objects.create(predecessor=between, successor=ours.force, on=date(2017, 4, 1))
        assert factories.link(theirs, ours).pk


class TestAppendOnly:
    def test_a_decision_on_a_link_is_never_changed(self) -> None:
        made = factories.link(factories.finding(year=2016), factories.finding(year=2017))
        with refused("append-only"), transaction.atomic():
            made.decisions.update(note="Something else.")

    def test_an_audit_event_is_never_changed_nor_deleted(self, cast: Cast) -> None:
        event = AuditEvent.objects.create(kind=EventKind.SIGNED_IN, at=timezone.now(), actor=cast.liaison)
        with refused("append-only"), transaction.atomic():
            AuditEvent.objects.filter(pk=event.pk).update(actor=cast.inspector)
        with refused("append-only"), transaction.atomic():
            event.delete()
        assert AuditEvent.objects.get(pk=event.pk).actor == cast.liaison

    def test_an_update_is_never_changed(self, finding: Finding, cast: Cast) -> None:
        sent = factories.update(finding, by=cast.liaison)
        with refused("append-only"), transaction.atomic():
            Update.objects.filter(pk=sent.pk).update(narrative="Something else.")

    def test_an_event_without_an_actor_is_only_a_failed_sign_in(self) -> None:
        AuditEvent.objects.create(kind=EventKind.SIGN_IN_FAILED, at=timezone.now())
        with refused("audit_event_has_an_actor"), transaction.atomic():
            AuditEvent.objects.create(kind=EventKind.SIGNED_IN, at=timezone.now())


class TestReviews:
    def review(self, update: Update, **fields: object) -> Review:
        defaults = {
            "update": update,
            "finding": update.finding,
            "submitted_by": update.submitted_by,
            "outcome": "accepted",
            "reviewed_at": timezone.now(),
        }
        with transaction.atomic():
            made = Review.objects.create(**{**defaults, **fields})
            check_constraints_now()
        return made

    def test_nobody_reviews_their_own_update(self, finding: Finding, cast: Cast) -> None:
        update = factories.update(finding, by=cast.liaison)
        with refused("review_not_by_the_submitter"):
            self.review(update, reviewed_by=cast.liaison)
        with refused("review_finding_and_submitter_are_its_updates"):
            self.review(update, reviewed_by=cast.liaison, submitted_by=cast.chief)
        assert self.review(update, reviewed_by=cast.inspector).pk

    def test_an_update_is_reviewed_once(self, finding: Finding, cast: Cast) -> None:
        update = factories.update(finding, by=cast.liaison)
        self.review(update, reviewed_by=cast.inspector)
        with refused("review_once_per_update_and_level"):
            self.review(update, reviewed_by=cast.second_inspector)


def test_evidence_is_used_only_within_its_force(finding: Finding, cast: Cast) -> None:
    theirs = factories.force("hertfordshire")
    evidence = Evidence.objects.create(
        force=theirs,
        kind="link",
        title="Their audit",
        url="https://example.org/audit",
        added_by=cast.stranger,
        added_at=timezone.now(),
    )
    for force in (theirs, finding.force):
        with refused("evidence_use_force_is_its"), transaction.atomic():
            EvidenceUse.objects.create(evidence=evidence, finding=finding, force=force)
            check_constraints_now()


def test_a_question_maps_to_one_of_a_later_programme_only():
    older, newer = factories.question(year=2015), factories.question(year=2017)
    sibling = factories.question("Investigating crime", year=2015)
    with refused("of a programme that began before"), transaction.atomic():
        QuestionCrosswalk.objects.create(earlier=newer, later=older)
    with refused("of a programme that began before"), transaction.atomic():
        QuestionCrosswalk.objects.create(earlier=older, later=sibling)
    assert QuestionCrosswalk.objects.create(earlier=older, later=newer).pk
