"""Two findings side by side, as the one who decides a link between them needs to see them."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from tracker.models import Finding, Judgment
from tracker.models.visibility import Person
from tracker.selectors.chains import Chain, chain_of
from tracker.web.differences import Difference, difference


@dataclass(frozen=True)
class SideOfPair:
    """One of the two: its wording with the changed words marked, the grade then, and its chain so far."""

    heading: str
    finding: Finding
    wording: SafeString
    judgment: Judgment | None
    chain: Chain


@dataclass(frozen=True)
class Pair:
    newer: SideOfPair
    older: SideOfPair
    difference: Difference

    @property
    def sides(self) -> tuple[SideOfPair, SideOfPair]:
        """In the order in which they are read: the newer one stands left."""
        return self.newer, self.older


def comparison(predecessor: Finding, successor: Finding, user: Person) -> Pair:
    """A constant number of queries, however long the chains."""
    told = difference(predecessor.text, successor.text)
    return Pair(
        newer=_side("Newer", successor, told.newer, user),
        older=_side("Older", predecessor, told.older, user),
        difference=told,
    )


def _side(heading: str, finding: Finding, wording: SafeString, user: Person) -> SideOfPair:
    chain = chain_of(finding, user)
    this = next(raised for year in chain.years for raised in year.findings if raised.is_this)
    return SideOfPair(heading, this.finding, wording, this.judgment, chain)
