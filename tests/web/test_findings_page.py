"""The page of one finding."""

from datetime import date

import pytest

from tests import factories
from tests.factories import NOW
from tracker.models import Judgment
from tracker.services import drafts, findings, reviews, updates
from tracker.vocabulary import ClosureReason, FindingKind, Verdict, Wording


def page_of(finding, get, who) -> str:
    return " ".join(get(who, finding.get_absolute_url()).content.decode().split())


def sent(finding, by):
    return updates.submit(
        finding=finding, by=by, now=NOW, force_status="on_track", narrative="Training was given."
    )


def test_the_words_stand_with_source_and_licence(cast, get):
    report = factories.report(
        title="PEEL: Police effectiveness 2017", published_on=date(2018, 3, 1), published_precision="month"
    )
    page = page_of(factories.finding(report=report), get, cast.stranger)
    assert "PEEL: Police effectiveness 2017, published March 2018." in page
    assert "Open Government Licence v3.0" in page


def test_the_log_of_the_old_register_is_shown(cast, get):
    found = factories.finding(report=factories.report(year=2017))
    log = [{"on": "2017-03-02", "status": "complete", "comment": "We are satisfied <1>."}]
    found.report.proposals.create(
        kind="finding", position=0, payload={"log": log}, status="confirmed", finding=found,
        decided_by=cast.editor, decided_at=NOW,
    )  # fmt: skip
    page = page_of(found, get, cast.stranger)
    assert "2 March 2017: complete: We are satisfied &lt;1&gt;." in page
    assert "Log of the old register" not in page_of(factories.finding(), get, cast.stranger)


def test_words_of_a_later_report_are_marked(cast, get):
    telling = factories.report(year=2017)
    found = factories.finding(year=2016, wording=Wording.AS_REPORTED, report=telling)
    page = page_of(found, get, cast.stranger)
    assert "As reported in 2017." in page
    assert "its own wording is not known yet" in page


def test_the_chain_tells_each_year_with_its_quote_and_verdict(cast, get):
    earlier, later = factories.finding(year=2016), factories.finding(year=2017)
    said = factories.statement(
        earlier, quote="We found that it has not improved.", verdict=Verdict.NOT_IMPROVED
    )
    factories.link(earlier, later, statement=said, decided_by=cast.inspector)
    for finding in (earlier, later):
        page = page_of(finding, get, cast.stranger)
        assert "We found that it has not improved." in page
        assert "Not improved" in page
        assert "Found in 2 inspections so far." in page
        assert "Confirmed by Inspector, Inspector, HMICFRS, 1 June 2018." in page


def test_a_question_left_out_closes_nothing(cast, get):
    found = factories.finding(year=2016)
    Judgment.objects.create(
        inspection=factories.inspection(year=2017), question=factories.question(year=2017),
        grade=factories.scale().grades.get(label="Good"), last_inspected=2016, carried_forward=True,
    )  # fmt: skip
    page = page_of(found, get, cast.stranger)
    assert "“Protecting vulnerable people” was not inspected this year." in page
    assert "The grade of 2016, good, was carried forward." in page


def test_a_cause_of_concern_lists_its_recommendations_that_are_published(cast, get):
    concern = factories.finding(kind=FindingKind.CAUSE_OF_CONCERN)
    shown = factories.finding(kind=FindingKind.RECOMMENDATION, parent=concern)
    hidden = factories.finding(kind=FindingKind.RECOMMENDATION, parent=concern, public_from=None)
    page = page_of(concern, get, cast.liaison)
    assert shown.reference in page
    assert hidden.reference not in page
    assert concern.reference in page_of(shown, get, cast.liaison)


def test_a_finding_s_words_are_escaped(cast, get):
    page = page_of(factories.finding(text="<script>alert(1)</script>"), get, cast.liaison)
    assert "<script>alert" not in page


def test_a_liaison_officer_is_asked_to_send_an_update(cast, get):
    finding = factories.finding()
    assert "Send an update" in page_of(finding, get, cast.liaison)
    for reader in (cast.viewer, cast.inspector, cast.editor):
        assert "Send an update" not in page_of(finding, get, reader)


def test_a_draft_is_continued(cast, get):
    finding = factories.finding()
    drafts.save_draft(finding=finding, by=cast.liaison, now=NOW, answers={})
    assert "Continue your update" in page_of(finding, get, cast.liaison)
    assert "Continue your update" not in page_of(finding, get, cast.chief)


def test_an_inspector_is_led_to_the_update_that_waits(cast, get):
    finding = factories.finding()
    update = sent(finding, cast.liaison)
    assert f"/reviews/{update.pk}/" in page_of(finding, get, cast.inspector)
    for reader in (cast.liaison, cast.viewer, cast.editor):
        assert "Review the update" not in page_of(finding, get, reader)


def test_an_inspector_may_close_what_does_not_wait(cast, get):
    finding = factories.finding()
    assert f"/findings/{finding.reference}/close/" in page_of(finding, get, cast.inspector)
    sent(finding, cast.liaison)
    assert f"/findings/{finding.reference}/close/" not in page_of(finding, get, cast.inspector)


def test_what_a_report_found_resolved_waits_for_its_closure(cast, get):
    finding = factories.finding(verdict=Verdict.RESOLVED, verdict_year=2017)
    for reader in (cast.inspector, cast.viewer):
        page = page_of(finding, get, reader)
        assert "The 2017 report found this resolved. HMICFRS has not closed it yet." in page
        assert "to send an update" not in page
    assert "to send an update" in page_of(factories.finding(), get, cast.inspector)


def test_what_hmicfrs_asked_for_stands_in_the_next_step(cast, get):
    finding = factories.finding()
    reviews.return_to_force(
        update=sent(finding, cast.liaison), by=cast.inspector, now=NOW, reason="Show visits by risk.",
        more_by=date(2018, 8, 1),
    )  # fmt: skip
    step = page_of(finding, get, cast.liaison).partition("What to do next")[2].partition("</section>")[0]
    assert "HMICFRS asked for more evidence by 1 August 2018." in step
    assert "Show visits by risk." in step


def test_nothing_more_can_be_done_with_a_closed_finding(cast, get):
    finding = factories.finding()
    findings.close(finding=finding, reason=ClosureReason.VERIFIED, by=cast.inspector, now=NOW)
    page = page_of(finding, get, cast.liaison)
    assert "Closed: verified" in page
    assert "Send an update" not in page
    assert "Close this finding" not in page_of(finding, get, cast.inspector)


def test_a_long_history_goes_on_on_its_own_page(cast, get):
    finding = factories.finding()
    for _ in range(11):
        sent(finding, cast.liaison)
    page = page_of(finding, get, cast.liaison)
    assert "See the whole history" in page
    assert "Earlier updates are in the history" in page
    whole = get(cast.liaison, f"/findings/{finding.reference}/timeline/").content.decode()
    assert "Update 1 sent: on track" in whole


@pytest.mark.parametrize("who", ["liaison", "stranger"])
def test_a_busy_finding_costs_as_many_queries_as_a_quiet_one(cast, queries_of, who):
    quiet, busy = worked_on(cast, times=2), worked_on(cast, times=12)
    reader = getattr(cast, who)
    assert queries_of(reader, busy.get_absolute_url()) == queries_of(reader, quiet.get_absolute_url())


def worked_on(cast, *, times: int):
    earlier, later = factories.finding(year=2016), factories.finding(year=2017)
    factories.link(earlier, later)
    for _ in range(times):
        factories.statement(earlier)
        reviews.accept(update=sent(later, cast.liaison), by=cast.inspector, now=NOW)
    return later


def test_a_finding_carried_forward_says_since_when(get, cast):
    finding = factories.finding(year=2016)
    address = finding.get_absolute_url()
    assert "Carried forward" not in get(cast.stranger, address).content.decode()
    latest = factories.inspection(year=2017)
    latest.assessed.add(factories.question("Investigating crime"))
    page = get(cast.stranger, address).content.decode()
    assert "“Protecting vulnerable people” was not inspected in 2017" in page
    latest.assessed.add(factories.question())
    assert "Carried forward" not in get(cast.stranger, address).content.decode()
