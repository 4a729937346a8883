"""On a report's page: earlier findings it is silent about, and silent repeats with their buttons."""

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import NOW
from tracker.vocabulary import Decision, LinkRelation

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


def decide(client, report, link, **posted):
    return client.post(reverse("silent-repeat-decide", args=[report.pk, link.pk]), posted)


def shown(client, report) -> str:
    return client.get(reverse("report-detail", args=[report.pk])).content.decode()


def test_the_page_shows_both_with_reasons(editor, report, repeat):
    page = shown(editor, report)
    assert "score 61 of 100" in page
    for words in (*REASONS, repeat.predecessor.reference, "Its question was inspected again (1)"):
        assert words in page


@pytest.mark.parametrize("relation", LinkRelation.values)
def test_a_button_confirms_the_link(editor, cast, report, repeat, relation):
    answer = decide(editor, report, repeat, relation=relation, note=" One unit. ")
    assert answer.url.endswith(f"#repeat-{repeat.pk}")
    repeat.refresh_from_db()
    assert (repeat.status, repeat.relation, repeat.note) == (Decision.CONFIRMED, relation, "One unit.")
    assert repeat.decided_by == cast.editor
    page = shown(editor, report)
    assert "One unit." in page
    assert "accounts for every earlier finding" in page


def test_a_button_rejects_it(editor, report, repeat):
    decide(editor, report, repeat, relation="none")
    repeat.refresh_from_db()
    assert repeat.status == Decision.REJECTED
    assert "No link: rejected by" in shown(editor, report)


def test_who_comes_second_is_told_who_was_first(editor, client, cast, report, repeat):
    decide(editor, report, repeat, relation="none")
    client.force_login(cast.inspector)
    answer = client.post(
        reverse("silent-repeat-decide", args=[report.pk, repeat.pk]), {"relation": "continues"}, follow=True
    )
    assert f"This link was rejected already, by {cast.editor}" in answer.content.decode()
    repeat.refresh_from_db()
    assert repeat.status == Decision.REJECTED


@pytest.mark.parametrize("posted", [{}, {"relation": "nonsense"}, {"relation": "none", "note": "x" * 2001}])
def test_what_is_no_decision_changes_nothing(editor, report, repeat, posted):
    assert decide(editor, report, repeat, **posted).status_code == 302
    repeat.refresh_from_db()
    assert repeat.status == Decision.PROPOSED


def test_a_link_is_reached_through_its_own_report_only(editor, report, repeat):
    other = factories.report()
    assert decide(editor, other, repeat, relation="none").status_code == 404


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
