"""One report, in whatever kind of file it comes, is read as the same report."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.importing.rendered import as_page, as_pdf
from tests.importing.samples import FORCES_AND_BORSETSHIRE, OWN, OWN_NAMES, REAL_NAMES
from tracker.importing.readers import document_of
from tracker.importing.reading import read

ROOT = Path(__file__).parents[2]
PLACE = {"start", "end", "line", "page", "file", "sha256", "reader"}
RENDERED = {"html/1": as_page, "pdf/1": as_pdf}


def _without_places(value):
    """The parsed report with places left out and white space folded."""
    if isinstance(value, dict):
        return {key: _without_places(item) for key, item in value.items() if key not in PLACE}
    if isinstance(value, list):
        return [_without_places(item) for item in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def _read(data):
    return read(data, "report", FORCES_AND_BORSETSHIRE)


def _assert_same(data, reader):
    text, rendered = _read(data), _read(RENDERED[reader](data))
    assert rendered.reader.split()[0] == reader
    assert _without_places(rendered.as_json()) == _without_places(text.as_json())


@pytest.mark.parametrize("reader", RENDERED)
@pytest.mark.parametrize("name", OWN_NAMES)
def test_own_samples_read_the_same_from_a_page_and_from_a_pdf(name, reader):
    _assert_same((OWN / f"{name}.txt").read_bytes(), reader)


@pytest.mark.parametrize("reader", RENDERED)
@pytest.mark.parametrize("name", REAL_NAMES)
def test_real_reports_read_the_same_from_a_page_and_from_a_pdf(samples, name, reader):
    _assert_same((samples / "reports" / f"{name}.txt").read_bytes(), reader)


def test_places_in_a_pdf_point_at_the_words_and_their_page():
    report = _read(as_pdf((OWN / "borsetshire-2017.txt").read_bytes()))
    for item in (*report.findings, *report.suggestions):
        assert report.text[item.place.start : item.place.end].split()[0] == item.text.split()[0]
    pages = [finding.place.page for finding in report.findings]
    assert pages == sorted(pages)
    assert pages[0] > 1


def test_banner_of_a_saved_page_is_no_part_of_the_report():
    saved = "https://www.example.org/peel-2017/\nSkip to content\n\n" + (
        OWN / "borsetshire-2017.txt"
    ).read_text(encoding="utf-8")
    report = _read(saved.encode())
    assert report.title == "PEEL: Police effectiveness 2017"
    assert 2 in document_of(saved.encode()).furniture
    assert len(report.findings) == 3


def test_the_web_process_loads_no_native_reader():
    code = (
        "import config.wsgi, config.urls, sys; "
        "sys.exit(bool({'pypdfium2', 'pypdfium2_raw', 'sklearn'} & set(sys.modules)))"
    )
    environment = {"PATH": "", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, check=False)
    assert done.returncode == 0
