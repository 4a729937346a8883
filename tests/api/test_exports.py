"""Lists as files through the API."""

from accounts.scopes import Scope
from tests import factories


def test_a_list_is_made_and_taken(as_, cast):
    finding = factories.finding()
    api = as_(cast.liaison)
    made = api.post("exports/", {"format": "csv", "list": "findings", "query": "force=cleveland"})
    body = made.json()
    assert (made.status_code, made["Location"], body["status"], body["total"]) == (
        201,
        body["url"],
        "ready",
        1,
    )
    content = api.get(body["content"])
    assert finding.reference in b"".join(content.streaming_content).decode()
    assert api.get("exports/").json()["results"][0]["sha256"] == body["sha256"]


def test_another_s_is_not_there(as_, cast):
    body = as_(cast.liaison).post("exports/", {"format": "csv", "list": "findings"}).json()
    for address in (body["url"], body["content"]):
        assert as_(cast.stranger).get(address).status_code == 404


def test_what_is_refused_says_why(as_, cast):
    api = as_(cast.body)
    assert api.post("exports/", {"format": "csv", "list": "evidence"}).status_code == 403
    refused = api.post("exports/", {"format": "zip", "list": "findings"})
    assert (refused.status_code, refused.json()["code"]) == (422, "format_not_there")
    refused = api.post("exports/", {"format": "csv", "list": "findings", "query": "colour=red"})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_a_filter")


def test_it_needs_its_own_scope(as_, cast):
    assert as_(cast.liaison, Scope.FINDINGS_READ).get("exports/").status_code == 403
