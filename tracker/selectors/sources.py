"""A report's own text, cut where its quotes begin and end, so that each can be marked in its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tracker.models import Proposal


@dataclass(frozen=True)
class Stretch:
    """A run of the text. `begins`, `ends`: proposals whose quote does so; `quoted`: the innermost one."""

    start: int
    text: str
    begins: tuple[Proposal, ...] = ()
    quoted: Proposal | None = None
    ends: tuple[Proposal, ...] = ()


@dataclass(frozen=True)
class _Quote:
    start: int
    end: int
    proposal: Proposal
    is_first: bool


def stretches(text: str, proposals: Iterable[Proposal]) -> Iterator[Stretch]:
    """The whole text in order, in stretches; quotes may overlap. The inspection has no place of its own."""
    quotes = [quote for proposal in proposals for quote in _quotes(proposal, len(text))]
    cuts = sorted({0, len(text), *(q.start for q in quotes), *(q.end for q in quotes)})
    starting: dict[int, list[_Quote]] = {}
    for quote in quotes:
        starting.setdefault(quote.start, []).append(quote)
    open_now: list[_Quote] = []
    for start, end in pairwise(cuts):
        begun = starting.get(start, [])
        open_now = [quote for quote in open_now if quote.end > start] + begun
        innermost = min(open_now, key=lambda quote: quote.end - quote.start, default=None)
        yield Stretch(
            start,
            text[start:end],
            tuple(quote.proposal for quote in begun if quote.is_first),
            innermost.proposal if innermost else None,
            tuple(quote.proposal for quote in open_now if quote.end == end),
        )


def _quotes(proposal: Proposal, length: int) -> Iterator[_Quote]:
    alone = [proposal.payload] if "start" in proposal.payload else []
    for index, place in enumerate(proposal.payload.get("quotes") or alone):
        start, end = max(0, place["start"]), min(place["end"], length)
        if start < end:
            yield _Quote(start, end, proposal, index == 0)


def around(proposal: Proposal, *, characters: int = 600) -> list[tuple[str, str, str]]:
    """Each quote of the proposal with the report's text before and after it: (before, quote, after)."""
    text = proposal.report.text
    return [
        (
            text[max(0, quote.start - characters) : quote.start],
            text[quote.start : quote.end],
            text[quote.end : quote.end + characters],
        )
        for quote in _quotes(proposal, len(text))
    ]
