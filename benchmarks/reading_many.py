"""Many reports read by two workers at once, each in its own child process, against children that only take
the text from the same files.

The start of a child, which loads the reader, is in both. What a worker then writes to the database is not in
here.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks.reading_pdf import pdf_of
from config.env import BASE_DIR
from tracker.importing import sandbox

REPORTS = 43  # a report on each force of England and Wales
WORKERS = 2
LIMIT = 3.0  # times the bare children
_EXTRACT = f"""
import sys
sys.path.insert(0, {str(BASE_DIR)!r})
import pypdfium2, tracker.importing.reading
document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
for page in document:
    page.get_textpage().get_text_range()
"""


def measure() -> dict[str, Any]:
    """Return seconds for all reports, read (`ours`) and only extracted (`base`), and reports a minute."""
    data = pdf_of(30)
    _read(data), _extract(data)  # from here on both find their code in the cache of the disk
    ours, base = _seconds(_read, data), _seconds(_extract, data)
    return {
        "name": "read-43-reports-by-two-workers",
        "n": REPORTS,
        "ours": round(ours, 3),
        "base": round(base, 3),
        "reports_a_minute": round(REPORTS / ours * 60),
        "ratio": round(ours / base, 2),
        "limit": LIMIT,
    }


def _seconds(work: Callable[[bytes], object], data: bytes) -> float:
    start = time.perf_counter()
    with ThreadPoolExecutor(WORKERS) as workers:
        list(workers.map(work, [data] * REPORTS))
    return time.perf_counter() - start


def _read(data: bytes) -> object:
    return sandbox.read(data, "report.pdf")


def _extract(data: bytes) -> object:
    return subprocess.run([sys.executable, "-I", "-c", _EXTRACT], input=data, check=True)
