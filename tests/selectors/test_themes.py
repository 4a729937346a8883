"""Themes across forces: how far they are spread, who settled them, and the same problem elsewhere."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.factories import NOW
from tracker.models import Finding, ForceSuccession, Theme
from tracker.selectors.themes import elsewhere, findings_of, listed, queue, settled_of, spread_of, spreads
from tracker.vocabulary import Decision, StatementStrength

pytestmark = pytest.mark.django_db

EMBARGOED = date(2999, 1, 1)


@pytest.fixture
def theme():
    return factories.theme()


@pytest.fixture
def tagged(theme):
    """`tagged("kent")` makes a finding of that force with the theme."""

    def tagged(force="cleveland", status=Decision.CONFIRMED, **fields):
        finding = factories.finding(force, **fields)
        factories.finding_theme(finding, theme, status=status)
        return finding

    return tagged


def close(finding, by, *, on, reason="verified"):
    Finding.objects.filter(pk=finding.pk).update(
        inspectorate_status="closed",
        status_before_closure="open",
        closure_reason=reason,
        closed_at=on,
        closed_by=by,
    )


def resolve(finding, year, **fields):
    said = factories.statement(
        finding,
        verdict="resolved",
        counted_at=NOW,
        in_report=factories.report(finding.force.slug, year=year),
        **fields,
    )
    Finding.objects.filter(pk=finding.pk).update(verdict="resolved", verdict_year=year)
    return said


def places(rows):
    return [row.reference for row in rows]


def there(finding):
    return elsewhere(finding, on=timezone.localdate())


def test_it_counts_forces_and_findings_and_what_waits(cast, theme, tagged):
    close(tagged(), cast.inspector, on=NOW)
    tagged()
    tagged("kent")
    tagged("kent", status=Decision.PROPOSED)
    tagged("essex", status=Decision.REJECTED)
    [row] = spreads(listed(cast.inspector), cast.inspector, proposed=True)
    assert (row.forces, row.findings, row.open, row.closed, row.proposed) == (2, 3, 2, 1, 1)
    assert spread_of(theme, cast.inspector).findings == 3
    assert len(queue(theme, cast.inspector)) == 1


@pytest.mark.parametrize("who", ["stranger", "body", "liaison"])
def test_what_is_embargoed_or_only_proposed_counts_for_hmicfrs_alone(cast, theme, tagged, who):
    user = getattr(cast, who)
    public = tagged("kent")
    embargoed = tagged("essex", public_from=EMBARGOED)
    tagged("surrey", status=Decision.PROPOSED)
    assert (spread_of(theme, user).findings, spread_of(theme, cast.inspector).findings) == (1, 2)
    assert places(findings_of(theme, user)) == [public.reference]
    assert embargoed.reference in places(findings_of(theme, cast.inspector))
    assert list(queue(theme, user)) == []


def test_a_theme_out_of_use_is_listed_while_a_finding_that_one_sees_has_it(cast, theme, tagged):
    Theme.objects.update(is_in_use=False)
    assert list(listed(cast.stranger)) == []
    tagged("kent", public_from=EMBARGOED)
    assert (list(listed(cast.stranger)), list(listed(cast.inspector))) == ([], [theme])


def test_who_settled_it_first_is_told_with_the_sentence(cast, theme, tagged):
    closed, resolved, superseded = (
        tagged("kent", year=2015),
        tagged("essex", year=2014),
        tagged("surrey", year=2014),
    )
    close(closed, cast.inspector, on=datetime(2018, 3, 1, tzinfo=UTC))
    close(superseded, cast.inspector, on=datetime(2015, 3, 1, tzinfo=UTC), reason="superseded")
    said = resolve(resolved, 2016, quote="This has been put right.")
    resolve(resolved, 2016, strength=StatementStrength.SUMMARY)
    tagged()
    first, second = settled_of(theme, cast.stranger, most=5)
    assert (first.finding, first.year, first.statement, first.is_verified) == (resolved, 2016, said, False)
    assert (second.finding, second.year, second.statement, second.is_verified) == (closed, 2018, None, True)


def test_elsewhere_are_other_forces_with_a_confirmed_theme_of_the_finding(cast, theme, tagged):
    finding, again, kent = tagged(), tagged(year=2016), tagged("kent")
    tagged("surrey", status=Decision.PROPOSED)
    factories.finding_theme(factories.finding("essex"), factories.theme("alarms"))
    [row] = there(finding)
    assert (row.theme, row.forces, row.count, row.findings, row.first) == (theme, 1, 1, [kent], None)
    assert places([finding]) != places([again])
    assert there(factories.finding()) == []


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_body_that_took_over_is_no_other_force(tagged, side):
    old, new, kent = tagged("teesside", year=2015), tagged(), tagged("kent")
    ForceSuccession.objects.create(predecessor=old.force, successor=new.force, on=date(2016, 4, 1))
    [row] = there(new if side == "after" else old)
    assert (row.forces, row.findings) == (1, [kent])


def test_elsewhere_is_published_whoever_asks(cast, tagged):
    finding = tagged()
    embargoed = tagged("kent", public_from=EMBARGOED)
    close(embargoed, cast.inspector, on=NOW)
    assert there(finding) == []
    Finding.objects.filter(pk=embargoed.pk).update(public_from=timezone.localdate())
    [row] = there(finding)
    assert row.first.finding == embargoed


def test_what_was_merged_or_withdrawn_is_not_told(cast, theme, tagged):
    finding, kent = tagged(), tagged("kent", year=2016)
    told = tagged("kent", year=2016, wording="as_reported")
    Finding.objects.filter(pk=told.pk).update(merged_into=kent)
    Finding.objects.filter(pk=tagged("essex").pk).update(withdrawn_at=NOW)
    assert there(finding)[0].findings == [kent]
    assert spread_of(theme, cast.inspector).findings == 2


def test_elsewhere_says_who_settled_it_first(cast, tagged):
    finding, early, late = tagged(), tagged("kent", year=2014), tagged("essex", year=2014)
    close(early, cast.inspector, on=datetime(2016, 3, 1, tzinfo=UTC))
    said = resolve(late, 2015)
    [row] = there(finding)
    assert (row.first.finding, row.first.year, row.first.statement) == (late, 2015, said)


def test_elsewhere_costs_the_same_however_many(tagged):
    finding = tagged()

    def queries():
        with CaptureQueriesContext(connection) as made:
            rows = there(finding)
        return len(made), rows

    tagged("kent")
    before, _ = queries()
    for number in range(10):
        tagged(f"force-{number}")
    for slug in ("alarms", "bells"):
        other = factories.theme(slug)
        factories.finding_theme(finding, other)
        factories.finding_theme(factories.finding("kent"), other)
    after, rows = queries()
    assert after == before
    assert [(row.count, len(row.findings)) for row in rows] == [(1, 1), (1, 1), (11, 5)]
