"""What the words say became of an earlier finding.

Each sentence is looked at on its own: worse, resolved, not improved, improved, in that order, where a
caveat after "resolved" makes it "improved". The words themselves stand in `changes.py`, `ongoing.py`,
`worsening.py` and `standing.py`.
Source of the verdicts: domain notes, "Words of the field".
"""

from collections.abc import Sequence
from functools import lru_cache

from tracker.importing.extract import changes, ongoing, standing, worsening


@lru_cache(maxsize=256)  # sentences near an anchor are looked at more than once
def verdict_of(text: str) -> str | None:
    """Return the verdict that one sentence, in plain spelling, gives; None when it gives none."""
    rest = changes.NOT_REINSPECTED.sub(" ", text)
    if rest != text:
        return _change_in(rest) or "not_reinspected"
    return _change_in(text)


def _change_in(text: str) -> str | None:
    """The change that has come about: what is wanted, planned or hoped for is none."""
    come_about = changes.DENIED.sub(" ", changes.NOT_YET.sub(" ", standing.REMARK.sub(" ", text)))
    if worsening.WORSE.search(come_about) or worsening.NO_LONGER_SO_GOOD.search(text):
        return "worse"
    if changes.TOO_LITTLE.search(text):
        return "not_improved"
    still = changes.NOT_IMPROVED.search(text)
    has_caveat = bool(still or changes.CAVEAT.search(text))
    under_way = ongoing.UNDER_WAY.search(come_about)
    improved = changes.IMPROVED.search(changes.WANTED.sub(" ", come_about))
    if changes.ENDED.search(come_about):
        goes_on = under_way or (improved and changes.ANSWERED.search(come_about))
        is_decided = changes.DECISIVE.search(come_about) or not (has_caveat or goes_on)
        return "resolved" if is_decided else "improved"
    if changes.STANDS_NOW.search(come_about) or improved or under_way:
        stands_well = standing.STANDS_WELL.search(come_about) or not (improved or under_way)
        return "resolved" if stands_well and not has_caveat else "improved"
    if still:
        return "improved" if changes.CONCEDED.match(text) else "not_improved"
    return "improved" if ongoing.BROUGHT_IN.search(come_about) else None


def standing_of(text: str) -> str | None:
    """Return what a sentence on an earlier finding says by telling how things stand, or that something was
    done; None when it does not."""
    if standing.STANDS_BADLY.search(text):
        return "not_improved"
    return works_well(text) or ("improved" if standing.ACTED.match(text) else None)


def works_well(text: str) -> str | None:
    """Return "resolved" where the words tell of what works well, with no caveat; else None."""
    stands = changes.DENIED.sub(" ", standing.STAYS_WELL.sub(" ", text))
    is_well = standing.STANDS_WELL.search(stands) or standing.WORKS_WELL.search(stands)
    return "resolved" if is_well and not changes.CAVEAT.search(text) else None


def speaks_well(text: str) -> bool:
    """Whether what was found then was good, so that what is bad now has got worse."""
    return standing.PRAISE.search(text) is not None and not standing.FAULT.search(text)


def tells_of_a_fault(text: str) -> bool:
    """Whether the words name something that was wrong, or that was asked for."""
    return standing.FAULT.search(text) is not None


def is_a_grade(text: str) -> bool:
    """Whether the words tell of a grade given then: it is no finding, only a change of it says anything."""
    return standing.GRADE.search(text) is not None


def is_a_good_grade(text: str) -> bool:
    return standing.GOOD_GRADE.search(text) is not None and not tells_of_a_fault(text)


def is_as_before(text: str) -> bool:
    """Whether the words say that it is found now as it was then: "As in 2016, …", "despite our …"."""
    return changes.AS_BEFORE.search(text) is not None


def combined(verdicts: Sequence[str]) -> str:
    """Return the one verdict of several sentences about one matter, the first of them nearest to it.

    A sentence that goes on to say what is left makes "resolved" an "improved"; otherwise the first one
    counts.
    """
    if not verdicts:
        return "unclear"
    first = verdicts[0]
    if first == "improved" and "resolved" in verdicts[1:]:
        return "resolved"
    return "improved" if first == "resolved" and "not_improved" in verdicts[1:] else first
