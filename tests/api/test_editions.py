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


def test_a_mark_is_taken_back_with_a_reason_and_once(as_, cast, pair):  # noqa: F811
    first, second = pair
    editor, address = as_(cast.editor), f"reports/{second.pk}/edition/unmark/"
    early = editor.post(address, {"reason": "Another year's."})
    assert (early.status_code, early.json()["code"]) == (409, "not_marked")
    editor.post(f"reports/{second.pk}/edition/", {"report": first.pk})
    assert editor.post(address, {}).json()["errors"][0]["pointer"] == "#/reason"
    assert as_(cast.liaison).post(address, {"reason": "Mine."}).status_code == 404
    done = editor.post(address, {"reason": "Another year's."})
    assert (done.status_code, done.json()["replaces"], done.json()["status"]) == (200, None, "read")


def test_a_mark_of_which_something_was_taken_stays(as_, cast, pair):  # noqa: F811
    first, second = pair
    editor = as_(cast.editor)
    marked = editor.post(f"reports/{second.pk}/edition/", {"report": first.pk}).json()
    [row] = editor.get(marked["differences"]).json()["results"]
    editor.post(row["decision"], {"decision": "confirmed"})
    refused = editor.post(f"reports/{second.pk}/edition/unmark/", {"reason": "A mistake."})
    assert (refused.status_code, refused.json()["code"]) == (409, "taken_already")
    assert editor.get(f"reports/{second.pk}/").json()["replaces"]
