"""The home page: what waits for each person."""

import re

import pytest
from django.utils import timezone

from tests import factories
from tests.factories import NOW
from tracker.services import drafts, reviews, updates

TODAY = timezone.localdate()


def sent(finding, by):
    return updates.submit(
        finding=finding, by=by, now=NOW, force_status="on_track", narrative="Training was given."
    )


def figures(page) -> dict[str, tuple[str, str]]:
    """What a number says -> (number, address)."""
    found = re.findall(
        r'<a class="app-figures__link" href="([^"]+)"><span[^>]*>([^<]+)</span> <span[^>]*>([^<]+)</span>',
        page.content.decode(),
    )
    return {text: (number, href.replace("&amp;", "&")) for href, number, text in found}


@pytest.fixture
def work(cast):
    """Three findings: one with HMICFRS, one where HMICFRS asks for more, one that nobody has touched."""
    waiting, asked, _ = factories.finding(), factories.finding(), factories.finding(due_on=TODAY)
    sent(waiting, cast.liaison)
    reviews.return_to_force(
        update=sent(asked, cast.liaison), by=cast.inspector, now=NOW, reason="Show the visits by risk level."
    )
    factories.finding("hertfordshire", inspectorate_status="under_review", last_update_at=NOW)


def test_a_force_sees_its_numbers(cast, get, work):
    numbers = {text: number for text, (number, _) in figures(get(cast.viewer, "/")).items()}
    assert numbers == {
        "open": "3",
        "due in 30 days": "1",
        "overdue": "0",
        "awaiting HMICFRS": "1",
        "no update for 90 days": "2",
    }


def test_each_number_leads_to_a_list_of_exactly_that_many(cast, get, work):
    for number, address in figures(get(cast.liaison, "/")).values():
        assert get(cast.liaison, address).context["page_obj"].paginator.count == int(number)


def test_what_hmicfrs_asks_needs_those_who_send_updates(cast, get, work):
    assert "Show the visits by risk level." in get(cast.liaison, "/").content.decode()
    assert "Show the visits by risk level." not in get(cast.viewer, "/").content.decode()
    assert "Show the visits by risk level." not in get(cast.stranger, "/").content.decode()


def test_a_draft_can_be_continued_by_its_writer(cast, get):
    finding = factories.finding()
    drafts.save_draft(finding=finding, by=cast.liaison, now=NOW, answers={})
    assert f"/findings/{finding.reference}/update/status/" in get(cast.liaison, "/").content.decode()
    assert "Continue your update" not in get(cast.chief, "/").content.decode()


def test_with_nothing_to_do_the_page_says_so(cast, get):
    assert "HMICFRS has not asked you for anything" in get(cast.liaison, "/").content.decode()


def test_an_inspector_sees_the_queue_and_the_reports(cast, get, work):
    factories.report()
    factories.link(factories.finding(year=2015), factories.finding(), status="proposed")
    numbers = figures(get(cast.inspector, "/"))
    assert numbers["link to decide"] == ("1", "/links/")
    assert numbers["closures offered"] == ("0", "/closures/")
    assert numbers["updates to review"][0] == "2"
    assert numbers["report waiting for decisions"][0] == "1"
    assert "The oldest update came on 1 June 2018" in get(cast.inspector, "/").content.decode()


def test_an_editor_has_reports_and_no_queue(cast, get, work):
    assert list(figures(get(cast.editor, "/"))) == ["reports waiting for decisions", "links to decide"]


def test_a_policing_body_finds_its_force_in_the_register_and_no_workspace(cast, get, work):
    page = get(cast.body, "/")
    assert figures(page) == {}
    assert "/forces/cleveland/" in page.content.decode()


def test_without_a_role_the_page_says_whom_to_ask(cast, get):
    page = get(cast.nobody, "/")
    assert page.status_code == 200
    assert "ask the force administrator of that force" in page.content.decode()


def test_without_sign_in_the_sign_in_page_comes_first(client, db):
    assert client.get("/")["Location"] == "/accounts/login/?next=/"


REGISTER = ["Home", "Needs you", "Findings", "Forces", "Evidence", "Questions", "Themes"]


@pytest.mark.parametrize(
    ("who", "pages"),
    [
        ("liaison", [*REGISTER, "Notifications"]),
        ("inspector", [*REGISTER, "Reviews", "Reports", "Links", "Jobs", "Notifications"]),
        ("editor", [*REGISTER, "Reports", "Links", "Jobs", "Notifications"]),
        ("administrator", [*REGISTER, "Notifications"]),
        ("nobody", ["Home", "Notifications"]),
    ],
)
def test_the_navigation_offers_what_the_roles_open(cast, get, who, pages):
    items = get(getattr(cast, who), "/").context["navigation"]
    assert [item["text"] for item in items] == pages
    assert [item["text"] for item in items if item["active"]] == ["Home"]


def test_the_navigation_counts_unread_notifications(cast, get, work):
    """HMICFRS's question of the fixture `work` told the liaison officer."""
    items = get(cast.liaison, "/").context["navigation"]
    assert items[-1]["text"] == "Notifications (1)"


def test_20_findings_cost_as_many_queries_as_3(cast, queries_of, work):
    few = queries_of(cast.liaison, "/")
    for _ in range(17):
        reviews.return_to_force(
            update=sent(factories.finding(), cast.liaison), by=cast.inspector, now=NOW, reason="Show more."
        )
    assert queries_of(cast.liaison, "/") == few
