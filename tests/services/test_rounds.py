"""Update rounds: opened for forces by a last day, answered by an update, ended by a person."""

from datetime import date, timedelta

import pytest

from tests import factories
from tracker.access import NotAllowed
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, UpdateRound
from tracker.selectors.rounds import asked_in, rounds_of
from tracker.services import rounds, updates
from tracker.services.guards import DateInPast

NOW = factories.NOW
LAST_DAY = date(2018, 6, 30)


@pytest.fixture
def opened(cast):
    def opened(by=cast.editor, **more):
        forces = [factories.force("cleveland"), factories.force("hertfordshire")]
        return rounds.open_round(
            **{"name": "Summer 2018", "last_day": LAST_DAY, "forces": forces, "by": by, "now": NOW} | more
        )

    return opened


def test_a_round_asks_about_what_is_open_and_published(cast, opened):
    finding, other = factories.finding(), factories.finding("hertfordshire")
    factories.finding(public_from=NOW.date() + timedelta(days=1))
    asking = opened()
    assert set(asking.asked.values_list("finding", flat=True)) == {finding.pk, other.pk}
    event = AuditEvent.objects.get(kind=EventKind.ROUND_OPENED)
    assert (event.actor, event.data["findings"]) == (cast.editor, 2)


def test_a_round_of_one_programme(opened):
    finding = factories.finding(year=2016)
    factories.finding(year=2017)
    asking = opened(programme=finding.inspection.programme)
    assert [row.finding for row in asking.asked.all()] == [finding]


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"name": "  "}, rounds.NameMissing),
        ({"last_day": NOW.date() - timedelta(days=1)}, DateInPast),
        ({"forces": []}, rounds.NobodyAsked),
    ],
)
def test_what_asks_nobody_is_refused(opened, more, refusal):
    factories.finding()
    with pytest.raises(refusal):
        opened(**more)
    assert not UpdateRound.objects.exists()


def test_a_force_opens_and_ends_none(cast, opened):
    factories.finding()
    with pytest.raises(NotAllowed):
        opened(by=cast.liaison)
    with pytest.raises(NotAllowed):
        rounds.end(asking=opened(), by=cast.chief, now=NOW)


def test_a_round_is_ended_once(cast, opened):
    factories.finding()
    asking = rounds.end(asking=opened(), by=cast.inspector, now=NOW)
    assert asking.ended_by == cast.inspector
    with pytest.raises(rounds.RoundEnded, match="Inspector"):
        rounds.end(asking=asking, by=cast.editor, now=NOW)


def test_an_update_answers_and_each_force_sees_its_own_part(cast, opened):
    finding, _ = factories.finding(), factories.finding("hertfordshire")
    asking = opened()
    updates.submit(finding=finding, by=cast.liaison, now=NOW, force_status="on_track", narrative="Made.")
    counts = {
        person: [(row.unanswered, row.number) for row in rounds_of(getattr(cast, person))]
        for person in ("editor", "liaison", "stranger", "body")
    }
    assert counts == {"editor": [(1, 2)], "liaison": [(0, 1)], "stranger": [(1, 1)], "body": []}
    assert [row.is_waiting for row in asked_in(asking, cast.editor)] == [True, False]


def test_a_round_of_one_question_or_theme_asks_about_its_findings_alone(cast):
    other = factories.finding(question=factories.question("Tackling serious and organised crime"))
    tagged = factories.finding()
    theme = factories.theme("custody")
    factories.finding_theme(tagged, theme)
    given = {
        "name": "Summer", "last_day": date(2999, 6, 30), "forces": [other.force], "by": cast.editor,
        "now": factories.NOW,
    }  # fmt: skip
    of_question = rounds.open_round(question="tackling-serious-and-organised-crime", **given)
    of_theme = rounds.open_round(theme=theme, **given)
    assert [row.finding for row in of_question.asked.all()] == [other]
    assert [row.finding for row in of_theme.asked.all()] == [tagged]
