"""The memory that a list takes while it is written to a file, when it is ten times as long."""

import io
import tracemalloc
from typing import Any

from benchmarks.generator import NOW, make_register, throwaway_database
from tracker.documents.tables import Table, write_xlsx
from tracker.selectors.list_columns import listing_called
from tracker.selectors.listings import Listed, listed

SHORT, LONG = 1_000, 10_000
# The longer one may not take much more than the shorter: rows are read, written and let go by chunks. What
# does grow is the packed file itself, which here is held in memory and in the service lies on the disk.
LIMIT = 2.5


def measure() -> dict[str, Any]:
    """Return the peaks in MB; the ratio is the longer list's to the shorter one's."""
    with throwaway_database():
        user = make_register(LONG)
        whole = listed(listing_called("findings"), user, "")
        peaks = [_peak_of(_first(whole, number)) for number in (SHORT, SHORT, LONG)]  # one to warm up
    return {
        "name": "export-memory",
        "n": LONG,
        "ours": round(peaks[2], 2),
        "base": round(peaks[1], 2),
        "ratio": round(peaks[2] / peaks[1], 2),
        "limit": LIMIT,
    }


def _first(whole: Listed, number: int) -> Listed:
    return Listed(whole.listing, whole.rows[:number], whole.user)


def _peak_of(chosen: Listed) -> float:
    tracemalloc.start()
    of = chosen.listing
    write_xlsx(Table(of.title, of.columns, chosen.lines(), NOW), io.BytesIO())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 2**20
