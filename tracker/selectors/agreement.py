"""How what the machine read and what people made of it agree, by kind and by version of the reader."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When

from tracker.models import Proposal
from tracker.models.visibility import Person
from tracker.vocabulary import Agreement, Decision, ProposalKind, ProposalOrigin

# Not the parts of a split or the whole of a merge: what they stand for is counted, as corrected.
COUNTED = Q(origin__in=[ProposalOrigin.READ, ProposalOrigin.READ_AGAIN, ProposalOrigin.PERSON])
# The first that holds.
OUTCOME = Case(
    When(withdrawn_at__isnull=False, then=Value(Agreement.WITHDRAWN)),
    When(origin=ProposalOrigin.PERSON, then=Value(Agreement.ADDED)),
    When(status=Decision.REJECTED, then=Value(Agreement.REJECTED)),
    When(status=Decision.PROPOSED, then=Value(Agreement.UNDECIDED)),
    When(Q(status=Decision.REPLACED) | Q(amended_at__isnull=False), then=Value(Agreement.CORRECTED)),
    When(~Q(correction={}), then=Value(Agreement.CORRECTED)),
    default=Value(Agreement.AS_PROPOSED),
    output_field=CharField(),
)


@dataclass(frozen=True)
class Agreed:
    """How many items of a kind that one version of the reader read came to what."""

    kind: ProposalKind
    reader: str
    counts: dict[Agreement, int]

    @property
    def decided(self) -> int:
        """Of what the machine read: what a person has confirmed or refused."""
        return sum(self.counts[each] for each in DECIDED)

    @property
    def rate(self) -> float | None:
        """The share confirmed as proposed of all that was decided, 0 to 1; None where nothing is."""
        return self.counts[Agreement.AS_PROPOSED] / self.decided if self.decided else None

    @property
    def percent(self) -> int | None:
        return None if self.rate is None else round(self.rate * 100)


DECIDED = (Agreement.AS_PROPOSED, Agreement.CORRECTED, Agreement.REJECTED, Agreement.WITHDRAWN)


def items(user: Person) -> "QuerySet[Any]":
    """The proposals that are counted, each with its `outcome`, newest report first."""
    rows = Proposal.objects.visible_to(user).filter(COUNTED).annotate(outcome=OUTCOME)
    return rows.order_by("-report_id", "kind", "position", "pk")


def agreement(user: Person) -> list[Agreed]:
    """A row for each kind and version of the reader, kinds in the order of their deciding. One query.

    What was added by hand stands in a row of its own, for no reader read it.
    """
    rows = items(user).order_by().values("kind", "reader", "outcome").annotate(count=Count("pk"))
    return _tabled(rows)


def agreement_of(report_id: int, user: Person) -> list[Agreed]:
    """The same of one report: its history. One query."""
    rows = items(user).filter(report_id=report_id).order_by()
    return _tabled(rows.values("kind", "reader", "outcome").annotate(count=Count("pk")))


def _tabled(rows: Any) -> list[Agreed]:
    table: dict[tuple[str, str], dict[Agreement, int]] = {}
    for row in rows:
        counts = table.setdefault((row["kind"], row["reader"]), dict.fromkeys(Agreement, 0))
        counts[Agreement(row["outcome"])] += row["count"]
    return [
        Agreed(kind, reader, table[kind, reader])
        for kind in ProposalKind
        for reader in sorted(reader for of, reader in table if of == kind)
    ]


def total_of(rows: list[Agreed]) -> dict[Agreement, int]:
    """All rows together."""
    return {each: sum(row.counts[each] for row in rows) for each in Agreement}


def columns() -> list[Agreement]:
    """The outcomes in the order in which tables show them."""
    return list(Agreement)


def corrections(user: Person) -> "QuerySet[Any]":
    """Every proposal that people changed, refused, replaced or added: what the next reader can learn from."""
    unchanged = [Agreement.AS_PROPOSED, Agreement.UNDECIDED]
    return items(user).exclude(outcome__in=unchanged).select_related("report")
