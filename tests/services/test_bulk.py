"""One deed on several findings: tried first, then done to those that it changes."""

import pytest

from tests import factories
from tracker import access
from tracker.models import AuditEvent, FindingTheme, Notification
from tracker.services import bulk, themes
from tracker.services.bulk import BulkDeed
from tracker.vocabulary import Decision

NOW = factories.NOW


@pytest.fixture
def two(cast):
    return factories.finding(), factories.finding("hertfordshire")


@pytest.fixture
def theme(cast):
    return factories.theme("custody")


def change(do, references, by, theme):
    return do(deed=BulkDeed.THEME, references=references, by=by, now=NOW, theme=theme)


def told(outcomes):
    return {row.reference: row.why_not for row in outcomes}


def test_trying_says_what_would_happen_and_leaves_everything(two, theme, cast):
    first, second = two
    themes.decide(finding=first, theme=theme, decision=Decision.CONFIRMED, by=cast.editor, now=NOW)
    before = AuditEvent.objects.count(), Notification.objects.count(), FindingTheme.objects.count()
    chosen = [first.reference, second.reference, "nowhere-2017-eff-01"]
    assert told(change(bulk.preview, chosen, cast.inspector, theme)) == {
        first.reference: bulk.ALREADY_SO,
        second.reference: "",
        "nowhere-2017-eff-01": bulk.NOT_YOURS,
    }
    after = AuditEvent.objects.count(), Notification.objects.count(), FindingTheme.objects.count()
    assert after == before


def test_doing_it_does_what_was_said(two, theme, cast):
    references = [row.reference for row in two]
    tried = told(change(bulk.preview, references, cast.inspector, theme))
    assert told(change(bulk.carry_out, references, cast.inspector, theme)) == tried
    assert FindingTheme.objects.filter(theme=theme, status=Decision.CONFIRMED).count() == 2
    assert AuditEvent.objects.filter(kind="theme_decided").count() == 2


def test_refused_rows_say_why_and_the_others_change(two, theme, cast):
    type(theme).objects.filter(pk=theme.pk).update(is_in_use=False)
    theme.refresh_from_db()
    outcomes = change(bulk.carry_out, [two[0].reference], cast.inspector, theme)
    assert "is not in use any more" in outcomes[0].why_not
    assert not FindingTheme.objects.filter(theme=theme, status=Decision.CONFIRMED).exists()


@pytest.mark.parametrize("do", [bulk.preview, bulk.carry_out])
@pytest.mark.parametrize("who", ["liaison", "viewer", "body", "stranger", "administrator", "nobody"])
def test_who_may_not_do_it_to_one_may_not_to_several(two, theme, cast, do, who):
    with pytest.raises(access.NotAllowed):
        change(do, [two[0].reference], getattr(cast, who), theme)


@pytest.mark.parametrize(
    ("references", "refusal"),
    [([], bulk.NothingChosen), ([f"x-2017-eff-{n:03}" for n in range(101)], bulk.TooMany)],
)
def test_none_and_too_many_are_refused(theme, cast, references, refusal):
    with pytest.raises(refusal):
        change(bulk.preview, references, cast.inspector, theme)
