"""How each era of the inspectorate's publications lists findings: small readers behind one interface.

A reader is a function from the blocks of a text to what is listed in them, in the order of the text, and
nothing where the text is of another era. To add one: a sample with its expected JSON in `tests/reports`, a
module here, its function in `READERS`. Where two readers take the same words, the earlier one counts.
"""

from collections.abc import Callable, Iterator, Sequence

from tracker.importing.extract.eras import headings, letters, register
from tracker.importing.extract.eras.items import Listed
from tracker.importing.sections import Located

READERS: tuple[Callable[[Sequence[Located]], Iterator[Listed]], ...] = (
    headings.listed_in,  # 2014 on: lists under "Areas for improvement", "Cause of concern", "Recommendations"
    register.listed_in,  # entries of the recommendations register, closed in 2022, with a log of statuses
    letters.listed_in,  # letters on a revisit: the causes of concern that it went back to
)
