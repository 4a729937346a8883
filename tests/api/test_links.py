"""Links through the API: the queue, deciding, deciding anew, links by hand, candidates."""

import pytest

from accounts.scopes import Scope
from tests import factories
from tracker.models import FindingLink
from tracker.selectors.links import ids_in_queue

SEX_OFFENDERS = (
    "The force should ensure that it manages effectively the risk posed by registered sex offenders."
)


@pytest.fixture
def editor(as_, cast):
    return as_(cast.editor)


@pytest.fixture
def earlier(cast):
    return factories.finding(year=2016, text=SEX_OFFENDERS)


@pytest.fixture
def later(cast):
    return factories.finding(year=2017, text=SEX_OFFENDERS.replace("effectively", "well"))


@pytest.fixture
def proposed(earlier, later):
    return factories.link(
        earlier, later, status="proposed", relation="continues_in_part", score=0.61, reasons=["Alike."]
    )


def test_those_that_wait_are_listed_and_filtered(editor, proposed):
    other = factories.link(factories.finding("hertfordshire", year=2016), factories.finding("hertfordshire"))
    assert len(editor.get("links/").json()["results"]) == 2
    for filters in ({"status": "proposed"}, {"force": "cleveland"}, {"relation": "continues_in_part"}):
        [row] = editor.get("links/", **filters).json()["results"]
        assert (row["id"], row["score"], row["told_of"]) == (proposed.pk, 0.61, False)
    [row] = editor.get("links/", finding=other.successor.reference).json()["results"]
    assert row["score"] is None
    assert editor.get("links/", told_of="true").json()["results"] == []
    assert editor.get("links/", status="maybe").status_code == 400


def test_the_most_useful_comes_first_on_every_page(editor, cast, proposed):
    def link(year, **fields):
        ends = factories.finding(year=year), factories.finding(year=2017)
        return factories.link(*ends, **{"status": "proposed", "relation": "continues"} | fields)

    unscored, likely, likelier = link(2015), link(2016, score=0.4), link(2014, score=0.9)
    related = link(2016, relation="related", score=0.99)
    wanted = [likelier.pk, likely.pk, unscored.pk, proposed.pk, related.pk]
    pages = editor.pages("links/", status="proposed", page_size=2)
    assert [[row["id"] for row in page] for page in pages] == [wanted[:2], wanted[2:4], wanted[4:]]
    assert list(ids_in_queue(cast.editor)) == wanted


def test_a_link_is_decided_and_decided_anew(editor, cast, proposed):
    where = editor.get(f"links/{proposed.pk}/").json()["decision"]
    body = {"decision": "confirmed", "relation": "continues", "note": "One unit."}
    assert editor.post(where, body).json()["status"] == "confirmed"
    assert len(editor.post(where, body).json()["decisions"]) == 1
    anew = {"decision": "rejected", "note": "Two units."}
    refused = editor.post(where, anew)
    assert (refused.status_code, refused.json()["code"]) == (409, "already_decided")
    assert cast.editor.name in refused.json()["detail"]
    decisions = editor.post(where, anew | {"replaces": 1}).json()["decisions"]
    assert [(each["number"], each["status"], each["note"]) for each in decisions] == [
        (1, "confirmed", "One unit."),
        (2, "rejected", "Two units."),
    ]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"decision": "proposed"}, 400),
        ({"decision": "confirmed", "relation": "x"}, 400),
        ({"decision": "rejected"}, 422),
        ({"decision": "confirmed"}, 422),  # in part, as proposed: which part?
    ],
)
def test_what_is_no_decision_is_refused(editor, proposed, body, status):
    assert editor.post(f"links/{proposed.pk}/decision/", body).status_code == status
    proposed.refresh_from_db()
    assert proposed.is_proposed


def test_a_link_is_made_by_hand(editor, earlier, later):
    body = {"predecessor": earlier.reference, "successor": later.reference, "relation": "continues"}
    made = editor.post("links/", body | {"note": "The same unit."})
    assert made.status_code == 201
    assert editor.get(made["Location"]).json()["decisions"][0]["note"] == "The same unit."
    again = editor.post("links/", body)
    assert (again.status_code, again.json()["code"]) == (409, "already_linked")


def test_what_cannot_be_linked_is_refused_with_the_reason(editor, earlier, later):
    theirs = factories.finding("hertfordshire", year=2016)

    def refusal(predecessor, successor):
        answer = editor.post(
            "links/", {"predecessor": predecessor, "successor": successor, "relation": "continues"}
        )
        return answer.status_code, answer.json()["code"]

    assert refusal(theirs.reference, later.reference) == (422, "other_force")
    assert refusal(later.reference, earlier.reference) == (422, "not_earlier")
    assert refusal("nowhere-2016-eff-01", later.reference) == (400, "not_accepted")
    assert not FindingLink.objects.exists()


def test_candidates_are_ranked_on_both_sides(editor, proposed, earlier, later):
    factories.finding(year=2016, text="The force should improve how it records hate crime.")
    answer = editor.get(f"findings/{later.reference}/candidates/earlier/").json()
    first = answer["candidates"][0]
    assert (first["reference"], first["proposed"]) == (earlier.reference, True)
    assert first["reasons"]
    assert editor.get(first["link"]).json()["id"] == proposed.pk
    [row] = editor.get(f"findings/{earlier.reference}/candidates/later/").json()["candidates"]
    assert row["reference"] == later.reference
    assert editor.get(f"findings/{later.reference}/candidates/sideways/").status_code == 404


def test_it_takes_the_scope_of_reports(as_, cast, proposed):
    reader = as_(cast.editor, Scope.FINDINGS_READ)
    assert reader.get("links/").status_code == 403
    assert as_(cast.liaison).get(f"links/{proposed.pk}/").status_code == 404
