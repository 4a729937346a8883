"""Still embedded? Asked some months after closure; the force says, HMICFRS decides, the closure stands."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from tests import factories
from tests.factories import NOW
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, EmbeddingCheck, EmbeddingDecision, Finding, FindingLink
from tracker.reminder_vocabulary import ReminderRule
from tracker.selectors.embedding import due, undecided_of
from tracker.selectors.needs import all_needs
from tracker.selectors.timelines import timeline_of
from tracker.services import embedding
from tracker.services.guards import EvidenceNotUsable, ReasonMissing
from tracker.services.links import NotEarlier
from tracker.vocabulary import Embedded, InspectorateStatus

CLOSED_AT = NOW - timedelta(days=180)
TODAY = date(2018, 6, 1)


def closed(cast, at=CLOSED_AT, reason="verified", **fields):
    return factories.finding(
        inspectorate_status="closed", status_before_closure="open", closure_reason=reason, closed_at=at,
        closed_by=cast.inspector, public_from=date(2017, 4, 1), **fields,
    )  # fmt: skip


@pytest.fixture
def finding(cast):
    return closed(cast, year=2016)


def say(finding, by, answer=Embedded.NO_LONGER, text="Visits are late again.", now=NOW, **more):
    return embedding.say(finding=finding, answer=answer, text=text, by=by, now=now, **more)


def raise_anew(finding, by, **fields):
    given = {
        "kind": "area_for_improvement",
        "text": "The force should see to its visits.",
        "relation": "continues",
        "reason": "The audit bears it out.",
        "programme": factories.programme(2018),
    }
    return embedding.raise_anew(finding=finding, by=by, now=NOW, **{**given, **fields})


def asked(rule=ReminderRule.EMBEDDED, on=TODAY):
    return {(need.person_id, need.matter.day) for need in all_needs(on=on) if need.matter.rule == rule}


# --- When the force is asked ------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "is_asked"), [(179, False), (180, True), (544, True), (545, False)])
def test_the_force_is_asked_some_months_after_closure_and_for_a_year(cast, days, is_asked):
    finding = closed(cast, at=NOW - timedelta(days=days), lead=cast.viewer)
    day = TODAY - timedelta(days=days - 180)
    assert list(due(on=TODAY)) == ([finding] if is_asked else [])
    assert asked() == ({(cast.liaison.pk, day), (cast.viewer.pk, day)} if is_asked else set())


def test_the_interval_is_the_programme_s_and_the_force_s_before_it(cast, finding):
    programme, force = finding.inspection.programme, finding.force
    programme.embedding_check_days = None  # not asked
    programme.save()
    assert not due(on=TODAY)
    force.embedding_check_days = 170
    force.save()
    assert due(on=TODAY).get().asked_on == TODAY - timedelta(days=10)


@pytest.mark.parametrize("reason", ["superseded", "no_further_action"])
def test_only_what_was_verified_can_be_embedded(cast, reason):
    finding = closed(cast, reason=reason)
    assert not due(on=TODAY)
    with pytest.raises(embedding.NotVerified):
        say(finding, cast.liaison)


@pytest.mark.parametrize(("answer", "days"), [("embedded", None), ("no_longer", None), ("not_known", 180)])
def test_an_answer_ends_it_and_not_yet_known_asks_again(cast, finding, answer, days):
    say(finding, cast.liaison, answer)
    assert not due(on=TODAY)
    later = [found.asked_on for found in due(on=TODAY + timedelta(days=300))]
    assert later == ([TODAY + timedelta(days=days)] if days else [])


def test_an_answer_before_a_voided_closure_does_not_count(cast, finding):
    say(finding, cast.liaison, "embedded", now=CLOSED_AT - timedelta(days=1))
    assert list(due(on=TODAY)) == [finding]


# --- What the force says ----------------------------------------------------------------------------------


def test_what_is_said_is_kept_and_changes_nothing_of_the_finding(cast, finding):
    before = Finding.objects.values().get(pk=finding.pk)
    evidence = factories_evidence(cast, finding)
    check = say(finding, cast.liaison, link=" https://force.example/audit ", evidence=[evidence])
    assert (check.link, list(check.evidence.all())) == ("https://force.example/audit", [evidence])
    assert Finding.objects.values().get(pk=finding.pk) == before
    assert timeline_of(finding)[0].sentence.endswith("the force says: no longer embedded")
    assert set(recipients()) == {cast.inspector.pk, cast.second_inspector.pk}


@pytest.mark.parametrize("answer", ["embedded", "not_known"])
def test_where_there_is_nothing_to_decide_nobody_is_told(cast, finding, answer):
    say(finding, cast.liaison, answer)
    assert recipients() == []
    assert undecided_of(finding) is None


def test_the_same_answer_again_is_as_once(cast, finding):
    assert say(finding, cast.liaison) == say(finding, cast.liaison, now=NOW + timedelta(seconds=1))
    assert EmbeddingCheck.objects.count() == 1


@pytest.mark.parametrize("name", ["viewer", "stranger", "inspector", "body", "nobody"])
def test_nobody_else_says_it(cast, finding, name):
    with pytest.raises(access.NotAllowed):
        say(finding, getattr(cast, name))


def test_nothing_shown_is_refused_unless_it_is_not_yet_known(cast, finding):
    with pytest.raises(embedding.NothingShown):
        say(finding, cast.liaison, "embedded", text=" ")
    assert say(finding, cast.liaison, "not_known", text=" ").text == ""


def test_another_force_s_evidence_shows_nothing(cast, finding):
    other = factories_evidence(cast, factories.finding("hertfordshire"))
    with pytest.raises(EvidenceNotUsable):
        say(finding, cast.liaison, evidence=[other])
    assert not EmbeddingCheck.objects.exists()


def test_what_was_said_cannot_be_changed(cast, finding):
    check = say(finding, cast.liaison)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        EmbeddingCheck.objects.filter(pk=check.pk).update(answer="embedded")


# --- What HMICFRS decides ---------------------------------------------------------------------------------


def test_a_new_finding_is_raised_and_linked_in_one_step(cast, finding):
    say(finding, cast.liaison)
    assert asked(ReminderRule.NO_LONGER) == {
        (person.pk, TODAY) for person in (cast.inspector, cast.second_inspector, cast.editor)
    }
    raised = raise_anew(finding, cast.inspector).successor
    link = FindingLink.objects.get(predecessor=finding, successor=raised)
    assert (link.relation, link.note, raised.year) == ("continues", "The audit bears it out.", 2018)
    assert raised.public_from == TODAY
    finding.refresh_from_db()
    assert finding.inspectorate_status == InspectorateStatus.CLOSED
    assert asked(ReminderRule.NO_LONGER) == set()


def test_it_belongs_to_a_later_inspection_and_is_public_with_it(cast, finding):
    say(finding, cast.liaison)
    later = factories.inspection(year=2018, public_from=None)
    raised = raise_anew(finding, cast.editor, inspection=later, programme=None).successor
    assert (raised.inspection, raised.public_from) == (later, None)


def test_none_is_raised_for_a_reason_which_the_force_is_told(cast, finding):
    say(finding, cast.liaison)
    embedding.leave(finding=finding, reason="Two months are too few.", by=cast.inspector, now=NOW)
    assert EmbeddingDecision.objects.get().successor is None
    assert Finding.objects.count() == 1
    assert recipients(EventKind.EMBEDDING_DECIDED) == [cast.liaison.pk]


def test_it_is_decided_once(cast, finding):
    say(finding, cast.liaison)
    raise_anew(finding, cast.inspector)
    with pytest.raises(embedding.NothingToDecide):
        raise_anew(finding, cast.second_inspector)
    assert Finding.objects.count() == 2


def test_a_later_answer_of_the_force_overtakes_the_earlier(cast, finding):
    say(finding, cast.liaison)
    say(finding, cast.chief, "embedded", "The audit was of another unit.")
    with pytest.raises(embedding.NothingToDecide):
        raise_anew(finding, cast.inspector)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"reason": " "}, ReasonMissing),
        ({"text": " "}, embedding.WordingMissing),
        ({"programme": None}, embedding.InspectionMissing),
    ],
)
def test_what_is_missing_is_refused_and_nothing_is_raised(cast, finding, fields, refusal):
    say(finding, cast.liaison)
    with pytest.raises(refusal):
        raise_anew(finding, cast.inspector, **fields)
    assert (Finding.objects.count(), EmbeddingDecision.objects.count()) == (1, 0)


def test_a_new_finding_of_the_same_year_is_refused_and_nothing_is_raised(cast):
    finding = closed(cast, year=2018)
    say(finding, cast.liaison)
    with pytest.raises(NotEarlier):
        raise_anew(finding, cast.inspector)
    assert Finding.objects.count() == 1


@pytest.mark.parametrize("name", ["liaison", "chief", "administrator", "stranger"])
def test_nobody_else_decides(cast, finding, name):
    say(finding, cast.liaison)
    with pytest.raises(access.NotAllowed):
        raise_anew(finding, getattr(cast, name))


def recipients(kind=EventKind.EMBEDDING_CHECKED):
    event = AuditEvent.objects.filter(kind=kind).latest("pk")
    return list(event.notifications.order_by("recipient").values_list("recipient", flat=True))


def factories_evidence(cast, finding):
    from tracker.models import Evidence

    return Evidence.objects.create(
        force=finding.force, kind="link", title="Audit", url="https://force.example/audit",
        added_by=cast.liaison, added_at=NOW,
    )  # fmt: skip
