"""The two statuses of a finding as pure tables; services ask them under a row lock.

*Force status* is the force's claim: any step is the force's to make while the finding is not closed.
*Inspectorate status* moves only by the deeds below. A closed finding never reopens: a repeat is a new
finding with a link. A closure made by mistake is voided, and the finding stands again as it stood.
Source: domain notes, "Status: two axes".
"""

from enum import StrEnum

from tracker.refusals import Conflict
from tracker.vocabulary import InspectorateStatus as Status


class Step(StrEnum):
    """A deed that moves the inspectorate status."""

    SUBMIT = "send an update"  # by the force
    ACCEPT = "accept the update"  # by an inspector
    RETURN = "ask for more evidence"
    CLOSE = "close the finding"
    VOID_CLOSURE = "void the closure"  # by an administrator


class StepNotAllowed(Conflict):
    """The step is not in the table for the finding's present status."""

    code = "step_not_allowed"

    def __init__(self, step: Step, status: Status) -> None:
        super().__init__(
            f"You cannot {step.value} while HMICFRS's status of the finding is “{status.label}”."
        )
        self.step, self.status = step, status


NEXT: dict[tuple[Status, Step], Status] = {
    (Status.OPEN, Step.SUBMIT): Status.UNDER_REVIEW,
    (Status.MORE_EVIDENCE_NEEDED, Step.SUBMIT): Status.UNDER_REVIEW,
    (Status.UNDER_REVIEW, Step.SUBMIT): Status.UNDER_REVIEW,
    (Status.UNDER_REVIEW, Step.ACCEPT): Status.OPEN,
    (Status.UNDER_REVIEW, Step.RETURN): Status.MORE_EVIDENCE_NEEDED,
    (Status.OPEN, Step.CLOSE): Status.CLOSED,
    (Status.MORE_EVIDENCE_NEEDED, Step.CLOSE): Status.CLOSED,
}
# A finding with an update that nobody has read is not closed over the force's head: the update is decided
# first, so (UNDER_REVIEW, CLOSE) is not here.

BEFORE_CLOSURE = (Status.OPEN, Status.MORE_EVIDENCE_NEEDED)


def next_status(status: str, step: Step) -> Status:
    """The inspectorate status after the step. Raises StepNotAllowed."""
    try:
        return NEXT[Status(status), step]
    except KeyError:
        raise StepNotAllowed(step, Status(status)) from None


def status_after_void(before: str) -> Status:
    """The status a finding returns to when its closure is voided: the one it had when it was closed."""
    status = Status(before)
    if status not in BEFORE_CLOSURE:
        raise StepNotAllowed(Step.VOID_CLOSURE, status)
    return status
