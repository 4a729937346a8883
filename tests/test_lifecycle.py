"""The table of steps, both ways: each step it allows, and every other pair refused."""

from itertools import product

import pytest

from tracker.lifecycle import NEXT, Step, StepNotAllowed, next_status, status_after_void
from tracker.vocabulary import InspectorateStatus as Status

ALLOWED = {
    (Status.OPEN, Step.SUBMIT): Status.UNDER_REVIEW,
    (Status.UNDER_REVIEW, Step.SUBMIT): Status.UNDER_REVIEW,
    (Status.MORE_EVIDENCE_NEEDED, Step.SUBMIT): Status.UNDER_REVIEW,
    (Status.UNDER_REVIEW, Step.ACCEPT): Status.OPEN,
    (Status.UNDER_REVIEW, Step.RETURN): Status.MORE_EVIDENCE_NEEDED,
    (Status.OPEN, Step.CLOSE): Status.CLOSED,
    (Status.MORE_EVIDENCE_NEEDED, Step.CLOSE): Status.CLOSED,
}
REFUSED = [pair for pair in product(Status, Step) if pair not in ALLOWED]


@pytest.mark.parametrize(("pair", "after"), ALLOWED.items())
def test_a_step_in_the_table_is_allowed(pair: tuple[Status, Step], after: Status) -> None:
    assert next_status(*pair) == after


@pytest.mark.parametrize(("status", "step"), REFUSED)
def test_every_other_step_is_refused_in_words(status: Status, step: Step) -> None:
    with pytest.raises(StepNotAllowed, match=step.value) as refusal:
        next_status(status, step)
    assert status.label in str(refusal.value)


def test_nothing_leads_out_of_closed() -> None:
    assert not [step for status, step in NEXT if status == Status.CLOSED]


@pytest.mark.parametrize("before", [Status.OPEN, Status.MORE_EVIDENCE_NEEDED])
def test_a_voided_closure_gives_back_the_status_before_it(before: Status) -> None:
    assert status_after_void(before) == before


@pytest.mark.parametrize("before", [Status.CLOSED, Status.UNDER_REVIEW])
def test_a_closure_never_came_from_there(before: Status) -> None:
    with pytest.raises(StepNotAllowed):
        status_after_void(before)
