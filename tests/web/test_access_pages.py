"""Who sees what on a finding's page: the register is everyone's, the workspace the force's and HMICFRS's."""

from datetime import date

import pytest

from tests import factories
from tests.factories import NOW
from tracker.services import evidence, reviews, updates

CANARIES = [
    "Canary of the narrative",
    "Canary of the evidence",
    "Canary of the review",
    "Canary of the organisation",
    "Canary of the lead",
    "9 August 2031",
    "Waiting on another organisation",
    "Force says",
    "What to do next",
    "Updates from the force",
    "History",
]


@pytest.fixture
def finding(cast):
    """A finding of Cleveland with a workspace full of canaries."""
    lead = factories.person(name="Canary of the lead")
    finding = factories.finding(
        text="The force should manage the risk of registered sex offenders.", lead=lead
    )
    item = evidence.add_link(
        finding=finding,
        url="https://canary.example/",
        by=cast.liaison,
        now=NOW,
        title="Canary of the evidence",
    )
    update = updates.submit(
        finding=finding, by=cast.liaison, now=NOW, force_status="waiting",
        waiting_on="Canary of the organisation", narrative="Canary of the narrative",
        force_due_on=date(2031, 8, 9), evidence=[item],
    )  # fmt: skip
    reviews.return_to_force(update=update, by=cast.inspector, now=NOW, reason="Canary of the review")
    return finding


def address(finding, rest: str = "") -> str:
    return f"/findings/{finding.reference}/{rest}"


@pytest.mark.parametrize("who", ["liaison", "viewer", "chief", "force_admin", "inspector", "editor"])
def test_the_force_and_hmicfrs_see_the_workspace(cast, get, finding, who):
    page = get(getattr(cast, who), address(finding)).content.decode()
    assert [canary for canary in CANARIES if canary not in page] == []


@pytest.mark.parametrize("who", ["stranger", "body"])
def test_others_see_the_words_and_no_trace_of_the_workspace(cast, get, finding, who):
    page = get(getattr(cast, who), address(finding))
    assert page.status_code == 200
    text = page.content.decode()
    assert finding.text in text
    assert [canary for canary in CANARIES if canary in text] == []


def test_the_history_is_the_workspace_s(cast, get, finding):
    assert get(cast.viewer, address(finding, "timeline/")).status_code == 200
    for stranger in (cast.stranger, cast.body):
        assert get(stranger, address(finding, "timeline/")).status_code == 404


def test_not_visible_and_not_there_are_the_same_page(cast, get, finding):
    hidden = get(cast.stranger, address(finding, "timeline/")).content.decode()
    absent = get(cast.stranger, "/findings/cleveland-2017-eff-99/timeline/").content.decode()
    assert without_token(hidden) == without_token(absent)


def without_token(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_without_a_role_there_is_nothing(cast, get, finding):
    assert get(cast.nobody, address(finding)).status_code == 404


def test_without_sign_in_the_sign_in_page_comes_first(client, finding):
    page = client.get(address(finding))
    assert page["Location"] == f"/accounts/login/?next={address(finding)}"


@pytest.mark.parametrize("public_from", [None, date(2999, 1, 1)])
def test_an_embargoed_finding_exists_for_hmicfrs_alone(cast, get, public_from):
    embargoed = factories.finding(public_from=public_from)
    for who in (cast.liaison, cast.chief, cast.body, cast.stranger):
        assert get(who, address(embargoed)).status_code == 404
    for who in (cast.inspector, cast.editor, cast.administrator):
        assert get(who, address(embargoed)).status_code == 200


def test_the_report_is_offered_to_those_who_can_open_it(cast, get):
    report = factories.report()
    found = factories.finding(report=report)
    assert f"/reports/{report.pk}/" in get(cast.inspector, address(found)).content.decode()
    assert f"/reports/{report.pk}/" not in get(cast.liaison, address(found)).content.decode()


@pytest.mark.parametrize("page", ["", "glossary/", "accessibility/", "cookies/", "privacy/"])
def test_help_is_open_without_sign_in(client, db, page):
    assert client.get(f"/help/{page}").status_code == 200
