"""How likely two wordings are of one matter: ranked links with reasons, for a person to decide.

Links are only ever sought inside one force: HMICFRS reuses its sentences from force to force. The caller
gives the texts of one force; nothing here looks anything up.
"""

from tracker.importing.match.candidates import Candidate, RankedLink
from tracker.importing.match.ranking import (
    rank,
    rank_each,
    rank_statement,
    rank_statements,
)
from tracker.importing.match.scoring import CONTINUES_FROM, THRESHOLD
from tracker.importing.match.told import statement_candidate

__all__ = [
    "CONTINUES_FROM",
    "THRESHOLD",
    "Candidate",
    "RankedLink",
    "rank",
    "rank_each",
    "rank_statement",
    "rank_statements",
    "statement_candidate",
]
