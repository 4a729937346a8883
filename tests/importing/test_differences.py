"""Two readings of a report, held against each other item by item."""

from typing import Any

import pytest

from tracker.importing.differences import Change, State, compare, words_between


def finding(text: str, *, start: int = 0, parent: int | None = None, **more: Any) -> dict[str, Any]:
    return {
        "kind": "area_for_improvement",
        "question": "Investigating crime",
        "text": text,
        "parent": parent,
        "start": start,
        "end": start + len(text),
        **more,
    }


def states(before: Any, after: Any, **more: Any) -> list[tuple[str, str, int | None, int | None]]:
    return [(each.name, each.state, each.before, each.after) for each in compare(before, after, **more)]


RSO = "The force should manage effectively the risk posed by registered sex offenders."
DASH = "The force should improve the quality of its DASH risk assessments."
DIGITAL = "The force should examine digital devices without delay."


def test_the_same_items_in_another_order_are_the_same() -> None:
    found = states({"findings": [finding(RSO), finding(DASH)]}, {"findings": [finding(DASH), finding(RSO)]})
    assert found == [("findings", "same", 1, 0), ("findings", "same", 0, 1)]


def test_white_space_and_quotation_marks_are_no_difference() -> None:
    before = finding("The force should heed ‘hidden’\n victims.")
    after = finding("The force should heed 'hidden' victims.", start=900)
    assert states({"findings": [before]}, {"findings": [after]}) == [("findings", "same", 0, 0)]


def test_new_gone_and_changed_items_are_told_apart() -> None:
    reworded = DASH.replace("quality", "consistency")
    before = {"findings": [finding(RSO), finding(DASH)]}
    after = {"findings": [finding(DIGITAL), finding(reworded)]}
    assert states(before, after) == [
        ("findings", "new", None, 0),
        ("findings", "changed", 1, 1),
        ("findings", "gone", 0, None),
    ]
    changed = compare(before, after)[1]
    assert changed.changes == (Change("text", DASH, reworded),)


def test_a_changed_value_is_told_with_both_values() -> None:
    judgment = {"question": "Protecting vulnerable people", "grade": "Good", "start": 1, "end": 9}
    found = compare({"judgments": [judgment]}, {"judgments": [{**judgment, "grade": "Inadequate"}]})
    assert [(each.state, each.changes) for each in found] == [
        (State.CHANGED, (Change("grade", "Good", "Inadequate"),))
    ]


def test_a_parent_is_compared_by_its_wording_and_not_by_its_place_in_the_list() -> None:
    cause = finding("Cause of concern about custody.", kind="cause_of_concern")
    before = {"findings": [cause, finding(RSO, kind="recommendation", parent=0)]}
    after = {"findings": [finding(DASH), cause, finding(RSO, kind="recommendation", parent=1)]}
    assert [each.state for each in compare(before, after)] == ["new", "same", "same"]
    after["findings"][2]["parent"] = 0
    assert compare(before, after)[2].changes == (Change("parent", cause["text"], DASH),)


def test_a_statement_is_compared_by_all_its_quotes() -> None:
    one, two = {"text": "In 2016 we said so."}, {"text": "It has not improved."}
    before = {"quote": one["text"], "quotes": [one], "verdict": "unclear", "reasons": ["a"]}
    after = {"quote": one["text"], "quotes": [one, two], "verdict": "not_improved", "reasons": ["b"]}
    (found,) = compare({"statements": [before]}, {"statements": [after]})
    assert [change.field for change in found.changes] == ["quote", "verdict"]


@pytest.mark.parametrize(
    ("same_text", "expected"),
    [
        (True, [("findings", "changed", 0, 0)]),
        (False, [("findings", "new", None, 0), ("findings", "gone", 0, None)]),
    ],
)
def test_one_place_in_one_text_is_one_item_however_it_was_worded(same_text: bool, expected: object) -> None:
    before, after = finding(RSO, start=100), finding(DIGITAL, start=110)
    assert states({"findings": [before]}, {"findings": [after]}, same_text=same_text) == expected


def test_each_item_has_one_partner() -> None:
    found = states({"findings": [finding(DASH)]}, {"findings": [finding(DASH), finding(DASH)]})
    assert found == [("findings", "same", 0, 0), ("findings", "new", None, 1)]


def test_what_a_report_says_of_itself_is_one_item() -> None:
    about = {"force": "Cleveland Police", "inspection_year": 2017, "assessed": ("A", "B")}
    assert states(about, {**about, "assessed": ["A", "B"]}) == [("inspection", "same", 0, 0)]
    (found,) = compare(about, {**about, "inspection_year": 2016})
    assert found.changes == (Change("inspection_year", 2017, 2016),)


def test_words_are_shown_in_reading_order() -> None:
    assert words_between("The force should improve files.", "The force must improve its files.") == [
        (State.SAME, "The force"),
        (State.GONE, "should"),
        (State.NEW, "must"),
        (State.SAME, "improve"),
        (State.NEW, "its"),
        (State.SAME, "files."),
    ]
    assert words_between("", "") == []


def test_two_readings_of_nothing_do_not_differ() -> None:
    assert compare({}, {}) == []
