"""National recommendations: addressed on one page, followed on another, told of on each finding's."""

import pytest

from tests import factories
from tests.factories import NOW
from tracker.models import Finding, NationalRecommendation

LIST, NEW = "/national-recommendations/", "/national-recommendations/new/"
TEXT = "All forces should share what they know of vulnerable people."


@pytest.fixture
def national(cast):
    """Closed in Cleveland, open in Hertfordshire."""
    row = factories.national(text=TEXT)
    for slug, fields in (
        (
            "cleveland",
            {
                "inspectorate_status": "closed",
                "status_before_closure": "open",
                "closure_reason": "verified",
                "closed_at": NOW,
                "closed_by": cast.inspector,
                "force_status": "complete",
                "verdict": "resolved",
                "verdict_year": 2019,
            },
        ),
        ("hertfordshire", {"force_status": "off_track"}),
    ):
        factories.finding(slug, national=row, text=TEXT, **fields)
    return row


def test_its_page_tells_how_far_each_force_is_and_all_of_them(cast, get, national):
    page = get(cast.body, f"{LIST}{national.pk}/").content.decode()
    assert "1 of 2 closed" in page
    assert "Closed: verified" in page
    assert "2019 report says" in page
    assert TEXT in page


@pytest.mark.parametrize(
    ("person", "told"),
    [
        ("body", set()),
        ("liaison", {"Complete, ready for review"}),
        ("stranger", {"Off track"}),
        ("inspector", {"Complete, ready for review", "Off track"}),
    ],
)
def test_what_a_force_says_is_for_those_who_see_its_workspace(cast, get, national, person, told):
    page = get(getattr(cast, person), f"{LIST}{national.pk}/").content.decode()
    assert {words for words in ("Complete, ready for review", "Off track") if words in page} == told
    assert ("Force says off track: 1" in page) is (person == "inspector")


def test_the_list_leads_there_and_so_does_each_finding(cast, get, national):
    assert "1 of 2 closed" in get(cast.stranger, LIST).content.decode()
    page = get(
        cast.stranger, Finding.objects.get(force__slug="cleveland").get_absolute_url()
    ).content.decode()
    assert f'href="{LIST}{national.pk}/"' in page
    assert "1 of 2 closed" in page
    assert national.title in page


def test_an_empty_list_says_so(cast, get):
    assert "There are none yet" in get(cast.stranger, LIST).content.decode()
    assert "Address a recommendation" not in get(cast.stranger, LIST).content.decode()
    assert "Address a recommendation" in get(cast.editor, LIST).content.decode()


def test_many_forces_cost_as_many_queries_as_two(cast, queries_of, national):
    address = f"{LIST}{national.pk}/"
    few = queries_of(cast.inspector, address)
    for number in range(10):
        factories.finding(f"force-{number}", national=national)
    assert queries_of(cast.inspector, address) == few


def answers(**changed):
    programme = factories.national().programme
    given = {
        "text": TEXT, "title": "Sharing", "programme": programme.pk, "year": "2017", "addressed": "all",
        "public_from_day": "1", "public_from_month": "4", "public_from_year": "2018",
    }  # fmt: skip
    return given | changed


def test_staff_address_one_to_all_forces_in_one_step(cast, client):
    client.force_login(cast.editor)
    page = client.post(NEW, answers(), follow=True).content.decode()
    assert "addressed to 2 forces" in page
    assert NationalRecommendation.objects.get(text=TEXT).findings.count() == 2
    client.post(NEW, answers())
    assert NationalRecommendation.objects.get(text=TEXT).findings.count() == 2


def test_or_to_some_and_to_others_later(cast, client):
    client.force_login(cast.inspector)
    client.post(NEW, answers(addressed="some", forces=[factories.force().pk]))
    row = NationalRecommendation.objects.get(text=TEXT)
    address = f"{row.get_absolute_url()}forces/"
    offered = client.get(address).content.decode()
    assert "Hertfordshire Constabulary" in offered
    assert "Cleveland Police" not in offered
    client.post(address, {"addressed": "some", "forces": [factories.force("hertfordshire").pk]})
    assert row.findings.count() == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"text": ""}, "Enter the recommendation"),
        ({"addressed": "some"}, "Select at least one force"),
        ({"addressed": ""}, "Select which forces it is addressed to"),
        ({"year": "2019"}, "lies after the publication"),
        ({"public_from_day": "31"}, "must be a real date"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_lost(cast, client, changed, words):
    client.force_login(cast.editor)
    page = client.post(NEW, answers(**changed)).content.decode()
    assert words in page
    assert "Sharing" in page
    assert not NationalRecommendation.objects.filter(text=TEXT).exists()


def test_it_is_corrected_on_a_page_of_its_own_and_the_old_stays_to_be_seen(cast, client, get, national):
    address = f"{LIST}{national.pk}/correct/"
    assert address not in get(cast.stranger, f"{LIST}{national.pk}/").content.decode()
    assert address in get(cast.editor, f"{LIST}{national.pk}/").content.decode()
    client.force_login(cast.editor)
    assert TEXT in client.get(address).content.decode()
    given = {
        "text": TEXT.replace("know", "learn"), "title": national.title, "source_url": "", "version": "1",
        "public_from_day": "1", "public_from_month": "4", "public_from_year": "2018",
    }  # fmt: skip
    assert "Enter why it is corrected" in client.post(address, given).content.decode()
    page = client.post(address, given | {"reason": "A slip."}, follow=True).content.decode()
    assert "All forces should share what they learn of vulnerable people." in page
    assert "A slip." in page
    assert "was changed while you wrote" in client.post(address, given | {"reason": "Late."}).content.decode()
