"""The pages that change several findings at once."""

import re

import pytest
from django.urls import reverse

from tests import factories
from tracker.models import FindingTheme
from tracker.vocabulary import Decision

CHOOSE, CHANGE = reverse("bulk-choose", args=["theme"]), reverse("bulk-change", args=["theme"])


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def theme(cast):
    return factories.theme("custody")


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def shown(response) -> str:
    return re.search(r'name="shown" value="(\w+)"', response.content.decode()).group(1)


def test_chosen_findings_are_tried_then_changed(client, finding, theme, cast):
    client.force_login(cast.inspector)
    assert CHOOSE in client.get(reverse("finding-list")).content.decode()
    assert finding.reference in text_of(client.get(CHOOSE, {"force": "cleveland"}))
    assert "1 finding is selected" in text_of(client.get(CHANGE, {"reference": finding.reference}))
    answers = {"reference": [finding.reference, "gone-2017-eff-01"], "theme": theme.pk}
    tried = client.post(CHANGE, answers)
    assert "1 finding will not change gone-2017-eff-01 There is no such finding" in text_of(tried)
    assert "1 finding will change" in text_of(tried)
    assert not FindingTheme.objects.filter(theme=theme, status=Decision.CONFIRMED).exists()
    done = client.post(CHANGE, answers | {"confirmed": "", "shown": shown(tried)}, follow=True)
    assert "1 finding changed. 1 finding stayed as before." in text_of(done)
    assert FindingTheme.objects.filter(theme=theme, finding=finding, status=Decision.CONFIRMED).exists()


def test_nothing_is_done_that_was_not_shown(client, finding, theme, cast):
    client.force_login(cast.inspector)
    answers = {"reference": [finding.reference], "theme": theme.pk}
    tried = client.post(CHANGE, answers)
    other = answers | {"theme": factories.theme("vetting").pk, "confirmed": "", "shown": shown(tried)}
    assert "1 finding will change" in text_of(client.post(CHANGE, other))
    assert not FindingTheme.objects.filter(status=Decision.CONFIRMED).exists()


def test_missing_answer_is_explained(client, finding, theme, cast):
    client.force_login(cast.inspector)
    assert "Select a theme" in text_of(client.post(CHANGE, {"reference": finding.reference}))
    page = client.post(CHANGE, {"theme": theme.pk})
    assert "Select the findings to change" in text_of(page)


@pytest.mark.parametrize("who", ["liaison", "viewer", "body", "stranger", "administrator", "nobody"])
def test_pages_are_for_who_may_change_so(client, finding, theme, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(CHOOSE).status_code == 403
    assert client.post(CHANGE, {"reference": finding.reference, "theme": theme.pk}).status_code == 403


def test_what_is_no_deed_does_not_exist(client, cast):
    client.force_login(cast.inspector)
    assert client.get(reverse("bulk-choose", args=["delete"])).status_code == 404
