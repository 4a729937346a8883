"""The pages that change several findings at once."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from tracker.models import FindingTheme
from tracker.services.bulk import BulkDeed
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


# --- Leads and dates ------------------------------------------------------------------------------------


def change_of(deed):
    return reverse("bulk-change", args=[deed])


def carried_out(client, deed, **answers):
    tried = client.post(change_of(deed), answers)
    client.post(change_of(deed), answers | {"confirmed": "", "shown": shown(tried)})
    return text_of(tried)


def test_the_lead_of_several_is_named_and_a_closed_one_says_why_not(client, cast, finding):
    closed = factories.finding(
        inspectorate_status="closed", status_before_closure="open", closure_reason="verified",
        closed_at=factories.NOW, closed_by=cast.inspector,
    )  # fmt: skip
    finding.deputy = cast.chief
    finding.save()
    client.force_login(cast.liaison)
    references = [finding.reference, closed.reference, factories.finding("hertfordshire").reference]
    told = carried_out(client, "lead", reference=references, lead=cast.chief.pk)
    assert "2 findings will not change" in told
    assert "HMICFRS has closed this finding" in told
    finding.refresh_from_db()
    assert (finding.lead, finding.deputy) == (cast.chief, None)


@pytest.mark.parametrize(
    ("deed", "who", "field"),
    [("target_date", "inspector", "due_on"), ("force_date", "liaison", "force_due_on")],
)
def test_dates_move_with_a_reason_and_without_one_they_stay(client, cast, finding, deed, who, field):
    other = factories.finding(**{field: date(2999, 1, 1)})
    client.force_login(getattr(cast, who))
    answers = {
        "reference": [finding.reference, other.reference],
        "due_on_day": "1", "due_on_month": "6", "due_on_year": "2999",
    }  # fmt: skip
    assert "Enter why the target date has moved" in carried_out(client, deed, **answers)
    for row in (finding, other):
        row.refresh_from_db()
    assert (getattr(finding, field), getattr(other, field)) == (date(2999, 6, 1), date(2999, 1, 1))
    carried_out(client, deed, **answers, reason="The new system comes later.")
    assert other.target_dates.get().reason == "The new system comes later."


def test_all_that_match_are_ticked_at_once(client, cast, finding):
    for _ in range(29):
        factories.finding()
    factories.finding("hertfordshire")
    client.force_login(cast.inspector)
    page = client.get(CHOOSE, {"force": "cleveland"})
    assert "Tick all 30 findings that match" in text_of(page)
    ticked = client.get(CHOOSE, {"force": "cleveland", "all": "1"}).content.decode()
    references = re.findall(r'value="(cleveland-[\w-]+)" checked', ticked)
    assert len(references) == 30
    assert "30 findings are selected" in text_of(client.post(CHANGE, {"reference": references, "chosen": ""}))


@pytest.mark.parametrize(
    ("who", "deeds"),
    [
        ("liaison", {"lead", "force_date"}),
        ("force_admin", {"lead"}),
        ("inspector", {"theme", "target_date"}),
        ("editor", {"theme"}),
        ("viewer", set()),
    ],
)
def test_each_is_offered_what_they_may_do(client, cast, who, deeds):
    client.force_login(getattr(cast, who))
    answers = {deed: client.get(reverse("bulk-choose", args=[deed])).status_code for deed in BulkDeed.values}
    assert {deed for deed, status in answers.items() if status == 200} == deeds
