"""What the reading child says of itself is heard with care."""

import pytest

from tracker.importing.steps import Ear, Stage, Step

PAGE = Step(Stage.PAGES, 12, 31)
ITEMS = Step(Stage.ITEMS)


def _heard(*words):
    """What is passed on of these words, each said a pause after the one before."""
    steps = []
    ear = Ear(steps.append, now=0, pause=1)
    for second, said in enumerate(words, start=1):
        ear.hear(said)
        ear.pass_on(second)
    return steps


@pytest.mark.parametrize("step", [PAGE, ITEMS])
def test_a_step_is_heard_as_it_was_said(step):
    assert _heard(step.line.encode()) == [step]


def test_a_line_may_come_in_parts():
    assert _heard(b"pages 12", b" of 31", b"\n") == [PAGE]


@pytest.mark.parametrize(
    "noise",
    [
        b"pages 32 of 31",
        b"pages 0 of 31",
        b"pages 1 of 99999",
        b"pages -1 of 3",
        b"pages 123456 of 123456",
        b"pages 1 of 2 of 3",
        b"comparing",
        b"<script>",
        b"\xff\x00",
        b"x" * 1_000_000,
    ],
)
def test_what_is_no_step_is_passed_over(noise):
    assert _heard(noise + b"\n") == []
    assert _heard(noise, b"\n", PAGE.line.encode()) == [PAGE]


def test_only_the_last_step_of_a_while_is_passed_on_and_each_once():
    steps = []
    ear = Ear(steps.append, now=0, pause=1)
    ear.hear(b"pages 1 of 31\n")
    ear.pass_on(0.9)
    assert steps == []
    ear.hear(b"pages 2 of 31\npages 12 of 31\n")
    ear.pass_on(1.0)
    ear.pass_on(2.0)
    ear.hear(ITEMS.line.encode())
    ear.pass_on(2.5)
    assert steps == [PAGE, ITEMS]


def test_words_without_an_end_are_not_kept():
    ear = Ear(pytest.fail, now=0, pause=0)
    for _ in range(100):
        ear.hear(b"x" * 10_000)
    assert len(ear._rest) <= 64
