"""What every correction of something confirmed holds and keeps to: a reason, and the old beside the new."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.models import Proposal
from tracker.refusals import Refusal
from tracker.services.guards import ReasonMissing
from tracker.services.values import NotCorrectable


class NothingChanged(Refusal):
    code = "nothing_changed"

    def __init__(self) -> None:
        super().__init__("Nothing is different from what stands now. Change a value, or leave it as it is.")


@dataclass(frozen=True)
class Correction:
    """What a person corrects, by the names of parsed-report/1, and why. `version`: the finding's, as seen.

    `source`: the proposal of a corrected edition that says so; the row is then out of that edition, and
    stands at the proposal's place. `passages`: the report's words and their places, as parsed-report/1 has
    them, where a second reading quotes others.
    """

    values: Mapping[str, Any]
    reason: str
    version: int | None = None
    source: Proposal | None = None
    passages: Sequence[Mapping[str, Any]] = ()

    def reason_for(self, fields: frozenset[str]) -> str:
        """The reason, once it is there and everything corrected is among the fields.

        Raises NotCorrectable, ReasonMissing.
        """
        unknown = sorted(set(self.values) - fields)
        if unknown:
            raise NotCorrectable(f"You cannot correct {', '.join(unknown)} here.")
        if not self.reason.strip():
            raise ReasonMissing("Enter why it is corrected.")
        return self.reason.strip()

    def changes(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Old and new of each field that differs. Raises NothingChanged, unless another edition says so."""
        changed = list(_changed(before, after))
        if not changed and self.source is None:
            raise NothingChanged
        return changed


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for field, value in after.items():
        if before[field] != value:
            yield {"field": field, "before": before[field], "after": value}
