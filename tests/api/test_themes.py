"""Themes through the API."""

from datetime import date

import pytest

from tests import factories
from tracker.models import FindingTheme
from tracker.vocabulary import Decision


@pytest.fixture
def theme(db):
    return factories.theme()


@pytest.fixture
def finding(theme):
    made = factories.finding()
    factories.finding_theme(made, theme)
    return made


@pytest.fixture
def proposed(theme):
    return factories.finding_theme(
        factories.finding("kent"), theme, status=Decision.PROPOSED, reasons=["It says so."]
    )


def test_themes_are_listed_with_counts_and_lead_to_their_findings(as_, cast, theme, finding, proposed):
    api = as_(cast.stranger)
    [row] = api.get("themes/").json()["results"]
    assert (row["slug"], row["forces"], row["open"], row["closed"]) == (theme.slug, 1, 1, 0)
    assert [each["reference"] for each in api.get(row["findings"]).json()["results"]] == [finding.reference]
    assert api.get(row["url"]).json()["settled"] == []
    assert api.get("themes/nothing/").status_code == 404
    assert api.get("findings/", theme="nothing").status_code == 400


def test_a_findings_themes_are_told_to_all_and_proposals_to_hmicfrs(as_, cast, theme, finding, proposed):
    own = f"findings/{finding.reference}/themes/"
    other = f"findings/{proposed.finding.reference}/themes/"
    [row] = as_(cast.stranger).get(own).json()
    assert (row["theme"]["slug"], set(row)) == (theme.slug, {"theme"})
    assert as_(cast.stranger).get(other).json() == []
    [row] = as_(cast.editor).get(other).json()
    assert (row["status"], row["reasons"], row["decided_by"]) == ("proposed", ["It says so."], None)


def test_a_theme_is_added_and_taken_off(as_, cast, theme, finding):
    path = f"findings/{factories.finding('kent').reference}/themes/"
    api = as_(cast.editor)
    added = api.post(path, {"theme": theme.slug, "decision": "confirmed", "note": "By hand"}).json()
    assert (added["status"], added["decided_by"], added["note"]) == ("confirmed", cast.editor.name, "By hand")
    assert api.post(path, {"theme": theme.slug, "decision": "rejected"}).json()["status"] == "rejected"


def test_what_is_refused_says_why(as_, cast, theme, finding):
    path = f"findings/{factories.finding('kent').reference}/themes/"
    api = as_(cast.editor)
    assert api.post(path, {"theme": theme.slug, "decision": "rejected"}).status_code == 422
    assert api.post(path, {"theme": theme.slug, "decision": "proposed"}).status_code == 400
    assert api.post(path, {"theme": "nothing", "decision": "confirmed"}).status_code == 404
    body = {"theme": theme.slug, "decision": "confirmed"}
    assert as_(cast.stranger).post(path, body).status_code == 404
    assert as_(cast.liaison).post(f"findings/{finding.reference}/themes/", body).status_code == 403


def test_several_proposals_are_decided_at_once(as_, cast, theme, proposed):
    api = as_(cast.inspector)
    [row] = api.get(f"themes/{theme.slug}/proposals/").json()["results"]
    assert (row["id"], row["force"]["slug"], row["reasons"]) == (proposed.pk, "kent", ["It says so."])
    body = {"proposals": [row["id"], row["id"]], "decision": "rejected"}
    assert api.post(f"themes/{theme.slug}/decisions/", body).json() == {"decided": 1}
    assert api.post(f"themes/{theme.slug}/decisions/", body).json() == {"decided": 0}
    assert FindingTheme.objects.get().status == Decision.REJECTED
    assert as_(cast.liaison).post(f"themes/{theme.slug}/decisions/", body).status_code == 403


@pytest.mark.parametrize("who", ["stranger", "body", "inspector"])
def test_elsewhere_is_published_information_only(as_, cast, theme, finding, who):
    other = factories.finding("kent")
    for each in (other, factories.finding("essex", public_from=date(2999, 1, 1))):
        factories.finding_theme(each, theme)
    [row] = as_(getattr(cast, who)).get(f"findings/{finding.reference}/elsewhere/").json()
    assert (row["forces"], row["count"], row["settled_first"]) == (1, 1, None)
    assert [set(each) for each in row["newest"]] == [{"finding", "reference", "force", "year", "text"}]
    assert row["newest"][0]["reference"] == other.reference
