"""Print one JSON line for each benchmark; exit 1 when a ratio is over its limit."""

import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

import django

Measured = dict[str, Any]


def measures() -> Iterator[Callable[[], Measured]]:
    """The benchmarks, in the order in which they run."""
    # Models can be imported only once Django is set up.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    logging.disable(logging.INFO)
    from benchmarks import (
        chain,
        exports,
        findings_list,
        matching,
        reading,
        reading_many,
        reading_pdf,
        submitting,
    )

    yield reading.measure
    yield matching.measure
    yield matching.measure_memory
    yield reading_pdf.measure
    yield reading_pdf.growth
    yield reading_many.measure
    yield findings_list.measure
    yield chain.measure
    yield exports.measure
    yield submitting.measure


def main() -> int:
    # Stopped from outside, what was begun is still cleared away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    is_over = False
    for measure in measures():
        measured = measure()
        print(json.dumps(measured), flush=True)
        is_over |= measured["ratio"] > measured["limit"]
    return int(is_over)


if __name__ == "__main__":
    sys.exit(main())
