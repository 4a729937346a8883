"""On a report's page: earlier findings it is silent about, and silent repeats to decide."""

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import NOW
from tracker.services import links
from tracker.vocabulary import Decision

REASONS = ["82 % of the wording is shared.", "Both have the same question."]


@pytest.fixture
def editor(client, cast):
    client.force_login(cast.editor)
    return client


@pytest.fixture
def report(cast):
    made = factories.report(status="decided", decided_at=NOW, compared_at=NOW)
    made.inspection.assessed.add(factories.question())
    return made


@pytest.fixture
def repeat(report):
    old = factories.finding(year=2016)
    new = factories.finding(report=report)
    return factories.link(
        old, new, status="proposed", relation="continues_in_part", score=0.61, reasons=REASONS
    )


def shown(client, report) -> str:
    return client.get(reverse("report-detail", args=[report.pk])).content.decode()


def test_the_page_shows_both_with_reasons(editor, report, repeat):
    page = shown(editor, report)
    assert "score 61 of 100" in page
    for words in (*REASONS, repeat.predecessor.reference, "Its question was inspected again (1)"):
        assert words in page


def test_each_leads_to_where_it_is_decided(editor, report, repeat):
    assert f"{reverse('link-detail', args=[repeat.pk])}?report={report.pk}" in shown(editor, report)


def test_a_decided_one_says_who_decided_and_why(editor, cast, report, repeat):
    by = {"by": cast.editor, "now": NOW}
    links.decide(link=repeat, decision=Decision.CONFIRMED, note="One unit.", **by)
    page = shown(editor, report)
    assert "Continues in part: confirmed by" in page
    assert "One unit." in page
    assert "accounts for every earlier finding" in page
    links.decide(link=repeat, decision=Decision.REJECTED, note="Two units.", replaces=1, **by)
    assert "No link: rejected by" in shown(editor, report)


def test_a_report_that_waits_says_what_for(editor, report):
    report.compared_at = None
    report.save()
    assert "being compared with earlier ones" in shown(editor, report)
    report.status, report.decided_at = "read", None
    report.save()
    assert "once everything in this report is decided" in shown(editor, report)


def test_the_page_costs_the_same_however_many(queries_of, cast, report, repeat):
    address = reverse("report-detail", args=[report.pk])
    before = queries_of(cast.editor, address)
    for _ in range(4):
        factories.link(
            factories.finding(year=2016), factories.finding(report=report), status="proposed", score=0.3
        )
    assert queries_of(cast.editor, address) == before
