"""Letters on a revisit: they restate the causes of concern that the inspectors went back to.

A letter that closes causes of concern restates what is no finding any longer: nothing is taken from it.
"""

import re
from collections.abc import Iterator, Sequence

from tracker.importing.document import plain
from tracker.importing.extract.eras.items import Listed, asks, groups
from tracker.importing.extract.patterns import either
from tracker.importing.layout import Kind
from tracker.importing.sections import Located

_LETTER = re.compile(r"(?:letter information|sent on|dear\b.*)\s*$", re.IGNORECASE)
_CLOSES = either(
    r"\b(?:able to|decided to|have|has been|have been|now|we) (?:closed?|discharged?)\b.{0,200}\bcauses? of"
    r" concern",
    r"\bcauses? of concern\b.{0,200}\b(?:is|are|has been|have been) (?:now )?(?:closed|discharged)\b",
    r"\b(?:return|remov|mov)\w* .{0,200}\b(?:to (?:our |the )?default|from (?:the )?engage)\b",
)
_RESTATES = either(
    r"\b(?:identified|issued|gave|raised|found)\b[^.:]{0,80}\bcauses? of concern\b[^.:]{0,80}:$",
    r"\bcauses? of concern\b[^.:]{0,80}\b(?:were|was|is|are) that\b[^.:]{0,80}:$",
)
_RECOMMENDED = re.compile(
    r"\bmade (?:the following|these|\w+) recommendations?\b[^.:]{0,120}:$", re.IGNORECASE
)
# "vulnerability" names a topic; "was failing to identify vulnerability" is a finding.
_TELLS = re.compile(
    r"\b(?:is|are|was|were|does|did|has|have|had|should|must|needs?|needed|fails?|failed|cannot|lacks?"
    r"|lacked)\b"
    r"|n't\b",
    re.IGNORECASE,
)


def listed_in(blocks: Sequence[Located]) -> Iterator[Listed]:
    """The causes of concern and recommendations that a letter restates in a list."""
    if not any(_LETTER.match(item.block.text) for item in blocks):
        return
    if any(_CLOSES.search(plain(item.block.text)) for item in blocks):
        return
    prose = [item for item in blocks if item.block.kind in {Kind.PARAGRAPH, Kind.BULLET}]
    questions = {item.block.start: item.question for item in prose}
    is_listing = False  # whether full sentences, one a bullet, say what was recommended
    for group in groups([item.block for item in prose]):
        head, *points = group
        if points and _RESTATES.search(plain(head.text)):
            for point in points:
                if _TELLS.search(plain(point.text)):
                    yield Listed("cause_of_concern", questions[head.start], (point,))
        elif points and _RECOMMENDED.search(plain(head.text)):
            yield Listed("recommendation", questions[head.start], tuple(group))
        elif is_listing and head.kind is Kind.BULLET and asks(head):
            yield Listed("recommendation", questions[head.start], tuple(group))
            continue
        is_listing = not points and _RECOMMENDED.search(plain(head.text)) is not None
