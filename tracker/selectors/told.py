"""What a sentence of a finding's history is made from, and what it consists of."""

from dataclasses import dataclass

from tracker.models import EnquiryMessage, Finding, Statement, Update


@dataclass(frozen=True)
class Facts:
    """The rows that the events speak of, by id."""

    finding: Finding
    updates: dict[int, Update]
    statements: dict[int, Statement]
    messages: dict[int, EnquiryMessage]


@dataclass(frozen=True)
class Told:
    sentence: str
    detail: str = ""
    quote: str = ""
