"""What ought to happen to a finding, written down a second time and in other words than the product's.

Knows nothing of `tracker.lifecycle` or of the services: a few names and lists, and for each deed the refusals
that it may meet. No refusal at all: it must be done.
"""

from dataclasses import dataclass, field

SENDERS = ("liaison", "chief", "both")
INSPECTORS = ("inspector", "second_inspector", "both")
ADMINISTRATORS = ("administrator",)
EVERYBODY = (
    "liaison",
    "chief",
    "both",
    "viewer",
    "stranger",
    "inspector",
    "second_inspector",
    "administrator",
)


@dataclass
class Sent:
    """An update: by whom, who signed it so far, and what was decided in the end."""

    by: str
    signed_by: list[str] = field(default_factory=list)
    decided: str = ""


@dataclass
class Story:
    """A finding's story so far; its statuses follow from it."""

    levels: int
    updates: list[Sent] = field(default_factory=list)
    closed_as: str = ""
    says: str = "not_started"
    changes: int = 0
    drafts: set[str] = field(default_factory=set)

    @property
    def before_closure(self) -> str:
        if not self.updates:
            return "open"
        return {"": "under_review", "accepted": "open", "returned": "more_evidence_needed"}[
            self.updates[-1].decided
        ]

    @property
    def status(self) -> str:
        return "closed" if self.closed_as else self.before_closure

    # --- What stands against a deed ------------------------------------------------------------------

    def against_drafting(self, by: str) -> set[str]:
        return _if(by not in SENDERS, "NotAllowed") | _if(bool(self.closed_as), "FindingClosed")

    def against_sending(self, by: str, *, words: str, seen: int | None) -> set[str]:
        stale = seen is not None and seen != self.changes
        return self.against_drafting(by) | _if(not words, "NothingToReport") | _if(stale, "ChangedMeanwhile")

    def against_deciding(self, by: str, number: int, *, reason: str = "-") -> set[str]:
        update = self.updates[number - 1]
        return (
            _if(by not in INSPECTORS, "NotAllowed")
            | _if(bool(update.decided), "AlreadyReviewed")
            | _if(update.by == by, "OwnUpdate")
            | _if(by in update.signed_by, "NotYoursToSign")
            | _if(number < len(self.updates), "NewerUpdate")
            | _if(not reason, "ReasonMissing")
        )

    def against_closing(self, by: str, *, reason: str, is_linked: bool) -> set[str]:
        return (
            _if(by not in INSPECTORS, "NotAllowed")
            | _if(bool(self.closed_as), "AlreadyClosed")
            | _if(self.before_closure == "under_review", "StepNotAllowed")
            | _if(bool(self.updates) and self.updates[-1].by == by, "OwnSubmission")
            | _if(not reason, "ReasonMissing")
            | _if(reason == "superseded" and not is_linked, "SuccessorMissing")
        )

    def against_voiding(self, by: str, *, reason: str) -> set[str]:
        return (
            _if(by not in ADMINISTRATORS, "NotAllowed")
            | _if(not self.closed_as, "NotClosed")
            | _if(not reason, "ReasonMissing")
        )

    # --- What is so after it ---------------------------------------------------------------------------

    def sent(self, by: str, says: str) -> None:
        self.updates.append(Sent(by))
        self.says = says
        self.changes += 1

    def signed(self, by: str, number: int) -> bool:
        """Whether that was the last signature it needed."""
        update = self.updates[number - 1]
        update.signed_by.append(by)
        return len(update.signed_by) == self.levels

    def decided(self, number: int, outcome: str) -> None:
        self.updates[number - 1].decided = outcome
        self.changes += 1

    def closed(self, reason: str) -> None:
        self.closed_as = reason
        self.changes += 1


def _if(holds: bool, refusal: str) -> set[str]:
    return {refusal} if holds else set()
