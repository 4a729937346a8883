"""National recommendations by REST."""

import pytest

from tests import factories
from tracker.models import NationalRecommendation

PATH = "national-recommendations/"


@pytest.fixture
def national(cast):
    row = factories.national()
    for slug in ("cleveland", "hertfordshire"):
        factories.finding(slug, national=row, force_status="off_track")
    return row


def body(**changed):
    slug = factories.national().programme.slug
    given = {"title": "Sharing", "text": "All should share.", "programme": slug, "year": 2017}
    return given | {"public_from": "2018-04-01", "forces": ["all"]} | changed


def test_one_is_addressed_and_told_force_by_force(cast, as_):
    made = as_(cast.editor).post(PATH, body())
    assert made.status_code == 201
    answer = as_(cast.stranger).get(made["Location"]).json()
    assert (answer["total"], answer["closed"]) == (2, 0)
    assert [row["reference"] for row in answer["forces"]] == [
        "cleveland-2017-thm-01",
        "hertfordshire-2017-thm-01",
    ]
    finding = as_(cast.stranger).get("findings/cleveland-2017-thm-01/").json()
    assert (finding["national"], finding["source"]["title"]) == (answer["url"], "Sharing")
    assert as_(cast.editor).post(PATH, body()).json()["total"] == 2


def test_the_rest_are_added_later(cast, as_):
    api = as_(cast.inspector)
    made = api.post(PATH, body(forces=["cleveland"])).json()
    assert api.post(f"{made['url']}forces/", {"forces": ["hertfordshire"]}).json()["total"] == 2


@pytest.mark.parametrize(
    ("person", "told"),
    [("body", []), ("liaison", ["cleveland"]), ("inspector", ["cleveland", "hertfordshire"])],
)
def test_what_a_force_says_is_for_those_who_see_its_workspace(cast, as_, national, person, told):
    rows = as_(getattr(cast, person)).get(f"{PATH}{national.pk}/").json()["forces"]
    assert [row["force"]["slug"] for row in rows if "force_status" in row] == told


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"programme": "nowhere"}, 400),
        ({"programme": "peel-2017"}, 422),
        ({"forces": ["atlantis"]}, 400),
        ({"forces": []}, 400),
        ({"text": " "}, 400),
        ({"year": 2019}, 422),
    ],
)
def test_what_cannot_be_is_refused(cast, as_, changed, status):
    factories.programme(2017)
    assert as_(cast.editor).post(PATH, body(**changed)).status_code == status
    assert not NationalRecommendation.objects.filter(text="All should share.").exists()


def test_a_force_addresses_none(cast, as_, national):
    assert as_(cast.liaison).post(PATH, body()).status_code == 403
    assert as_(cast.chief).post(f"{PATH}{national.pk}/forces/", {"forces": ["all"]}).status_code == 403


def test_the_list_counts(cast, as_, national):
    [row] = [row for page in as_(cast.body).pages(PATH) for row in page]
    assert (row["total"], row["closed"]) == (2, 0)


def test_it_is_corrected_for_all_its_forces_and_the_corrections_listed(cast, as_, national):
    api, where = as_(cast.editor), f"{PATH}{national.pk}/corrections/"
    body = {"text": "All should share more.", "reason": "A slip.", "version": 1}
    answer = api.post(where, body).json()
    assert (answer["text"], answer["version"]) == ("All should share more.", 2)
    assert set(national.findings.values_list("text", flat=True)) == {answer["text"]}
    [told] = as_(cast.body).get(where).json()["results"]
    assert (told["reason"], told["by"]) == ("A slip.", cast.editor.name)
    late = api.post(where, body | {"text": "All must share."})
    assert (late.status_code, late.json()["code"]) == (409, "corrected_meanwhile")
    assert api.post(where, {"reason": "None."}).status_code == 422
    assert as_(cast.liaison).post(where, body).status_code == 403
