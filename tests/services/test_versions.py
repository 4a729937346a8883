"""Evidence used again and replaced: sent once, shown where it is needed, the newest version first."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from tests import factories
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Evidence, Observation
from tracker.selectors.timelines import timeline_of
from tracker.services import drafts, evidence, measures, versions
from tracker.vocabulary import EvidenceKind, InspectorateStatus, Marking

NOW = factories.NOW
OLD, NEW = b"month,overdue\n2018-04,31\n", b"month,overdue\n2018-05,24\n"
FIGURE = {
    "name": "Domestic violence protection orders",
    "unit": "orders",
    "value": Decimal(32),
    "period": "12 months to 30 June 2017",
    "comparator_value": Decimal(69),
    "comparator_period": "12 months to 30 June 2016",
}


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def other(cast):
    return factories.finding()


@pytest.fixture
def add(finding, cast):
    def add(content=OLD, **more):
        given = {"by": cast.liaison, "now": NOW, "title": "Visits"} | more
        return evidence.add_file(finding=finding, file=ContentFile(content, name="visits.csv"), **given)

    return add


@pytest.fixture
def replace(cast):
    def replace(old, content=NEW, **more):
        given = {"by": cast.liaison, "now": NOW, "title": "Visits", "reason": "With May"} | more
        return versions.replace_file(old=old, file=ContentFile(content, name="may.csv"), **given)

    return replace


def close(finding, cast):
    finding.inspectorate_status, finding.status_before_closure = InspectorateStatus.CLOSED, "open"
    finding.closure_reason, finding.closed_at, finding.closed_by = "verified", NOW, cast.inspector
    finding.save()


# --- Used again -----------------------------------------------------------------------------------------


def use(item, finding, cast, **more):
    return evidence.use(evidence=item, finding=finding, by=more.pop("by", cast.liaison), now=NOW, **more)


def test_evidence_is_used_for_another_finding_of_the_force(add, other, cast):
    item = add()
    use(item, other, cast)
    use(item, other, cast)
    assert item.uses.count() == 2
    event = AuditEvent.objects.get(kind=EventKind.EVIDENCE_REUSED)
    assert event.finding == other


def test_it_goes_into_the_draft(add, other, cast):
    draft = drafts.save_draft(finding=other, by=cast.liaison, now=NOW, answers={})
    item = use(add(), other, cast, draft=draft)
    assert list(draft.evidence.all()) == [item]


def test_another_force_s_evidence_is_not_used(add, cast):
    theirs = factories.finding("hertfordshire")
    with pytest.raises(evidence.EvidenceNotUsable, match="another force"):
        use(add(), theirs, cast, by=cast.stranger)


def test_evidence_that_is_not_current_is_not_used(add, replace, other, cast):
    old = add()
    replace(old)
    with pytest.raises(evidence.EvidenceNotUsable, match="newer version"):
        use(old, other, cast)


def test_the_same_bytes_are_not_asked_for_twice(add, other, cast, settings):
    first = add()
    with pytest.raises(evidence.AlreadyHeld, match="as “Visits” on 1 June 2018") as refused:
        add(title="Again")
    assert refused.value.existing == first
    assert Evidence.objects.count() == 1
    evidence.withdraw(evidence=first, by=cast.liaison, now=NOW, reason="Wrong month")
    assert add().pk != first.pk


def test_another_force_may_hold_the_same_bytes(add, cast):
    add()
    theirs = evidence.add_file(
        finding=factories.finding("hertfordshire"), file=ContentFile(OLD, name="visits.csv"),
        by=cast.stranger, now=NOW, title="Visits",
    )  # fmt: skip
    assert theirs.sha256 == Evidence.objects.exclude(pk=theirs.pk).get().sha256


# --- Replaced -------------------------------------------------------------------------------------------


def test_a_new_version_takes_the_place_of_the_old_at_every_open_finding(add, replace, finding, other, cast):
    old = use(add(), other, cast)
    closed = factories.finding()
    use(old, closed, cast)
    close(closed, cast)
    new = replace(old)
    old.refresh_from_db()
    assert (old.replaced_by, new.version, new.replaces) == (new, 2, old)
    assert set(new.findings.all()) == {finding, other}
    assert old.is_downloadable
    assert not old.is_current


def test_a_new_version_takes_its_place_in_drafts(add, replace, finding, cast):
    draft = drafts.save_draft(finding=finding, by=cast.liaison, now=NOW, answers={})
    new = replace(add(draft=draft))
    assert list(draft.evidence.all()) == [new]


def test_it_stands_in_the_history_of_each_finding(add, replace, finding, other, cast):
    replace(use(add(), other, cast))
    for one in (finding, other):
        told = [row for row in timeline_of(one) if row.kind == EventKind.EVIDENCE_REPLACED]
        assert [(row.sentence, row.detail) for row in told] == [("Version 2 of evidence: Visits", "With May")]


def test_versions_form_one_line(add, replace):
    old = add()
    replace(old)
    with pytest.raises(versions.NotReplaceable, match="newest version"):
        replace(old, b"month,overdue\n2018-06,17\n")


@pytest.mark.parametrize("reason", ["", "x" * 501])
def test_a_new_version_says_what_is_different(add, replace, reason):
    with pytest.raises(versions.WhatChangedMissing):
        replace(add(), reason=reason)
    assert Evidence.objects.count() == 1


def test_the_same_bytes_are_no_new_version(add, replace):
    with pytest.raises(evidence.AlreadyHeld):
        replace(add(), OLD)


def test_withdrawn_evidence_is_not_replaced(add, replace, cast):
    old = add()
    evidence.withdraw(evidence=old, by=cast.liaison, now=NOW, reason="Wrong month")
    with pytest.raises(versions.NotReplaceable, match="withdrawn"):
        replace(old)


def test_evidence_of_closed_findings_is_not_replaced(add, replace, finding, cast):
    old = add()
    close(finding, cast)
    with pytest.raises(evidence.FindingClosed):
        replace(old)


@pytest.mark.parametrize("who", ["viewer", "inspector", "stranger", "body"])
def test_nobody_else_replaces_or_uses_it(add, replace, other, cast, who):
    old = add()
    with pytest.raises(access.NotAllowed):
        replace(old, by=getattr(cast, who))
    with pytest.raises(access.NotAllowed):
        use(old, other, cast, by=getattr(cast, who))


# --- What is said of it ---------------------------------------------------------------------------------


def test_official_sensitive_evidence_says_how_to_handle_it(add):
    with pytest.raises(evidence.HandlingMissing):
        add(marking=Marking.OFFICIAL_SENSITIVE, handling=" ")
    assert add(marking=Marking.OFFICIAL_SENSITIVE, handling="HMICFRS only").handling == "HMICFRS only"


def test_evidence_is_not_dated_in_the_future(add):
    with pytest.raises(evidence.DatedInFuture):
        add(dated_on=NOW.date() + timedelta(days=1))
    assert add(dated_on=NOW.date()).dated_on == date(2018, 6, 1)


# --- Measures -------------------------------------------------------------------------------------------


def measured(finding, cast, **changes):
    figure = {name: value for name, value in (FIGURE | changes).items() if value is not None}
    return evidence.add_measure(finding=finding, figure=figure, by=cast.liaison, now=NOW, title="DVPOs")


def test_a_measure_is_kept_with_its_period_and_comparator(finding, cast):
    item = measured(finding, cast)
    assert item.kind == EvidenceKind.MEASURE
    kept = Observation.objects.get(evidence=item)
    assert (kept.value, kept.comparator_value, kept.force) == (32, 69, finding.force)
    assert (kept.measure.name, kept.measure.unit) == (FIGURE["name"], "orders")


def test_a_measure_is_the_same_however_it_is_cased(finding, cast):
    first = measured(finding, cast).observations.get()
    again = measured(finding, cast, name="domestic violence  protection ORDERS", value=Decimal(30))
    assert again.observations.get().measure == first.measure


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"unit": "x" * 61}, "unit"),
        ({"value": Decimal("NaN")}, "value"),
        ({"value": Decimal("1E12")}, "value"),
        ({"value": Decimal("0.00001")}, "value"),
        ({"period": ""}, "period"),
        ({"comparator_value": None}, "comparator_value"),
        ({"comparator_period": None}, "comparator_period"),
        ({"comparator_period": "x" * 121}, "comparator_period"),
    ],
)
def test_what_a_figure_lacks_is_said_and_nothing_is_kept(finding, cast, changes, field):
    with pytest.raises(measures.FigureNotUsable) as refused:
        measured(finding, cast, **changes)
    assert refused.value.field == field
    assert not Evidence.objects.exists()


def test_a_newer_figure_replaces_an_older_one(finding, cast):
    old = measured(finding, cast)
    figure = FIGURE | {"value": Decimal(41), "period": "12 months to 30 June 2018"}
    new = versions.replace_measure(
        old=old, figure=figure, by=cast.liaison, now=NOW, reason="A year later", title="DVPOs"
    )
    assert new.observations.get().value == 41
    assert new.version == 2
