"""Which verdict counts for a finding, and from when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent
from tracker.services import reports, verdicts
from tracker.vocabulary import StatementStrength

pytestmark = pytest.mark.django_db
LATER = datetime(2020, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def told(cast):
    """Confirm a statement about a finding of 2016, and return the finding after it."""
    finding = factories.finding(year=2016)
    sources = {}

    def tell(verdict, strength=StatementStrength.EXPLICIT, year=2017):
        source = sources.setdefault(year, factories.report(year=year))
        statement = factories.statement(finding, in_report=source, verdict=verdict, strength=strength)
        verdicts.record(statement=statement, by=cast.editor, now=LATER)
        finding.refresh_from_db()
        return finding

    return tell


def test_a_verdict_is_recorded_with_its_year(cast, told):
    finding = told("not_improved")
    assert (finding.verdict, finding.verdict_year, finding.version) == ("not_improved", 2017, 2)
    event = AuditEvent.objects.get(kind=EventKind.VERDICT_RECORDED)
    assert event.data["verdict"] == event.data["stands"] == "not_improved"


@pytest.mark.parametrize("strength", ["explicit", "implicit"])
def test_a_summary_never_overrides_a_statement_about_the_finding(told, strength):
    told("not_improved", strength)
    assert told("improved", "summary").verdict == "not_improved"


def test_a_statement_about_the_finding_overrides_a_summary(told):
    told("improved", "summary")
    assert told("not_improved", "explicit").verdict == "not_improved"


def test_a_summary_alone_counts(told):
    assert told("improved", "summary").verdict == "improved"


def test_a_later_year_overrides_an_earlier_one(told):
    told("not_improved", year=2017)
    assert told("resolved", "summary", year=2018).verdict == "resolved"


def test_an_earlier_year_confirmed_late_does_not(told):
    told("resolved", year=2018)
    finding = told("not_improved", year=2017)
    assert (finding.verdict, finding.verdict_year) == ("resolved", 2018)


def test_a_remark_on_another_report_settles_nothing(told):
    finding = told("unclear", "cross_report")
    assert (finding.verdict, finding.verdict_year) == ("", None)


# --- embargo --------------------------------------------------------------------------------------------


@pytest.fixture
def embargoed(cast):
    """A statement of a report that comes out on 2 January 2020, about a finding that is public already."""
    finding = factories.finding(year=2016)
    statement = factories.statement(
        finding, in_report=factories.report(year=2019), public_from=LATER.date() + timedelta(days=1)
    )
    verdicts.record(statement=statement, by=cast.editor, now=LATER)
    return statement


def test_an_embargoed_verdict_does_not_show_on_a_public_finding(embargoed):
    embargoed.finding.refresh_from_db()
    assert embargoed.finding.verdict == ""
    assert not AuditEvent.objects.filter(kind=EventKind.VERDICT_RECORDED).exists()
    assert verdicts.record_due(now=LATER) == 0


def test_it_counts_from_the_publication_day_and_once(embargoed):
    on_the_day = LATER + timedelta(days=1)
    assert verdicts.record_due(now=on_the_day) == 1
    embargoed.finding.refresh_from_db()
    assert embargoed.finding.verdict == "not_improved"
    assert verdicts.record_due(now=on_the_day) == 0
    assert AuditEvent.objects.filter(kind=EventKind.VERDICT_RECORDED).count() == 1


def test_entering_an_earlier_publication_day_lets_it_count_at_once(embargoed, cast):
    reports.set_publication_day(
        report=embargoed.report, published_on=date(2019, 12, 20), by=cast.editor, now=LATER
    )
    embargoed.finding.refresh_from_db()
    assert embargoed.finding.verdict == "not_improved"
