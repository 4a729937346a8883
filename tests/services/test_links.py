"""Linking findings: one force, earlier first, once; the database says the same."""

import pytest

from tests import factories
from tests.factories import NOW
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, FindingLink, ForceSuccession
from tracker.services import findings, links
from tracker.services.guards import ReasonMissing
from tracker.vocabulary import ClosureReason, Decision, LinkRelation

pytestmark = pytest.mark.django_db


def link(predecessor, successor, by, **fields):
    relation = fields.pop("relation", LinkRelation.CONTINUES)
    return links.link(
        predecessor=predecessor, successor=successor, relation=relation, by=by, now=NOW, **fields
    )


@pytest.fixture
def earlier(db):
    return factories.finding(year=2016)


@pytest.fixture
def later(db):
    return factories.finding(year=2017)


def test_a_link_is_confirmed_by_who_makes_it(cast, earlier, later):
    row = link(earlier, later, cast.editor, score=0.61234, reasons=["The wordings are alike."])
    row.refresh_from_db()
    assert (row.status, row.decided_by, row.decided_at) == (Decision.CONFIRMED, cast.editor, NOW)
    assert (float(row.score), row.reasons) == (0.612, ["The wordings are alike."])
    event = AuditEvent.objects.get(kind=EventKind.FINDING_LINKED)
    assert (event.finding, event.data["predecessor"]) == (later, earlier.reference)


def test_a_link_to_another_force_is_refused(cast, later):
    with pytest.raises(links.OtherForce, match="hertfordshire-2016-eff-01"):
        link(factories.finding("hertfordshire", year=2016), later, cast.editor)


def test_a_link_to_the_force_it_took_over_from_is_made(cast, later):
    old = factories.finding("teesside", year=2016)
    ForceSuccession.objects.create(predecessor=old.force, successor=later.force, on="2017-01-01")
    assert link(old, later, cast.editor).pk


@pytest.mark.parametrize("year", [2017, 2018])
def test_a_predecessor_is_of_an_earlier_year(cast, later, year):
    with pytest.raises(links.NotEarlier, match="earlier inspection year"):
        link(factories.finding(year=year), later, cast.editor)


def test_a_pair_is_linked_once(cast, earlier, later):
    link(earlier, later, cast.editor)
    with pytest.raises(links.AlreadyLinked):
        link(earlier, later, cast.inspector, relation=LinkRelation.RELATED)
    assert FindingLink.objects.get().relation == LinkRelation.CONTINUES


@pytest.mark.parametrize("status", [Decision.PROPOSED, Decision.REJECTED])
def test_a_link_that_was_not_confirmed_is_decided_anew(cast, earlier, later, status):
    before = factories.link(earlier, later, status=status)
    row = link(earlier, later, cast.editor, relation=LinkRelation.CONTINUES_IN_PART, note="The visits.")
    assert (row.pk, row.status, row.relation) == (before.pk, "confirmed", "continues_in_part")


def test_the_machine_s_reasons_stay_when_a_person_makes_the_link(cast, earlier, later):
    factories.link(earlier, later, status="proposed", score=0.61, reasons=["Alike."])
    row = link(earlier, later, cast.editor)
    row.refresh_from_db()
    assert (float(row.score), row.reasons) == (0.61, ["Alike."])


def test_a_part_that_continues_is_named(cast, earlier, later):
    with pytest.raises(ReasonMissing, match="which part"):
        link(earlier, later, cast.editor, relation=LinkRelation.CONTINUES_IN_PART, note=" ")


def test_a_statement_names_the_part_itself(cast, earlier, later):
    said = factories.statement(earlier)
    row = link(earlier, later, cast.editor, relation=LinkRelation.CONTINUES_IN_PART, statement=said)
    assert row.is_confirmed


def test_a_force_makes_no_links(cast, earlier, later):
    with pytest.raises(access.NotAllowed):
        link(earlier, later, cast.liaison)


@pytest.mark.parametrize(
    ("pair", "refusal"),
    [
        (("hertfordshire", 2016), links.OtherForce),
        (("cleveland", 2018), links.NotEarlier),
    ],
)
def test_what_only_the_database_notices_is_refused_in_words(cast, later, monkeypatch, pair, refusal):
    monkeypatch.setattr(links, "_check", lambda predecessor, successor: None)
    force, year = pair
    with pytest.raises(refusal):
        link(factories.finding(force, year=year), later, cast.editor)


# --- a proposed link is decided -----------------------------------------------------------------------------


@pytest.fixture
def proposed(earlier, later):
    return factories.link(
        earlier, later, status=Decision.PROPOSED, relation=LinkRelation.CONTINUES_IN_PART, score=0.5
    )


def decide(row, decision, by, **fields):
    return links.decide(link=row, decision=decision, by=by, now=NOW, **fields)


@pytest.mark.parametrize(
    ("decision", "relation", "kept"),
    [
        (Decision.CONFIRMED, None, LinkRelation.CONTINUES_IN_PART),
        (Decision.CONFIRMED, LinkRelation.RELATED, LinkRelation.RELATED),
        (Decision.REJECTED, None, LinkRelation.CONTINUES_IN_PART),
    ],
)
def test_a_proposed_link_is_confirmed_or_rejected(cast, proposed, decision, relation, kept):
    decide(proposed, decision, cast.editor, relation=relation, note="The same unit.")
    proposed.refresh_from_db()
    assert (proposed.status, proposed.relation, proposed.note) == (decision, kept, "The same unit.")
    assert (proposed.decided_by, proposed.decided_at) == (cast.editor, NOW)
    event = AuditEvent.objects.get(kind=EventKind.LINK_DECIDED)
    assert (event.finding, event.data["decision"]) == (proposed.successor, decision)


def test_deciding_a_link_twice_is_as_once(cast, proposed):
    decide(proposed, Decision.CONFIRMED, cast.editor, note="The unit.")
    assert decide(proposed, Decision.CONFIRMED, cast.inspector).decided_by == cast.editor
    assert proposed.decisions.count() == 1
    assert AuditEvent.objects.filter(kind=EventKind.LINK_DECIDED).count() == 1


@pytest.mark.parametrize(
    ("decision", "relation"), [(Decision.REJECTED, None), (Decision.CONFIRMED, LinkRelation.CONTINUES)]
)
def test_a_decided_link_is_not_decided_otherwise(cast, proposed, decision, relation):
    decide(proposed, Decision.CONFIRMED, cast.editor, note="The unit.")
    words = f"confirmed as “continues in part” already, by {cast.editor} on 1 June 2018"
    with pytest.raises(links.AlreadyDecided, match=words):
        decide(proposed, decision, cast.inspector, relation=relation)


def test_proposing_is_no_decision(cast, proposed):
    with pytest.raises(links.NotADecision):
        decide(proposed, Decision.PROPOSED, cast.editor)


def test_a_force_decides_no_link(cast, proposed):
    with pytest.raises(access.NotAllowed):
        decide(proposed, Decision.CONFIRMED, cast.liaison)


@pytest.mark.parametrize(
    ("decision", "relation", "asked"),
    [
        (Decision.REJECTED, None, "why there is no link"),
        (Decision.CONFIRMED, LinkRelation.CONTINUES_IN_PART, "which part"),
    ],
)
def test_what_needs_a_word_is_refused_without_one(cast, proposed, decision, relation, asked):
    with pytest.raises(ReasonMissing, match=asked):
        decide(proposed, decision, cast.editor, relation=relation, note=" ")
    proposed.refresh_from_db()
    assert proposed.is_proposed


# --- a new decision in place of one that stands -------------------------------------------------------------


@pytest.fixture
def decided(cast, proposed):
    decide(proposed, Decision.CONFIRMED, cast.editor, relation=LinkRelation.CONTINUES)
    return proposed


def told(row):
    return [
        (each.number, each.status, each.relation, each.note, each.decided_by) for each in row.decisions.all()
    ]


def test_undoing_is_a_new_decision_and_both_are_kept(cast, decided):
    decide(decided, Decision.REJECTED, cast.inspector, note="Another unit.", replaces=1)
    decided.refresh_from_db()
    assert (decided.status, decided.decided_by) == (Decision.REJECTED, cast.inspector)
    assert told(decided) == [
        (1, "confirmed", "continues", "", cast.editor),
        (2, "rejected", "continues", "Another unit.", cast.inspector),
    ]
    assert AuditEvent.objects.filter(kind=EventKind.LINK_DECIDED).count() == 2


def test_a_decision_is_not_changed_without_saying_why(cast, decided):
    with pytest.raises(ReasonMissing, match="why you change"):
        decide(decided, Decision.CONFIRMED, cast.inspector, relation=LinkRelation.RELATED, replaces=1)


def test_a_decision_that_someone_else_has_changed_meanwhile_stands(cast, decided):
    decide(decided, Decision.REJECTED, cast.inspector, note="Another unit.", replaces=1)
    with pytest.raises(links.AlreadyDecided, match=f"rejected already, by {cast.inspector}"):
        decide(decided, Decision.CONFIRMED, cast.editor, relation="related", note="Near.", replaces=1)
    assert decided.decisions.count() == 2


def test_a_rejected_link_can_be_made_by_hand_after_all(cast, earlier, later):
    row = factories.link(earlier, later, status=Decision.REJECTED, decided_by=cast.editor)
    link(earlier, later, cast.inspector, note="It is the same unit.")
    assert [(each[0], each[1]) for each in told(row)] == [(1, "rejected"), (2, "confirmed")]


@pytest.fixture
def superseded(cast, earlier, later):
    """The earlier finding is closed, as the later one carries it on."""
    row = link(earlier, later, cast.editor)
    findings.close(finding=earlier, reason=ClosureReason.SUPERSEDED, link=row, by=cast.inspector, now=NOW)
    return row


def decide_anew(row, by, decision=Decision.REJECTED, **more):
    return links.decide(link=row, decision=decision, by=by, now=NOW, note="Looked at", replaces=1, **more)


@pytest.mark.parametrize(
    "decision",
    [
        {"decision": Decision.REJECTED},
        {"decision": Decision.CONFIRMED, "relation": LinkRelation.RELATED},
    ],
)
def test_the_link_by_which_a_finding_was_closed_stands(cast, superseded, decision):
    with pytest.raises(links.StillSupersedes, match=r"cleveland-2016-eff-01 .* void the closure first"):
        decide_anew(superseded, cast.editor, **decision)
    superseded.refresh_from_db()
    assert superseded.is_confirmed
    part = LinkRelation.CONTINUES_IN_PART
    assert decide_anew(superseded, cast.editor, Decision.CONFIRMED, relation=part).relation == part


def test_it_is_decided_anew_once_the_closure_is_void_or_another_carries_it_on(cast, superseded, earlier):
    link(earlier, factories.finding(year=2017), cast.editor)
    assert decide_anew(superseded, cast.editor).status == Decision.REJECTED


def test_nothing_is_closed_by_a_link_that_was_rejected(cast, earlier, later):
    row = link(earlier, later, cast.editor)
    decide_anew(row, cast.editor)
    with pytest.raises(findings.SuccessorMissing):
        findings.close(finding=earlier, reason=ClosureReason.SUPERSEDED, link=row, by=cast.inspector, now=NOW)
