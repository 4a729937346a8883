"""What is ranked, and what ranking says of a pair."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """One text to be linked: a finding, an earlier matter as a later report told it, or a statement.

    `question` is any of the names of the question: as in the judgments table, a heading, or the official one.
    """

    id: str
    text: str
    year: int | None = None
    kind: str = "unknown"
    question: str | None = None


@dataclass(frozen=True, slots=True)
class RankedLink:
    """A pair with its score from 0 to 1 and reasons in sentences. `proposed`: the score reaches the
    threshold, and nothing speaks against the link as such.

    `relation`: continues, continues_in_part or related.
    """

    earlier: str
    later: str
    score: float
    relation: str
    proposed: bool
    reasons: tuple[str, ...]
