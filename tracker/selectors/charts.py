"""A measure's figures as bars: a row for each, its length beside its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from tracker.models import Evidence, Observation
from tracker.models.visibility import Person

WHOLE = Decimal(100)  # a bar's place and length are in hundredths of the width there is
SHORTEST = Decimal("0.5")  # of a bar that is not nothing, so that it can be seen
MOST_OTHERS = 10


@dataclass(frozen=True)
class Bar:
    """One figure: of what it is, its words, and where its bar is drawn; no length where it is lost."""

    label: str
    words: str
    start: Decimal = Decimal(0)
    length: Decimal | None = None
    source: str = ""


@dataclass(frozen=True)
class Chart:
    """A small chart of one measure; its bars share a scale that begins at nought."""

    title: str
    unit: str
    bars: Sequence[Bar]
    others: Sequence[Bar]


def chart_of(evidence: Evidence, user: Person) -> Chart | None:
    """The evidence's figure beside what it is held against, and the force's other figures of the measure.

    None for evidence that is no measure. Two queries.
    """
    own = list(Observation.objects.filter(evidence=evidence).select_related("measure"))
    if not own:
        return None
    others = _others_of(own[0], user)
    rows = [*_figures_of(own[0]), *((_label(row), row.value, row.value_words, row) for row in others)]
    bars = _drawn(rows)
    mine = len(rows) - len(others)
    return Chart(own[0].measure.name, own[0].measure.unit, bars[:mine], bars[mine:])


Figure = tuple[str, Decimal | None, str, Observation]


def _figures_of(row: Observation) -> Iterable[Figure]:
    yield row.period or "Now", row.value, row.value_words, row
    if row.comparator_value is not None or row.comparator_words:
        label = ", ".join(words for words in (row.comparator, row.comparator_period) if words)
        yield label or "Compared with", row.comparator_value, row.comparator_words, row


def _others_of(own: Observation, user: Person) -> Sequence[Observation]:
    """Newest first: out of reports, and out of evidence that stands."""
    rows = Observation.objects.visible_to(user).filter(force=own.force_id, measure=own.measure_id)
    stands = Q(evidence__isnull=True) | Q(evidence__in=Evidence.objects.current())
    rows = rows.filter(stands).exclude(pk=own.pk).select_related("measure", "evidence", "report")
    return list(rows.order_by("-pk")[:MOST_OTHERS])


def _label(row: Observation) -> str:
    return row.period or "Period not known"


def _source(row: Observation) -> str:
    if row.evidence:
        return f"evidence “{row.evidence.title}”"
    return f"the report {row.report}"


def _drawn(rows: Sequence[Figure]) -> list[Bar]:
    numbers = [value for _, value, _, _ in rows if value is not None]
    lowest, highest = min([Decimal(0), *numbers]), max([Decimal(0), *numbers])
    span = highest - lowest or Decimal(1)
    bars = []
    for label, value, words, row in rows:
        said = words_of(value, words, row.measure.unit)
        if value is None:
            bars.append(Bar(label, said, source=_source(row)))
            continue
        start = (min(value, Decimal(0)) - lowest) / span * WHOLE
        length = max(abs(value) / span * WHOLE, SHORTEST if value else Decimal(0))
        bars.append(Bar(label, said, round(start, 2), round(length, 2), source=_source(row)))
    return bars


def words_of(value: Decimal | None, words: str = "", unit: str = "") -> str:
    """A figure as it is read: "1,204 orders", "12.5%", or that it is lost."""
    if value is None:
        return words or "Not given"
    number = f"{value.normalize():,f}"
    if not unit:
        return number
    return f"{number}%" if unit.lower() in {"%", "per cent", "percent"} else f"{number} {unit}"
