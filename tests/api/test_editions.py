"""Corrected editions through the API."""

from tests.web.test_editions import NOW_IS, pair  # noqa: F401  the two editions


def test_an_edition_is_marked_and_its_difference_decided(as_, cast, pair):  # noqa: F811
    first, second = pair
    editor = as_(cast.editor)
    assert editor.post(f"reports/{second.pk}/edition/", {"report": 0}).status_code == 400
    marked = editor.post(f"reports/{second.pk}/edition/", {"report": first.pk}).json()
    assert marked["replaces"].endswith(f"/reports/{first.pk}/")
    assert editor.get(f"reports/{first.pk}/").json()["replaced_by"] == marked["url"]
    again = editor.post(f"reports/{second.pk}/edition/", {"report": first.pk})
    assert (again.status_code, again.json()["code"]) == (409, "already_marked")
    [row] = editor.get(marked["differences"]).json()["results"]
    assert (row["kind"], row["is_gone"], row["changes"][0]["after"]) == ("finding", False, NOW_IS)
    done = editor.post(row["decision"], {"decision": "confirmed", "note": "An error."}).json()
    assert (done["status"], done["decided_by"]) == ("confirmed", cast.editor.name)
    refused = editor.post(row["decision"], {"decision": "rejected"})
    assert (refused.status_code, refused.json()["code"]) == (409, "already_decided")
