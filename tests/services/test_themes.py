"""Themes of findings: proposed by wording, decided by HMICFRS, each decision kept."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.factories import NOW
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, FindingTheme, Theme
from tracker.services import corrections, findings, themes
from tracker.vocabulary import Decision, FindingKind

pytestmark = pytest.mark.django_db

WORDS = "The force should review how officers use body-worn video."


@pytest.fixture
def theme():
    return factories.theme()


@pytest.fixture
def proposed(theme):
    return factories.finding_theme(
        factories.finding(), theme, status=Decision.PROPOSED, reasons=["It says so."]
    )


def decide(row, decision, by, **more):
    return themes.decide(finding=row.finding, theme=row.theme, decision=decision, by=by, now=NOW, **more)


def raised(by, text=WORDS):
    return findings.raise_finding(
        inspection=factories.inspection(), kind=FindingKind.AREA_FOR_IMPROVEMENT, text=text, by=by, now=NOW
    )


def test_a_finding_is_proposed_when_it_is_raised(cast, theme):
    raised(cast.editor, text="The force should check its alarms.")
    finding = raised(cast.editor)
    row = FindingTheme.objects.get()
    assert (row.finding, row.theme, row.status) == (finding, theme, Decision.PROPOSED)
    assert row.reasons == ["The wording speaks of “body worn video”."]


def test_a_corrected_wording_is_proposed_for_what_it_names(cast, theme):
    finding = raised(cast.editor, text="The force should check its alarms.")
    correction = corrections.Correction(values={"text": WORDS}, reason="Misread")
    corrections.correct_finding(finding=finding, correction=correction, by=cast.editor, now=NOW)
    assert FindingTheme.objects.get().theme == theme


def test_a_theme_out_of_use_is_not_proposed(cast):
    factories.theme(is_in_use=False)
    raised(cast.editor)
    assert not FindingTheme.objects.exists()


def test_a_new_theme_is_held_against_all_findings_once(theme):
    finding, _ = factories.finding(text=WORDS), factories.finding(text="It should check its alarms.")
    assert themes.search(now=NOW) == 0
    Theme.objects.update(searched_at=None)
    assert themes.search(now=NOW) == 1
    assert FindingTheme.objects.get().finding == finding
    assert themes.search(now=NOW) == 0


def test_searching_again_leaves_what_was_decided(cast, proposed):
    proposed.finding.text = WORDS
    proposed.finding.save()
    decide(proposed, Decision.REJECTED, cast.editor)
    Theme.objects.update(searched_at=None)
    themes.search(now=NOW)
    assert FindingTheme.objects.get().status == Decision.REJECTED


def test_searching_costs_as_many_queries_for_many_findings(theme):
    def queries() -> int:
        Theme.objects.update(searched_at=None)
        with CaptureQueriesContext(connection) as made:
            themes.search(now=NOW)
        return len(made)

    factories.finding(text=WORDS)
    before = queries()
    for _ in range(20):
        factories.finding(text=WORDS)
    assert queries() == before
    assert FindingTheme.objects.count() == 21


def test_a_person_confirms_and_it_is_kept_who(cast, proposed):
    row = decide(proposed, Decision.CONFIRMED, cast.inspector, note="Plainly")
    row.refresh_from_db()
    assert (row.status, row.decided_by, row.decided_at, row.note) == (
        Decision.CONFIRMED,
        cast.inspector,
        NOW,
        "Plainly",
    )
    assert row.reasons == ["It says so."]
    event = AuditEvent.objects.get(kind=EventKind.THEME_DECIDED)
    assert (event.finding, event.actor) == (proposed.finding, cast.inspector)
    assert (event.data["decision"], event.data["was"]) == ("confirmed", "proposed")


def test_a_theme_is_added_by_hand_and_taken_off_by_a_new_decision(cast, theme):
    finding = factories.finding()
    facts = {"finding": finding, "theme": theme, "by": cast.editor, "now": NOW}
    themes.decide(decision=Decision.CONFIRMED, **facts)
    themes.decide(decision=Decision.CONFIRMED, **facts)
    themes.decide(decision=Decision.REJECTED, **facts)
    assert FindingTheme.objects.get().status == Decision.REJECTED
    events = AuditEvent.objects.filter(kind=EventKind.THEME_DECIDED).order_by("pk")
    assert [event.data["decision"] for event in events] == ["confirmed", "rejected"]


@pytest.mark.parametrize("who", ["liaison", "chief", "administrator", "stranger"])
def test_only_who_decides_reports_decides_themes(cast, proposed, who):
    user = getattr(cast, who)
    with pytest.raises(access.NotAllowed):
        decide(proposed, Decision.CONFIRMED, user)
    with pytest.raises(access.NotAllowed):
        themes.decide_several(theme=proposed.theme, pks=[proposed.pk], decision="confirmed", by=user, now=NOW)
    proposed.refresh_from_db()
    assert proposed.status == Decision.PROPOSED


def test_what_cannot_be_decided_is_refused_with_the_reason(cast, theme):
    finding = factories.finding()
    facts = {"finding": finding, "by": cast.editor, "now": NOW}
    with pytest.raises(themes.NotOfTheFinding, match="can’t be taken off"):
        themes.decide(theme=theme, decision=Decision.REJECTED, **facts)
    with pytest.raises(themes.NotADecision):
        themes.decide(theme=theme, decision=Decision.PROPOSED, **facts)
    with pytest.raises(themes.OutOfUse, match="choose another"):
        themes.decide(theme=factories.theme("old", is_in_use=False), decision="confirmed", **facts)
    assert not FindingTheme.objects.exists()


def test_a_decision_made_meanwhile_is_not_overridden_unseen(cast, proposed):
    decide(proposed, Decision.REJECTED, cast.inspector)
    with pytest.raises(themes.DecidedMeanwhile, match="rejected"):
        decide(proposed, Decision.CONFIRMED, cast.editor, seen=Decision.PROPOSED)
    assert decide(proposed, Decision.CONFIRMED, cast.editor, seen=Decision.REJECTED).is_confirmed


def test_several_are_decided_at_once_and_the_rest_left(cast, theme):
    rows = [factories.finding_theme(factories.finding(), theme, status=Decision.PROPOSED) for _ in range(3)]
    other = factories.finding_theme(factories.finding(), factories.theme("alarms"), status=Decision.PROPOSED)
    decide(rows[0], Decision.REJECTED, cast.inspector)
    count = themes.decide_several(
        theme=theme, pks=[rows[0].pk, rows[1].pk, other.pk], decision="confirmed", by=cast.editor, now=NOW
    )
    assert count == 1
    statuses = [FindingTheme.objects.get(pk=row.pk).status for row in (*rows, other)]
    assert statuses == ["rejected", "confirmed", "proposed", "proposed"]


def test_none_or_too_many_at_once_are_refused(cast, theme):
    facts = {"theme": theme, "decision": "confirmed", "by": cast.editor, "now": NOW}
    with pytest.raises(themes.NotADecision, match="Select the findings"):
        themes.decide_several(pks=[], **facts)
    with pytest.raises(themes.TooMany):
        themes.decide_several(pks=range(1, 102), **facts)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"status": "confirmed"}, "finding_theme_decided_by_and_at_iff_decided"),
        ({"decided_at": NOW}, "finding_theme_decided_by_and_at_iff_decided"),
    ],
)
def test_the_database_knows_that_a_decision_is_somebodys(proposed, change, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        FindingTheme.objects.filter(pk=proposed.pk).update(**change)


def test_the_database_keeps_one_row_for_a_finding_and_a_theme(proposed):
    with pytest.raises(IntegrityError, match="finding_theme_once"), transaction.atomic():
        factories.finding_theme(proposed.finding, proposed.theme)
