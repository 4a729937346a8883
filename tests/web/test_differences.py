"""Changed words between two wordings."""

import re

import pytest

from tracker.web.differences import MOST_WORDS, difference

OLD = "The force should ensure that it manages the risk posed by sex offenders."
NEW = "The force should ensure that it manages the risk posed by registered sex offenders well."


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_new_words_are_marked_for_the_eye_and_in_words():
    told = difference(OLD, NEW)
    assert plain(told.newer).count("[new: ") == 2
    assert "<ins>" in told.newer
    assert "[new: registered]" in plain(told.newer)
    assert "[new: offenders well.]" not in plain(told.newer)
    assert "<del>" not in told.older
    assert (told.shared, told.words) == (13, 15)


def test_gone_words_are_marked_on_the_older_side():
    told = difference(NEW, OLD)
    assert "[gone: registered]" in plain(told.older)
    assert "<ins>" not in told.newer


def test_case_and_punctuation_are_no_change():
    assert "<ins>" not in difference("Visit offenders on time.", "visit offenders, on time").newer


def test_a_lone_shared_word_does_not_scatter_the_marks():
    told = difference("Crime recording of the north", "Better supervision of investigations")
    assert plain(told.newer) == "[new: Better supervision of investigations]"


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script> now", "a & b"])
def test_words_are_escaped(hostile):
    told = difference("", hostile)
    assert "<script>" not in told.newer
    assert plain(told.newer).startswith("[new: ")


def test_what_is_too_long_to_compare_is_shown_all_the_same():
    words = [f"w{number}" for number in range(2 * MOST_WORDS)]
    told = difference("", " ".join(words))
    assert plain(told.newer).endswith(words[-1])
    assert told.words == MOST_WORDS
